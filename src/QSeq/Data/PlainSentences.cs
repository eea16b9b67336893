namespace QSeq.Data;

/// <summary>Reads sentences of plain text: one a line, its words parted by white space. Blank lines are passed over.</summary>
internal static class PlainSentences
{
    /// <summary>
    /// The sentences, without tags and ids, read while they are enumerated, once. A zero character, or what a strict reader
    /// cannot decode, throws <see cref="InvalidDataException"/> when it is reached.
    /// </summary>
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
