using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;

namespace QSeq.Parquet;

/// <summary>The rows of an Arrow file or stream, a batch of them in memory at a time.</summary>
internal sealed class ArrowRows : RowSource
{
    private const string Kind = "Arrow file";
    private const int MarkLength = 8; // at the start of a file

    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly ArrowStreamReader _reader;
    private readonly ArrowGuard _guard;
    private readonly List<int> _places = []; // of the columns in a batch
    private readonly List<string> _columns = [];
    private readonly List<string> _leftOut = [];
    private RecordBatch? _batch;
    private ArrowColumn[] _cells = [];
    private int _row; // of the batch
    private long _rows; // given

    private ArrowRows(Stream stream, string name, bool leaveOpen, ArrowStreamReader reader, ArrowGuard guard, Schema schema)
    {
        (_stream, Name, _leaveOpen, _reader, _guard) = (stream, name, leaveOpen, reader, guard);
        for (int place = 0; place < schema.FieldsList.Count; place++)
        {
            Field field = schema.FieldsList[place];
            if (ArrowColumn.CanRead(field.DataType))
            {
                _places.Add(place);
                _columns.Add(field.Name);
            }
            else
            {
                _leftOut.Add($"'{field.Name}' holds values of a kind that is not read ({field.DataType.Name}) and was left out");
            }
        }

        if (_places.Count == 0) throw BadData.In(name, "this Arrow file has no column of numbers, text or times");
    }

    public override string Name { get; }

    public override IReadOnlyList<string> Columns => _columns;

    public override IReadOnlyList<string> LeftOut => _leftOut;

    /// <summary>Opens a file that can be sought in, or a stream.</summary>
    public static ArrowRows Open(Stream stream, string name, bool leaveOpen)
    {
        var peeked = new PeekedStream(stream);
        ReadOnlySpan<byte> mark = peeked.Peek(MarkLength);
        bool isFile = mark.StartsWith("ARROW1"u8), isStream = mark.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFF, 0xFF, 0xFF]);
        if (mark.StartsWith("FEA1"u8)) throw BadData.In(name, "this is a Feather file of version 1; write it anew as Arrow (Feather, version 2) or Parquet");
        if (!isFile && !isStream) throw BadData.In(name, "this is neither an Arrow file nor an Arrow stream; name one");
        Stream bytes = stream.CanSeek ? peeked.Rewound() : peeked;
        if (isFile) bytes.ReadExactly(new byte[MarkLength]); // what follows is a stream
        var guard = new ArrowGuard(bytes);
        (ArrowStreamReader reader, Schema schema) = Outside.Guarded(name, Kind, () =>
        {
            var made = new ArrowStreamReader(guard, new CompressionCodecFactory(), leaveOpen: true);
            return (made, made.Schema ?? throw new InvalidDataException("it does not say which columns it has"));
        });
        return new ArrowRows(stream, name, leaveOpen, reader, guard, schema);
    }

    public override bool Write(RowText row, CancellationToken cancellationToken)
    {
        while (_batch is null || _row == _batch.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!Outside.Guarded(Name, Kind, Load)) return false;
        }

        int column = 0;
        try
        {
            for (; column < _cells.Length; column++) _cells[column].Write(row, _row);
        }
        catch (InvalidDataException e)
        {
            throw BadData.At(Name, _rows + 2, _columns[column], ErrorText.Of(e));
        }
        catch (Exception e) when (Outside.IsOfTheData(e))
        {
            throw Outside.Damaged(Name, Kind, e);
        }

        _row++;
        _rows++;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        _batch?.Dispose();
        _reader.Dispose();
        if (!_leaveOpen) _stream.Dispose();
    }

    private bool Load()
    {
        _batch?.Dispose();
        _batch = _reader.ReadNextRecordBatch();
        _row = 0;
        if (_batch is null && !_guard.IsEnded) throw new InvalidDataException("it breaks off, without the mark of its end");
        if (_batch is null) return false;
        _cells = [.. _places.Select(place => ArrowColumn.Of(_batch.Column(place)))];
        if (System.Array.Exists(_cells, cell => cell.Length < _batch.Length)) throw new InvalidDataException($"a column has less than the {_batch.Length} values of its batch");
        return true;
    }
}
