namespace QSeq.Data;

/// <summary>A column being read.</summary>
internal sealed class CsvColumn(int index, string name)
{
    private const int ChunkValues = 1024; // a list that doubles would hold 10,000 columns of Milan up to three times

    private readonly List<double[]> _chunks = [];

    /// <summary>Its cell in a row.</summary>
    public int Index => index;

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Rows.</summary>
    public int Count { get; private set; }

    /// <summary>Rows without a value, and what stood there.</summary>
    public List<(int Row, string Cell)> Gaps { get; } = [];

    /// <summary>Adds a value.</summary>
    public void Add(double value)
    {
        int place = Count % ChunkValues;
        if (place == 0) _chunks.Add(new double[ChunkValues]);
        _chunks[^1][place] = value;
        Count++;
    }

    /// <summary>Adds a row without a value.</summary>
    public void AddGap(int row, long line, string cell)
    {
        Gaps.Add((row, Gaps.Count > 0 && Gaps[^1].Cell == cell ? Gaps[^1].Cell : cell));
        Add(double.NaN);
    }

    /// <summary>The values as one array; the chunks are let go, so that only one column is ever held twice.</summary>
    public double[] TakeValues()
    {
        double[] values = new double[Count];
        for (int start = 0; start < Count; start += ChunkValues)
            _chunks[start / ChunkValues].AsSpan(0, Math.Min(ChunkValues, Count - start)).CopyTo(values.AsSpan(start));
        _chunks.Clear();
        return values;
    }
}
