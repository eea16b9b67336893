using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace QSeq.Parquet;

/// <summary>The values of a column in a batch.</summary>
internal sealed class ArrowColumn
{
    private readonly IArrowArray _array;
    private readonly Action<RowText, int> _write;

    private ArrowColumn(IArrowArray array, Action<RowText, int> write) => (_array, _write) = (array, write);

    /// <summary>Values.</summary>
    public int Length => _array.Length;

    /// <summary>Whether columns of a kind are read.</summary>
    public static bool CanRead(IArrowType type) => type switch
    {
        DictionaryType dictionary => dictionary.IndexType is IntegerType && dictionary.ValueType is not DictionaryType && CanRead(dictionary.ValueType),
        _ => type.TypeId is ArrowTypeId.Null or ArrowTypeId.Boolean or ArrowTypeId.Int8 or ArrowTypeId.Int16 or ArrowTypeId.Int32 or ArrowTypeId.Int64 or ArrowTypeId.UInt8 or ArrowTypeId.UInt16
            or ArrowTypeId.UInt32 or ArrowTypeId.UInt64 or ArrowTypeId.HalfFloat or ArrowTypeId.Float or ArrowTypeId.Double or ArrowTypeId.String or ArrowTypeId.LargeString or ArrowTypeId.StringView
            or ArrowTypeId.Date32 or ArrowTypeId.Date64 or ArrowTypeId.Timestamp or ArrowTypeId.Time32 or ArrowTypeId.Time64 or ArrowTypeId.Decimal128 or ArrowTypeId.Decimal256,
    };

    /// <summary>The values of a column.</summary>
    /// <exception cref="NotSupportedException">They are of a kind that is not read.</exception>
    public static ArrowColumn Of(IArrowArray array) => new(array, array switch
    {
        NullArray => (row, _) => row.Null(),
        BooleanArray of => (row, n) => row.Flag(of.GetValue(n)!.Value),
        DoubleArray of => (row, n) => row.Number(of.Values[n]),
        FloatArray of => (row, n) => row.Number(of.Values[n]),
        HalfFloatArray of => (row, n) => row.Number((double)of.Values[n]),
        Int8Array of => (row, n) => row.Number((long)of.Values[n]),
        Int16Array of => (row, n) => row.Number((long)of.Values[n]),
        Int32Array of => (row, n) => row.Number((long)of.Values[n]),
        Int64Array of => (row, n) => row.Number(of.Values[n]),
        UInt8Array of => (row, n) => row.Number((long)of.Values[n]),
        UInt16Array of => (row, n) => row.Number((long)of.Values[n]),
        UInt32Array of => (row, n) => row.Number((long)of.Values[n]),
        UInt64Array of => (row, n) => row.Number(of.Values[n]),
        StringViewArray or StringArray or LargeStringArray => Texts(array),
        Date32Array of => (row, n) => row.Day(Day(of.Values[n])),
        Date64Array of => (row, n) => row.SinceEpoch(of.Values[n], 1000, false),
        TimestampArray of => Times(of, (TimestampType)of.Data.DataType),
        Time32Array of => Clock(((Time32Type)of.Data.DataType).Unit, n => of.Values[n]),
        Time64Array of => Clock(((Time64Type)of.Data.DataType).Unit, n => of.Values[n]),
        Decimal128Array of => (row, n) => row.Text(of.GetString(n)),
        Decimal256Array of => (row, n) => row.Text(of.GetString(n)),
        DictionaryArray of => Words(of),
        _ => throw new NotSupportedException($"a column holds values of a kind that is not read ({array.Data.DataType.Name})"),
    });

    /// <summary>Writes a value.</summary>
    public void Write(RowText row, int n)
    {
        if (_array.IsNull(n)) row.Null();
        else _write(row, n);
    }

    // The library reads texts at whatever place a file names, outside of all memory too; spans do not.
    private static Action<RowText, int> Texts(IArrowArray array)
    {
        ArrayData data = array.Data;
        return array switch
        {
            StringArray => (row, n) => Write(row, data.Buffers[2].Span, At<int>(data, n), At<int>(data, n + 1)),
            LargeStringArray => (row, n) => Write(row, data.Buffers[2].Span, At<long>(data, n), At<long>(data, n + 1)),
            _ => (row, n) =>
            {
                ReadOnlySpan<byte> view = data.Buffers[1].Span.Slice(checked(16 * (data.Offset + n)), 16);
                int length = BinaryPrimitives.ReadInt32LittleEndian(view), start = BinaryPrimitives.ReadInt32LittleEndian(view[12..]);
                if (length <= 12) Write(row, view[4..], 0, length);
                else Write(row, data.Buffers[checked(2 + BinaryPrimitives.ReadInt32LittleEndian(view[8..]))].Span, start, (long)start + length);
            }
            ,
        };
    }

    private static T At<T>(ArrayData data, int n)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(data.Buffers[1].Span)[data.Offset + n];

    private static void Write(RowText row, ReadOnlySpan<byte> text, long start, long end)
    {
        if (start < 0 || end < start || end > text.Length) throw new InvalidDataException($"found a text from byte {start} to {end} of {text.Length}");
        row.Text(Encoding.UTF8.GetString(text[(int)start..(int)end]));
    }

    private static Action<RowText, int> Times(TimestampArray array, TimestampType type)
    {
        (long perSecond, bool isUtc) = (PerSecond(type.Unit), !string.IsNullOrEmpty(type.Timezone));
        return (row, n) => row.SinceEpoch(array.Values[n], perSecond, isUtc);
    }

    private static Action<RowText, int> Clock(TimeUnit unit, Func<int, long> value)
    {
        long perSecond = PerSecond(unit);
        return (row, n) =>
        {
            Int128 ticks = (Int128)value(n) * TimeSpan.TicksPerSecond / perSecond;
            if (ticks < 0 || ticks >= TimeSpan.TicksPerDay) throw new InvalidDataException($"found {value(n)} of a {perSecond}th of a second, expected a time of day");
            row.Clock(new TimeOnly((long)ticks));
        };
    }

    private static Action<RowText, int> Words(DictionaryArray array)
    {
        ArrowColumn words = Of(array.Dictionary);
        Func<int, long> index = array.Indices switch
        {
            Int8Array of => n => of.Values[n],
            Int16Array of => n => of.Values[n],
            Int32Array of => n => of.Values[n],
            Int64Array of => n => of.Values[n],
            UInt8Array of => n => of.Values[n],
            UInt16Array of => n => of.Values[n],
            UInt32Array of => n => of.Values[n],
            UInt64Array of => n => (long)of.Values[n],
            _ => throw new NotSupportedException("a dictionary is indexed by other than whole numbers"),
        };
        return (row, n) =>
        {
            long at = index(n);
            if (at < 0 || at >= words.Length) throw new InvalidDataException($"found word {at} of a dictionary of {words.Length}");
            words.Write(row, (int)at);
        };
    }

    private static DateOnly Day(int days)
    {
        long number = (long)days + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        return number >= 0 && number <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber((int)number)
            : throw new InvalidDataException($"found day {days} since 1970, which is not within the years 1 to 9999");
    }

    private static long PerSecond(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => 1,
        TimeUnit.Millisecond => 1_000,
        TimeUnit.Microsecond => 1_000_000,
        _ => 1_000_000_000,
    };
}
