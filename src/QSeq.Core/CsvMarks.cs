using System.Buffers;
using System.Text;

namespace QSeq.Core;

/// <summary>How numbers are written: the decimal mark, and what parts thousands.</summary>
/// <param name="Point">The decimal mark, point or comma.</param>
/// <param name="Thousands">What parts groups of three digits; null where nothing does.</param>
public readonly record struct CsvMarks(char Point, char? Thousands)
{
    private const int LongestNumber = 64;

    /// <summary>Characters that may part thousands.</summary>
    public const string Groups = ".,' \u00A0\u202F\u2019_";

    /// <summary>The same, to look for.</summary>
    public static SearchValues<char> GroupMarks { get; } = SearchValues.Create(Groups);

    /// <summary>Points and no groups.</summary>
    public static CsvMarks Plain => new('.', null);

    /// <summary>Reads a number; what is not wholly one is refused, groups of other than three digits too.</summary>
    /// <param name="cell">The text in UTF-8.</param>
    /// <param name="value">The number.</param>
    /// <returns>Whether it is one.</returns>
    public bool TryRead(ReadOnlySpan<byte> cell, out double value)
    {
        if (Point == '.' && Utf8Number.TryParse(cell, out value)) return true;
        value = 0;
        if (cell.IsEmpty || cell.Length > LongestNumber) return false;
        if (Point == ',' && Thousands is null or '.')
        {
            // The frequent case without taking the text apart: digits alone.
            if (cell.IndexOfAny((byte)'.', (byte)',') < 0) return Utf8Number.TryParse(cell, out value);
        }

        Span<char> text = stackalloc char[LongestNumber];
        int length = Encoding.UTF8.GetChars(cell, text);
        Span<byte> plain = stackalloc byte[LongestNumber];
        int count = Strip(text[..length], plain);
        return count > 0 && Utf8Number.TryParse(plain[..count], out value);
    }

    // The number with a point and without groups; 0 where it is none.
    private int Strip(ReadOnlySpan<char> text, Span<byte> plain)
    {
        int count = 0, group = -1; // digits since the last mark of thousands, -1 before the first
        int digits = 0;
        bool grouped = false, ended = false;
        foreach (char c in text)
        {
            if (!ended && Thousands is { } mark && Same(c, mark))
            {
                if (digits == 0 || (grouped ? group != 3 : digits > 3)) return 0;
                (grouped, group) = (true, 0);
                continue;
            }

            if (c == Point || c is 'e' or 'E')
            {
                if (!ended && grouped && group != 3) return 0;
                if (c == Point && ended) return 0;
                ended = true;
                plain[count++] = c == Point ? (byte)'.' : (byte)'e';
                continue;
            }

            if (!char.IsAsciiDigit(c) && c is not ('+' or '-' or '\u2212')) return 0;
            if (char.IsAsciiDigit(c) && !ended)
            {
                digits++;
                group++;
            }

            plain[count++] = c == '\u2212' ? (byte)'-' : (byte)c;
        }

        return !ended && grouped && group != 3 ? 0 : count;
    }

    // Narrow and ordinary spaces that do not break are spaces.
    private static bool Same(char c, char mark) => c == mark || (mark is ' ' or '\u00A0' or '\u202F' && c is ' ' or '\u00A0' or '\u202F') || (mark is '\'' or '\u2019' && c is '\'' or '\u2019');

    /// <inheritdoc/>
    public override string ToString() => (Point == '.' ? "decimal points" : "decimal commas") + (Thousands is { } mark ? $", thousands parted by {Name(mark)}" : "");

    /// <summary>What a mark is called.</summary>
    public static string Name(char mark) => mark switch
    {
        '.' => "points",
        ',' => "commas",
        '\'' or '\u2019' => "apostrophes",
        ' ' or '\u00A0' or '\u202F' => "spaces",
        _ => $"'{mark}'",
    };
}
