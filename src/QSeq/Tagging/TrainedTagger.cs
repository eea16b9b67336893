using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Models;
using QSeq.Persistence;
using QSeq.Training;

namespace QSeq.Tagging;

/// <summary>A trained tagger: network, words, tags and recipe. Reading it and tagging are safe from several threads at once.</summary>
/// <example><code>
/// TrainedTagger tagger = TrainedTagger.Fit(ConlluReader.Read("treebank.conllu"), TaggingRecipe.Of("lstm"));
/// ImmutableArray&lt;string&gt; tags = tagger.Tag(["The", "boat", "leaves", "."]);
/// </code></example>
public sealed class TrainedTagger : TrainedModel
{
    private readonly SequenceTagger _tagger;

    /// <exception cref="ArgumentException">The parts do not fit each other.</exception>
    internal TrainedTagger(TaggingRecipe recipe, SequenceTagger tagger, SentenceOrigin data, ModelHistory history)
        : base(tagger.Model, history)
    {
        if (recipe.Tagger.Network(tagger.Encoder, tagger.Tags) != tagger.Model.Config)
            throw new ArgumentException("The recipe is of another network than the tagger's.", nameof(recipe));
        (Recipe, _tagger, Data) = (recipe, tagger, data);
    }

    /// <summary>What it was made by.</summary>
    public TaggingRecipe Recipe { get; }

    /// <summary>The sentences it was trained on.</summary>
    public SentenceOrigin Data { get; }

    /// <summary>The tags it can give, in the order of the network's outputs.</summary>
    public TagSet Tags => _tagger.Tags;

    /// <summary>What turns words into symbols.</summary>
    public TokenEncoder Encoder => _tagger.Encoder;

    /// <inheritdoc/>
    public override string Name => Recipe.Model;

    internal override string FileKind => Kind;

    internal static string Kind => "tagger";

    internal override TrainedModel With(SequenceModel model, ModelHistory history, Func<string, string> path)
    {
        SentencePart? Moved(SentencePart? part) => part is { Path: { } file } ? part with { Path = path(file) } : part;
        return new TrainedTagger(Recipe, new SequenceTagger(model, Encoder, Tags), new SentenceOrigin(Moved(Data.Train)!, Moved(Data.Validation), Moved(Data.Test)), history);
    }

    /// <summary>Trains a tagger on sentences that the recipe splits; without a split all of them are for training.</summary>
    /// <param name="sentences">Tagged sentences.</param>
    /// <param name="recipe">What is to be made of them.</param>
    /// <param name="progress">Told after every epoch.</param>
    /// <param name="cancellationToken">Ends the run between batches.</param>
    /// <returns>The tagger.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or a sentence has no tags.</exception>
    /// <exception cref="InvalidDataException">The sentences cannot be learnt from, or training diverged.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static TrainedTagger Fit(
        IReadOnlyList<TaggedSentence> sentences,
        TaggingRecipe recipe,
        IProgress<EpochReport>? progress = null,
        CancellationToken cancellationToken = default) => Fit(new TaggerTraining(sentences, recipe), progress, cancellationToken);

    /// <summary>Trains a tagger on parts that were given apart.</summary>
    /// <inheritdoc cref="Fit(IReadOnlyList{TaggedSentence}, TaggingRecipe, IProgress{EpochReport}, CancellationToken)"/>
    /// <param name="parts">Tagged sentences.</param>
    /// <param name="recipe">What is to be made of them; its split is left out.</param>
    /// <param name="progress">Told after every epoch.</param>
    /// <param name="cancellationToken">Ends the run between batches.</param>
    public static TrainedTagger Fit(
        SentenceSplit parts,
        TaggingRecipe recipe,
        IProgress<EpochReport>? progress = null,
        CancellationToken cancellationToken = default) => Fit(new TaggerTraining(parts, recipe), progress, cancellationToken);

    /// <summary>A tagger that was trained elsewhere.</summary>
    /// <param name="recipe">What it was made by.</param>
    /// <param name="tagger">The tagger.</param>
    /// <param name="data">The sentences it was trained on.</param>
    /// <param name="outcome">How training ended.</param>
    /// <param name="scores">How well it did, by name; null for no scores.</param>
    /// <param name="place">Where it was trained; null where that is not known.</param>
    /// <returns>The trained tagger.</returns>
    /// <exception cref="ArgumentException">The parts do not fit each other.</exception>
    public static TrainedTagger Of(
        TaggingRecipe recipe,
        SequenceTagger tagger,
        SentenceOrigin data,
        TrainingOutcome outcome,
        IReadOnlyDictionary<string, double>? scores = null,
        RunPlace? place = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(tagger);
        ArgumentNullException.ThrowIfNull(data);
        return new TrainedTagger(recipe, tagger, data, ModelHistory.Of(outcome, scores, place));
    }

    /// <summary>Loads a tagger.</summary>
    /// <param name="path">A file that <see cref="TrainedModel.Save"/> wrote, on any system, of this version or an earlier one.</param>
    /// <param name="catalogue">The models that can be read; null for QSeq's own.</param>
    /// <returns>The tagger.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="WrongModelKindException">It holds another kind of model.</exception>
    /// <exception cref="InvalidDataException">It is no model file, is damaged, or was written by a newer QSeq.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static TrainedTagger Load(string path, ModelCatalogue? catalogue = null) =>
        ModelContent.Load(path, content => From(content, catalogue ?? ModelCatalogue.Default));

    /// <summary>Reads a tagger from the content of a file.</summary>
    /// <param name="bytes">The content.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="catalogue">The models that can be read; null for QSeq's own.</param>
    /// <returns>The tagger.</returns>
    /// <exception cref="WrongModelKindException">It holds another kind of model.</exception>
    /// <exception cref="InvalidDataException">It is no model file, is damaged, or was written by a newer QSeq.</exception>
    public static TrainedTagger FromBytes(ReadOnlySpan<byte> bytes, string name, ModelCatalogue? catalogue = null) =>
        ModelContent.Read(bytes, name, content => From(content, catalogue ?? ModelCatalogue.Default));

    /// <summary>Tags one sentence.</summary>
    /// <param name="words">Its words as written, at least one.</param>
    /// <returns>A tag for each word.</returns>
    /// <exception cref="ArgumentException">There is no word, one is empty, or one is not known to a closed vocabulary.</exception>
    public ImmutableArray<string> Tag(IReadOnlyList<string> words) => _tagger.Tag(words);

    /// <summary>Tags sentences.</summary>
    /// <param name="sentences">The sentences; tags they have are not looked at.</param>
    /// <returns>The same sentences in the same order, with the tagger's tags.</returns>
    /// <exception cref="ArgumentException">A word is not known to a closed vocabulary.</exception>
    public IReadOnlyList<TaggedSentence> Tag(IReadOnlyList<TaggedSentence> sentences) => _tagger.Tag(sentences);

    /// <summary>Scores the tagger on sentences whose tags are known.</summary>
    /// <param name="sentences">Tagged sentences, at least one; a tag that the tagger does not know counts as an error.</param>
    /// <returns>The scores; words are known or unknown as the training part has them.</returns>
    /// <exception cref="ArgumentException">There are no sentences, one has no tags, or a word is not known to a closed vocabulary.</exception>
    public TagScores Evaluate(IEnumerable<TaggedSentence> sentences) => TagScores.Of(_tagger, sentences);

    private protected override void MapContent(FieldMap f)
    {
        f.Record("recipe", Recipe, (recipe, inner) => recipe.MapFields(inner, ModelCatalogue.Default));
        f.Record("words", Encoder, (encoder, inner) => encoder.MapFields(inner));
        f.Texts("tags", Tags.Names);
        f.Record("data", Data, (data, inner) => data.MapFields(inner));
    }

    private static TrainedTagger Fit(TaggerTraining training, IProgress<EpochReport>? progress, CancellationToken cancellationToken) =>
        training.ToTagger(TrainingOutcome.Of(training.Start(), progress, cancellationToken));

    private static TrainedTagger From(ModelContent content, ModelCatalogue catalogue)
    {
        if (content.Version == 1) return FormatOneTagger.Read(content, catalogue);
        FieldReader f = content.Manifest;
        content.Expect(Kind);
        TaggingRecipe recipe = f.Need("recipe", TaggingRecipe.Blank, (blank, inner) => blank.MapFields(inner, catalogue));
        recipe.Validate();
        TokenEncoder encoder = f.Need("words", TokenEncoder.Blank(recipe.Tagger.Tokens), (blank, inner) => blank.MapFields(inner));
        TagSet tags = TagSet.FromNames(f.Texts("tags"));
        return new TrainedTagger(
            recipe,
            new SequenceTagger(content.Build(recipe.Tagger.Network(encoder, tags)), encoder, tags),
            f.Need("data", SentenceOrigin.Blank, (data, inner) => data.MapFields(inner)),
            ModelHistory.Of(content));
    }
}
