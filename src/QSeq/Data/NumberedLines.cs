using System.Text;

namespace QSeq.Data;

/// <summary>The lines of a text with their numbers, without the byte order mark. What cannot be text is refused.</summary>
internal sealed class NumberedLines(TextReader reader, string name)
{
    /// <summary>The number of the last line read, from 1; 0 before the first.</summary>
    public long Number { get; private set; }

    /// <summary>The next line, or null at the end.</summary>
    public string? Next()
    {
        string? line;
        try
        {
            line = reader.ReadLine();
        }
        catch (DecoderFallbackException e)
        {
            // The reader decodes blocks, so the line is only known to come after those already returned.
            throw BadData.At(name, Number + 1, $"in this line or one after it, bytes are not in the expected encoding ({e.Message.TrimEnd('.')}); save the text as UTF-8");
        }

        if (line is null) return null;
        Number++;
        if (Number == 1 && line.StartsWith('\uFEFF')) line = line[1..];
        return line.Contains('\0') ? throw BadData.At(name, Number, "found a zero character, so this is a binary file; expected text") : line;
    }
}
