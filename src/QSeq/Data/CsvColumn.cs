namespace QSeq.Data;

/// <summary>A column being read.</summary>
internal sealed class CsvColumn(int index, string name, CsvForm? form = null, CsvLevels? levels = null)
{
    private readonly ChunkedList<double> _values = new(); // NaN where there is none

    /// <summary>Its cell in a row.</summary>
    public int Index => index;

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>What stands around its numbers; null for nothing.</summary>
    public CsvForm? Form => form;

    /// <summary>The levels of a column of categories, whose values are their numbers; null for a column of numbers.</summary>
    public CsvLevels? Levels => levels;

    /// <summary>Whether it is known behind the end of a series.</summary>
    public bool IsKnown { get; init; }

    /// <summary>Whether it stands beside each series instead of being one.</summary>
    public bool IsBeside => IsKnown || levels is not null;

    /// <summary>The names of the columns it gives.</summary>
    public IEnumerable<string> Names => levels is null ? [name] : levels.Names.Select(level => $"{name}={level}");

    /// <summary>Whether a row has a value.</summary>
    public bool HasValue(int row) => levels is null ? !double.IsNaN(_values[row]) : _values[row] != CsvLevels.None;

    /// <summary>Rows.</summary>
    public int Count => _values.Count;

    /// <summary>Rows without a value, and what stood there.</summary>
    public List<(int Row, string Cell)> Gaps { get; } = [];

    /// <summary>The value of a row; NaN where there is none.</summary>
    public double this[int row] => _values[row];

    /// <summary>Values from a row on, some at least.</summary>
    public ReadOnlySpan<double> From(int row) => _values.From(row);

    /// <summary>Lets values around a row go, which are not asked for again.</summary>
    public void Drop(int row) => _values.Drop(row);

    /// <summary>Adds a value.</summary>
    public void Add(double value) => _values.Add(value);

    /// <summary>Adds a row without a value.</summary>
    public void AddGap(int row, string cell)
    {
        Gaps.Add((row, Gaps.Count > 0 && Gaps[^1].Cell == cell ? Gaps[^1].Cell : cell));
        Add(double.NaN);
    }

    /// <summary>What stands in a row that has no value.</summary>
    public string CellAt(int row) => Gaps[Gaps.BinarySearch((row, ""), Comparer<(int Row, string Cell)>.Create((a, b) => a.Row.CompareTo(b.Row)))].Cell;

    /// <summary>Lets the values go, so that only one column is ever held twice.</summary>
    public void Release() => _values.Clear();
}
