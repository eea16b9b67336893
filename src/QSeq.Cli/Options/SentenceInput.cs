namespace QSeq.Cli.Options;

/// <summary>Tagged sentences from files: the same for every verb that learns from them or compares with them.</summary>
internal static class SentenceInput
{
    /// <summary>What errors and model files call standard input.</summary>
    public const string StandardInput = "standard input";

    /// <summary>The columns of CoNLL-U that may hold tags.</summary>
    public static string[] Columns { get; } = ["upos", "xpos"];

    /// <summary>The column called <paramref name="name"/>.</summary>
    public static TagColumn Column(string name) => (TagColumn)Array.IndexOf(Columns, name);

    /// <summary>What model files call a file.</summary>
    public static string SourceOf(string path) => path == "-" ? StandardInput : Path.GetFileName(path);

    /// <summary>Reads a CoNLL-U file, or standard input for <c>-</c>; says what it is on the error stream.</summary>
    /// <param name="context">The outside.</param>
    /// <param name="path">The file.</param>
    /// <param name="column">Where the tags stand; every word needs one.</param>
    /// <param name="what">What the file is for.</param>
    /// <returns>The sentences, at least one.</returns>
    public static IReadOnlyList<TaggedSentence> Read(CliContext context, string path, TagColumn column, string what = "data")
    {
        if (string.IsNullOrWhiteSpace(path)) throw new UsageException("the data has no name; name a CoNLL-U file, or - for standard input");
        var options = new ConlluReadOptions { TagColumn = column };

        // Standard input and named pipes may stay silent for ever.
        IReadOnlyList<TaggedSentence> sentences = Interruptible.Run(
            () => path == "-"
                ? ConlluReader.Read(new Utf8LineReader(context.OpenBytes(), StandardInput), StandardInput, options)
                : ConlluReader.Read(path, options),
            context.Token);
        if (sentences.Count == 0) throw new InvalidDataException($"{StandardInput}: there is no sentence; expected CoNLL-U, ten columns a word and a blank line after each sentence");
        context.Note($"{what}: {SourceOf(path)}, {Extent(sentences)}");
        return sentences;
    }

    /// <summary>How many sentences and words there are.</summary>
    public static string Extent(IReadOnlyList<TaggedSentence> sentences) =>
        $"{Texts.Count(sentences.Count, "sentence")}, {Texts.Count(sentences.Sum(sentence => sentence.Words.Length), "word")}";
}
