using System.Text;
using System.Text.Unicode;

namespace QSeq.Data;

/// <summary>
/// UTF-8 as characters, strictly, of which what was not read yet can be had as the bytes it is: long files need not be made
/// characters and bytes again. A byte order mark is taken off.
/// </summary>
/// <param name="stream">The bytes; not disposed.</param>
internal sealed class Utf8Text(Stream stream) : TextReader
{
    private readonly Blocks _blocks = new(stream);
    private char[] _chars = [];
    private int _next; // character
    private int _end;

    public override int Peek() => _next < _end || Fill() ? _chars[_next] : -1;

    public override int Read() => _next < _end || Fill() ? _chars[_next++] : -1;

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        if (buffer.IsEmpty || (_next == _end && !Fill())) return 0;
        int count = Math.Min(buffer.Length, _end - _next);
        _chars.AsSpan(_next, count).CopyTo(buffer);
        _next += count;
        return count;
    }

    /// <summary>A text and behind it all that was not read yet, as bytes; this reader is then at its end. Bytes that are no UTF-8 throw as they do here.</summary>
    public Stream After(string text)
    {
        byte[] before = [.. Encoding.UTF8.GetBytes(text), .. Encoding.UTF8.GetBytes(_chars, _next, _end - _next)];
        (_next, _end) = (0, 0);
        return new Rest(before, _blocks);
    }

    private bool Fill()
    {
        ReadOnlySpan<byte> block = _blocks.Next().Span;
        if (_chars.Length < block.Length) _chars = new char[block.Length];
        (_next, _end) = (0, Encoding.UTF8.GetChars(block, _chars));
        return _end > 0;
    }

    /// <summary>The bytes in pieces that hold whole characters, each looked at whether it does.</summary>
    private sealed class Blocks(Stream stream)
    {
        private readonly byte[] _bytes = new byte[1 << 17];
        private int _open; // bytes of a character whose end is to come, at the start
        private int _given; // where the last piece ended, and these begin
        private bool _begun;

        /// <summary>The next piece, until the next call; empty at the end.</summary>
        /// <exception cref="DecoderFallbackException">The bytes are no UTF-8.</exception>
        public ReadOnlyMemory<byte> Next()
        {
            while (true)
            {
                _bytes.AsSpan(_given, _open).CopyTo(_bytes);
                int read = stream.ReadAtLeast(_bytes.AsSpan(_open), _begun ? 1 : Encoding.UTF8.Preamble.Length, throwOnEndOfStream: false);
                ReadOnlySpan<byte> all = _bytes.AsSpan(0, _open + read);
                int start = !_begun && all.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0, end = read == 0 ? all.Length : Whole(all);
                (_begun, _open, _given) = (true, all.Length - end, end);
                if (!Utf8.IsValid(all[start..end])) throw new DecoderFallbackException("some bytes are no UTF-8");
                if (end > start || read == 0) return _bytes.AsMemory(start, end - start);
            }
        }

        // How many bytes are characters to their end: the last character may have one to three more to come.
        private static int Whole(ReadOnlySpan<byte> bytes)
        {
            for (int back = 1; back <= Math.Min(3, bytes.Length); back++)
            {
                byte b = bytes[^back];
                if (b is >= 0x80 and < 0xC0) continue; // not its first
                int length = b < 0x80 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
                return length > back ? bytes.Length - back : bytes.Length;
            }

            return bytes.Length;
        }
    }

    private sealed class Rest(byte[] before, Blocks blocks) : InputStream
    {
        private int _given; // of the bytes before, then of the piece
        private ReadOnlyMemory<byte> _piece = before;
        private bool _ended;

        public override int Read(Span<byte> buffer)
        {
            if (_given == _piece.Length && !_ended)
            {
                (_piece, _given) = (blocks.Next(), 0);
                _ended = _piece.IsEmpty;
            }

            int count = Math.Min(buffer.Length, _piece.Length - _given);
            _piece.Span.Slice(_given, count).CopyTo(buffer);
            _given += count;
            return count;
        }
    }
}
