namespace QSeq.Cli.Output;

/// <summary>Which rows a model was trained on. Its own test part comes after them.</summary>
/// <param name="Count">Rows of all of its data.</param>
/// <param name="Seen">Rows before its test part: those it was trained and validated on.</param>
/// <param name="First">The first time stamp.</param>
/// <param name="Last">The last time stamp.</param>
/// <param name="Test">The time stamp at which the test part begins.</param>
internal sealed record TrainedRows(int Count, int Seen, DateTime? First, DateTime? Last, DateTime? Test)
{
    /// <summary>The rows of a model's data, or null where its file does not say.</summary>
    public static TrainedRows? Of(SeriesOrigin data) =>
        data.Rows is { } rows ? new TrainedRows(rows, data.TestRow ?? rows, data.First, data.Last, data.TestTime) : null;

    public override string ToString() =>
        $"{Count} rows{(this is { First: { } first, Last: { } last } ? $", {CsvText.Time(first)}..{CsvText.Time(last)}" : "")}";

    /// <summary>Whether data has as many rows and the same first and last time stamp.</summary>
    public bool SameExtent(SeriesTable table) =>
        table.Length == Count && Ticks(table, 0) == First?.Ticks && Ticks(table, table.Length - 1) == Last?.Ticks;

    /// <summary>What is to be known about windows to be scored that the model may have been trained on, on one line; null for none.</summary>
    public string? Overlap(SeriesTable table, WindowSet windows, bool sameSource, bool all)
    {
        int first = windows.TargetIndex(0);
        if (table.Times is not null && First is { } from && Last is { } last)
        {
            long end = Test?.Ticks ?? (last.Ticks + 1);
            int known = Enumerable.Range(0, windows.Count).Count(s => Ticks(table, windows.TargetIndex(s)) is { } time && time >= from.Ticks && time < end);
            string until = Test is { } test ? $"before {CsvText.Time(test).TrimEnd('Z')}, where the model's own test part begins" : $"up to {CsvText.Time(last).TrimEnd('Z')}, the end of the model's data";
            string lie = $"warning: {known} of the {windows.Count} windows scored lie {until}";
            return known == 0 ? null : $"{lie}: if this is the same series, the model has been trained on them";
        }

        // Without time stamps rows can only be counted: from the start of what may be the same series.
        if (first >= Seen || (all && !sameSource) || (!all && SameExtent(table))) return null;
        int count = Enumerable.Range(0, windows.Count).Count(s => windows.TargetIndex(s) < Seen);
        string before = $"warning: {count} of the {windows.Count} windows scored lie before row {Seen + 1L}, ";
        return before + $"where the model's own test part begins ({Count} rows then, {table.Length} here): "
            + "if this data starts where that did, the model has been trained on them";
    }

    private static long? Ticks(SeriesTable table, int row) => table.Times?[row].Ticks;
}
