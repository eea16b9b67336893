namespace QSeq.Data;

/// <summary>The rows of a source as the text of a CSV, a few at a time.</summary>
internal sealed class RowTextReader : TextReader
{
    private const int MostRows = 256; // at a time

    private readonly RowSource _source;
    private readonly CancellationToken _cancellationToken;
    private readonly RowText _rows = new();
    private int _next;
    private bool _atEnd;

    public RowTextReader(RowSource source, CancellationToken cancellationToken)
    {
        (_source, _cancellationToken) = (source, cancellationToken);
        foreach (string column in source.Columns) _rows.Text(CsvText.Guard(column));
        _rows.End();
    }

    public override int Peek() => Fill() ? _rows.Written[_next] : -1;

    public override int Read() => Fill() ? _rows.Written[_next++] : -1;

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        if (buffer.IsEmpty || !Fill()) return 0;
        ReadOnlySpan<char> left = _rows.Written[_next..];
        int count = Math.Min(buffer.Length, left.Length);
        left[..count].CopyTo(buffer);
        _next += count;
        return count;
    }

    private bool Fill()
    {
        if (_next < _rows.Written.Length) return true;
        _rows.Clear();
        _next = 0;
        _cancellationToken.ThrowIfCancellationRequested();
        for (int row = 0; row < MostRows && !_atEnd; row++)
        {
            if (_source.Write(_rows, _cancellationToken)) _rows.End();
            else _atEnd = true;
        }

        return _rows.Written.Length > 0;
    }
}
