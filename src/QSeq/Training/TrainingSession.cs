using QSeq.Models;

namespace QSeq.Training;

/// <summary>
/// A training run that can be held: it goes on batch by batch, and its whole state can be taken at any batch and given to
/// another session of the same run, which ends in the same bits as one that was never stopped. One thread at a time.
/// </summary>
public abstract class TrainingSession : IDisposable
{
    private readonly int _epochs;
    private readonly List<EpochReport> _history = [];

    private protected TrainingSession(SequenceModel model, int epochs) => (Model, _epochs) = (model, epochs);

    /// <summary>The epochs that are completed.</summary>
    public IReadOnlyList<EpochReport> History => _history;

    /// <summary>The epoch at work, from 1.</summary>
    public int Epoch => History.Count + 1;

    /// <summary>Batches of the epoch at work that are done.</summary>
    public abstract int Batch { get; }

    /// <summary>Batches of an epoch.</summary>
    public abstract int Batches { get; }

    /// <summary>Bytes of the buffers that the run works in, beside data and weights.</summary>
    public abstract long BufferBytes { get; }

    /// <summary>How the run ended; null while it has not. The model then has the weights that are kept.</summary>
    public TrainingResult? Result { get; private protected set; }

    /// <summary>The model, whose weights change.</summary>
    internal SequenceModel Model { get; }

    /// <summary>Does the next batch, or some of them, and with the last of an epoch what belongs to its end; nothing when the run has ended.</summary>
    /// <returns>The report of an epoch that was completed; null within an epoch.</returns>
    public abstract EpochReport? Step();

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
    internal abstract void BackToLastEpoch();

    /// <summary>Exchanges all that the run depends on from here.</summary>
    internal abstract void Exchange(StateStream state);

    /// <summary>Ends the threads.</summary>
    public abstract void Dispose();

    private protected EpochReport Add(double trainLoss, double? validationLoss, double rate, bool isBest)
    {
        var report = new EpochReport(Epoch, _epochs, trainLoss, validationLoss, rate, isBest);
        _history.Add(report);
        return report;
    }

    private protected void ExchangeHistory(StateStream state)
    {
        List<double> numbers = [.. _history.SelectMany(r => (double[])[r.TrainLoss, r.ValidationLoss ?? double.NaN, r.LearningRate, r.IsBest ? 1 : 0])];
        state.Exchange(numbers);
        _history.Clear();
        for (int n = 0; n + 3 < numbers.Count; n += 4) Add(numbers[n], double.IsNaN(numbers[n + 1]) ? null : numbers[n + 1], numbers[n + 2], numbers[n + 3] != 0);
    }

    // Who watches an epoch sees its weights, after the last one too, when the model already has those that are kept.
    private void TellOfTheEnd(IProgress<EpochReport>? progress, EpochReport report)
    {
        float[] kept = [.. Model.Parameters];
        BackToLastEpoch();
        progress?.Report(report);
        kept.CopyTo(Model.Parameters, 0);
    }
}
