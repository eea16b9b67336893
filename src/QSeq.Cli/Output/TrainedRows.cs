namespace QSeq.Cli.Output;

/// <summary>Which rows a model was trained on, where its file says how many these are. Its own test part comes after them.</summary>
internal sealed class TrainedRows(SeriesOrigin data, int count)
{
    private readonly int _seen = data.TestRow ?? count; // rows before its test part: those it was trained and validated on

    public override string ToString() =>
        $"{count} rows{(data is { First: { } first, Last: { } last } ? $", {CsvText.Time(first)}..{CsvText.Time(last)}" : "")}";

    /// <summary>Whether data has as many rows and the same first and last time stamp.</summary>
    public bool SameExtent(SeriesTable table) =>
        table.Length == count && Ticks(table, 0) == data.First?.Ticks && Ticks(table, table.Length - 1) == data.Last?.Ticks;

    /// <summary>What is to be known about windows to be scored that the model may have been trained on, on one line; null for none.</summary>
    public string? Overlap(SeriesTable table, WindowSet windows, bool sameSource, bool all)
    {
        int first = windows.TargetIndex(0);
        if (table.Times is not null && data is { First: { } from, Last: { } last })
        {
            long end = data.TestTime?.Ticks ?? (last.Ticks + 1);
            int inside = Enumerable.Range(0, windows.Count)
                .Count(s => Ticks(table, windows.TargetIndex(s)) is { } time && time >= from.Ticks && time < end);
            string until = data.TestTime is { } test
                ? $"before {CsvText.Time(test).TrimEnd('Z')}, where the model's own test part begins"
                : $"up to {CsvText.Time(last).TrimEnd('Z')}, the end of the model's data";
            string lie = $"warning: {inside} of the {windows.Count} windows scored lie {until}";
            return inside == 0 ? null : $"{lie}: if this is the same series, the model has been trained on them";
        }

        // Without time stamps rows can only be counted: from the start of what may be the same series.
        if (first >= _seen || (all && !sameSource) || (!all && SameExtent(table))) return null;
        int known = Enumerable.Range(0, windows.Count).Count(s => windows.TargetIndex(s) < _seen);
        string before = $"warning: {known} of the {windows.Count} windows scored lie before row {_seen + 1L}, ";
        return before + $"where the model's own test part begins ({count} rows then, {table.Length} here): "
            + "if this data starts where that did, the model has been trained on them";
    }

    private static long? Ticks(SeriesTable table, int row) => table.Times?[row].Ticks;
}
