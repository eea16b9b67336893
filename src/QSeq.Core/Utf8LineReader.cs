using System.Text;

namespace QSeq.Core;

/// <summary>
/// Lines of UTF-8 text, straight from bytes, so that bytes which are no UTF-8 are refused with the number of their line
/// and not read as a mark in their place. A line ends with LF, CR or CRLF; a byte order mark is taken off. A line is
/// returned as soon as it is there, so a pipe is not waited for.
/// </summary>
/// <param name="stream">The bytes; not disposed.</param>
/// <param name="name">What errors call the text.</param>
/// <param name="longest">Bytes of a line at most, so that one without end does not take all memory; twice as much at a time.</param>
/// <param name="ifLonger">What a longer line means and what to do.</param>
public sealed class Utf8LineReader(
    Stream stream, string name, int longest = Utf8LineReader.LongestLine, string ifLonger = "this is no text of sentences") : TextReader
{
    /// <summary>Bytes of a line at most where nothing else is said: no sentence is as long, but a binary file may hold no line end at all.</summary>
    public const int LongestLine = 1 << 24;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _buffer = new byte[1 << 16];
    private int _next;
    private int _end;
    private long _line;
    private bool _afterReturn; // the last line ended with CR: a LF that follows belongs to it
    private string? _current; // for reading by characters
    private int _place;

    /// <summary>The next line, as soon as it is there; null at the end.</summary>
    /// <exception cref="InvalidDataException">It is too long, or no text in UTF-8; the message names it.</exception>
    public override string? ReadLine()
    {
        if (_current is not null)
        {
            string rest = _current[_place..].TrimEnd('\n');
            _current = null;
            return rest;
        }

        _line++;
        MemoryStream? carried = null; // the line's bytes from earlier buffers
        while (_next < _end || Fill())
        {
            if (_afterReturn && _buffer[_next] == '\n' && carried is null)
            {
                _afterReturn = false;
                _next++;
                continue;
            }

            _afterReturn = false;
            ReadOnlySpan<byte> bytes = _buffer.AsSpan(_next, _end - _next);
            int length = bytes.IndexOfAny((byte)'\n', (byte)'\r');
            if (length >= 0)
            {
                _afterReturn = bytes[length] == '\r';
                _next += length + 1;
                if (carried is null) return Decode(bytes[..length]);
                carried.Write(bytes[..length]);
                break;
            }

            _next = _end;
            carried ??= new MemoryStream();
            carried.Write(bytes);
            if (carried.Length > longest) throw BadData.At(name, _line, $"the line is longer than {longest} bytes; {ifLonger}");
        }

        return carried is null ? null : Decode(carried.GetBuffer().AsSpan(0, (int)carried.Length));
    }

    /// <inheritdoc/>
    public override int Peek()
    {
        if (_current is null)
        {
            if (ReadLine() is not { } line) return -1;
            (_current, _place) = (line + "\n", 0);
        }

        return _current[_place];
    }

    /// <inheritdoc/>
    public override int Read()
    {
        int c = Peek();
        if (c >= 0 && ++_place == _current!.Length) _current = null;
        return c;
    }

    private bool Fill()
    {
        (_next, _end) = (0, stream.Read(_buffer));
        return _end > 0;
    }

    private string Decode(ReadOnlySpan<byte> bytes)
    {
        if (_line == 1 && bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
        if (bytes.Contains((byte)0)) throw BadData.At(name, _line, "found a zero byte, so this is a binary file or UTF-16; expected UTF-8 text, save it as that");
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            int at = Math.Clamp(e.Index, 0, bytes.Length - 1);
            throw BadData.At(name, _line, $"byte {at + 1} of the line, 0x{bytes[at]:X2}, is not UTF-8; save the file as UTF-8");
        }
    }
}
