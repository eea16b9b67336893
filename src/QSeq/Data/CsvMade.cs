namespace QSeq.Data;

/// <summary>Columns that were laid on a grid, becoming a table and what is known after its end.</summary>
/// <param name="length">Rows up to the end of the series.</param>
internal sealed class CsvMade(int length)
{
    private readonly List<string> _names = [];
    private readonly List<double[]> _values = [];
    private readonly List<bool[]?> _filled = [];
    private readonly List<string> _knownNames = [];
    private readonly List<double[]> _known = []; // after the end

    /// <summary>Takes a column; one of categories becomes several.</summary>
    /// <param name="column">What it was read as.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="values">Its values; where it is known in the future, those after the end too. Of categories, their numbers.</param>
    /// <param name="filled">Which of them were filled in; null for none.</param>
    public void Add(CsvColumn column, string name, double[] values, bool[]? filled)
    {
        if (column.Levels is not { } levels)
        {
            Add(name, column.IsKnown, values, filled);
            return;
        }

        if (Array.TrueForAll(values, double.IsNaN)) Array.Fill(values, CsvLevels.None);
        GapFill.Fill(values, GapPolicy.Previous); // times without a row
        foreach (string level in levels.Names) Add($"{name}={level}", column.IsKnown, levels.ColumnOf(level, values), null);
    }

    /// <summary>The table.</summary>
    /// <param name="origin">What the data says of itself.</param>
    /// <param name="grid">The grid of all rows; null without times.</param>
    /// <param name="notes">What was repaired.</param>
    public SeriesTable ToTable(string origin, TimeGrid? grid, IReadOnlyList<string> notes)
    {
        IReadOnlyList<DateTime>? times = grid?.Times, history = times;
        if (times is not null && times.Count > length) history = [.. times.Take(length)];
        SeriesTable table = SeriesTable.Trusted(origin, _names, [.. _values], history, grid?.Step, notes).WithFilled([.. _filled]);
        if (_known.Count == 0 || _known[0].Length == 0) return table;
        return table.WithFuture(SeriesTable.Trusted(origin, _knownNames, [.. _known], times is null ? null : [.. times.Skip(length)], grid?.Step.From(length), []));
    }

    private void Add(string name, bool isKnown, double[] values, bool[]? filled)
    {
        _names.Add(name);
        _values.Add(values.Length == length ? values : values[..length]);
        _filled.Add(filled is null || filled.Length == length ? filled : filled[..length]);
        if (!isKnown) return;
        _knownNames.Add(name);
        _known.Add(values[length..]);
    }
}
