using global::Parquet;
using global::Parquet.Schema;

namespace QSeq.Parquet;

/// <summary>Series as they stand in a Parquet file.</summary>
internal sealed class ParquetTable
{
    private const int RowsOfGroup = 1 << 20;
    private const string SourceKey = "source";

    private readonly SeriesTable _table;
    private readonly DataField? _axis;
    private readonly ParquetSchema _schema;
    private readonly bool _isWhole; // numbers of the axis

    public ParquetTable(SeriesTable table, string? timeName)
    {
        _table = table;
        _isWhole = table.Step is { IsNumbers: true } step && decimal.IsInteger(step.NumberAt(0)) && decimal.IsInteger(step.NumberAt(1));
        _axis = Axis(timeName);
        if (_axis is not null && table.Names.Contains(_axis.Name)) throw new ArgumentException($"a series is called '{_axis.Name}' like the column of times; give one of them another name");
        _schema = new ParquetSchema([.. _axis is null ? Array.Empty<Field>() : [_axis], .. table.Names.Select(name => new DataField<double>(name))]);
    }

    public void Write(Stream stream) => WriteAsync(stream).GetAwaiter().GetResult();

    private DataField? Axis(string? name)
    {
        if (_table.Times is not { } times) return _table.Step is not { IsNumbers: true } ? null : _isWhole ? new DataField<long>(name ?? "step") : new DataField<double>(name ?? "step");
        bool isUtc = times[0].Kind != DateTimeKind.Unspecified;
        if (!isUtc && times.All(time => time.TimeOfDay == TimeSpan.Zero)) return new DateTimeDataField(name ?? "time", DateTimeFormat.Date);
        bool fine = times.Any(time => time.Ticks % TimeSpan.TicksPerMicrosecond != 0);
        return new DateTimeDataField(name ?? "time", DateTimeFormat.Timestamp, isUtc, fine ? DateTimeTimeUnit.Nanos : DateTimeTimeUnit.Micros);
    }

    private async Task WriteAsync(Stream stream)
    {
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(_schema, stream).ConfigureAwait(false);
        writer.CustomMetadata = new Dictionary<string, string> { [SourceKey] = _table.Source };
        for (int first = 0; first < _table.Length; first += RowsOfGroup)
        {
            int count = Math.Min(RowsOfGroup, _table.Length - first);
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            if (_axis is not null) await WriteAxis(group, _axis, first, count).ConfigureAwait(false);
            foreach (DataField field in _schema.DataFields.Skip(_axis is null ? 0 : 1))
                await group.WriteAsync<double>(field, _table.Column(field.Name).Slice(first, count).ToArray()).ConfigureAwait(false);
        }
    }

    private Task WriteAxis(ParquetRowGroupWriter group, DataField axis, int first, int count)
    {
        IEnumerable<int> rows = Enumerable.Range(first, count);
        if (_table.Times is { } times) return group.WriteAsync<DateTime>(axis, rows.Select(row => times[row].Kind == DateTimeKind.Local ? times[row].ToUniversalTime() : times[row]).ToArray());
        return _isWhole
            ? group.WriteAsync<long>(axis, rows.Select(row => (long)_table.Step!.NumberAt(row)).ToArray())
            : group.WriteAsync<double>(axis, rows.Select(row => (double)_table.Step!.NumberAt(row)).ToArray());
    }
}
