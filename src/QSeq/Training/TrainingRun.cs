using QSeq.Data;
using QSeq.Models;
using QSeq.Numerics;

namespace QSeq.Training;

/// <summary>One training run, epoch by epoch: the order of samples, the steps, and which weights are worth keeping.</summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly SequenceModel _model;
    private readonly TrainingOptions _options;
    private readonly BatchGradient _gradient;
    private readonly BatchPredictor? _validator;
    private readonly Optimizer _optimizer;
    private readonly IScheduleRun _schedule;
    private readonly RandomSource _shuffle;
    private readonly int[] _order;
    private readonly float[] _good; // weights after the last completed epoch
    private readonly float[] _best; // weights of the best epoch on validation data
    private readonly List<EpochReport> _history = [];
    private double _bestLoss = double.PositiveInfinity;
    private int _bestEpoch;

    public TrainingRun(SequenceModel model, WindowSet train, WindowSet? validation, TrainingOptions options)
    {
        (_model, _options) = (model, options);
        _gradient = new BatchGradient(model, train, options.BatchSize, options.Threads, options.Loss);
        _validator = validation is null ? null : new BatchPredictor(model, validation);
        _optimizer = options.Optimizer.Build(model.Table);
        _schedule = options.Schedule.Start(options.Epochs);
        _shuffle = new RandomSource(options.Seed, "shuffle");
        _order = [.. Enumerable.Range(0, train.Count)];
        _good = [.. model.Parameters];
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
            _good.CopyTo(_model.Parameters, 0);
            throw;
        }

        return End(StopReason.Completed, null);
    }

    /// <summary>Trains one epoch and adds its report to the history; returns what went wrong, or null.</summary>
    public string? Next(CancellationToken cancellationToken)
    {
        double rate = _options.Optimizer.LearningRate * _schedule.Factor(Epoch - 1), sum = 0;
        _shuffle.Shuffle(_order.AsSpan());
        for (int start = 0; start < _order.Length; start += _options.BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(_options.BatchSize, _order.Length - start);
            double loss = _gradient.Compute(_order, start, count);
            double norm = GradientClip.Apply(_gradient.Gradient, _options.ClipNorm);
            if (!double.IsFinite(loss) || !double.IsFinite(norm)) return Diverged(start / _options.BatchSize, loss, rate);
            _optimizer.Step(_model.Parameters, _gradient.Gradient, rate);
            sum += loss * count;
        }

        double? validation = _validator?.Loss(_options.Loss);
        if (validation is { } measured && !double.IsFinite(measured)) return Diverged(null, measured, rate);
        double trainLoss = sum / _order.Length;
        bool best = validation is null || validation < _bestLoss - (_bestEpoch == 0 ? 0 : _options.EarlyStopping?.MinDelta ?? 0);
        _model.Parameters.CopyTo(_good, 0);
        if (best)
        {
            _good.CopyTo(_best, 0);
            _bestEpoch = Epoch;
            _bestLoss = validation ?? trainLoss;
        }

        _schedule.Report(validation ?? trainLoss);
        _history.Add(new EpochReport(Epoch, _options.Epochs, trainLoss, validation, rate, best));
        return null;
    }

    public void Dispose() => _gradient.Dispose();

    private string Diverged(int? batch, double loss, double rate)
    {
        string where = batch is { } b ? $"in batch {b + 1}" : "on the validation data";
        string advice = _options.ClipNorm is null ? "a smaller learning rate or clipping the gradient norm (1, say)" : "a smaller learning rate";
        return FormattableString.Invariant(
            $"The loss became {loss} in epoch {Epoch} {where} at learning rate {rate:G3}; the weights of epoch {Epoch - 1} are kept. Try {advice}.");
    }

    private TrainingResult End(StopReason stop, string? message)
    {
        _best.CopyTo(_model.Parameters, 0);
        return new TrainingResult(_history, stop, _bestEpoch, message);
    }
}
