namespace QSeq.Data;

/// <summary>The words of a sentence, with a part-of-speech tag for each or with none. Immutable, and equal by words, tags and id.</summary>
public sealed record TaggedSentence
{
    /// <summary>Makes a sentence.</summary>
    /// <param name="words">The words as written, at least one, none null or empty.</param>
    /// <param name="tags">A tag for each word, none null or empty; empty or default where the tags are not known.</param>
    /// <param name="id">What the sentence is called in its file, not empty; null where it has no name.</param>
    /// <exception cref="ArgumentException">Something is not as described above.</exception>
    public TaggedSentence(ImmutableArray<string> words, ImmutableArray<string> tags = default, string? id = null)
    {
        if (words.IsDefaultOrEmpty) throw new ArgumentException("a sentence needs at least one word");
        if (tags.IsDefault) tags = [];
        if (tags.Length != 0 && tags.Length != words.Length)
            throw new ArgumentException($"a sentence of {words.Length} words has {tags.Length} tags; give every word one, or none any");
        if (words.Any(string.IsNullOrEmpty)) throw new ArgumentException($"word {EmptyPlace(words)} of a sentence is empty; leave it out");
        if (tags.Any(string.IsNullOrEmpty)) throw new ArgumentException($"the tag of word {EmptyPlace(tags)} of a sentence is empty; give every word a tag, or none any");
        if (id is "") throw new ArgumentException("the id of a sentence is empty; use null for none");

        Words = words;
        Tags = tags;
        Id = id;
    }

    /// <summary>The words as written, [word]; at least one, none empty.</summary>
    public ImmutableArray<string> Words { get; }

    /// <summary>The tag of each word, [word]; empty where the tags are not known.</summary>
    public ImmutableArray<string> Tags { get; }

    /// <summary>What the sentence is called in its file (<c>sent_id</c> in CoNLL-U), or null.</summary>
    public string? Id { get; }

    /// <summary>
    /// The lines of CoNLL-U that the sentence was read from, without line ends: comments, words, multi-word tokens and empty
    /// nodes. Empty where they were not kept.
    /// </summary>
    public ImmutableArray<string> Lines { get; internal init; } = [];

    /// <summary>Whether the words have tags.</summary>
    public bool IsTagged => Tags.Length > 0;

    /// <summary>The same words, id and lines with other tags.</summary>
    /// <param name="tags">A tag for each word, or none.</param>
    /// <returns>The sentence.</returns>
    /// <exception cref="ArgumentException">There are not as many tags as words, or one is null or empty.</exception>
    public TaggedSentence WithTags(ImmutableArray<string> tags) => new(Words, tags, Id) { Lines = Lines };

    /// <inheritdoc/>
    public bool Equals(TaggedSentence? other) =>
        other is not null && Id == other.Id && Words.SequenceEqual(other.Words) && Tags.SequenceEqual(other.Tags);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Id);
        foreach (string word in Words) hash.Add(word);
        foreach (string tag in Tags) hash.Add(tag);
        return hash.ToHashCode();
    }

    private static int EmptyPlace(ImmutableArray<string> items) => items.TakeWhile(item => !string.IsNullOrEmpty(item)).Count() + 1;
}
