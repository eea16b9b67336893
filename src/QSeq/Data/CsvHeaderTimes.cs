namespace QSeq.Data;

/// <summary>
/// A header whose last names are times, 1990, 1991 or 1/22/20, above a series a row; or names that count on, d_1, d_2.
/// </summary>
internal static class CsvHeaderTimes
{
    private const int FewestYears = 3;
    private const int FewestDates = 2;
    private const int MostBehind = 3; // names
    private const int FewestCounts = 12; // fewer may be variables

    /// <summary>The place of the first name of those that are times or count on; -1 where there are none behind the first column.</summary>
    /// <param name="names">The names, without empty ones at the end.</param>
    /// <param name="isTime">Whether they are times.</param>
    /// <param name="end">The place behind the last: a remark may stand behind times.</param>
    public static int Start(string[] names, out bool isTime, out int end)
    {
        for (end = names.Length; end > Math.Max(1, names.Length - MostBehind); end--)
        {
            int years = Run(names, end, (name, next) => Year(name) is { } year && (next is null || Year(next) > year));
            int dates = Run(names, end, (name, next) => CsvCells.IsDate(name) || (name.Length == 8 && StampFormat.Digits.TryRead(name, out _)));
            isTime = years >= FewestYears || dates >= FewestDates;
            if (isTime) return Math.Max(years, dates) < end ? end - Math.Max(years, dates) : -1;
        }

        (isTime, end) = (false, names.Length);
        int counts = Run(names, end, (name, next) => Count(name) is { Prefix.Length: > 0 } count && (next is null || Count(next) == (count.Prefix, count.Number + 1)));
        return counts >= FewestCounts && counts < names.Length ? names.Length - counts : -1;
    }

    /// <summary>A name that stands among times, such as that of a year's total between its months; null for none.</summary>
    /// <param name="names">The names.</param>
    /// <param name="start">The first of those that are times up to the end.</param>
    public static string? Among(string[] names, int start)
    {
        bool dates = CsvCells.IsDate(names[start]);
        for (int n = 1; n < start - 1; n++)
            if (dates ? CsvCells.IsDate(names[n]) : Year(names[n]) is not null) return names[start - 1];
        return null;
    }

    /// <summary>The axis of names that are times; null where they are on none.</summary>
    /// <param name="file">What the file is called.</param>
    /// <param name="names">The names.</param>
    /// <param name="line">Their line.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="found">What was found out.</param>
    /// <exception cref="InvalidDataException">Day and month could be either way round.</exception>
    public static TimeGrid? Axis(string file, string[] names, long line, CsvReadOptions options, out CsvFinding? found)
    {
        const string column = "date"; // as if they stood in a column
        string[] cells = [.. names.Select(name => Year(name) is { } year ? year.ToString(CultureInfo.InvariantCulture) : name)];
        var sample = new CsvSample([[column], .. cells.Select(cell => (string[])[cell])], [.. Enumerable.Repeat(line, names.Length + 1)]);
        var search = new CsvTimeSearch(file, options with { TimeColumn = null, UsualTimeColumn = null }, sample, [column], 1);
        HashSet<int> dates = search.IsDates(0) ? [0] : [];
        CsvTimeSearch.Answer answer = search.Find(dates, CsvMarks.Plain, _ => false);
        var axis = new TimeAxis(file, "the header", answer.Format, CsvMarks.Plain, options);
        foreach (string cell in cells) axis.Add(System.Text.Encoding.UTF8.GetBytes(cell), default, line);
        found = new CsvFinding("time", $"the header, {BadData.Quote(names[0])} to {BadData.Quote(names[^1])}, {answer.Format?.Name ?? "numbers that count"}", "its names are times");
        if (!axis.Rises([.. Enumerable.Range(0, names.Length)])) throw BadData.At(file, line, $"the names of the header are times, but do not rise from {BadData.Quote(names[0])} to {BadData.Quote(names[^1])}; put the columns in the order of time");
        TimeGrid grid = axis.ToGrid([.. Enumerable.Range(0, names.Length)]);
        return grid.Missing == 0 ? grid : throw BadData.At(file, line, $"the names of the header are times in steps of {grid.Step}, of which {grid.Missing} {(grid.Missing == 1 ? "is" : "are")} missing; add the columns");
    }

    private static int Run(string[] names, int end, Func<string, string?, bool> fits)
    {
        int at = end;
        while (at > 0 && fits(names[at - 1], at < end ? names[at] : null)) at--;
        return end - at;
    }

    // 1990, X1990 of R, 1990 [YR1990] of the World Bank.
    private static int? Year(string name)
    {
        ReadOnlySpan<char> text = name.Length == 13 && name.EndsWith($" [YR{name[..4]}]", StringComparison.Ordinal) ? name.AsSpan(0, 4) : name.Length == 5 && name[0] == 'X' ? name.AsSpan(1) : name;
        return text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int year) && year is >= 1500 and <= 2200 ? year : null;
    }

    private static (string Prefix, int Number)? Count(string name)
    {
        int start = name.AsSpan().LastIndexOfAnyExceptInRange('0', '9') + 1;
        return int.TryParse(name.AsSpan(start), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? (name[..start], number) : null;
    }
}
