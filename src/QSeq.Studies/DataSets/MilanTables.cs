namespace QSeq.Studies.DataSets;

/// <summary>Makes tables of what was added up: gaps counted, filled and told.</summary>
internal sealed class MilanTables(string folder, MilanReadOptions options, MilanBins bins, string[] files, string? origin)
{
    private const int SquaresShown = 5;

    public MilanReadResult Build(long rows, long bytes)
    {
        DateTime[] times = MilanFormat.ClockTimes(bins.FirstBin, bins.Length);
        var tables = new Dictionary<MilanActivity, SeriesTable>();
        var gaps = new Dictionary<MilanActivity, ImmutableArray<MilanGaps>>();
        foreach (MilanActivity activity in options.Activities)
            (tables[activity], gaps[activity]) = BuildTable(activity, times);
        return new MilanReadResult { Tables = tables, Gaps = gaps, FilesRead = files.Length, Rows = rows, Bytes = bytes };
    }

    private (SeriesTable Table, ImmutableArray<MilanGaps> Gaps) BuildTable(MilanActivity activity, DateTime[] times)
    {
        var notes = new List<string>();
        int[] squares = FindSquares(activity, notes);
        var gaps = ImmutableArray.CreateBuilder<MilanGaps>(squares.Length);
        string[] names = new string[squares.Length];
        double[][] columns = new double[squares.Length][];
        for (int c = 0; c < squares.Length; c++)
        {
            names[c] = MilanFormat.ColumnName(squares[c]);
            columns[c] = bins.Take(activity, squares[c], out MilanGaps found);
            gaps.Add(found);
            if (found.Missing == 0) continue;
            if (options.Gaps == GapPolicy.Error) throw Gap(activity, squares[c], columns[c], found);
            GapFill.Fill(columns[c], options.Gaps);
        }

        long missing = gaps.Sum(g => (long)g.Missing);
        if (missing > 0)
            notes.Add($"{missing} of {(long)squares.Length * times.Length} bins ({gaps.Count(g => g.Missing > 0)} of {squares.Length} squares) had no record of {MilanActivities.Name(activity)} and were filled by {GapFill.Name(options.Gaps)}");
        if (bins.Shared is { } shared)
            notes.Add($"rows of {Show(shared.Bin)} are in two files, {Path.GetFileName(files[shared.File])} and {Path.GetFileName(files[shared.Other])}, and were added up; check that no day is there twice");
        string source = $"{origin ?? "raw Milan files, as supplied"}: {MilanActivities.Name(activity)} summed over country codes, "
            + $"{files.Length} files in {folder}, 10-minute bins from {Show(bins.FirstBin)} (UTC+1)";
        for (int c = 0; c < columns.Length; c++)
            if (Array.Exists(columns[c], value => !double.IsFinite(value))) throw new InvalidDataException($"{source}: the values of {names[c]} in a bin are too large to be added up; correct them");
        return (new SeriesTable(source, names, columns, times).WithNotes(notes), gaps.MoveToImmutable());
    }

    private int[] FindSquares(MilanActivity activity, List<string> notes)
    {
        if (options.Squares is { } wanted)
        {
            // Of a square that occurs with another activity, none of this one may mean zero.
            IEnumerable<MilanActivity> those = options.Gaps == GapPolicy.Zero ? options.Activities : [activity];
            foreach (int square in wanted)
                if (!those.Any(one => bins.Occurs(one, square)))
                    throw BadData.In(folder, $"square {square} has no record of {MilanActivities.Name(activity)} in these {files.Length} files; leave it out");
            return [.. wanted];
        }

        int[] occurring = [.. Enumerable.Range(1, MilanFormat.Squares).Where(s => bins.Occurs(activity, s))];
        if (occurring.Length == 0) throw BadData.In(folder, $"no square has any record of {MilanActivities.Name(activity)}; choose another activity");
        if (occurring.Length == MilanFormat.Squares) return occurring;
        IEnumerable<int> absent = Enumerable.Range(1, MilanFormat.Squares).Where(s => !bins.Occurs(activity, s)).Take(SquaresShown);
        notes.Add($"{MilanFormat.Squares - occurring.Length} of {MilanFormat.Squares} squares have no record of {MilanActivities.Name(activity)} and were left out ({string.Join(", ", absent)}, …)");
        return occurring;
    }

    private InvalidDataException Gap(MilanActivity activity, int square, double[] values, MilanGaps gaps)
    {
        long bin = bins.FirstBin + Array.FindIndex(values, double.IsNaN);
        return BadData.In(folder, $"square {square} has {gaps.Missing} gaps in {MilanActivities.Name(activity)}, the first at {Show(bin)} (UTC+1); choose to fill gaps by zero, previous or linear");
    }

    private static string Show(long bin) => MilanFormat.ClockTime(bin).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
