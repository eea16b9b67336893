namespace QSeq.Cli.Options;

/// <summary>Tagged sentences from files: the same for every verb that learns from them or compares with them.</summary>
internal static class SentenceInput
{
    /// <summary>What errors and model files call standard input.</summary>
    public const string StandardInput = "standard input";

    /// <summary>The names of <see cref="TagColumn"/>, in its order.</summary>
    public static string[] Columns { get; } = ["upos", "xpos"];

    public static Argument<string> FileArgument() => new("FILE") { Description = "A CoNLL-U file with tags; - reads standard input." };

    public static string SourceOf(string path) => path == "-" ? StandardInput : Path.GetFileName(path);

    /// <summary>Reads a CoNLL-U file, or standard input for <c>-</c>; says what it is, and what for, on the error stream.</summary>
    public static IReadOnlyList<TaggedSentence> Read(CliContext context, string path, TagColumn column, string what = "data")
    {
        if (string.IsNullOrWhiteSpace(path)) throw new UsageException("the data has no name; name a CoNLL-U file, or - for standard input");
        var options = new ConlluReadOptions { TagColumn = column };

        // Standard input and named pipes may stay silent for ever.
        IReadOnlyList<TaggedSentence> sentences = Interruptible.Run(
            () => path == "-"
                ? ConlluReader.Read(SentenceText.Peek(context.OpenBytes(), StandardInput).Reader, StandardInput, options)
                : ConlluReader.Read(path, options),
            context.Token);
        if (sentences.Count == 0)
            throw new InvalidDataException(
                $"{StandardInput}: there is no sentence; expected CoNLL-U, ten columns a word and a blank line after each sentence");
        int words = sentences.Sum(sentence => sentence.Words.Length);
        string extent = $"{NumberText.Count(sentences.Count, "sentence")}, {NumberText.Count(words, "word")}";
        context.Note($"{what}: {SourceOf(path)}, {extent}");
        context.Warn(SentenceWarnings.NoForms(sentences.Count(SentenceWarnings.HasNoForms), sentences.Count));
        return sentences;
    }
}
