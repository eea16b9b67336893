using System.Buffers.Binary;

namespace QSeq.Parquet;

/// <summary>
/// An Arrow stream, or the stream within an Arrow file, of which only messages are let through that are what they say: the library believes
/// every length and place in them. The stream must end with the mark of its end.
/// </summary>
internal sealed class ArrowGuard : InputStream
{
    private const int PrefixLength = 8; // FF FF FF FF and the length of the metadata
    private const int MostMetadata = 1 << 26; // bytes; a hundred thousand columns take 20 MB
    private const int SizeLength = sizeof(long); // at the start of a packed buffer: its bytes unpacked, or -1 where it is not packed
    private const long MostPacked = 1 << 15; // times smaller, as Zstandard makes values that are all the same
    private const long SmallBuffer = 1 << 20; // bytes, whatever it is packed to
    private const int Step = 1 << 16; // bytes taken at a time where more are announced

    private readonly Stream _stream;
    private readonly List<(long Start, long Length)> _packed = []; // buffers of a message, by their starts
    private byte[] _head = []; // prefix and metadata of a message, or the size of a packed buffer
    private int _next;
    private long _body; // bytes of it left
    private long _place; // in the body
    private int _buffer; // the next of the packed ones

    /// <summary>Reads a stream.</summary>
    /// <param name="stream">The stream, at its start or, of a file, behind the mark at its start; not disposed.</param>
    public ArrowGuard(Stream stream) => _stream = stream;

    /// <summary>Whether the mark of the end was reached.</summary>
    public bool IsEnded { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        if (_next == _head.Length && _body == 0 && (IsEnded || !Message())) return 0;
        if (_next == _head.Length && _buffer < _packed.Count && _packed[_buffer].Start <= _place) CheckSize();
        if (_next < _head.Length)
        {
            int given = Math.Min(buffer.Length, _head.Length - _next);
            _head.AsSpan(_next, given).CopyTo(buffer);
            _next += given;
            return given;
        }

        long most = _buffer < _packed.Count ? _packed[_buffer].Start - _place : _body;
        int count = _stream.Read(buffer[..(int)Math.Min(buffer.Length, most)]);
        if (count == 0) throw BreaksOff();
        _body -= count;
        _place += count;
        return count;
    }

    // The library takes as much memory as a packed buffer says that it holds.
    private void CheckSize()
    {
        (long start, long length) = _packed[_buffer++];
        byte[] size = new byte[SizeLength];
        if (start < _place || length < SizeLength) throw new InvalidDataException($"packed values lie from byte {start} on, {length} bytes, where others lie or too few");
        if (_stream.ReadAtLeast(size, SizeLength, throwOnEndOfStream: false) < SizeLength) throw BreaksOff();
        long unpacked = BinaryPrimitives.ReadInt64LittleEndian(size);
        if (unpacked < -1 || unpacked > SmallBuffer + (MostPacked * length)) throw new InvalidDataException($"values of {length} bytes say that they hold {unpacked}");
        (_head, _next) = (size, 0);
        _body -= SizeLength;
        _place += SizeLength;
    }

    private static InvalidDataException BreaksOff() => new("it breaks off, without the mark of its end");

    private bool Message()
    {
        Span<byte> prefix = stackalloc byte[PrefixLength];
        if (_stream.ReadAtLeast(prefix, PrefixLength, throwOnEndOfStream: false) < PrefixLength) throw BreaksOff();
        int length = BinaryPrimitives.ReadInt32LittleEndian(prefix[4..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(prefix) != uint.MaxValue) throw new InvalidDataException("a message does not begin as those of Arrow do since version 0.15");
        IsEnded = length == 0;
        if (length is < 0 or > MostMetadata) throw new InvalidDataException($"a message has {length} bytes of metadata");
        using var head = new MemoryStream();
        head.Write(prefix);
        byte[] block = new byte[Math.Min(length, Step)];
        for (int left = length; left > 0;)
        {
            int count = _stream.Read(block.AsSpan(0, Math.Min(block.Length, left)));
            if (count == 0) throw BreaksOff();
            head.Write(block, 0, count);
            left -= count;
        }

        (_head, _next) = (head.ToArray(), 0);
        _packed.Clear();
        (_place, _buffer) = (0, 0);
        if (length > 0) _body = ArrowMessage.BodyLength(_head.AsMemory(PrefixLength), _stream.CanSeek ? _stream.Length - _stream.Position : null, _packed);
        _packed.Sort();
        return true;
    }
}
