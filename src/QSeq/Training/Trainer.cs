using QSeq.Data;
using QSeq.Engines;
using QSeq.Models;

namespace QSeq.Training;

/// <summary>
/// Trains a model on windows, or a tagger on sentences, by full back-propagation through time. The weights change in place. One run is
/// reproducible to the bit from the model's weights, the data and <see cref="TrainingOptions.Seed"/>.
/// </summary>
public static partial class Trainer
{
    /// <summary>Trains.</summary>
    /// <param name="model">The model; its weights change.</param>
    /// <param name="train">Training windows.</param>
    /// <param name="validation">
    /// Windows that choose the epoch whose weights are kept and drive early stopping and the plateau schedule; null or
    /// empty keeps the weights of the last epoch. Test data has no business here.
    /// </param>
    /// <param name="options">How to train; null for the defaults.</param>
    /// <param name="progress">Told after every epoch.</param>
    /// <param name="cancellationToken">Ends the run between batches; the model then holds the last completed epoch.</param>
    /// <returns>How it went. A non-finite loss is reported here, not thrown.</returns>
    /// <exception cref="ArgumentException">Options out of range, or windows that do not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static TrainingResult Fit(
        SequenceModel model,
        WindowSet train,
        WindowSet? validation = null,
        TrainingOptions? options = null,
        IProgress<EpochReport>? progress = null,
        CancellationToken cancellationToken = default)
    {
        using TrainingSession session = Start(model, train, validation, options);
        return ToEnd(session, progress, cancellationToken);
    }

    /// <summary>Begins a run that goes on batch by batch.</summary>
    /// <param name="model">The model; its weights change.</param>
    /// <param name="train">Training windows.</param>
    /// <param name="validation">As for <see cref="Fit(SequenceModel, WindowSet, WindowSet, TrainingOptions, IProgress{EpochReport}, CancellationToken)"/>.</param>
    /// <param name="options">How to train; null for the defaults.</param>
    /// <returns>The session, before its first batch.</returns>
    /// <exception cref="ArgumentException">Options out of range, or windows that do not fit the model.</exception>
    public static TrainingSession Start(SequenceModel model, WindowSet train, WindowSet? validation = null, TrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(train);
        options ??= new TrainingOptions();
        options.Validate();
        OptionCheck.Require(!options.Objective.OfClasses, $"the objective is {options.Objective.Kind}, which is for taggers; expected another, such as mse");
        var source = new WindowSource(model, train, options.Objective, "training");
        WindowSource? checks = validation is { Count: > 0 } ? new WindowSource(model, validation, options.Objective, "validation") : null;
        if (checks is null && options.EarlyStopping is not null)
            throw new ArgumentException("Early stopping needs validation data; give some, or train without it.", nameof(options));

        return new TrainingSession(model, source, new CpuEngine(model, source, checks, options.Objective, options.BatchSize, options.Threads), options);
    }

    /// <summary>Goes on to the end; when cancelled the model gets the weights of the last completed epoch.</summary>
    internal static TrainingResult ToEnd(TrainingSession session, IProgress<EpochReport>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return session.Run(progress, afterBatch: null, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            session.BackToLastEpoch();
            throw;
        }
    }
}
