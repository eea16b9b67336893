using QSeq.Tagging;

namespace QSeq.Studies;

/// <summary>A tagger under comparison.</summary>
public sealed record TagEntry : StudyEntry
{
    /// <summary>Its sizes.</summary>
    public required TaggerOptions Tagger { get; init; }
}

/// <summary>
/// A tagger on sentences: trained, watched after every epoch on the validation part, and scored on the test part once, at the
/// end; where there are no such parts, on the sentences learnt. Measures by epoch are <c>train_loss</c> and
/// <c>watched_accuracy</c>; of the weights kept <c>accuracy</c>, <c>unknown_accuracy</c>, <c>macro_f1</c> and
/// <c>settled_epoch</c>, from which on every word watched is right (NaN if there is none), the <c>bytes</c> of the tagger's
/// file, and <c>validation</c>, the share of words of the validation part that are wrong.
/// </summary>
public sealed class TagCase : StudyCase
{
    private readonly IReadOnlyList<TaggedSentence> _sentences;
    private readonly Lazy<TaggerTraining> _sample;
    private readonly Lazy<ImmutableArray<StudyBaseline>> _baselines;
    private readonly Lazy<string?> _digest;

    /// <summary>Creates a case.</summary>
    /// <param name="data">What tables call the sentences.</param>
    /// <param name="entry">The tagger.</param>
    /// <param name="sentences">The sentences.</param>
    /// <param name="split">How they are parted; null where they are all learnt, and scored.</param>
    /// <param name="training">How it is trained; the seed differs from run to run.</param>
    /// <param name="source">Which sentences these are, in a line.</param>
    /// <param name="wordDropout">How readily training hides words, see <see cref="TaggingRecipe.WordDropout"/>.</param>
    /// <param name="inputDropout">The part of the inputs that training sets to 0, see <see cref="TaggingRecipe.InputDropout"/>.</param>
    public TagCase(
        string data, TagEntry entry, IReadOnlyList<TaggedSentence> sentences, SplitFractions? split, TrainingOptions training, string source, double wordDropout = 0, double inputDropout = 0)
        : base(data, entry)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        ArgumentNullException.ThrowIfNull(source);
        (_sentences, Source) = (sentences, source);
        Recipe = new TaggingRecipe { Model = entry.Model, Tagger = entry.Tagger, Split = split, Training = training, WordDropout = wordDropout, InputDropout = inputDropout };
        _sample = new(() => Prepare(0));
        _baselines = new(MakeBaselines);
        _digest = new(() => SentenceOrigin.Of(Split, source).Digest);
    }

    /// <summary>What its taggers are made by, but for the seed.</summary>
    public TaggingRecipe Recipe { get; }

    /// <inheritdoc/>
    public override string Source { get; }

    /// <summary>The sentences in their parts.</summary>
    public SentenceSplit Split => _sample.Value.Data;

    /// <summary>The sentences that are scored: the test part, or those learnt where there is none.</summary>
    public IReadOnlyList<TaggedSentence> Scored => Split.Test.Count > 0 ? Split.Test : Split.Train;

    /// <inheritdoc/>
    public override double Cost => Recipe.Training.Epochs;

    /// <inheritdoc/>
    public override ImmutableArray<StudyMeasure> Facts =>
    [
        StudyMeasure.Of("parameters", Table.TrainableCount),
        StudyMeasure.Of("quantum_parameters", Table.QuantumCount),
        StudyMeasure.Of("gate_parameters", Table.Slices
            .Where(slice => slice.Trainable && slice.Name.StartsWith("cell", StringComparison.Ordinal))
            .Sum(slice => slice.Count)),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<StudyBaseline> Baselines => _baselines.Value;

    private ParameterTable Table => _sample.Value.Tagger.Model.Table;

    /// <summary>The training of a run, with its initial weights.</summary>
    public TaggerTraining Prepare(ulong seed) => new(_sentences, Recipe with { Training = Recipe.Training with { Seed = seed } });

    /// <summary>The trained tagger of a run.</summary>
    /// <exception cref="ArgumentException">It is of another case.</exception>
    public override TrainedTagger Model(StudyRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        TaggerTraining training = Prepare(run.Seed);
        Restore(run, training.Tagger.Model);
        return Trained(training, new TrainingOutcome(run.Epochs, run.KeptEpoch, run.Stop), run.Value("accuracy"));
    }

    private TrainedTagger Trained(TaggerTraining training, TrainingOutcome outcome, double accuracy) => TrainedTagger.Of(
        training.Recipe,
        training.Tagger,
        SentenceOrigin.Of(Split, Source),
        outcome,
        new Dictionary<string, double> { [Split.Test.Count > 0 ? "test.accuracy" : "train.accuracy"] = accuracy });

    /// <summary>The first epoch from which on every word watched is right; null if there is none.</summary>
    internal static int? SettledEpoch(IReadOnlyList<double> accuracy)
    {
        int right = accuracy.Count;
        while (right > 0 && accuracy[right - 1] == 1) right--;
        return right == accuracy.Count ? null : right + 1;
    }

    /// <inheritdoc/>
    public override StudyRun Run(ulong seed, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        long start = Stopwatch.GetTimestamp();
        TaggerTraining training = Prepare(seed);
        IReadOnlyList<TaggedSentence> watched = training.Data.Validation.Count > 0 ? training.Data.Validation : Scored;
        List<double> accuracy = [];
        using TrainingSession session = training.Start();
        TrainingResult result = session.Run(
            new Told<EpochReport>(_ =>
            {
                accuracy.Add(TagScores.Of(training.Tagger, watched).Accuracy);
                progress?.Report(1);
            }),
            cancellationToken: cancellationToken);
        TagScores scores = TagScores.Of(training.Tagger, Scored);
        StudyMeasure[] measures =
        [
            new("watched_accuracy", [.. accuracy], 1),
            .. Measures(scores),
            StudyMeasure.Of("bytes", Trained(training, TrainingOutcome.Of(result), scores.Accuracy).ToBytes().Length),
            .. training.Data.Validation.Count > 0 && result.BestEpoch > 0 ? [StudyMeasure.Of("validation", 1 - accuracy[result.BestEpoch - 1])] : Array.Empty<StudyMeasure>(),
            StudyMeasure.Of("settled_epoch", SettledEpoch(accuracy) ?? double.NaN),
        ];
        return Trained(seed, result, start, measures, training.Tagger.Model.Parameters);
    }

    /// <inheritdoc/>
    protected override string Describe(ulong seed) =>
        $"tagging\n{(Recipe with { Training = Recipe.Training with { Seed = seed } }).Digest()}\n{_digest.Value}";

    private ImmutableArray<StudyBaseline> MakeBaselines()
    {
        MostFrequentTagBaseline words = MostFrequentTagBaseline.Fit(Split.Train);
        StudyBaseline frequent = Baseline("most frequent tag", words.ParameterCount, words.Score(Scored));
        if (Split.Test.Count == 0) return [frequent];
        BackoffTagBaseline looks = BackoffTagBaseline.Fit(Split.Train);
        return [frequent, Baseline("most frequent tag, with looks", looks.ParameterCount, looks.Score(Scored))];
    }

    private static StudyBaseline Baseline(string label, int parameters, TagScores scores) => new(label, [StudyMeasure.Of("parameters", parameters), .. Measures(scores)]);

    private static IEnumerable<StudyMeasure> Measures(TagScores scores) =>
        [StudyMeasure.Of("accuracy", scores.Accuracy), StudyMeasure.Of("unknown_accuracy", scores.UnknownAccuracy), StudyMeasure.Of("macro_f1", scores.MacroF1)];
}
