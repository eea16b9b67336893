using QSeq.Engines;
using QSeq.Models;

namespace QSeq.Training;

/// <summary>The training of one network.</summary>
internal sealed class NetworkSession : TrainingSession
{
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
    private double _bestLoss = double.PositiveInfinity;
    private int _bestEpoch;
    private int _batch; // of the epoch, the next one
    private double _sum; // of the epoch's losses so far, weighted
    private double _weights;

    public NetworkSession(SequenceModel model, IBatchSource train, IEngine engine, TrainingOptions options)
        : base(model, options.Epochs)
    {
        (_train, _engine, _options) = (train, engine, options);
        _order = new BatchOrder(train, options.BatchSize);
        _optimizer = options.Optimizer.Build(model.Table);
        _schedule = options.Schedule.Start(options.Epochs);
        _shuffle = new RandomSource(options.Seed, "shuffle");
        _startCounts = model.Config.Residual is { Linear: true };
        _last = [.. model.Parameters];
        _best = [.. model.Parameters];
    }

    /// <inheritdoc/>
    public override int Batch => _batch;

    /// <inheritdoc/>
    public override int Batches => _order.Count;

    /// <inheritdoc/>
    public override long BufferBytes => _engine.Bytes;

    /// <inheritdoc/>
    public override EpochReport? Step()
    {
        if (Result is not null) return null;
        if (_batch == 0)
        {
            if (Epoch == 1 && _startCounts && _engine.Validates && _engine.Validate() is var start && double.IsFinite(start)) _bestLoss = start;
            if (_options.Shuffle) _order.Shuffle(_shuffle);
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

        EndWhereDue();
        return History[^1];
    }

    /// <inheritdoc/>
    internal override void BackToLastEpoch() => _last.CopyTo(Model.Parameters, 0);

    /// <inheritdoc/>
    public override void Dispose() => _engine.Dispose();

    /// <summary>Ends the run, where it has not ended, with the weights that are to be kept so far.</summary>
    public void Leave()
    {
        if (Result is null) End(StopReason.Completed, null);
    }

    /// <inheritdoc/>
    internal override void Exchange(StateStream state)
    {
        state.Exchange(Model.Parameters.AsSpan());
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
        ExchangeHistory(state);
        EndWhereDue(); // the state of one of several that had ended before the others
    }

    // At the end of an epoch, that of the run where it is due.
    private void EndWhereDue()
    {
        if (Result is not null || _batch > 0 || History.Count == 0) return;
        if (_options.EarlyStopping is { } early && History.Count - _bestEpoch >= early.Patience) End(StopReason.EarlyStopping, null);
        else if (Epoch > _options.Epochs && Unproven() is { } late) End(StopReason.NonFiniteLoss, late);
        else if (Epoch > _options.Epochs) End(StopReason.Completed, null);
    }

    // One batch; what went wrong, or null.
    private string? Update(double rate)
    {
        double loss = Compute(_batch, out int weight);
        double norm = GradientClip.Apply(_engine.Gradient, _options.ClipNorm);
        if (!double.IsFinite(loss)) return Diverged("loss", loss, InBatch(), rate);
        if (_batch == 0 && !_engine.Validates) Keep(Epoch - 1);
        if (!double.IsFinite(norm)) return Diverged("gradient's norm", norm, InBatch(), rate);
        _optimizer.Step(Model.Parameters, _engine.Gradient, rate);
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
        int bad = Array.FindIndex(Model.Parameters, weight => !float.IsFinite(weight));
        if (bad >= 0) return Diverged("weights", Model.Parameters[bad], $"at the end of epoch {Epoch}", rate);
        double? validation = _engine.Validates ? _engine.Validate() : null;
        if (validation is { } measured && !double.IsFinite(measured)) return Diverged("validation loss", measured, $"at the end of epoch {Epoch}", rate);

        double trainLoss = _sum / _weights;
        (_batch, _sum, _weights) = (0, 0, 0);
        bool best = validation is null || validation < _bestLoss - (_bestEpoch == 0 ? 0 : _options.EarlyStopping?.MinDelta ?? 0);
        Model.Parameters.CopyTo(_last, 0);
        if (best && validation is { } lowest)
        {
            _bestLoss = lowest;
            Keep(Epoch);
        }

        _schedule.Report(validation ?? trainLoss);
        Add(trainLoss, validation, rate, best);
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
        if (!double.IsFinite(loss)) return Diverged("loss", loss, $"after epoch {Epoch - 1}", History[^1].LearningRate);
        Keep(Epoch - 1);
        return null;
    }

    private string InBatch() => $"in epoch {Epoch}, batch {_batch + 1}";

    private string Diverged(string what, double value, string where, double rate)
    {
        string kept = _bestEpoch == 0 ? "the weights from before the run" : $"the weights of epoch {_bestEpoch}";
        bool untouched = _bestEpoch == 0 && Model.Parameters.AsSpan().SequenceEqual(_last); // no step has been taken
        string advice = untouched ? "scaling the data, or other initial weights"
            : _options.ClipNorm is null ? "a smaller learning rate or clipping the gradient norm (1, say)"
            : "a smaller learning rate";
        string verb = what == "weights" ? "are" : "is";
        return FormattableString.Invariant($"The {what} {verb} {value} {where}, at learning rate {rate:G3}; {kept} are kept. Try {advice}.");
    }

    private void End(StopReason stop, string? message)
    {
        _best.CopyTo(Model.Parameters, 0);
        Result = new TrainingResult(History, stop, _bestEpoch, message);
    }
}
