using System.Buffers;
using System.Text;

namespace QSeq.Cli.Terminal;

/// <summary>Text from files without what would steer a terminal: escape sequences, other controls and marks of direction, as dots.</summary>
internal static class Plain
{
    /// <summary>The text; a tab and a line feed stay as they are.</summary>
    public static string Of(string text) => text.AsSpan().ContainsAny(Steering) ? string.Concat(text.Select(c => Steers(c) ? '·' : c)) : text;

    /// <summary>Everything that <see cref="Of"/> exchanges.</summary>
    public static SearchValues<char> Steering { get; } = SearchValues.Create(
        [.. Enumerable.Range(0, 0x2070).Select(n => (char)n).Where(Steers)]);

    private static bool Steers(char c) =>
        (char.IsControl(c) && c is not ('\n' or '\t')) || c is '\u2028' or '\u2029' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}

/// <summary>Data on a terminal, where nothing in it may steer it; a file or a pipe gets them as they are.</summary>
internal sealed class PlainWriter(TextWriter inner) : TextWriter(CultureInfo.InvariantCulture)
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (buffer.ContainsAny(Plain.Steering)) inner.Write(Plain.Of(buffer.ToString().Replace("\r\n", "\n", StringComparison.Ordinal)));
        else inner.Write(buffer);
    }

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void WriteLine(string? value) => Write(value + NewLine);
}
