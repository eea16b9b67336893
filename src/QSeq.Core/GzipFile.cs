using System.IO.Compression;

namespace QSeq.Core;

/// <summary>
/// A gzip file, unpacked while it is read, to its end for certain. The runtime takes a file that is cut off for one that ends. So a
/// further member that holds a mark is put behind the file: it comes out whole only where everything before it was.
/// </summary>
internal sealed class GzipFile : InputStream
{
    private const int MarkLength = 32; // zeros, which stand otherwise where they are packed

    private static readonly byte[] PackedMark = Pack(new byte[MarkLength]);

    private readonly GZipStream _unpacked;
    private readonly byte[] _block = new byte[1 << 16];
    private int _next;
    private int _end;

    /// <summary>Reads a file.</summary>
    /// <param name="packed">The file; not disposed.</param>
    public GzipFile(Stream packed) => _unpacked = new GZipStream(new Marked(packed), CompressionMode.Decompress);

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        while (_end - _next <= MarkLength)
        {
            _block.AsSpan(_next.._end).CopyTo(_block);
            (_next, _end) = (0, _end - _next);
            int count = _unpacked.Read(_block.AsSpan(_end));
            if (count > 0)
            {
                _end += count;
                continue;
            }

            bool whole = _end == MarkLength && !_block.AsSpan(0, _end).ContainsAnyExcept((byte)0);
            return whole ? 0 : throw new InvalidDataException("it does not end as such a file does");
        }

        int free = Math.Min(buffer.Length, _end - _next - MarkLength);
        _block.AsSpan(_next, free).CopyTo(buffer);
        _next += free;
        return free;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _unpacked.Dispose();
        base.Dispose(disposing);
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>A file with the mark behind it.</summary>
    private sealed class Marked(Stream file) : InputStream
    {
        private int _given;

        public override int Read(Span<byte> buffer)
        {
            int count = _given == 0 ? file.Read(buffer) : 0;
            if (count > 0 || buffer.IsEmpty) return count;
            count = Math.Min(buffer.Length, PackedMark.Length - _given);
            PackedMark.AsSpan(_given, count).CopyTo(buffer);
            _given += count;
            return count;
        }
    }
}
