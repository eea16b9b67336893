using global::Parquet;
using global::Parquet.Meta;
using global::Parquet.Schema;

namespace QSeq.Parquet;

/// <summary>The rows of a Parquet file, a group of them in memory at a time.</summary>
internal sealed class ParquetRows : RowSource
{
    private const string Kind = "Parquet file";
    private const int MarkLength = 4; // PAR1 at the start
    private const string PandasIndex = "__index_level_0__"; // what pandas calls an index that has no name
    private const string Index = "index"; // what it writes in a CSV is read as
    private const long FewestPlausible = 1 << 18; // rows, in however small a file
    private const long MostPlausible = 100; // rows for a byte of the file

    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly ParquetReader _reader;
    private readonly List<DataField> _fields = [];
    private readonly List<string> _columns = [];
    private readonly List<string> _leftOut = [];
    private readonly List<ParquetColumn> _cells = [];
    private int _group;
    private long _left; // rows of the group
    private long _rows; // given

    private ParquetRows(Stream stream, string name, bool leaveOpen, ParquetReader reader)
    {
        (_stream, Name, _leaveOpen, _reader) = (stream, name, leaveOpen, reader);
        foreach (Field field in reader.Schema.Fields)
        {
            string? what = field is not DataField data ? "holds lists or structures" : Unreadable(data);
            if (what is not null)
            {
                _leftOut.Add($"'{field.Name}' {what} and was left out");
                continue;
            }

            _fields.Add((DataField)field);
            _cells.Add(ParquetColumn.Of((DataField)field));
            _columns.Add(field.Name == PandasIndex && reader.Schema.Fields.All(other => other.Name != Index) ? Index : field.Name);
        }

    }

    public override string Name { get; }

    public override IReadOnlyList<string> Columns => _columns;

    public override IReadOnlyList<string> LeftOut => _leftOut;

    /// <summary>Opens a file that can be sought in.</summary>
    public static ParquetRows Open(Stream stream, string name, bool leaveOpen)
    {
        Span<byte> mark = stackalloc byte[MarkLength];
        long start = stream.Position;
        if (stream.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false) < mark.Length || !mark.SequenceEqual("PAR1"u8))
        {
            throw mark.SequenceEqual("PARE"u8)
                ? BadData.In(name, "this Parquet file is encrypted; write it without a key")
                : BadData.In(name, "this is no Parquet file: it does not begin with PAR1; name a Parquet file");
        }

        var options = new ParquetOptions { UseBigDecimal = true };
        ParquetReader reader = Outside.Guarded(name, Kind, () =>
        {
            ParquetGuard.CheckEnd(stream);
            stream.Position = start;
            return ParquetReader.CreateAsync(stream, options, leaveStreamOpen: true).GetAwaiter().GetResult();
        });
        var rows = Outside.Guarded(name, Kind, () => new ParquetRows(stream, name, leaveOpen, reader));
        return rows._fields.Count > 0 ? rows : throw BadData.In(name, "this Parquet file has no column of numbers, text or times");
    }

    public override bool Write(RowText row, CancellationToken cancellationToken)
    {
        while (_left == 0)
        {
            if (_group == _reader.RowGroupCount) return false;
            _left = Outside.Guarded(Name, Kind, () => Load(_group, cancellationToken));
            _group++;
        }

        int column = 0;
        try
        {
            for (; column < _cells.Count; column++) _cells[column].Write(row);
        }
        catch (InvalidDataException e)
        {
            throw BadData.At(Name, _rows + 2, _columns[column], ErrorText.Of(e));
        }
        catch (Exception e) when (Outside.IsOfTheData(e))
        {
            throw Outside.Damaged(Name, Kind, e);
        }

        _left--;
        _rows++;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
            if (!_leaveOpen) _stream.Dispose();
        }

        base.Dispose(disposing);
    }

    private static string? Unreadable(DataField field)
    {
        if (field.IsArray || field.MaxRepetitionLevel > 0) return "holds lists";
        if (field.SchemaElement?.LogicalType is { VARIANT: not null } or { GEOMETRY: not null } or { GEOGRAPHY: not null }) return "holds structures";
        return ParquetColumn.CanRead(field) ? null : field.ClrType == typeof(ReadOnlyMemory<byte>) ? "holds bytes" : $"holds values of a kind that is not read ({field.ClrType.Name})";
    }

    private long Load(int index, CancellationToken cancellationToken)
    {
        using ParquetRowGroupReader group = _reader.OpenRowGroupReader(index);
        long rows = group.RowCount, most = Math.Max(FewestPlausible, MostPlausible * _stream.Length);
        if (rows < 0 || rows > most - _rows) throw new InvalidDataException($"a group of {rows} rows, after {_rows}, in a file of {_stream.Length} bytes");
        foreach ((DataField field, ParquetColumn cell) in _fields.Zip(_cells))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ColumnMetaData? about = group.GetMetadata(field)?.MetaData;
            if (about is null || about.NumValues != rows) throw new InvalidDataException($"column '{field.Name}' has {about?.NumValues ?? 0} values in a group of {rows} rows");
            ParquetGuard.CheckPages(_stream, about);
            cell.Load(group, (int)rows, cancellationToken);
        }

        return rows;
    }
}
