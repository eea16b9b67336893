namespace QSeq.Core;

/// <summary>Cells of CSV.</summary>
public static class CsvText
{
    /// <summary>
    /// A name, in quotes where it needs them. One that a spreadsheet would run as a formula is put behind an apostrophe, which
    /// <see cref="Unguard"/> takes away.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <returns>The cell.</returns>
    public static string Quote(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string guarded = Guard(name);
        return ReferenceEquals(guarded, name) && name.AsSpan().IndexOfAny(",\"\n\r") < 0 ? name : $"\"{guarded.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>Text that a spreadsheet shows and does not run: an apostrophe before what begins like a formula and is no number.</summary>
    /// <param name="text">The text of a cell.</param>
    /// <returns>The text, or the text behind an apostrophe.</returns>
    public static string Guard(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsFormula(text.AsSpan().TrimStart('\'')) ? $"'{text}" : text;
    }

    /// <summary>What <see cref="Guard"/> made its text of.</summary>
    /// <param name="text">The text of a cell.</param>
    /// <returns>The text without the apostrophe that guards it.</returns>
    public static string Unguard(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith('\'') && IsFormula(text.AsSpan().TrimStart('\'')) ? text[1..] : text;
    }

    // Spreadsheets pass over white space before the sign.
    private static bool IsFormula(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        return text.Length > 1 && text[0] is '=' or '+' or '-' or '@'
            && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
    }

    /// <summary>The first line of a file: which data it is from.</summary>
    /// <param name="source">Which data.</param>
    /// <param name="name">What of the file it stands for, where there are several such lines; no blanks.</param>
    /// <returns>The line.</returns>
    public static string Source(string source, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return $"# source{(name is null ? "" : " " + name)}: {source.ReplaceLineEndings(" ")}";
    }

    /// <summary>A time stamp, ISO 8601.</summary>
    /// <param name="time">The time.</param>
    /// <returns>The cell.</returns>
    public static string Time(DateTime time) =>
        time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.fffffff", CultureInfo.InvariantCulture)
        + (time.Kind == DateTimeKind.Utc ? "Z" : "");
}
