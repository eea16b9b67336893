using System.Text;

namespace QSeq.Data;

/// <summary>The header of a CSV file against what is wanted: which cells hold the time, which the series to keep.</summary>
internal sealed class CsvColumns(string file, string[] header, long line, CsvReadOptions options)
{
    public string[] Header => header;

    public long HeaderLine => line;

    /// <summary>Refuses a header with numbers instead of names, empty or repeated names, or without a wanted column.</summary>
    public void Check()
    {
        if (header[0].Length == 0 && header.Length > 1) header[0] = "index"; // what pandas writes above its row numbers
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        string? first = null; // number
        for (int c = 0; c < header.Length; c++)
        {
            string name = header[c];
            if (name.Length == 0) throw BadData.At(file, line, $"cell {c + 1} of the header is empty; every column needs a name");
            if (!seen.TryAdd(name, c))
                throw BadData.At(file, line, $"column name {BadData.Quote(name)} is used for cell {seen[name] + 1} and cell {c + 1}; give every column its own");
            if (first is null && double.TryParse(name, CultureInfo.InvariantCulture, out _)) first = name;
        }

        // Taken for names, a first row of values would be lost without a word.
        if (first is not null && Array.TrueForAll(header, IsValue))
            throw BadData.At(file, line, $"the first line holds numbers ({BadData.Quote(first)}), not names; add a header line with a name for every column");

        if (options.TimeColumn is { Length: > 0 } time && Array.IndexOf(header, time) < 0)
            throw BadData.At(file, line, NearestName.Describe("time column", time, header));
        foreach (string wanted in options.Columns ?? [])
            if (Array.IndexOf(header, wanted) < 0) throw BadData.At(file, line, NearestName.Describe("column", wanted, header));
    }

    /// <summary>The time column for a file whose first row of values has these cells, or -1.</summary>
    public int FindTime(IReadOnlyList<byte[]> firstRow)
    {
        if (options.TimeColumn is { } name) return name.Length == 0 ? -1 : Array.IndexOf(header, name);
        for (int c = 0; c < header.Length; c++)
            if (TimeStamps.IsTimeName(header[c]) && !IsWanted(c)
                && (TimeStamps.KindOf(header[c], firstRow[c]) is not null || TimeStamps.IsAmbiguousDate(firstRow[c])))
                return c;
        return !IsWanted(0) && TimeStamps.IsDate(firstRow[0]) ? 0 : -1;
    }

    public TimeStamps.Kind KindOfTime(int column, ReadOnlySpan<byte> firstCell, long row)
    {
        if (TimeStamps.KindOf(header[column], firstCell) is { } kind) return kind;
        ErrorText kinds = $"expected a date like 2016-07-31 13:00:00, seconds since 1970 or a step number; {CsvAdvice.OtherTimes}";
        ErrorText advice = TimeStamps.IsAmbiguousDate(firstCell) ? "day and month could be either way round; write dates as 2016-07-31 13:00:00" : kinds;
        throw BadData.At(file, row, header[column], $"found {BadData.Quote(firstCell)} as a time stamp; {advice}");
    }

    public bool IsWanted(int column) => options.Columns is { } names && names.Contains(header[column], StringComparer.Ordinal);

    private static bool IsValue(string cell) =>
        double.TryParse(cell, CultureInfo.InvariantCulture, out _) || TimeStamps.IsDate(Encoding.UTF8.GetBytes(cell));
}
