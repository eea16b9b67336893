namespace QSeq.Parquet;

/// <summary>
/// Which fields a struct of Thrift's compact protocol has: a number and a letter each, such as <c>1i 2[t 3{</c>. The letters are b for a flag,
/// y a byte, s, i and l whole numbers of 16, 32 and 64 bits, d a double, t text or bytes, { a struct, and [ before what a list is of.
/// </summary>
internal sealed class ThriftShape
{
    private const int MostDepth = 24;

    private readonly Dictionary<int, (bool IsList, char Kind, ThriftShape? Shape)> _fields = [];

    /// <summary>Describes a struct.</summary>
    /// <param name="fields">Its fields.</param>
    /// <param name="structs">The structs among them, in order.</param>
    public ThriftShape(string fields, params ThriftShape[] structs)
    {
        int next = 0;
        foreach (string field in fields.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string kind = field.TrimStart("0123456789".ToCharArray());
            _fields.Add(int.Parse(field.AsSpan(0, field.Length - kind.Length), CultureInfo.InvariantCulture), (kind[0] == '[', kind[^1], kind[^1] == '{' ? structs[next++] : null));
        }
    }

    /// <summary>Told of a whole number, or of a flag as 1 or 0, in a field of a struct; before its fields, of field 0.</summary>
    public delegate void Seen(ThriftShape shape, int field, long value);

    /// <summary>Reads a struct, whose fields must be of their kinds; others are passed over.</summary>
    /// <returns>The bytes it takes.</returns>
    /// <exception cref="InvalidDataException">It is not what it should be, or names more than there is.</exception>
    public int Check(ReadOnlySpan<byte> bytes, Seen seen)
    {
        var reader = new Reader(bytes, seen);
        reader.Struct(this, MostDepth);
        return reader.Place;
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes, Seen seen)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;

        public int Place { get; private set; }

        public void Struct(ThriftShape? shape, int depth)
        {
            if (depth == 0) throw Wrong();
            if (shape is not null) seen(shape, 0, 0);
            for (int field = 0; ;)
            {
                byte head = Byte();
                int type = head & 15;
                if (head == 0) return;
                long number = head >> 4 == 0 ? Whole() : field + (head >> 4);
                if (number is < 0 or > short.MaxValue) throw Wrong();
                field = (int)number;
                if (shape?._fields.TryGetValue(field, out (bool IsList, char Kind, ThriftShape? Shape) known) != true)
                {
                    Value(null, field, type, null, false, depth);
                    continue;
                }

                (bool isList, char kind, ThriftShape? inner) = known;
                if (isList ? type != 9 : !Fits(kind, type)) throw Wrong();
                Value(shape, field, type, inner, isList, depth, kind);
            }
        }

        private static InvalidDataException Wrong() => new("a description within the file is not what it should be");

        private static bool Fits(char kind, int type) => kind switch
        {
            'b' => type is 1 or 2,
            'y' => type == 3,
            's' => type == 4,
            'i' => type == 5,
            'l' => type == 6,
            'd' => type == 7,
            't' => type == 8,
            _ => type == 12,
        };

        private void Value(ThriftShape? shape, int field, int type, ThriftShape? inner, bool isList, int depth, char kind = '?')
        {
            switch (type)
            {
                case 1 or 2 when shape is null: break;
                case 1 or 2: seen(shape, field, 2 - type); break;
                case 3: Byte(); break;
                case 4 or 5 or 6:
                    long value = Whole();
                    if (shape is not null) seen(shape, field, value);
                    break;
                case 7: Jump(sizeof(double)); break;
                case 8: Jump(Varint()); break;
                case 9 or 10: List(inner, isList ? kind : '?', depth); break;
                case 11: Map(depth); break;
                case 12: Struct(inner, depth - 1); break;
                default: throw Wrong();
            }
        }

        private void List(ThriftShape? inner, char kind, int depth)
        {
            byte head = Byte();
            int type = head & 15;
            ulong count = head >> 4 == 15 ? Varint() : (ulong)(head >> 4);
            if (count > (ulong)(_bytes.Length - Place) || depth == 0 || (count > 0 && kind != '?' && !Fits(kind, type))) throw Wrong();
            for (ulong n = 0; n < count; n++)
            {
                if (type is 1 or 2) Byte();
                else Value(null, 0, type, inner, false, depth - 1);
            }
        }

        private void Map(int depth)
        {
            ulong count = Varint();
            if (count == 0) return;
            byte types = Byte();
            if (count > (ulong)(_bytes.Length - Place) || depth == 0) throw Wrong();
            for (ulong n = 0; n < count; n++)
            {
                foreach (int type in (ReadOnlySpan<int>)[types >> 4, types & 15])
                {
                    if (type is 1 or 2) Byte();
                    else Value(null, 0, type, null, false, depth - 1);
                }
            }
        }

        private long Whole()
        {
            ulong value = Varint();
            return (long)(value >> 1) ^ -(long)(value & 1);
        }

        private ulong Varint()
        {
            ulong value = 0;
            for (int shift = 0; shift < 64; shift += 7)
            {
                byte next = Byte();
                value |= (ulong)(next & 127) << shift;
                if (next < 128) return value;
            }

            throw Wrong();
        }

        private void Jump(ulong length)
        {
            if (length > (ulong)(_bytes.Length - Place)) throw Wrong();
            Place += (int)length;
        }

        private byte Byte()
        {
            Jump(1);
            return _bytes[Place - 1];
        }
    }
}
