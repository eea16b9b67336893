using System.Numerics;
using global::Parquet;
using global::Parquet.Data;
using global::Parquet.File.Values.Primitives;
using global::Parquet.Meta;
using global::Parquet.Schema;

namespace QSeq.Parquet;

/// <summary>A column of numbers, text or times, whose values are given one after the other, a group of rows in memory at a time.</summary>
/// <remarks>Each kind of value is named here in code: a program that is compiled ahead has no other.</remarks>
internal abstract class ParquetColumn
{
    private static readonly Dictionary<System.Type, Kind> Kinds = new()
    {
        [typeof(double)] = Read<double>(static (row, value) => row.Number(value)),
        [typeof(float)] = Read<float>(static (row, value) => row.Number(value)),
        [typeof(Half)] = Read<Half>(static (row, value) => row.Number((double)value)),
        [typeof(bool)] = Read<bool>(static (row, value) => row.Flag(value)),
        [typeof(sbyte)] = Read<sbyte>(static (row, value) => row.Number((long)value)),
        [typeof(byte)] = Read<byte>(static (row, value) => row.Number((long)value)),
        [typeof(short)] = Read<short>(static (row, value) => row.Number((long)value)),
        [typeof(ushort)] = Read<ushort>(static (row, value) => row.Number((long)value)),
        [typeof(int)] = Read(Whole<int>),
        [typeof(uint)] = Read<uint>(static (row, value) => row.Number((long)value)),
        [typeof(long)] = Read(Whole<long>),
        [typeof(ulong)] = Read<ulong>(static (row, value) => row.Number(value)),
        [typeof(decimal)] = Read<decimal>(static (row, value) => row.Number(value)),
        [typeof(BigDecimal)] = Read<BigDecimal>(static (row, value) => row.Text(Digits.Of(value.UnscaledValue, value.Scale))),
        [typeof(DateTime)] = Read(static field => Times((DateTimeDataField)field)),
        [typeof(DateOnly)] = Read<DateOnly>(static (row, value) => row.Day(value)),
        [typeof(TimeOnly)] = Read<TimeOnly>(static (row, value) => row.Clock(value)),
        [typeof(Guid)] = Read<Guid>(static (row, value) => row.Text(value.ToString())),
        [typeof(ReadOnlyMemory<char>)] = Read<ReadOnlyMemory<char>>(static (row, value) => row.Text(value.Span)),
        [typeof(ReadOnlyMemory<byte>)] = new(typeof(ReadOnlyMemory<byte>?), null),
        [typeof(BigInteger)] = new(typeof(BigInteger?), null),
        [typeof(Interval)] = new(typeof(Interval?), null),
    };

    /// <summary>Whether columns of this kind are read.</summary>
    public static bool CanRead(DataField field) => Kinds.GetValueOrDefault(field.ClrType)?.Make is not null;

    /// <summary>The column of a field that can be read, without values.</summary>
    public static ParquetColumn Of(DataField field) => Kinds[field.ClrType].Make!(field);

    /// <summary>Reads the values of a group of rows, in the place of those before.</summary>
    /// <param name="group">The group.</param>
    /// <param name="rows">Rows that it has, 0 or more.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public abstract void Load(ParquetRowGroupReader group, int rows, CancellationToken cancellationToken);

    /// <summary>Writes the next value.</summary>
    public abstract void Write(RowText row);

    private static Kind Read<T>(Action<RowText, T> write)
        where T : struct => Read(_ => write);

    private static Kind Read<T>(Func<DataField, Action<RowText, T>> write)
        where T : struct => new(typeof(T?), field => new Typed<T>(field, write(field)));

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

    /// <summary>A kind of value.</summary>
    /// <param name="OrNull">
    /// The same where it may be missing. The library makes this type as it runs, of columns that are left out too; what is named here is
    /// compiled.
    /// </param>
    /// <param name="Make">A column of it; null for what is not read.</param>
    private sealed record Kind(System.Type OrNull, Func<DataField, ParquetColumn>? Make);

    private sealed class Typed<T>(DataField field, Action<RowText, T> write) : ParquetColumn
        where T : struct
    {
        private readonly int _whole = field.MaxDefinitionLevel; // of a value that is there
        private T[] _values = [];
        private int[] _levels = [];
        private int _next; // value
        private int _row;

        public override void Load(ParquetRowGroupReader group, int rows, CancellationToken cancellationToken)
        {
            if (_values.Length < rows) _values = new T[rows];
            if (_whole > 0 && _levels.Length < rows) _levels = new int[rows];
            (_next, _row) = (0, 0);
            group.ReadRawAsync<T>(field, _values, _whole > 0 ? (Memory<int>?)_levels : null, null, cancellationToken).AsTask().GetAwaiter().GetResult();
        }

        public override void Write(RowText row)
        {
            bool isNull = _whole > 0 && _levels[_row] < _whole;
            _row++;
            if (isNull) row.Null();
            else write(row, _values[_next++]);
        }
    }
}
