namespace QSeq.Data;

/// <summary>One series of a <see cref="SeriesPanel"/>: its values, or why it has none.</summary>
/// <param name="Name">Its name; no other series of the panel has it.</param>
/// <param name="Table">A table of this series alone, from its first value to its last, on its own time axis; null where it cannot be read.</param>
/// <param name="Problem">Why it cannot be read, with its place in the file; null where it can.</param>
public sealed record PanelSeries(string Name, SeriesTable? Table, InvalidDataException? Problem)
{
    /// <summary>What columns that are the same in all rows of the series say of it, such as its region, by their names; empty for none.</summary>
    public IReadOnlyDictionary<string, string> Static { get; init; } = new Dictionary<string, string>();
}
