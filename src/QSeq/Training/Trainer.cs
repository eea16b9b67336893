using QSeq.Core;
using QSeq.Data;
using QSeq.Models;

namespace QSeq.Training;

/// <summary>
/// Trains a model on windows by full back-propagation through time. The weights change in place. One run is
/// reproducible to the bit from the model's weights, the data and <see cref="TrainingOptions.Seed"/>.
/// </summary>
public static class Trainer
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
    /// <param name="validation">As for <see cref="Fit"/>.</param>
    /// <param name="options">How to train; null for the defaults.</param>
    /// <returns>The session, before its first batch.</returns>
    /// <exception cref="ArgumentException">Options out of range, or windows that do not fit the model.</exception>
    public static TrainingSession Start(SequenceModel model, WindowSet train, WindowSet? validation = null, TrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(train);
        options ??= new TrainingOptions();
        options.Validate();
        CheckFit(model, train, "training");
        if (validation is { Count: 0 }) validation = null;
        if (validation is not null) CheckFit(model, validation, "validation");
        if (validation is null && options.EarlyStopping is not null)
            throw new ArgumentException("Early stopping needs validation data; give some, or train without it.", nameof(options));

        OptionCheck.Require(options.Loss != Loss.CrossEntropy, $"loss is {nameof(Loss.CrossEntropy)}, which is for taggers; expected {nameof(Loss.Mse)} or {nameof(Loss.Mae)}");
        return new TrainingSession(model, new WindowWork(model, train, validation, options), options);
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

    /// <summary>Refuses windows a model cannot take.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The windows.</param>
    /// <param name="part">What they are for, such as training.</param>
    internal static void CheckFit(SequenceModel model, WindowSet data, string part)
    {
        SequenceModelConfig config = model.Config;
        if (data.Count == 0) throw new ArgumentException($"There is no {part} window; give a longer series or other fractions.", nameof(data));
        if (config.Embedding is not null)
            throw new ArgumentException($"The model reads symbols (it has an embedding), but the {part} windows are numbers.", nameof(data));
        if (data.Inputs != config.Inputs)
            throw new ArgumentException($"The {part} windows have {data.Inputs} inputs, but the model takes {config.Inputs}.", nameof(data));
        if (data.Outputs != config.Outputs)
            throw new ArgumentException($"The {part} windows have {data.Outputs} outputs (targets times horizon), but the model gives {config.Outputs}.", nameof(data));
        if (data.Sequence != (config.Output == OutputMode.Sequence))
            throw new ArgumentException($"The {part} windows are {(data.Sequence ? "sequence to sequence" : "sequence to one")}, but the model's output mode is {config.Output}.", nameof(data));
    }
}
