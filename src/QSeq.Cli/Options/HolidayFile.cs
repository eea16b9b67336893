namespace QSeq.Cli.Options;

/// <summary>A file of holidays: days such as 2026-12-25 in every line, whatever stands beside them; a first line of names and lines with # are skipped.</summary>
internal static class HolidayFile
{
    private const int Most = 100_000; // lines

    private static readonly char[] Delimiters = [',', ';', '\t', '|', ' '];

    public static IReadOnlyList<DateOnly> Read(string path)
    {
        var days = new List<DateOnly>();
        int line = 0;
        bool first = true; // may hold names
        foreach (string text in File.ReadLines(path))
        {
            if (++line > Most) throw new InvalidDataException($"{path}: more than {Most} lines; name a file of holidays");
            string trimmed = text.Trim('\uFEFF', ' ', '\t');
            if (trimmed.Length == 0 || trimmed[0] == '#') continue;
            string[] cells = trimmed.Split(Delimiters, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            DateOnly[] own = [.. cells.Where(cell => TryDay(cell, out _)).Select(cell => TryDay(cell, out DateOnly day) ? day : default)];
            if (own.Length == 0 && (!first || cells.Any(cell => cell.Any(char.IsAsciiDigit))))
                throw new InvalidDataException($"{path}, line {line}: found {BadData.Quote(trimmed)}, expected a day such as 2026-12-25");
            days.AddRange(own);
            first = false;
        }

        return days.Count > 0 ? days : throw new InvalidDataException($"{path}: no holiday in it; expected a day such as 2026-12-25 a line");
    }

    private static bool TryDay(string cell, out DateOnly day) =>
        DateOnly.TryParseExact(cell.Trim('"'), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
