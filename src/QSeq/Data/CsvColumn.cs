namespace QSeq.Data;

/// <summary>A column being read.</summary>
internal sealed class CsvColumn(int index, string name, CsvForm? form = null)
{
    private readonly ChunkedList<double> _values = new(); // NaN where there is none

    /// <summary>Its cell in a row.</summary>
    public int Index => index;

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>What stands around its numbers; null for nothing.</summary>
    public CsvForm? Form => form;

    /// <summary>Rows.</summary>
    public int Count => _values.Count;

    /// <summary>Rows without a value, and what stood there.</summary>
    public List<(int Row, string Cell)> Gaps { get; } = [];

    /// <summary>The value of a row; NaN where there is none.</summary>
    public double this[int row] => _values[row];

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
