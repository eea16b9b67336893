using QSeq.Training;

namespace QSeq.Persistence;

/// <summary>How the training of a model ended.</summary>
/// <param name="Epochs">Epochs completed.</param>
/// <param name="BestEpoch">The epoch whose weights the model has, from 1; 0 for those from before training; null where a file does not say.</param>
/// <param name="Stop">Why it ended.</param>
public sealed record TrainingOutcome(int Epochs, int? BestEpoch, StopReason Stop)
{
    /// <summary>How a run ended.</summary>
    /// <param name="result">The run.</param>
    /// <returns>The outcome.</returns>
    public static TrainingOutcome Of(TrainingResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new TrainingOutcome(result.History.Count, result.BestEpoch, result.Stop);
    }

    /// <summary>Trains to the end of a session and disposes of it.</summary>
    /// <exception cref="InvalidDataException">Training diverged.</exception>
    internal static TrainingOutcome Of(TrainingSession session, IProgress<EpochReport>? progress, CancellationToken cancellationToken)
    {
        TrainingResult result = Trainer.ToEnd(session, progress, cancellationToken);
        return result.Stop == StopReason.NonFiniteLoss ? throw new InvalidDataException(result.Message) : Of(result);
    }

    internal TrainingOutcome MapFields(FieldMap f) => new(f.Whole("epochs", Epochs), f.Whole("bestEpoch", BestEpoch), f.Choice("stop", Stop));
}
