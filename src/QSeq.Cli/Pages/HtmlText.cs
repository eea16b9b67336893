using System.Buffers;
using System.Text;

namespace QSeq.Cli.Pages;

/// <summary>Text of files in HTML: it can open no element, end no attribute, and turn no line around.</summary>
internal static class HtmlText
{
    private const char Replacement = '\uFFFD';

    private static readonly SearchValues<char> Special = SearchValues.Create(
        [.. Enumerable.Range(0, 0x10000).Select(n => (char)n).Where(c => Escaped(c) is not null || char.IsSurrogate(c))]);

    /// <summary>The text with controls, marks of direction and halves of characters exchanged, and nothing escaped.</summary>
    public static string Plain(string text) => System.Net.WebUtility.HtmlDecode(Escape(text));

    /// <summary>The text with what means something in HTML escaped; controls, marks of direction and halves of characters are exchanged.</summary>
    public static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAny(Special)) return text;
        var escaped = new StringBuilder(text.Length + 16);
        for (int n = 0; n < text.Length; n++)
        {
            if (n + 1 < text.Length && char.IsSurrogatePair(text[n], text[n + 1])) escaped.Append(text, n++, 2);
            else if (char.IsSurrogate(text[n])) escaped.Append(Replacement);
            else if (Escaped(text[n]) is { } other) escaped.Append(other);
            else escaped.Append(text[n]);
        }

        return escaped.ToString();
    }

    private static string? Escaped(char c) => c switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        '\n' or '\t' => null,
        '\u2028' or '\u2029' or '\u200E' or '\u200F' or '\u061C' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFFFE' or '\uFFFF' => "\uFFFD",
        _ => char.IsControl(c) ? "\uFFFD" : null,
    };
}
