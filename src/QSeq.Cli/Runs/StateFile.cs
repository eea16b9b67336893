using QSeq.Streaming;

namespace QSeq.Cli.Runs;

/// <summary>
/// The state of a stream in a file, after rows that were answered alone: written now and then while rows come, and at the end, whatever
/// ends it. Each time it is whole; a process that is killed leaves the last one.
/// </summary>
internal sealed class StateFile
{
    public const int MostRows = 100_000; // answered rows that are not in the file,
    private const int MostValues = 1 << 22; // or fewer where they are wide
    public static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    private readonly StreamingForecaster _stream;
    private readonly string _path;
    private readonly TimeProvider _clock;
    private readonly List<double> _rows = []; // answered since the state was last written
    private byte[] _state; // after the rows before these
    private long _answered;
    private long _written; // when it was
    private bool _isNew; // whether this run has written it

    /// <param name="stream">The stream, as it is before the run.</param>
    /// <param name="path">The file.</param>
    /// <param name="clock">Says when it is time to write.</param>
    public StateFile(StreamingForecaster stream, string path, TimeProvider clock)
    {
        (_stream, _path, _clock) = (stream, path, clock);
        (_state, _answered, _written) = (stream.ToBytes(), stream.RowsRead, clock.GetTimestamp());
    }

    /// <summary>A row that the stream has read is answered.</summary>
    public void Answered(ReadOnlySpan<double> row)
    {
        _rows.AddRange(row);
        _answered++;
        WriteInTime();
    }

    /// <summary>Writes the file where it lacks rows and it is time; to be called now and then where no row comes.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void WriteInTime()
    {
        if (_rows.Count > 0 && (_rows.Count >= Math.Min((long)MostRows * _stream.RowSize, MostValues) || _clock.GetElapsedTime(_written) >= Between)) Write();
    }

    /// <summary>Writes the file where it lacks rows. A row that was read and not answered is taken back before.</summary>
    /// <returns>Whether this run has written it.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public bool Close()
    {
        if (_stream.RowsRead != _answered) GoBack();
        if (_rows.Count > 0) Write();
        return _isNew;
    }

    private void Write()
    {
        _state = _stream.ToBytes();
        AtomicFile.Write(_path, file => file.Write(_state));
        _rows.Clear();
        (_written, _isNew) = (_clock.GetTimestamp(), true);
    }

    private void GoBack()
    {
        _stream.Restore(_state, _path);
        double[] rows = [.. _rows], forecast = new double[_stream.ForecastSize];
        for (int at = 0; at < rows.Length; at += _stream.RowSize) _stream.Step(rows.AsSpan(at, _stream.RowSize), forecast);
    }
}
