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
    private const int Step = 1 << 16; // bytes taken at a time where more are announced

    private readonly Stream _stream;
    private byte[] _head = []; // prefix and metadata of a message
    private int _next;
    private long _body; // bytes of it left

    /// <summary>Reads a stream.</summary>
    /// <param name="stream">The stream, at its start or, of a file, behind the mark at its start; not disposed.</param>
    public ArrowGuard(Stream stream) => _stream = stream;

    /// <summary>Whether the mark of the end was reached.</summary>
    public bool IsEnded { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        if (_next == _head.Length && _body == 0 && (IsEnded || !Message())) return 0;
        if (_next < _head.Length)
        {
            int given = Math.Min(buffer.Length, _head.Length - _next);
            _head.AsSpan(_next, given).CopyTo(buffer);
            _next += given;
            return given;
        }

        int count = _stream.Read(buffer[..(int)Math.Min(buffer.Length, _body)]);
        if (count == 0) throw BreaksOff();
        _body -= count;
        return count;
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
        if (length > 0) _body = ArrowMessage.BodyLength(_head.AsMemory(PrefixLength), _stream.CanSeek ? _stream.Length - _stream.Position : null);
        return true;
    }
}
