using System.Text;

namespace QSeq.Core;

/// <summary>Errors about data, each one line: where, what was found, what was expected, what to do.</summary>
public static class BadData
{
    private const int LongestShown = 40;

    /// <summary>Of a file as a whole.</summary>
    /// <param name="file">What the file is called.</param>
    /// <param name="problem">What was found, what was expected, what to do.</param>
    /// <returns>The error, to be thrown.</returns>
    public static InvalidDataException In(string file, ErrorText problem) => Of($"{file}: {problem}");

    /// <summary>Of a line.</summary>
    /// <inheritdoc cref="At(string, long, string, ErrorText)"/>
    public static InvalidDataException At(string file, long line, ErrorText problem) => Of($"{file}, line {line}: {problem}");

    /// <summary>Of a cell.</summary>
    /// <param name="file">What the file is called.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column's name.</param>
    /// <param name="problem">What was found, what was expected, what to do.</param>
    /// <returns>The error, to be thrown.</returns>
    public static InvalidDataException At(string file, long line, string column, ErrorText problem) =>
        Of($"{file}, line {line}, column '{column}': {problem}");

    /// <summary>Text from a file in quotes, safe to print: as <see cref="Line"/>, cut at 40 characters.</summary>
    public static string Quote(ReadOnlySpan<char> text) => $"'{Line(text[..Math.Min(text.Length, LongestShown + 1)], LongestShown)}'";

    /// <inheritdoc cref="Quote(ReadOnlySpan{char})"/>
    public static string Quote(ReadOnlySpan<byte> utf8) =>
        Quote(Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, 4 * LongestShown)]));

    /// <summary>
    /// Text from outside on one line, safe to print: characters that break or steer lines (controls, separators of lines, marks
    /// of writing direction) and halves of surrogate pairs as dots, and what is too long cut.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The most characters to keep, at least 1; an ellipsis follows where more were there.</param>
    /// <returns>The line.</returns>
    public static string Line(ReadOnlySpan<char> text, int longest)
    {
        int length = Math.Min(text.Length, longest);
        if (length < text.Length && char.IsHighSurrogate(text[length - 1])) length--;
        var shown = new StringBuilder(length + 1);
        for (int n = 0; n < length; n++)
        {
            bool pair = n + 1 < length && char.IsSurrogatePair(text[n], text[n + 1]);
            if (pair) shown.Append(text[n++]);
            shown.Append(pair || !Breaks(text[n]) ? text[n] : '·');
        }

        return (length < text.Length ? shown.Append('…') : shown).ToString();
    }

    /// <summary>Of something that the text names.</summary>
    public static InvalidDataException Of(ErrorText text) => text.On(message => new InvalidDataException(message));

    private static bool Breaks(char c) =>
        char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
