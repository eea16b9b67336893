namespace QSeq.Data;

/// <summary>The rows of a wide file in the order of time, and the grid of any of them that follow each other.</summary>
internal sealed class CsvWideRows
{
    private readonly TimeAxis? _time;
    private readonly Lazy<TimeGrid?> _whole;

    /// <summary>Puts the rows in order.</summary>
    /// <param name="time">Their times; null for none.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="notes">Receives what was done.</param>
    /// <exception cref="InvalidDataException">They are out of order.</exception>
    public CsvWideRows(TimeAxis? time, int count, List<string> notes)
    {
        _time = time;
        Rows = time?.Order(notes) ?? [.. Enumerable.Range(0, count)];
        _whole = new Lazy<TimeGrid?>(Whole);
    }

    /// <summary>The rows.</summary>
    public ArraySegment<int> Rows { get; }

    /// <summary>The grid of rows: part of that of the whole file where it has all of their stamps, so that few rows tell the same step as all do.</summary>
    /// <param name="rows">Some of <see cref="Rows"/> that follow each other.</param>
    /// <param name="first">The place of the first.</param>
    /// <exception cref="InvalidDataException">They are not on a grid.</exception>
    public TimeGrid? GridOf(ArraySegment<int> rows, int first)
    {
        if (_time is null) return null;
        if (_whole.Value is { } whole && whole.Places[first + rows.Count - 1] - whole.Places[first] == rows.Count - 1)
            return rows.Count == Rows.Count ? whole : whole.Part(whole.Places[first], rows.Count);
        return _time.ToGrid(rows);
    }

    private TimeGrid? Whole()
    {
        try
        {
            return _time!.ToGrid(Rows);
        }
        catch (InvalidDataException)
        {
            return null; // of rows that no series may need; those that do say it themselves
        }
    }
}
