namespace QSeq.Data;

/// <summary>Reads sentences of plain text: one a line, its words parted by white space. Blank lines are passed over.</summary>
internal static class PlainSentences
{
    /// <summary>Reads text line by line, each sentence as soon as its line is there; none is kept.</summary>
    /// <param name="reader">The text; not disposed. Bytes that are not UTF-8 are found only if it decodes strictly.</param>
    /// <param name="name">What to call the text in errors.</param>
    /// <returns>The sentences, without tags and ids, read while they are enumerated; enumerate them once. A zero character, or what
    /// a strict reader cannot decode, throws <see cref="InvalidDataException"/> when it is reached.</returns>
    /// <exception cref="ArgumentException"><paramref name="reader"/> is null, or <paramref name="name"/> null or blank.</exception>
    public static IEnumerable<TaggedSentence> Read(TextReader reader, string name)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Sentences(new NumberedLines(reader, name));
    }

    private static IEnumerable<TaggedSentence> Sentences(NumberedLines lines)
    {
        while (lines.Next() is { } line)
        {
            string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0) yield return new TaggedSentence([.. words]);
        }
    }
}
