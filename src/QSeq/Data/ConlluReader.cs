namespace QSeq.Data;

/// <summary>
/// Reads words and tags from CoNLL-U (universaldependencies.org/format.html): ten columns parted by tabs, comments, and
/// a blank line after each sentence. Multi-word tokens (<c>3-4</c>) and empty nodes (<c>8.1</c>) are checked and left out:
/// the words of the former follow, the latter stand for nothing written. CRLF, a byte order mark and a last sentence
/// without its blank line are taken as they come; what cannot be read for certain is refused with its file and line.
/// </summary>
public static class ConlluReader
{
    private const string WayOut = "expected ten columns a word and a blank line after each sentence";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, in UTF-8; packed by gzip or zip as well.</param>
    /// <param name="options">What to read; null for the defaults.</param>
    /// <returns>The sentences in the order of the file; at least one.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or blank, or an option is outside its range.</exception>
    /// <exception cref="FileNotFoundException">There is no such file; the message names the nearest one in its folder.</exception>
    /// <exception cref="InvalidDataException">The path is a folder, or the file is empty, without sentences, not UTF-8 or malformed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<TaggedSentence> Read(string path, ConlluReadOptions? options = null)
    {
        using FileStream stream = InputFile.Open(path, "name a CoNLL-U file");
        using Stream bytes = PackedFile.Unpack(stream, path);
        using var reader = new Utf8LineReader(bytes, path);
        IReadOnlyList<TaggedSentence> sentences = Read(reader, path, options);
        if (sentences.Count > 0) return sentences;
        throw BadData.In(path, stream.CanSeek && stream.Length == 0 ? $"the file is empty; {WayOut}" : $"there is no sentence in the file; {WayOut}");
    }

    /// <summary>Reads text, such as standard input, to its end.</summary>
    /// <param name="reader">The text; not disposed. Bytes that are not UTF-8 are found only if it decodes strictly.</param>
    /// <param name="name">What to call the text in errors.</param>
    /// <param name="options">What to read; null for the defaults.</param>
    /// <returns>The sentences in the order of the text; none where there are none.</returns>
    /// <exception cref="ArgumentException"><paramref name="reader"/> is null, <paramref name="name"/> null or blank, or an option outside its range.</exception>
    /// <exception cref="InvalidDataException">The text is malformed.</exception>
    public static IReadOnlyList<TaggedSentence> Read(TextReader reader, string name, ConlluReadOptions? options = null) =>
        [.. ReadSentences(reader, name, options)];

    /// <summary>Reads text sentence by sentence, each as soon as its blank line is there; none is kept.</summary>
    /// <inheritdoc cref="Read(TextReader, string, ConlluReadOptions)"/>
    /// <returns>The sentences, read while they are enumerated; enumerate them once. Malformed text throws <see cref="InvalidDataException"/> when it is reached.</returns>
    public static IEnumerable<TaggedSentence> ReadSentences(TextReader reader, string name, ConlluReadOptions? options = null) =>
        ReadSentences(reader, name, options, maybePlain: false);

    /// <summary>The same of a text that may be plain sentences after all, which the error of its first one then says.</summary>
    internal static IEnumerable<TaggedSentence> ReadSentences(TextReader reader, string name, ConlluReadOptions? options, bool maybePlain)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        options ??= new ConlluReadOptions();
        options.Validate();
        return Sentences(new NumberedLines(reader, name), new ConlluSentence(name, options, maybePlain));
    }

    private static IEnumerable<TaggedSentence> Sentences(NumberedLines lines, ConlluSentence sentence)
    {
        while (lines.Next() is { } line)
        {
            if (line.AsSpan().Trim(' ').Length > 0) sentence.Add(line, lines.Number);
            else if (sentence.Finish() is { } whole) yield return whole;
        }

        if (sentence.Finish() is { } last) yield return last;
    }
}
