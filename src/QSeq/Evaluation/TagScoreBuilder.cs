using QSeq.Data;

namespace QSeq.Evaluation;

/// <summary>Scores of sentences that come one by one: none is kept, only how many of its words are wrong, and counts of tags given in place of others.</summary>
internal sealed class TagScoreBuilder
{
    private readonly ImmutableArray<string>.Builder _tags;
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly Dictionary<(int True, int Given), int> _counts = [];
    private readonly ImmutableArray<int>.Builder _wrong = ImmutableArray.CreateBuilder<int>(); // words of each sentence
    private TagScores.WordCounts _known;
    private TagScores.WordCounts _unknown;

    /// <summary>Starts with no words. The tags that can be given, all different, none empty, come first in the scores.</summary>
    public TagScoreBuilder(IReadOnlyList<string> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        _tags = ImmutableArray.CreateBuilder<string>(tags.Count);
        for (int i = 0; i < tags.Count; i++)
            if (PlaceOf(tags[i]) != i) throw new ArgumentException($"The tag '{tags[i]}' is named twice.", nameof(tags));
    }

    /// <summary>Scores of a tagger that gives sentences their tags, so many at once, and knows words of training.</summary>
    /// <exception cref="ArgumentException">There are no sentences, or one has no tags.</exception>
    internal static TagScores Score(
        IReadOnlyList<string> tags,
        IEnumerable<TaggedSentence> sentences,
        int batch,
        Func<TaggedSentence[], IEnumerable<IReadOnlyList<string>>> predict,
        Func<string, bool> known)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        var sum = new TagScoreBuilder(tags);
        foreach (TaggedSentence[] some in sentences.Chunk(batch))
        {
            if (Array.Find(some, sentence => !sentence.IsTagged) is { } bare)
                throw new ArgumentException($"The sentence that begins with '{bare.Words[0]}' has no tags to compare with.", nameof(sentences));
            foreach ((TaggedSentence sentence, IReadOnlyList<string> given) in some.Zip(predict(some)))
                sum.Add(sentence.Tags, given, [.. sentence.Words.Select(known)]);
        }

        return sum._wrong.Count > 0 ? sum.Scores() : throw new ArgumentException("There are no sentences to score.", nameof(sentences));
    }

    /// <summary>
    /// Takes in a sentence, or nothing of it when it throws: of each word, at least one, the true tag, that given, and whether
    /// it occurs in training as written. A true tag that the tagger does not know counts as an error.
    /// </summary>
    /// <exception cref="OverflowException">There are more than 2,147,483,647 words, known or unknown.</exception>
    public void Add(IReadOnlyList<string> truth, IReadOnlyList<string> given, IReadOnlyList<bool> known)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(known);
        if (truth.Count == 0 || given.Count != truth.Count || known.Count != truth.Count)
            throw new ArgumentException($"{given.Count} given tags and {known.Count} known words cannot be compared with {truth.Count} true tags.", nameof(given));
        if (truth.Any(string.IsNullOrEmpty) || given.Any(string.IsNullOrEmpty)) throw new ArgumentException("A tag is empty; every word needs one.", nameof(truth));

        int wrong = 0;
        for (int w = 0; w < truth.Count; w++)
        {
            (int True, int Given) pair = (PlaceOf(truth[w]), PlaceOf(given[w]));
            bool right = pair.True == pair.Given;
            _counts[pair] = _counts.GetValueOrDefault(pair) + 1;
            if (known[w]) _known = _known.With(right);
            else _unknown = _unknown.With(right);
            if (!right) wrong++;
        }

        _wrong.Add(wrong);
    }

    /// <summary>The scores of all that was taken in; more may be taken in afterwards.</summary>
    public TagScores Scores()
    {
        if (_wrong.Count == 0) throw new ArgumentException("0 given tags cannot be compared with 0 true tags.");
        int[,] confusion = new int[_tags.Count, _tags.Count];
        foreach (((int True, int Given) pair, int count) in _counts) confusion[pair.True, pair.Given] = count;
        return new TagScores(_tags.ToImmutable(), confusion, _wrong.ToImmutable(), _known, _unknown);
    }

    private int PlaceOf(string tag)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        if (_index.TryGetValue(tag, out int place)) return place;
        _index.Add(tag, _tags.Count);
        _tags.Add(tag);
        return _tags.Count - 1;
    }
}
