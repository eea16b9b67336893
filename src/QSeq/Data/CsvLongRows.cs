using System.Runtime.CompilerServices;

namespace QSeq.Data;

/// <summary>The rows of each series of a long file in the order of time, and the grid of any of them that follow each other.</summary>
internal sealed class CsvLongRows
{
    private const int FewestForStep = 4; // rows that tell a step of their own

    private readonly TimeAxis _time;
    private readonly int[] _rows; // series by series
    private readonly int[] _starts; // of each series in them, and the end
    private readonly Dictionary<int, InvalidDataException> _problems = [];
    private readonly SeriesStep? _step; // of the longest series, for those too short or too sparse to tell
    private ArraySegment<int> _lastRows;
    private TimeGrid? _last; // of the series before, which mostly has the same times

    /// <summary>Parts the rows.</summary>
    /// <param name="time">Their times.</param>
    /// <param name="keys">Of which series each is.</param>
    /// <param name="notes">Receives what was done.</param>
    public CsvLongRows(TimeAxis time, CsvKeys keys, List<string> notes)
    {
        _time = time;
        int count = keys.Count, all = keys.Rows.Count;
        (_rows, _starts) = Part(keys.Rows, count, all);
        int sorted = 0;
        for (int s = 0; s < count; s++)
            if (!Sort(s)) sorted++;
        if (sorted > 0) notes.Add($"the rows of {sorted} of {count} series were put in the order of time");
        _step = StepOfLongest();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (int[] Rows, int[] Starts) Part(ChunkedList<int> series, int count, int all)
    {
        int[] starts = new int[count + 1], rows = new int[all];
        for (int row = 0; row < all;)
        {
            ReadOnlySpan<int> some = series.From(row);
            foreach (int s in some) starts[s + 1]++;
            row += some.Length;
        }

        for (int s = 0; s < count; s++) starts[s + 1] += starts[s];
        int[] next = starts[..count];
        for (int row = 0; row < all;)
        {
            foreach (int s in series.From(row)) rows[next[s]++] = row++;
        }

        return (rows, starts);
    }

    /// <summary>The rows of a series.</summary>
    public ArraySegment<int> Of(int series) => new(_rows, _starts[series], _starts[series + 1] - _starts[series]);

    /// <summary>Why a series cannot be read; null where it can.</summary>
    public InvalidDataException? Problem(int series) => _problems.GetValueOrDefault(series);

    /// <summary>The grid of rows of one series.</summary>
    /// <exception cref="InvalidDataException">They are not on a grid.</exception>
    public TimeGrid GridOf(ArraySegment<int> rows, int first)
    {
        if (_last is not null && _time.IsSame(rows, _lastRows)) return _last;
        TimeGrid grid = _time.ToGrid(rows, Own(rows));
        (_last, _lastRows) = (grid, rows);
        return grid;
    }

    // The file's step where the rows tell none of their own.
    private SeriesStep? Own(ArraySegment<int> rows)
    {
        if (_step is null) return null;
        if (rows.Count >= FewestForStep && TryGrid(rows, null) is { Missing: 0 }) return null;
        return TryGrid(rows, _step) is null ? null : _step;
    }

    private TimeGrid? TryGrid(ArraySegment<int> rows, SeriesStep? step)
    {
        try
        {
            return _time.ToGrid(rows, step);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private SeriesStep? StepOfLongest()
    {
        int longest = Enumerable.Range(0, _starts.Length - 1).MaxBy(s => _problems.ContainsKey(s) ? 0 : Of(s).Count);
        return _problems.ContainsKey(longest) ? null : TryGrid(Of(longest), null)?.Step;
    }

    // False where rows were not in order before.
    private bool Sort(int series)
    {
        ArraySegment<int> rows = Of(series);
        if (_time.Rises(rows)) return true;
        rows.AsSpan().Sort((a, b) => _time.Compare(a, b) is var order and not 0 ? order : a.CompareTo(b));
        for (int n = 1; n < rows.Count; n++)
        {
            if (_time.Compare(rows[n], rows[n - 1]) != 0) continue;
            _problems.Add(series, _time.Disorder(rows[n], rows[n - 1]));
            return true;
        }

        return false;
    }
}
