namespace QSeq.Data;

/// <summary>The tags that a tagger can give, in a fixed order: the order of its outputs.</summary>
public sealed class TagSet
{
    private readonly Dictionary<string, int> _index;

    private TagSet(ImmutableArray<string> names)
    {
        if (names.IsEmpty) throw new ArgumentException("a tag set has no tags; expected at least one");
        Names = names;
        _index = Vocabulary.Places(names, "tag", "tag set");
    }

    /// <summary>The tags in order, all different.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>How many tags there are; at least 1.</summary>
    public int Count => Names.Length;

    /// <summary>The distinct tags of sentences, in ordinal order, so that the order of the sentences does not matter.</summary>
    /// <param name="sentences">Tagged sentences, those of the training part; at least one.</param>
    /// <returns>The tags.</returns>
    /// <exception cref="ArgumentException">There are no sentences, or one has no tags.</exception>
    public static TagSet Fit(IEnumerable<TaggedSentence> sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (TaggedSentence sentence in sentences)
        {
            if (!sentence.IsTagged) throw new ArgumentException($"the sentence that begins with {BadData.Quote(sentence.Words[0])} has no tags; leave it out of training");
            names.UnionWith(sentence.Tags);
        }

        return new TagSet([.. names]);
    }

    /// <summary>Tags that already have their order, such as those of a saved model.</summary>
    /// <param name="names">The tags, at least one, all different, none null or empty.</param>
    /// <returns>The tags.</returns>
    /// <exception cref="ArgumentException">The tags are not as described above.</exception>
    public static TagSet FromNames(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new TagSet([.. names]);
    }

    /// <summary>The place of a tag among <see cref="Names"/>.</summary>
    /// <param name="tag">The tag, exactly.</param>
    /// <returns>The place, or -1 where the tag is not among them.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="tag"/> is null.</exception>
    public int IndexOf(string tag) => _index.TryGetValue(tag, out int index) ? index : -1;
}
