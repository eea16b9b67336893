using System.Buffers.Binary;

namespace QSeq.Parquet;

/// <summary>A table of a flat buffer. Whatever it names must lie within the buffer; else <see cref="InvalidDataException"/> is thrown.</summary>
internal sealed class FlatTable
{
    private readonly ReadOnlyMemory<byte> _buffer;
    private readonly Count _count;
    private readonly int _place;
    private readonly int _fields; // place of where the fields are
    private readonly int _fieldsLength;

    /// <summary>The table that a buffer begins with.</summary>
    public FlatTable(ReadOnlyMemory<byte> buffer, Count count)
        : this(buffer, count, Follow(buffer.Span, 0))
    {
    }

    private FlatTable(ReadOnlyMemory<byte> buffer, Count count, long place)
    {
        count.Add();
        (_buffer, _count) = (buffer, count);
        _place = Within(place, sizeof(int));
        _fields = Within(_place - (long)Int(_place), 2 * sizeof(ushort));
        _fieldsLength = Short(_fields);
        Within(_fields, Math.Max(_fieldsLength, 2 * sizeof(ushort)));
        Within(_place, Short(_fields + sizeof(ushort)));
    }

    public byte Byte(int field) => Find(field) is { } place ? _buffer.Span[Within(place, 1)] : (byte)0;

    public long Long(int field) => Find(field) is { } place ? BinaryPrimitives.ReadInt64LittleEndian(_buffer.Span[Within(place, sizeof(long))..]) : 0;

    /// <summary>The table that a field names, or null.</summary>
    public FlatTable? Table(int field) => Find(field) is { } place ? new FlatTable(_buffer, _count, Follow(_buffer.Span, place)) : null;

    /// <summary>Checks that a vector of elements of a size lies within the buffer; its number of elements.</summary>
    public int Check(int field, int size) => Vector(field, size).Count;

    /// <summary>Checks the tables of a vector.</summary>
    public void Check(int field, Action<FlatTable> check)
    {
        (int first, int count) = Vector(field, sizeof(int));
        for (int n = 0; n < count; n++) check(new FlatTable(_buffer, _count, Follow(_buffer.Span, first + (sizeof(int) * n))));
    }

    /// <summary>An element of a vector of pairs of whole numbers that was checked.</summary>
    public (long First, long Second) Pair(int field, int n)
    {
        ReadOnlySpan<byte> pair = _buffer.Span[(Vector(field, 2 * sizeof(long)).First + (2 * sizeof(long) * n))..];
        return (BinaryPrimitives.ReadInt64LittleEndian(pair), BinaryPrimitives.ReadInt64LittleEndian(pair[sizeof(long)..]));
    }

    private static long Follow(ReadOnlySpan<byte> buffer, long place) => place >= 0 && place <= buffer.Length - sizeof(uint)
        ? place + BinaryPrimitives.ReadUInt32LittleEndian(buffer[(int)place..])
        : throw Outside(place);

    private static InvalidDataException Outside(long place) => new($"the metadata names byte {place}, which is outside of it");

    private (int First, int Count) Vector(int field, int size)
    {
        if (Find(field) is not { } place) return (0, 0);
        int start = Within(Follow(_buffer.Span, place), sizeof(int)), count = Int(start);
        if (count < 0) throw Outside(start);
        return (Within((long)start + sizeof(int), (long)count * size), count);
    }

    private int? Find(int field)
    {
        int at = sizeof(ushort) * (2 + field);
        if (at + sizeof(ushort) > _fieldsLength) return null;
        int offset = Short(_fields + at);
        return offset == 0 ? null : Within((long)_place + offset, 1);
    }

    private int Within(long place, long length) => place >= 0 && length >= 0 && place <= _buffer.Length - length ? (int)place : throw Outside(place);

    private int Int(int place) => BinaryPrimitives.ReadInt32LittleEndian(_buffer.Span[place..]);

    private int Short(int place) => BinaryPrimitives.ReadUInt16LittleEndian(_buffer.Span[place..]);

    /// <summary>How many tables were looked at: a buffer may name one many times, within each other too.</summary>
    public sealed class Count(int bytes)
    {
        private int _left = bytes; // each that stands by itself takes more than one

        public void Add()
        {
            if (--_left < 0) throw new InvalidDataException("the metadata names the same again and again");
        }
    }
}
