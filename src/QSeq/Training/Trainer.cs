using QSeq.Data;
using QSeq.Engines;
using QSeq.Models;
using QSeq.Objectives;

namespace QSeq.Training;

/// <summary>
/// Trains a model on windows, or a tagger on sentences, by full back-propagation through time. The weights change in place. One run is
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
        CancellationToken cancellationToken = default) => ToEnd(Start(model, train, validation, options), progress, cancellationToken);

    /// <summary>Trains a tagger, on cross-entropy, the mean over words.</summary>
    /// <param name="tagger">The tagger; its model's weights change.</param>
    /// <param name="train">Tagged sentences.</param>
    /// <param name="validation">
    /// Tagged sentences that choose the epoch whose weights are kept and drive early stopping and the plateau schedule;
    /// null or empty keeps the weights of the last epoch. Words whose tag the tagger does not know do not count.
    /// </param>
    /// <param name="options">How to train, with <see cref="Objective.CrossEntropy"/>; a sample is a sentence. Null for the defaults with it.</param>
    /// <param name="progress">Told after every epoch.</param>
    /// <param name="cancellationToken">Ends the run between batches; the model then holds the last completed epoch.</param>
    /// <returns>How it went. A non-finite loss is reported here, not thrown.</returns>
    /// <exception cref="ArgumentException">Options out of range, a sentence without tags, or a training tag that is not known.</exception>
    /// <exception cref="InvalidDataException">No tag of the validation sentences is known to the tagger.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static TrainingResult Fit(
        SequenceTagger tagger,
        IReadOnlyList<TaggedSentence> train,
        IReadOnlyList<TaggedSentence>? validation = null,
        TrainingOptions? options = null,
        IProgress<EpochReport>? progress = null,
        CancellationToken cancellationToken = default) => ToEnd(Start(tagger, train, validation, options), progress, cancellationToken);

    /// <summary>Begins a run that goes on batch by batch.</summary>
    /// <inheritdoc cref="Fit(SequenceModel, WindowSet, WindowSet, TrainingOptions, IProgress{EpochReport}, CancellationToken)"/>
    /// <returns>The session, before its first batch.</returns>
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
        return Start(model, source, checks, options);
    }

    /// <summary>Begins a run that goes on batch by batch.</summary>
    /// <inheritdoc cref="Fit(SequenceTagger, IReadOnlyList{TaggedSentence}, IReadOnlyList{TaggedSentence}, TrainingOptions, IProgress{EpochReport}, CancellationToken)"/>
    /// <returns>The session, before its first batch.</returns>
    public static TrainingSession Start(
        SequenceTagger tagger, IReadOnlyList<TaggedSentence> train, IReadOnlyList<TaggedSentence>? validation = null, TrainingOptions? options = null) =>
        Start(tagger, train, validation, options, noise: null);

    /// <summary>The same with a part of the training sentences hidden.</summary>
    internal static TrainingSession Start(
        SequenceTagger tagger, IReadOnlyList<TaggedSentence> train, IReadOnlyList<TaggedSentence>? validation, TrainingOptions? options, SentenceNoise? noise)
    {
        ArgumentNullException.ThrowIfNull(tagger);
        ArgumentNullException.ThrowIfNull(train);
        options ??= new TrainingOptions { Objective = Objective.CrossEntropy };
        options.Validate();
        OptionCheck.Require(options.Objective.OfClasses, $"the objective is {options.Objective.Kind}, but a tagger learns by cross-entropy; set the objective to it");
        OptionCheck.Require(train.Count > 0, $"there is no training sentence");
        if (validation is { Count: 0 }) validation = null;
        OptionCheck.Require(
            validation is not null || options.EarlyStopping is null, $"early stopping needs validation sentences; give some, or train without it");
        foreach (TaggedSentence sentence in train.Concat(validation ?? []))
            OptionCheck.Require(sentence.IsTagged, $"the sentence '{string.Join(' ', sentence.Words.Take(6))}' has no tags; tag it or leave it out");
        if (train.SelectMany(sentence => sentence.Tags).FirstOrDefault(tag => tagger.Tags.IndexOf(tag) < 0) is { } strange)
            throw new ArgumentException($"The training tag '{strange}' is not among the tagger's {string.Join(", ", tagger.Tags.Names)}.", nameof(train));

        TagSequence[]? checks = validation is null ? null : tagger.Encode(validation);
        if (checks is not null && !checks.Any(sentence => sentence.Tags.Any(tag => tag != CrossEntropyKernel.NoClass)))
            throw new InvalidDataException("no tag of the validation sentences is known from training; split the sentences anew");
        TagSequence[] samples = tagger.Encode(train);
        noise?.Count(tagger.Model, samples);
        var source = new SentenceSource(tagger.Model, samples, noise);
        return Start(tagger.Model, source, checks is null ? null : new SentenceSource(tagger.Model, checks), options);
    }

    /// <summary>Begins a run over the windows of several series, which fit the model.</summary>
    internal static TrainingSession Start(SequenceModel model, IReadOnlyList<WindowSet> train, IReadOnlyList<WindowSet> validation, TrainingOptions options)
    {
        options.Validate();
        var source = new PanelSource(model, train, options.Objective, "training");
        PanelSource? checks = validation.Any(windows => windows.Count > 0) ? new PanelSource(model, validation, options.Objective, "validation") : null;
        return Start(model, source, checks, options);
    }

    private static TrainingSession Start(SequenceModel model, IBatchSource source, IBatchSource? checks, TrainingOptions options)
    {
        int members = model.Config.Members;
        return members == 1 ? One(model, options) : new MemberSession(model, options, One);

        NetworkSession One(SequenceModel network, TrainingOptions own) =>
            new(network, source, new CpuEngine(network, source, checks, own.ForEngine(members)), own);
    }

    /// <summary>Goes on to a session's end and disposes of it; when cancelled the model has the last completed epoch.</summary>
    internal static TrainingResult ToEnd(TrainingSession session, IProgress<EpochReport>? progress, CancellationToken cancellationToken)
    {
        using (session)
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
}
