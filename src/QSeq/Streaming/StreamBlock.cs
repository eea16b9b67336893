namespace QSeq.Streaming;

/// <summary>
/// Some streams side by side: the row they are about to read, their last rows, and the state of their cells. Every row is kept
/// twice, a window apart, so that the last rows always stand one after another.
/// </summary>
internal sealed class StreamBlock
{
    private readonly int _inputs;
    private readonly int _window;
    private readonly int _stateRows;
    private readonly int _stateLanes;
    private readonly AlignedBuffer _next; // [inputs][lanes]
    private readonly AlignedBuffer _rows; // [2 window][inputs][lanes]
    private readonly AlignedBuffer _state; // [state rows][state lanes]

    /// <param name="first">The first stream.</param>
    /// <param name="count">How many.</param>
    /// <param name="inputs">Inputs of a row.</param>
    /// <param name="step">What reads the rows.</param>
    public StreamBlock(int first, int count, int inputs, StreamStep step)
    {
        (First, Count, Lanes, _inputs, _window) = (first, count, Core.Lanes.Pad(count), inputs, step.KeptRows);
        (_stateRows, _stateLanes) = (step.StateRows, step.StateLanes(Lanes));
        _next = new AlignedBuffer(checked(inputs * Lanes));
        _rows = new AlignedBuffer(checked(2 * _window * inputs * Lanes));
        _state = new AlignedBuffer(checked(_stateRows * _stateLanes));
    }

    public int First { get; }

    public int Count { get; }

    public int Lanes { get; }

    /// <summary>The row to be read, [inputs][lanes].</summary>
    public Rows Next => _next.Rows(0, _inputs, Lanes);

    /// <summary>The state of the cells, [state rows][state lanes].</summary>
    public Rows State => _state.Rows(0, _stateRows, _stateLanes);

    /// <summary>Keeps the next row.</summary>
    /// <param name="row">Its number, from 0.</param>
    public void Keep(long row)
    {
        ReadOnlySpan<float> next = _next.Span;
        next.CopyTo(At(row).Data);
        next.CopyTo(_rows.Rows(((int)(row % _window) + _window) * _inputs, _inputs, Lanes).Data);
    }

    /// <summary>A kept row, [inputs][lanes].</summary>
    public Rows At(long row) => _rows.Rows((int)(row % _window) * _inputs, _inputs, Lanes);

    /// <summary>The last rows, [window][inputs][lanes].</summary>
    /// <param name="row">The number of the last that was kept.</param>
    public Rows Window(long row) => _rows.Rows(((int)(row % _window) + 1) * _inputs, _window * _inputs, Lanes);

    /// <summary>As before the first row; kept rows mean nothing any more.</summary>
    public void Clear() => _state.Span.Clear();
}
