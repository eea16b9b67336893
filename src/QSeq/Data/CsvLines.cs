namespace QSeq.Data;

/// <summary>The lines of rows. Most rows stand in the line after the one before, and only the others take memory.</summary>
internal sealed class CsvLines
{
    private readonly List<(int Row, long Line)> _jumps = [];
    private long _next = -1; // the line of the next row where it follows

    /// <summary>Rows.</summary>
    public int Count { get; private set; }

    /// <summary>The line of a row.</summary>
    public long this[int row]
    {
        get
        {
            int low = 0, high = _jumps.Count - 1;
            while (low < high)
            {
                int middle = (low + high + 1) / 2;
                if (_jumps[middle].Row <= row) low = middle;
                else high = middle - 1;
            }

            return _jumps[low].Line + row - _jumps[low].Row;
        }
    }

    /// <summary>Adds a row.</summary>
    public void Add(long line)
    {
        if (line != _next) _jumps.Add((Count, line));
        _next = line + 1;
        Count++;
    }
}
