using QSeq.Data;
using QSeq.Training;

namespace QSeq.Evaluation;

/// <summary>How well one tag is found.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Precision">Of the words given this tag, the fraction that has it; NaN where none was given it.</param>
/// <param name="Recall">Of the words that have this tag, the fraction given it; NaN where none has it.</param>
/// <param name="F1">2 * both / (given + having), the harmonic mean of precision and recall; NaN where none was given it and none has it.</param>
/// <param name="Support">How many words have it.</param>
public sealed record TagScore(string Tag, double Precision, double Recall, double F1, int Support);

/// <summary>
/// How well sentences are tagged. Tags in the truth that a tagger does not know are among <see cref="Tags"/> like any
/// other: nothing is left out, so that accuracies of different taggers compare.
/// </summary>
public sealed class TagScores
{
    private const int Batch = 1024; // sentences tagged at once, which bounds the memory

    private readonly int[,] _confusion; // [true tag][given tag]

    internal TagScores(ImmutableArray<string> tags, int[,] confusion, ImmutableArray<int> errors, WordCounts known, WordCounts unknown)
    {
        _confusion = confusion;
        Errors = errors;
        SentenceAccuracy = (double)errors.Count(wrong => wrong == 0) / errors.Length;
        (KnownWords, KnownAccuracy) = (known.Words, known.Accuracy);
        (UnknownWords, UnknownAccuracy) = (unknown.Words, unknown.Accuracy);
        Words = checked(known.Words + unknown.Words);
        Accuracy = ((double)known.Right + unknown.Right) / Words;
        Tags = [.. tags.Select(ScoreOf)];
        MacroF1 = Tags.Select(tag => tag.F1).Where(f1 => !double.IsNaN(f1)).Average();
    }

    /// <summary>Tags sentences and compares. Words are known or unknown as the tagger's own training part has them.</summary>
    /// <param name="tagger">The tagger.</param>
    /// <param name="sentences">Tagged sentences, at least one; a tag that the tagger does not know counts as an error.</param>
    /// <returns>The scores.</returns>
    /// <exception cref="ArgumentException">There are no sentences, or one has no tags.</exception>
    public static TagScores Of(SequenceTagger tagger, IEnumerable<TaggedSentence> sentences)
    {
        ArgumentNullException.ThrowIfNull(tagger);
        return TagScoreBuilder.Score(
            tagger.Tags.Names,
            sentences,
            Batch,
            batch => tagger.Tag(batch).Select(sentence => (IReadOnlyList<string>)sentence.Tags),
            tagger.Encoder.IsKnown);
    }

    /// <summary>How many words were compared; at least 1.</summary>
    public int Words { get; }

    /// <summary>How many sentences were compared; at least 1.</summary>
    public int Sentences => Errors.Length;

    /// <summary>How many words of each sentence were not given their tag, in the order of the sentences.</summary>
    public ImmutableArray<int> Errors { get; }

    /// <summary>The fraction of words given their tag, 0 to 1.</summary>
    public double Accuracy { get; }

    /// <summary>The fraction of sentences whose words were all given their tags, 0 to 1.</summary>
    public double SentenceAccuracy { get; }

    /// <summary>How many of the words occur in training as written.</summary>
    public int KnownWords { get; }

    /// <summary>The fraction of known words given their tag, 0 to 1; NaN where there are none.</summary>
    public double KnownAccuracy { get; }

    /// <summary>How many of the words do not occur in training as written.</summary>
    public int UnknownWords { get; }

    /// <summary>The fraction of unknown words given their tag, 0 to 1; NaN where there are none.</summary>
    public double UnknownAccuracy { get; }

    /// <summary>The mean F1 of the tags that are in the truth or were given, each of the same weight, 0 to 1.</summary>
    public double MacroF1 { get; }

    /// <summary>The scores of each tag: the tagger's in its order, then further ones of the truth in the order they came.</summary>
    public ImmutableArray<TagScore> Tags { get; }

    /// <summary>The scores by name, as a trained tagger keeps them.</summary>
    /// <param name="part">The part of the sentences, such as <c>test</c>.</param>
    /// <returns>Accuracies and macro F1, such as <c>test.accuracy</c>.</returns>
    public IReadOnlyDictionary<string, double> ByName(string part) => new Dictionary<string, double>
    {
        [part + ".accuracy"] = Accuracy,
        [part + ".macro-f1"] = MacroF1,
        [part + ".sentence-accuracy"] = SentenceAccuracy,
        [part + ".unknown-accuracy"] = UnknownAccuracy,
    };

    /// <summary>Compares the tags of one sentence after another; see <see cref="TagScoreBuilder"/> where they are not all there at once.</summary>
    /// <param name="tags">The tags that the tagger can give.</param>
    /// <param name="truth">The true tags, [sentence][word].</param>
    /// <param name="given">The tags given, as many.</param>
    /// <param name="known">Whether each word occurs in training, as many.</param>
    /// <returns>The scores.</returns>
    /// <exception cref="ArgumentException">There are no words, or not as many of each, or a tag is null or empty.</exception>
    public static TagScores Compare(
        IReadOnlyList<string> tags,
        IReadOnlyList<IReadOnlyList<string>> truth,
        IReadOnlyList<IReadOnlyList<string>> given,
        IReadOnlyList<IReadOnlyList<bool>> known)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(known);
        if (truth.Count != given.Count || truth.Count != known.Count)
            throw new ArgumentException($"{given.Count} tagged sentences and {known.Count} of known words cannot be compared with {truth.Count} true ones.");

        var sum = new TagScoreBuilder(tags);
        for (int s = 0; s < truth.Count; s++) sum.Add(truth[s], given[s], known[s]);
        return sum.Scores();
    }

    /// <summary>Which tags were given in place of which: a copy.</summary>
    /// <returns>How many words, [true tag][given tag], in the order of <see cref="Tags"/>.</returns>
    public int[,] ConfusionMatrix() => (int[,])_confusion.Clone();

    private TagScore ScoreOf(string tag, int place)
    {
        IEnumerable<int> all = Enumerable.Range(0, _confusion.GetLength(0));
        int given = all.Sum(other => _confusion[other, place]), support = all.Sum(other => _confusion[place, other]);
        int right = _confusion[place, place];
        return new TagScore(tag, (double)right / given, (double)right / support, 2.0 * right / ((double)given + support), support);
    }

    /// <summary>How many words there are, and how many of them were given their tag.</summary>
    internal readonly record struct WordCounts(int Words, int Right)
    {
        /// <summary>The fraction of right ones; NaN of none.</summary>
        public double Accuracy => (double)Right / Words;

        /// <summary>With one word more.</summary>
        public WordCounts With(bool right) => new(checked(Words + 1), Right + (right ? 1 : 0));
    }
}
