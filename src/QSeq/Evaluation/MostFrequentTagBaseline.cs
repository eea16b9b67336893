using System.Runtime.InteropServices;
using QSeq.Data;

namespace QSeq.Evaluation;

/// <summary>
/// The tagger to beat (Charniak and others, 1993): every word gets the tag that it has most often in training, whatever
/// stands beside it. Of equally frequent tags of a word the more frequent one overall is taken, then the first in ordinal order.
/// </summary>
public sealed class MostFrequentTagBaseline
{
    private readonly Dictionary<string, string> _tagOf;
    private readonly TagSet _tags;

    private MostFrequentTagBaseline(Dictionary<string, string> tagOf, TagSet tags, string unknownTag) =>
        (_tagOf, _tags, UnknownTag) = (tagOf, tags, unknownTag);

    /// <summary>What words get that do not occur in training: the most frequent tag of all, the form in which this baseline is usually quoted.</summary>
    public string UnknownTag { get; }

    /// <summary>How many entries of a word and its tag are kept: one for each distinct word, as written, of training.</summary>
    public int ParameterCount => _tagOf.Count;

    /// <summary>Counts the tags of words.</summary>
    /// <param name="train">Tagged sentences, the training part and nothing else; at least one.</param>
    /// <returns>The tagger.</returns>
    /// <exception cref="ArgumentException">There are no sentences, or one has no tags.</exception>
    public static MostFrequentTagBaseline Fit(IReadOnlyCollection<TaggedSentence> train)
    {
        ArgumentNullException.ThrowIfNull(train);
        var tags = TagSet.Fit(train);
        int[] overall = new int[tags.Count];
        var counts = new Dictionary<string, int[]>(StringComparer.Ordinal); // [tag] of each word
        foreach ((string word, string name) in train.SelectMany(sentence => sentence.Words.Select(Nfc.Of).Zip(sentence.Tags)))
        {
            int tag = tags.IndexOf(name);
            Of(counts, word, tags.Count)[tag]++;
            overall[tag]++;
        }

        var tagOf = counts.ToDictionary(pair => pair.Key, pair => tags.Names[Best(pair.Value, overall)], StringComparer.Ordinal);
        return new MostFrequentTagBaseline(tagOf, tags, tags.Names[Best(overall, overall)]);
    }

    /// <summary>Whether a word occurs in training, capitals included, however its marks were typed.</summary>
    /// <param name="word">The word.</param>
    /// <returns>True where it does.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="word"/> is null.</exception>
    public bool IsKnown(string word) => _tagOf.ContainsKey(Nfc.Of(word));

    /// <summary>Tags the words of a sentence.</summary>
    /// <param name="words">The words as written.</param>
    /// <returns>A tag for each.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="words"/>, or a word, is null.</exception>
    public string[] Predict(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return [.. words.Select(word => _tagOf.GetValueOrDefault(Nfc.Of(word), UnknownTag))];
    }

    /// <summary>Tags sentences and compares.</summary>
    /// <param name="test">Tagged sentences, at least one.</param>
    /// <returns>The scores.</returns>
    /// <exception cref="ArgumentException">There are no sentences, or one has no tags.</exception>
    public TagScores Score(IEnumerable<TaggedSentence> test) =>
        TagScoreBuilder.Score(_tags.Names, test, batch: 1, batch => batch.Select(sentence => Predict(sentence.Words)), IsKnown);

    /// <summary>The counts of a key's tags, [tag].</summary>
    internal static int[] Of<TKey>(Dictionary<TKey, int[]> table, TKey key, int tags)
        where TKey : notnull => CollectionsMarshal.GetValueRefOrAddDefault(table, key, out _) ??= new int[tags];

    /// <summary>The tag most often counted; of equal ones the most frequent overall, then the first.</summary>
    internal static int Best(int[] counts, int[] overall) =>
        Enumerable.Range(0, counts.Length).MaxBy(tag => (counts[tag], overall[tag], -tag));
}
