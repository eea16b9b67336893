namespace QSeq.Training;

/// <summary>How one epoch went. Losses are means in scaled units.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">How many there will be at most.</param>
/// <param name="TrainLoss">Mean over the batches of the epoch, each before its step.</param>
/// <param name="ValidationLoss">After the epoch, or null where there is no validation data.</param>
/// <param name="LearningRate">The learning rate of the epoch.</param>
/// <param name="IsBest">Whether the validation loss is the lowest so far; true throughout where there is none.</param>
public sealed record EpochReport(int Epoch, int Epochs, double TrainLoss, double? ValidationLoss, double LearningRate, bool IsBest);

/// <summary>Why a training run ended.</summary>
public enum StopReason
{
    /// <summary>All epochs were done.</summary>
    Completed,

    /// <summary>The validation loss stopped falling.</summary>
    EarlyStopping,

    /// <summary>A loss, a gradient or a weight was not finite; the weights are those of the last good epoch.</summary>
    NonFiniteLoss,

    /// <summary>It was cancelled; the weights are those of the last completed epoch.</summary>
    Cancelled,
}

/// <summary>How a training run went.</summary>
/// <param name="History">The epochs that were completed.</param>
/// <param name="Stop">Why it ended.</param>
/// <param name="BestEpoch">The epoch whose weights the model holds, from 1; 0 for those it had before the run.</param>
/// <param name="Message">What to do about a run that failed; null for one that did not.</param>
public sealed record TrainingResult(IReadOnlyList<EpochReport> History, StopReason Stop, int BestEpoch, string? Message);
