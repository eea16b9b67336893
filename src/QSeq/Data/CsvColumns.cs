using System.Text;

namespace QSeq.Data;

/// <summary>The header of a CSV file against what is wanted: which cells hold the time, which the series to keep.</summary>
internal sealed class CsvColumns
{
    private readonly string _file;
    private readonly CsvReadOptions _options;

    /// <summary>Reads the header.</summary>
    public CsvColumns(string file, string[] header, long line, CsvReadOptions options)
    {
        (_file, _options, Header, HeaderLine) = (file, options, header, line);
        if (header[0].Length == 0 && header.Length > 1) header[0] = "index"; // what pandas writes above its row numbers
        CheckNames();
        if (options.TimeColumn is { Length: > 0 } time && Array.IndexOf(header, time) < 0)
            throw BadData.At(file, line, NearestName.Describe("time column", time, header));
        foreach (string wanted in options.Columns ?? [])
            if (Array.IndexOf(header, wanted) < 0) throw BadData.At(file, line, NearestName.Describe("column", wanted, header));
    }

    /// <summary>The names, cell by cell.</summary>
    public string[] Header { get; }

    /// <summary>The line of the header.</summary>
    public long HeaderLine { get; }

    /// <summary>The time column for a file whose first row of values has these cells, or -1.</summary>
    public int FindTime(IReadOnlyList<byte[]> firstRow, long line)
    {
        if (_options.TimeColumn is { } name) return name.Length == 0 ? -1 : Array.IndexOf(Header, name);
        for (int c = 0; c < Header.Length; c++)
            if (TimeStamps.IsTimeName(Header[c]) && !IsWanted(c)
                && (TimeStamps.KindOf(Header[c], firstRow[c]) is not null || TimeStamps.IsAmbiguousDate(firstRow[c])))
                return c;
        return !IsWanted(0) && TimeStamps.IsDate(firstRow[0]) ? 0 : -1;
    }

    /// <summary>How the stamps of the time column are written.</summary>
    public TimeStamps.Kind KindOfTime(int column, ReadOnlySpan<byte> firstCell, long line)
    {
        if (TimeStamps.KindOf(Header[column], firstCell) is { } kind) return kind;
        ErrorText kinds = $"expected a date like 2016-07-31 13:00:00, seconds since 1970 or a step number; {CsvAdvice.OtherTimes}";
        ErrorText advice = TimeStamps.IsAmbiguousDate(firstCell) ? "day and month could be either way round; write dates as 2016-07-31 13:00:00" : kinds;
        throw BadData.At(_file, line, Header[column], $"found {BadData.Quote(firstCell)} as a time stamp; {advice}");
    }

    /// <summary>Whether a column was asked for by name.</summary>
    public bool IsWanted(int column) => _options.Columns is { } names && names.Contains(Header[column], StringComparer.Ordinal);

    private static bool IsValue(string cell) =>
        double.TryParse(cell, CultureInfo.InvariantCulture, out _) || TimeStamps.IsDate(Encoding.UTF8.GetBytes(cell));

    private void CheckNames()
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        string? first = null; // number
        for (int c = 0; c < Header.Length; c++)
        {
            string name = Header[c];
            if (name.Length == 0) throw BadData.At(_file, HeaderLine, $"cell {c + 1} of the header is empty; every column needs a name");
            if (!seen.TryAdd(name, c))
                throw BadData.At(_file, HeaderLine, $"column name {BadData.Quote(name)} is used for cell {seen[name] + 1} and cell {c + 1}; give every column its own");
            if (first is null && double.TryParse(name, CultureInfo.InvariantCulture, out _)) first = name;
        }

        // Taken for names, a first row of values would be lost without a word.
        if (first is not null && Array.TrueForAll(Header, IsValue))
            throw BadData.At(_file, HeaderLine, $"the first line holds numbers ({BadData.Quote(first)}), not names; add a header line with a name for every column");
    }
}
