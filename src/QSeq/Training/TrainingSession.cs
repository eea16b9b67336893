using QSeq.Engines;
using QSeq.Models;

namespace QSeq.Training;

/// <summary>
/// A training run that can be held: it goes on batch by batch, and its whole state can be taken at any batch and given to
/// another session of the same run, which ends in the same bits as one that was never stopped. One thread at a time.
/// </summary>
public sealed class TrainingSession : IDisposable
{
    private readonly SequenceModel _model;
    private readonly TrainingOptions _options;
    private readonly BatchOrder _order;
    private readonly IBatchSource _train;
    private readonly IEngine _engine;
    private readonly Optimizer _optimizer;
    private readonly ScheduleRun _schedule;
    private readonly RandomSource _shuffle;
    private readonly bool _startCounts; // whether the weights from before the run may be those to end with
    private readonly float[] _last; // weights after the last completed epoch
    private readonly float[] _best; // weights to end with: the best on validation data, or else the last with a finite loss
    private readonly List<EpochReport> _history = [];
    private double _bestLoss = double.PositiveInfinity;
    private int _bestEpoch;
    private int _batch; // of the epoch, the next one
    private double _sum; // of the epoch's losses so far, weighted
    private double _weights;

    internal TrainingSession(SequenceModel model, IBatchSource train, IEngine engine, TrainingOptions options)
    {
        (_model, _train, _engine, _options) = (model, train, engine, options);
        _order = new BatchOrder(train, options.BatchSize);
        _optimizer = options.Optimizer.Build(model.Table);
        _schedule = options.Schedule.Start(options.Epochs);
        _shuffle = new RandomSource(options.Seed, "shuffle");
        _startCounts = model.Config.Residual is { Linear: true };
        _last = [.. model.Parameters];
        _best = [.. model.Parameters];
    }

    /// <summary>The epochs that are completed.</summary>
    public IReadOnlyList<EpochReport> History => _history;

    /// <summary>The epoch at work, from 1.</summary>
    public int Epoch => _history.Count + 1;

    /// <summary>Batches of the epoch at work that are done.</summary>
    public int Batch => _batch;

    /// <summary>Batches of an epoch.</summary>
    public int Batches => _order.Count;

    /// <summary>How the run ended; null while it has not. The model then has the weights that are kept.</summary>
    public TrainingResult? Result { get; private set; }

    /// <summary>Does the next batch, and with the last of an epoch what belongs to its end; nothing when the run has ended.</summary>
    /// <returns>The report of an epoch that this batch completed; null within an epoch.</returns>
    public EpochReport? Step()
    {
        if (Result is not null) return null;
        if (_batch == 0)
        {
            if (Epoch == 1 && _startCounts && _engine.Validates && _engine.Validate() is var start && double.IsFinite(start)) _bestLoss = start;
            _order.Shuffle(_shuffle);
        }

        double rate = _options.Optimizer.LearningRate * _schedule.Factor(Epoch - 1);
        string? failure = Update(rate);
        if (failure is null && ++_batch < _order.Count) return null;
        failure ??= EndEpoch(rate);
        if (failure is not null)
        {
            End(StopReason.NonFiniteLoss, failure);
            return null;
        }

        EpochReport report = _history[^1];
        if (_options.EarlyStopping is { } early && report.Epoch - _bestEpoch >= early.Patience) End(StopReason.EarlyStopping, null);
        else if (Epoch > _options.Epochs && Unproven() is { } late) End(StopReason.NonFiniteLoss, late);
        else if (Epoch > _options.Epochs) End(StopReason.Completed, null);
        return report;
    }

    /// <summary>Goes on to the end of the run.</summary>
    /// <param name="progress">Told after every epoch.</param>
    /// <param name="afterBatch">Called after every batch while the run has not ended, for example to save the <see cref="State"/>; null for nothing.</param>
    /// <param name="cancellationToken">Ends the work between batches; the state is then that of the last batch.</param>
    /// <returns>How it went. A non-finite loss is reported here, not thrown.</returns>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public TrainingResult Run(IProgress<EpochReport>? progress = null, Action<TrainingSession>? afterBatch = null, CancellationToken cancellationToken = default)
    {
        while (Result is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            EpochReport? report = Step();
            if (report is not null && Result is not null) TellOfTheEnd(progress, report);
            else if (report is not null) progress?.Report(report);
            if (Result is null) afterBatch?.Invoke(this);
        }

        return Result;
    }

    /// <summary>How many bytes <see cref="State"/> has; where there are more than an array holds, there is no state to be had.</summary>
    internal long StateBytes => StateStream.Count(Exchange);

    /// <summary>The whole state, between two batches.</summary>
    /// <returns>Weights, best weights, moments, schedule, random stream, order of samples, place in the epoch and history.</returns>
    public byte[] State() => StateStream.Save(Exchange);

    /// <summary>Goes on from the state of another session of the same run: same model, data and options.</summary>
    /// <param name="state">What <see cref="State"/> gave.</param>
    /// <exception cref="InvalidDataException">It is of another run; this session is then of no use.</exception>
    public void Restore(byte[] state)
    {
        ArgumentNullException.ThrowIfNull(state);
        StateStream.Restore(state, Exchange);
    }

    /// <summary>Gives up: the model gets the weights of the last completed epoch.</summary>
    internal void BackToLastEpoch() => _last.CopyTo(_model.Parameters, 0);

    /// <summary>Ends the threads.</summary>
    public void Dispose() => _engine.Dispose();

    // Who watches an epoch sees its weights, after the last one too, when the model already has those that are kept.
    private void TellOfTheEnd(IProgress<EpochReport>? progress, EpochReport report)
    {
        float[] kept = [.. _model.Parameters];
        BackToLastEpoch();
        progress?.Report(report);
        kept.CopyTo(_model.Parameters, 0);
    }

    private void Exchange(StateStream state)
    {
        state.Exchange(_model.Parameters.AsSpan());
        state.Exchange(_last.AsSpan());
        state.Exchange(_best.AsSpan());
        state.Exchange(ref _bestLoss);
        state.Exchange(ref _bestEpoch);
        state.Exchange(ref _batch);
        state.Exchange(ref _sum);
        state.Exchange(ref _weights);
        _optimizer.Exchange(state);
        _schedule.Exchange(state);
        _shuffle.Exchange(state);
        _order.Exchange(state);
        _engine.Exchange(state);
        List<double> numbers = [.. _history.SelectMany(r => (double[])[r.TrainLoss, r.ValidationLoss ?? double.NaN, r.LearningRate, r.IsBest ? 1 : 0])];
        state.Exchange(numbers);
        _history.Clear();
        for (int n = 0; n + 3 < numbers.Count; n += 4)
            _history.Add(new EpochReport(_history.Count + 1, _options.Epochs, numbers[n], double.IsNaN(numbers[n + 1]) ? null : numbers[n + 1], numbers[n + 2], numbers[n + 3] != 0));
    }

    // One batch; what went wrong, or null.
    private string? Update(double rate)
    {
        double loss = Compute(_batch, out int weight);
        double norm = GradientClip.Apply(_engine.Gradient, _options.ClipNorm);
        if (!double.IsFinite(loss)) return Diverged("loss", loss, InBatch(), rate);
        if (_batch == 0 && !_engine.Validates) Keep(Epoch - 1);
        if (!double.IsFinite(norm)) return Diverged("gradient's norm", norm, InBatch(), rate);
        _optimizer.Step(_model.Parameters, _engine.Gradient, rate);
        _sum += loss * weight;
        _weights += weight;
        return null;
    }

    private double Compute(int batch, out int weight)
    {
        (int start, int count) = _order.Place(batch);
        _train.Begin(Epoch);
        return _engine.Compute(_order.Samples, start, count, out weight);
    }

    private string? EndEpoch(double rate)
    {
        int bad = Array.FindIndex(_model.Parameters, weight => !float.IsFinite(weight));
        if (bad >= 0) return Diverged("weights", _model.Parameters[bad], $"at the end of epoch {Epoch}", rate);
        double? validation = _engine.Validates ? _engine.Validate() : null;
        if (validation is { } measured && !double.IsFinite(measured)) return Diverged("validation loss", measured, $"at the end of epoch {Epoch}", rate);

        double trainLoss = _sum / _weights;
        (_batch, _sum, _weights) = (0, 0, 0);
        bool best = validation is null || validation < _bestLoss - (_bestEpoch == 0 ? 0 : _options.EarlyStopping?.MinDelta ?? 0);
        _model.Parameters.CopyTo(_last, 0);
        if (best && validation is { } lowest)
        {
            _bestLoss = lowest;
            Keep(Epoch);
        }

        _schedule.Report(validation ?? trainLoss);
        _history.Add(new EpochReport(Epoch, _options.Epochs, trainLoss, validation, rate, best));
        return null;
    }

    private void Keep(int epoch)
    {
        _last.CopyTo(_best, 0);
        _bestEpoch = epoch;
    }

    // Without validation data an epoch's weights are good once a batch has had a finite loss with them: the first batch
    // of the next epoch, or one more after the last.
    private string? Unproven()
    {
        if (_engine.Validates) return null;
        double loss = Compute(0, out _);
        if (!double.IsFinite(loss)) return Diverged("loss", loss, $"after epoch {Epoch - 1}", _history[^1].LearningRate);
        Keep(Epoch - 1);
        return null;
    }

    private string InBatch() => $"in epoch {Epoch}, batch {_batch + 1}";

    private string Diverged(string what, double value, string where, double rate)
    {
        string kept = _bestEpoch == 0 ? "the weights from before the run" : $"the weights of epoch {_bestEpoch}";
        bool untouched = _bestEpoch == 0 && _model.Parameters.AsSpan().SequenceEqual(_last); // no step has been taken
        string advice = untouched ? "scaling the data, or other initial weights"
            : _options.ClipNorm is null ? "a smaller learning rate or clipping the gradient norm (1, say)"
            : "a smaller learning rate";
        string verb = what == "weights" ? "are" : "is";
        return FormattableString.Invariant($"The {what} {verb} {value} {where}, at learning rate {rate:G3}; {kept} are kept. Try {advice}.");
    }

    private void End(StopReason stop, string? message)
    {
        _best.CopyTo(_model.Parameters, 0);
        Result = new TrainingResult(_history, stop, _bestEpoch, message);
    }
}
