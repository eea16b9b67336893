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

    /// <summary>Text from a file in quotes, safe to print: cut at 40 characters, control characters as dots.</summary>
    public static string Quote(ReadOnlySpan<char> text)
    {
        var shown = new StringBuilder("'");
        foreach (char c in text[..Math.Min(text.Length, LongestShown)]) shown.Append(char.IsControl(c) ? '·' : c);
        if (text.Length > LongestShown) shown.Append('…');
        return shown.Append('\'').ToString();
    }

    /// <inheritdoc cref="Quote(ReadOnlySpan{char})"/>
    public static string Quote(ReadOnlySpan<byte> utf8) =>
        Quote(Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, 4 * LongestShown)]));

    /// <summary>Of something that the text names.</summary>
    public static InvalidDataException Of(ErrorText text) => text.On(message => new InvalidDataException(message));
}
