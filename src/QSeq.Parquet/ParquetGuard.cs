using System.Buffers.Binary;
using global::Parquet.Meta;

namespace QSeq.Parquet;

/// <summary>
/// Looks at the descriptions within a Parquet file before the library reads them: what they name must lie within the file, and pages must hold as
/// many values as their column should. The library believes them, and takes as much memory as they announce.
/// </summary>
internal static class ParquetGuard
{
    private const int MarkLength = 4; // PAR1 at the start
    private const int EndLength = 8; // the length of the description before it, and PAR1
    private const int MostHeader = 1 << 16; // bytes of the header of a page, with statistics
    private const long MostPacked = 2000; // times smaller
    private const long SmallPage = 1 << 12; // bytes, whatever it is packed to
    private const long ValuesOfByte = 8;

    private static readonly ThriftShape Empty = new(""), Unit = new("1{ 2{ 3{", Empty, Empty, Empty), Clock = new("1b 2{", Unit);
    private static readonly ThriftShape Kinds = new(
        "1{ 2{ 3{ 4{ 5{ 6{ 7{ 8{ 10{ 11{ 12{ 13{ 14{ 15{ 16{ 17{ 18{",
        Empty, Empty, Empty, Empty, new("1i 2i"), Empty, Clock, Clock, new("1y 2b"), Empty, Empty, Empty, Empty, Empty, new("1y"), new("1t"), new("1t 2i"));

    private static readonly ThriftShape Element = new("1i 2i 3i 4t 5i 6i 7i 8i 9i 10{", Kinds);
    private static readonly ThriftShape Pair = new("1t 2t"), Statistics = new("1t 2t 3l 4l 5t 6t 7b 8b");
    private static readonly ThriftShape Column = new(
        "1i 2[i 3[t 4i 5l 6l 7l 8[{ 9l 10l 11l 12{ 13[{ 14l 15i 16{ 17{", Pair, Statistics, new("1i 2i 3i"), new("1l 2[l 3[l"), new("1{ 2[i", new ThriftShape("1d 2d 3d 4d 5d 6d 7d 8d")));

    private static readonly ThriftShape Crypto = new("1{ 2{", Empty, new("1[t 2t"));
    private static readonly ThriftShape Group = new("1[{ 2l 3l 4[{ 5l 6l 7s", new("1t 2l 3{ 4l 5i 6l 7i 8{ 9t", Column, Crypto), new("1i 2b 3b"));
    private static readonly ThriftShape File = new(
        "1i 2[{ 3l 4[{ 5[{ 6t 7[{ 8{ 9t", Element, Group, Pair, new("1{", Empty), new("1{ 2{", new ThriftShape("1t 2t 3b"), new ThriftShape("1t 2t 3b")));

    private static readonly ThriftShape DataPage = new("1i 2i 3i 4i 5{", Statistics), WordPage = new("1i 2i 3b"), NewPage = new("1i 2i 3i 4i 5i 6i 7b 8{", Statistics);
    private static readonly ThriftShape Page = new("1i 2i 3i 4i 5{ 6{ 7{ 8{", DataPage, Empty, WordPage, NewPage);

    /// <summary>Checks the description at the end of a file; the place in the stream is lost.</summary>
    /// <exception cref="InvalidDataException">It is not what it should be.</exception>
    public static void CheckEnd(Stream stream)
    {
        Span<byte> end = stackalloc byte[EndLength];
        if (stream.Length < EndLength + MarkLength) throw new InvalidDataException("it is too short");
        stream.Position = stream.Length - EndLength;
        stream.ReadExactly(end);
        int length = BinaryPrimitives.ReadInt32LittleEndian(end);
        if (!end[sizeof(int)..].SequenceEqual("PAR1"u8) || length < 0 || length > stream.Length - EndLength - MarkLength)
            throw new InvalidDataException("what should stand at its end does not");
        byte[] description = new byte[length];
        stream.Position = stream.Length - EndLength - length;
        stream.ReadExactly(description);
        var elements = new List<SchemaElement>();
        int taken = File.Check(description, (shape, field, value) =>
        {
            if (shape != Element) return;
            if (field == 0) elements.Add(new SchemaElement(null, null, 0));
            elements[^1] = field switch
            {
                1 => elements[^1] with { Type = value },
                3 => elements[^1] with { Repetition = value },
                5 => elements[^1] with { Children = value },
                _ => elements[^1],
            };
        });
        if (taken != length || !IsTree(elements)) throw new InvalidDataException("the description of its columns is not what it should be");
    }

    // A structure first, and then its fields, which are columns or structures.
    private static bool IsTree(List<SchemaElement> elements)
    {
        long open = 1; // places to be filled
        for (int n = 0; n < elements.Count; n++)
        {
            (long? type, long? repetition, long children) = elements[n];
            bool isColumn = type is >= 0 and <= 7 && children == 0 && n > 0, isStructure = type is null && children > 0 && children < elements.Count;
            if (!(isColumn || isStructure) || (n > 0 && repetition is not (>= 0 and <= 2)) || open == 0) return false;
            open += children - 1;
        }

        return open == 0;
    }

    /// <summary>Checks the pages of a column; the place in the stream is lost.</summary>
    /// <exception cref="InvalidDataException">They are not what they should be.</exception>
    public static void CheckPages(Stream stream, ColumnMetaData about)
    {
        long place = about.DictionaryPageOffset is > 0 and var dictionary ? Math.Min(dictionary, about.DataPageOffset) : about.DataPageOffset, values = 0;
        byte[] block = new byte[MostHeader];
        while (values < about.NumValues)
        {
            if (place < 0 || place >= stream.Length) throw new InvalidDataException($"a page at byte {place} of {stream.Length}");
            stream.Position = place;
            int count = stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
            long kind = -1, unpacked = -1, packed = -1, held = 0, levels = 0;
            bool isPacked = true;
            int length = Page.Check(block.AsSpan(0, count), (shape, field, value) =>
            {
                if (shape == Page && field == 1) kind = value;
                if (shape == Page && field == 2) unpacked = value;
                if (shape == Page && field == 3) packed = value;
                if (shape == NewPage && (field == 5 || field == 6)) levels += value;
                if (shape == NewPage && field == 7) isPacked = value == 1;
                if (field == 1 && (shape == DataPage || shape == WordPage || shape == NewPage)) held = value;
            });
            if (packed < 0 || packed > stream.Length - place - length) throw new InvalidDataException($"a page of {packed} bytes at byte {place} of {stream.Length}");
            if (unpacked < 0 || unpacked > SmallPage + (MostPacked * packed)) throw new InvalidDataException($"a page of {packed} bytes that hold {unpacked}");
            if (about.Codec == CompressionCodec.UNCOMPRESSED && unpacked != packed) throw new InvalidDataException($"a page of {packed} bytes that hold {unpacked}");
            if (held < 0 || held > (kind == 2 ? ValuesOfByte * unpacked : about.NumValues)) throw new InvalidDataException($"a page of {held} values");
            if (about.Codec == CompressionCodec.SNAPPY && isPacked) CheckSnappy(block.AsSpan(0, count), length + levels, unpacked - levels);
            if (kind is 0 or 3) values += held;
            place += length + packed;
        }

        if (values != about.NumValues) throw new InvalidDataException($"pages of {values} values, where there should be {about.NumValues}");
    }

    private readonly record struct SchemaElement(long? Type, long? Repetition, long Children);

    // Snappy says once more how much it holds.
    private static void CheckSnappy(ReadOnlySpan<byte> block, long place, long expected)
    {
        if (place < 0 || place > block.Length || expected < 0) throw new InvalidDataException("a page of more levels than values");
        long said = 0;
        int shift = 0;
        foreach (byte next in block[(int)place..])
        {
            said |= (long)(next & 127) << shift;
            shift += 7;
            if (next < 128 || shift > 35) break;
        }

        // A page that holds less would make the library wait for the rest without end.
        if (said != expected) throw new InvalidDataException($"a page that holds {said} bytes and should hold {expected}");
    }
}
