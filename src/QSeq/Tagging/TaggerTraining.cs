using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Persistence;
using QSeq.Training;

namespace QSeq.Tagging;

/// <summary>The training of a tagger: a recipe and sentences, cut into parts, and the tagger with its initial weights.</summary>
public sealed class TaggerTraining
{
    /// <summary>Prepares a training on sentences that the recipe splits; without a split all of them are for training.</summary>
    /// <param name="sentences">Tagged sentences.</param>
    /// <param name="recipe">What is to be made of them.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a sentence has no tags.</exception>
    /// <exception cref="InvalidDataException">A part gets no sentence, or there is only one tag.</exception>
    public TaggerTraining(IReadOnlyList<TaggedSentence> sentences, TaggingRecipe recipe)
        : this(recipe, Parts(sentences, recipe))
    {
    }

    /// <summary>Prepares a training on parts that were given apart.</summary>
    /// <param name="parts">Tagged sentences.</param>
    /// <param name="recipe">What is to be made of them; its split is left out.</param>
    /// <exception cref="ArgumentException">An option is out of range, there is no training sentence, or a sentence has no tags.</exception>
    /// <exception cref="InvalidDataException">There is only one tag.</exception>
    public TaggerTraining(SentenceSplit parts, TaggingRecipe recipe)
        : this((recipe ?? throw new ArgumentNullException(nameof(recipe))) with { Split = null }, parts)
    {
    }

    private TaggerTraining(TaggingRecipe recipe, SentenceSplit parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        recipe.Validate();
        (Recipe, Data) = (recipe, parts);
        Tagger = SequenceTagger.Create(parts.Train, recipe.Tagger, recipe.Training.Seed);
        if (Tagger.Tags.Count == 1)
        {
            throw new InvalidDataException(
                $"every word of the training part has the tag '{Tagger.Tags.Names[0]}', so there is nothing to learn; choose another column of tags, or more sentences");
        }

        if (recipe.ReferencesFromData) KernelReferences.FromData(Tagger, parts.Train, recipe.Training.Seed);
    }

    /// <summary>The recipe.</summary>
    public TaggingRecipe Recipe { get; }

    /// <summary>The sentences in their parts.</summary>
    public SentenceSplit Data { get; }

    /// <summary>The tagger; training changes its weights.</summary>
    public SequenceTagger Tagger { get; }

    /// <summary>What a state of this training belongs to: recipe and sentences, by their digests.</summary>
    public string Identity => $"{Recipe.Digest()} {SentenceOrigin.Of(Data, "").Digest}";

    /// <summary>Begins to train.</summary>
    /// <returns>The run, before its first batch.</returns>
    /// <exception cref="ArgumentException">Early stopping without validation sentences, or a sentence without tags.</exception>
    /// <exception cref="InvalidDataException">No tag of the validation sentences is known from training.</exception>
    public TrainingSession Start()
    {
        bool hides = Recipe.WordDropout > 0 || Recipe.InputDropout > 0;
        return Trainer.Start(Tagger, Data.Train, Data.Validation, Recipe.Training, hides ? new SentenceNoise(Recipe.Training.Seed, Recipe.WordDropout, Recipe.InputDropout) : null);
    }

    /// <summary>The tagger as it is, scored on the validation and test parts.</summary>
    /// <param name="outcome">How training ended.</param>
    /// <param name="data">Where the sentences came from; null where that is not known.</param>
    /// <returns>The trained tagger.</returns>
    public TrainedTagger ToTagger(TrainingOutcome outcome, SentenceOrigin? data = null)
    {
        var scores = new Dictionary<string, double>();
        if (Data.Validation.Count > 0) scores["validation.accuracy"] = TagScores.Of(Tagger, Data.Validation).Accuracy;
        if (Data.Test.Count > 0)
            foreach ((string name, double value) in TagScores.Of(Tagger, Data.Test).ByName("test")) scores[name] = value;
        return TrainedTagger.Of(
            Recipe, Tagger, data ?? SentenceOrigin.Of(Data, "sentences"), outcome, scores, RunPlace.Here(Recipe.Training.Threads));
    }

    private static SentenceSplit Parts(IReadOnlyList<TaggedSentence> sentences, TaggingRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        ArgumentNullException.ThrowIfNull(recipe);
        return recipe.Split is { } fractions ? SentenceSplit.Create(sentences, fractions) : new SentenceSplit(sentences, [], []);
    }
}
