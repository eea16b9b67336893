namespace QSeq.Data;

/// <summary>Looks whether a text without times is one that was meant to have some: a series a row, or texts that count.</summary>
internal sealed class CsvShape(string file, CsvReadOptions options, CsvSample sample, string[] names, int first)
{
    // M4 and others write a series a row, which read by columns would be nonsense.

    /// <summary>What is said of a text in which every row may be a series; null where none is.</summary>
    /// <param name="unknown">Names that were asked for and are none of a column.</param>
    /// <exception cref="InvalidDataException">Every row must be a series.</exception>
    public CsvFinding? RowsAreSeries(string[] unknown)
    {
        if (first == 0 || names.Length < 4 || (options.Columns is not null && unknown.Length == 0)) return null;
        bool named = IsText(0) && All(0).Distinct().Count() == sample.Rows.Count - first && !All(0).Contains("");
        if (CsvHeaderTimes.Start(names, out bool isTime, out _) is > 0 and var start && Enumerable.Range(0, start).Any(IsText) && (isTime || (named && start > 1)))
            throw BadData.At(file, sample.Lines[0], $"the header {(isTime ? "holds times" : "counts on")} ('{names[start]}', '{names[start + 1]}', ...): every row seems to be a series; {CsvAdvice.Rows}, or name the columns to read");
        if (!named || !CountOn()) return null;
        bool ragged = sample.Rows.Skip(first).Any(row => row.Length < names.Length || row[^1].Length == 0);
        string found = $"the first cells are names ({BadData.Quote(All(0)[0])}, ...), and the header counts on ('{names[1]}', '{names[2]}', ...)";
        if (ragged || unknown.Length > 0)
            throw BadData.At(file, sample.Lines[0], $"{found}{(ragged ? ", and rows are not equally long" : "")}: every row seems to be a series; {CsvAdvice.Rows}, or name the columns to read");
        return new CsvFinding("series", "a column each", $"but {found}, as where every row is a series", true, CsvAdvice.Rows);
    }

    /// <summary>Refuses FY19Q1, FY19Q2: left out as texts, they would be missed as times.</summary>
    /// <exception cref="InvalidDataException">There are such texts.</exception>
    public void RefuseCounting()
    {
        if (options.TimeColumn is not null || (names.Length > 3 && CountOn())) return;
        for (int c = 0; c < names.Length; c++)
        {
            List<string> cells = All(c);
            if (options.Columns?.Contains(names[c], StringComparer.Ordinal) == true || cells.TrueForAll(CsvCells.IsNumber) || !(TimeWords.Count(cells) || (cells.Count > 2 && cells.TrueForAll(MonthNames.IsLikely)))) continue;
            ErrorText advice = StampFormat.TryTimeOfDay(cells[0], out _) ? (ErrorText)$"add a column of days, or {CsvAdvice.NoTimes}" : (ErrorText)$"{CsvAdvice.DateFormat}, or {CsvAdvice.NoTimes}";
            throw BadData.At(file, sample.Lines[first], names[c], $"found {BadData.Quote(cells[0])}, {BadData.Quote(cells[1])} and so on, which may be times; {advice}");
        }
    }

    // V2, V3, V4: nobody gave these names.
    private bool CountOn()
    {
        int start = names[1].AsSpan().LastIndexOfAnyExceptInRange('0', '9') + 1;
        string prefix = names[1][..start];
        if (!int.TryParse(names[1].AsSpan(start), NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return false;
        for (int c = 2; c < names.Length; c++)
            if (names[c] != string.Create(CultureInfo.InvariantCulture, $"{prefix}{number + c - 1}")) return false;
        return true;
    }

    private bool IsText(int column) => !All(column).TrueForAll(CsvCells.IsNumber);

    private List<string> All(int column) => [.. sample.Rows.Skip(first).Select(row => column < row.Length ? row[column] : "")];
}
