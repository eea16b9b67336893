namespace QSeq.Data;

/// <summary>Which column of a CoNLL-U file holds the tags.</summary>
public enum TagColumn
{
    /// <summary>Column 4, the universal parts of speech, the same 17 in every language.</summary>
    Upos,

    /// <summary>Column 5, the treebank's own, finer tags.</summary>
    Xpos,
}

/// <summary>What is read from a CoNLL-U file.</summary>
public sealed record ConlluReadOptions
{
    /// <summary>Where the tags stand. <see cref="TagColumn.Upos"/> (default), which every treebank fills in.</summary>
    public TagColumn TagColumn { get; init; } = TagColumn.Upos;

    /// <summary>
    /// Whether every word needs a tag. True (default), because training and scores need them. Where false, a sentence whose
    /// tags are all <c>_</c> is read without tags; a sentence of which only some words have a tag is refused.
    /// </summary>
    public bool RequireTags { get; init; } = true;

    /// <summary>Whether to read words alone, whatever stands in the column of tags, for text that is to be tagged. False (default).</summary>
    public bool IgnoreTags { get; init; }

    /// <summary>Whether sentences keep the lines they were read from (<see cref="TaggedSentence.Lines"/>), to be written again as they were. False (default).</summary>
    public bool KeepLines { get; init; }

    internal void Validate() => OptionCheck.Require(Enum.IsDefined(TagColumn), $"tag column {(int)TagColumn} does not exist, expected Upos or Xpos");
}
