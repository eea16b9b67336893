using QSeq.Core;
using QSeq.Models;

namespace QSeq.Training;

/// <summary>One training run, epoch by epoch: the steps, and which weights are worth keeping.</summary>
internal sealed class TrainingRun
{
    private readonly SequenceModel _model;
    private readonly TrainingOptions _options;
    private readonly ITrainingWork _work;
    private readonly Optimizer _optimizer;
    private readonly IScheduleRun _schedule;
    private readonly RandomSource _shuffle;
    private readonly float[] _last; // weights after the last completed epoch, which cancelling goes back to
    private readonly float[] _best; // weights to end with: the best on validation data, or else the last with a finite loss
    private readonly List<EpochReport> _history = [];
    private double _bestLoss = double.PositiveInfinity;
    private int _bestEpoch;

    public TrainingRun(SequenceModel model, ITrainingWork work, TrainingOptions options)
    {
        (_model, _work, _options) = (model, work, options);
        _optimizer = options.Optimizer.Build(model.Table);
        _schedule = options.Schedule.Start(options.Epochs);
        _shuffle = new RandomSource(options.Seed, "shuffle");
        _last = [.. model.Parameters];
        _best = [.. model.Parameters];
    }

    private int Epoch => _history.Count + 1;

    public TrainingResult ToEnd(IProgress<EpochReport>? progress, CancellationToken cancellationToken)
    {
        try
        {
            while (Epoch <= _options.Epochs)
            {
                if (Next(cancellationToken) is { } message) return End(StopReason.NonFiniteLoss, message);
                EpochReport report = _history[^1];
                progress?.Report(report);
                if (_options.EarlyStopping is { } early && report.Epoch - _bestEpoch >= early.Patience) return End(StopReason.EarlyStopping, null);
            }
        }
        catch (OperationCanceledException)
        {
            _last.CopyTo(_model.Parameters, 0);
            throw;
        }

        return Unproven() is { } late ? End(StopReason.NonFiniteLoss, late) : End(StopReason.Completed, null);
    }

    /// <summary>Trains one epoch and adds its report to the history; returns what went wrong, or null.</summary>
    public string? Next(CancellationToken cancellationToken)
    {
        double rate = _options.Optimizer.LearningRate * _schedule.Factor(Epoch - 1), sum = 0, weights = 0;
        _work.Shuffle(_shuffle);
        for (int batch = 0; batch < _work.Batches; batch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double loss = _work.Compute(batch, out int weight);
            double norm = GradientClip.Apply(_work.Gradient, _options.ClipNorm);
            if (!double.IsFinite(loss)) return Diverged("loss", loss, InBatch(batch), rate);
            if (batch == 0) Prove();
            if (!double.IsFinite(norm)) return Diverged("gradient's norm", norm, InBatch(batch), rate);
            _optimizer.Step(_model.Parameters, _work.Gradient, rate);
            sum += loss * weight;
            weights += weight;
        }

        int bad = Array.FindIndex(_model.Parameters, weight => !float.IsFinite(weight));
        if (bad >= 0) return Diverged("weights", _model.Parameters[bad], $"at the end of epoch {Epoch}", rate);
        double? validation = _work.Validates ? _work.Validate() : null;
        if (validation is { } measured && !double.IsFinite(measured)) return Diverged("validation loss", measured, $"at the end of epoch {Epoch}", rate);

        double trainLoss = sum / weights;
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
    private void Prove()
    {
        if (!_work.Validates) Keep(Epoch - 1);
    }

    private string? Unproven()
    {
        if (_work.Validates) return null;
        double loss = _work.Compute(0, out _);
        if (!double.IsFinite(loss)) return Diverged("loss", loss, $"after epoch {Epoch - 1}", _history[^1].LearningRate);
        Prove();
        return null;
    }

    private string InBatch(int batch) => $"in epoch {Epoch}, batch {batch + 1}";

    private string Diverged(string what, double value, string where, double rate)
    {
        string kept = _bestEpoch == 0 ? "the weights from before the run" : $"the weights of epoch {_bestEpoch}";
        bool untouched = _bestEpoch == 0 && _model.Parameters.AsSpan().SequenceEqual(_last); // no step has been taken
        string advice = untouched ? "scaling the data, or other first weights"
            : _options.ClipNorm is null ? "a smaller learning rate or clipping the gradient norm (1, say)"
            : "a smaller learning rate";
        string verb = what == "weights" ? "are" : "is";
        return FormattableString.Invariant($"The {what} {verb} {value} {where}, at learning rate {rate:G3}; {kept} are kept. Try {advice}.");
    }

    private TrainingResult End(StopReason stop, string? message)
    {
        _best.CopyTo(_model.Parameters, 0);
        return new TrainingResult(_history, stop, _bestEpoch, message);
    }
}
