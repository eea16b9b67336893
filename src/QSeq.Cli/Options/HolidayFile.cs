namespace QSeq.Cli.Options;

/// <summary>A file of holidays: a day such as 2026-12-25 in front of every line, whatever follows; a first line of names and lines with # are skipped.</summary>
internal static class HolidayFile
{
    private const int Day = 10; // characters
    private const int Most = 100_000; // lines

    public static IReadOnlyList<DateOnly> Read(string path)
    {
        var days = new List<DateOnly>();
        int line = 0;
        bool first = true; // may hold names
        foreach (string text in File.ReadLines(path))
        {
            if (++line > Most) throw new InvalidDataException($"{path}: more than {Most} lines; name a file of holidays");
            string trimmed = text.Trim('\uFEFF', ' ', '\t', '"');
            if (trimmed.Length == 0 || trimmed[0] == '#') continue;
            string day = trimmed[..Math.Min(Day, trimmed.Length)];
            if (DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) && !IsMore(trimmed)) days.Add(date);
            else if (!first || char.IsAsciiDigit(trimmed[0])) throw new InvalidDataException($"{path}, line {line}: found {BadData.Quote(trimmed)}, expected a day such as 2026-12-25");
            first = false;
        }

        return days.Count > 0 ? days : throw new InvalidDataException($"{path}: no holiday in it; expected a day such as 2026-12-25 a line");
    }

    private static bool IsMore(string line) => line.Length > Day && char.IsAsciiDigit(line[Day]);
}
