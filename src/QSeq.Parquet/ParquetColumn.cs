using System.Numerics;
using global::Parquet.Data;
using global::Parquet.Meta;
using global::Parquet.Schema;

namespace QSeq.Parquet;

/// <summary>The values of a column in a group of rows, given one after the other.</summary>
internal abstract class ParquetColumn : IDisposable
{
    private static readonly System.Type[] Known =
    [
        typeof(double), typeof(float), typeof(Half), typeof(bool), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(decimal), typeof(BigDecimal), typeof(DateTime), typeof(DateOnly), typeof(TimeOnly), typeof(Guid), typeof(ReadOnlyMemory<char>),
    ];

    /// <summary>Whether columns of this kind are read.</summary>
    public static bool CanRead(DataField field) => Array.IndexOf(Known, field.ClrType) >= 0;

    /// <summary>The values of a column.</summary>
    /// <exception cref="NotSupportedException">They are of a kind that is not read.</exception>
    public static ParquetColumn Of(DataField field, RawColumnData data) => data switch
    {
        RawColumnData<double> of => Make(field, of, static (row, value) => row.Number(value)),
        RawColumnData<float> of => Make(field, of, static (row, value) => row.Number(value)),
        RawColumnData<Half> of => Make(field, of, static (row, value) => row.Number((double)value)),
        RawColumnData<bool> of => Make(field, of, static (row, value) => row.Flag(value)),
        RawColumnData<sbyte> of => Make(field, of, static (row, value) => row.Number((long)value)),
        RawColumnData<byte> of => Make(field, of, static (row, value) => row.Number((long)value)),
        RawColumnData<short> of => Make(field, of, static (row, value) => row.Number((long)value)),
        RawColumnData<ushort> of => Make(field, of, static (row, value) => row.Number((long)value)),
        RawColumnData<int> of => Make(field, of, Whole<int>(field)),
        RawColumnData<uint> of => Make(field, of, static (row, value) => row.Number((long)value)),
        RawColumnData<long> of => Make(field, of, Whole<long>(field)),
        RawColumnData<ulong> of => Make(field, of, static (row, value) => row.Number(value)),
        RawColumnData<decimal> of => Make(field, of, static (row, value) => row.Number(value)),
        RawColumnData<BigDecimal> of => Make(field, of, static (row, value) => row.Text(Digits.Of(value.UnscaledValue, value.Scale))),
        RawColumnData<DateTime> of => Make(field, of, Times((DateTimeDataField)field)),
        RawColumnData<DateOnly> of => Make(field, of, static (row, value) => row.Day(value)),
        RawColumnData<TimeOnly> of => Make(field, of, static (row, value) => row.Clock(value)),
        RawColumnData<Guid> of => Make(field, of, static (row, value) => row.Text(value.ToString())),
        RawColumnData<ReadOnlyMemory<char>> of => Make(field, of, static (row, value) => row.Text(value.Span)),
        _ => throw new NotSupportedException($"column '{field.Name}' holds values of a kind that is not read"),
    };

    /// <summary>Writes the next value.</summary>
    public abstract void Write(RowText row);

    public abstract void Dispose();

    private static Typed<T> Make<T>(DataField field, RawColumnData<T> data, Action<RowText, T> write)
        where T : struct => new(data, field.MaxDefinitionLevel, write);

    // Whole numbers may be times of day, which the library leaves as they are.
    private static Action<RowText, T> Whole<T>(DataField field)
        where T : struct, IBinaryInteger<T>
    {
        TimeUnit? unit = field.SchemaElement?.LogicalType?.TIME?.Unit;
        ConvertedType? old = field.SchemaElement?.ConvertedType;
        long ticks = unit?.MILLIS is not null || old == ConvertedType.TIME_MILLIS ? TimeSpan.TicksPerMillisecond
            : unit?.MICROS is not null || old == ConvertedType.TIME_MICROS ? TimeSpan.TicksPerMicrosecond
            : 0;
        if (ticks > 0) return (row, value) => row.Clock(TimeOfDay(long.CreateChecked(value) * (Int128)ticks));
        if (unit?.NANOS is not null) return (row, value) => row.Clock(TimeOfDay(long.CreateChecked(value) / 100));
        return (row, value) => row.Number(long.CreateChecked(value));
    }

    private static TimeOnly TimeOfDay(Int128 ticks) => ticks >= 0 && ticks < TimeSpan.TicksPerDay
        ? new TimeOnly((long)ticks)
        : throw new InvalidDataException($"found {ticks} tenths of a microsecond, expected a time of day");

    private static Action<RowText, DateTime> Times(DateTimeDataField field) => field.DateTimeFormat switch
    {
        DateTimeFormat.Date => static (row, value) => row.Day(DateOnly.FromDateTime(value)),
        DateTimeFormat.Impala => static (row, value) => row.Time(DateTime.SpecifyKind(value, DateTimeKind.Unspecified)), // of no known zone
        _ when field.IsAdjustedToUTC => static (row, value) => row.Time(DateTime.SpecifyKind(value, DateTimeKind.Utc)),
        _ => static (row, value) => row.Time(DateTime.SpecifyKind(value, DateTimeKind.Unspecified)),
    };

    private sealed class Typed<T>(RawColumnData<T> data, int whole, Action<RowText, T> write) : ParquetColumn
        where T : struct
    {
        private int _next; // value
        private int _row;

        public override void Write(RowText row)
        {
            bool isNull = whole > 0 && data.DefinitionLevels[_row] < whole;
            _row++;
            if (isNull) row.Null();
            else write(row, data.Values[_next++]);
        }

        public override void Dispose() => data.Dispose();
    }
}
