using System.Text;

namespace QSeq.Data;

/// <summary>
/// The first lines of a CSV text, looked at before it is read: byte order mark, binary content, our own source line and
/// the delimiter. It is then itself the text, so nothing is read twice and a pipe works like a file.
/// </summary>
internal sealed class CsvHead : TextReader
{
    /// <summary>How our own files tell where their values come from, on the first line.</summary>
    public const string SourceMark = "# source: ";

    private const string NamedMark = "# source ";
    private const int MostPeeked = 1 << 22; // all of most files; what is decided rests on it

    private readonly TextReader _rest;
    private readonly string _peeked;
    private int _next;

    private CsvHead(TextReader rest, string peeked, bool isWhole)
    {
        _rest = rest;
        _peeked = peeked;
        IsWhole = isWhole;
    }

    /// <summary>The peeked text from the header on.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Whether that is all of the text.</summary>
    public bool IsWhole { get; }

    /// <summary>What the file says about its origin, or null.</summary>
    public string? Source { get; private set; }

    /// <summary>Lines taken off before the header.</summary>
    public int LinesTaken { get; private set; }

    /// <summary>Looks at the first lines of <paramref name="reader"/>.</summary>
    /// <exception cref="InvalidDataException">The text is empty or binary.</exception>
    public static CsvHead Peek(TextReader reader, string file)
    {
        string text = Peek(reader, out bool isWhole);
        if (text.Contains('\0')) throw BadData.In(file, "this is a binary file, not CSV text; export it as CSV with a header line");
        int skip = text.StartsWith('\uFEFF') ? 1 : 0;
        if (string.IsNullOrWhiteSpace(text[skip..])) throw BadData.In(file, "the file is empty; expected a header line with column names, then one line a time step");

        var head = new CsvHead(reader, text, isWhole) { _next = skip };
        while (head._next < text.Length && text[head._next] == '#')
        {
            int end = text.IndexOf('\n', head._next);
            if (end < 0) throw BadData.In(file, "the file ends after its source line or remark; expected a header line with column names");
            if (SourceAt(text.AsSpan(head._next)) is { } place)
            {
                string source = text[(head._next + place)..end].Trim();
                head.Source = head.Source is null ? source : $"{head.Source}; {source}";
            }

            head.LinesTaken++;
            head._next = end + 1;
        }

        head.Text = text[head._next..];
        return head;
    }

    /// <summary>Where the source begins in a line <c># source: ...</c>, or <c># source shm: ...</c> of a file of several; null in any other line.</summary>
    private static int? SourceAt(ReadOnlySpan<char> text)
    {
        if (text.StartsWith(SourceMark, StringComparison.Ordinal)) return SourceMark.Length;
        if (!text.StartsWith(NamedMark, StringComparison.Ordinal)) return null;
        int colon = text[NamedMark.Length..].IndexOfAny(": \n");
        return colon > 0 && text[NamedMark.Length + colon] == ':' ? NamedMark.Length : null;
    }

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override int Read(Span<char> buffer)
    {
        if (_next == _peeked.Length) return _rest.Read(buffer);
        int count = Math.Min(buffer.Length, _peeked.Length - _next);
        _peeked.AsSpan(_next, count).CopyTo(buffer);
        _next += count;
        return count;
    }

    /// <inheritdoc/>
    public override int Peek() => _next < _peeked.Length ? _peeked[_next] : _rest.Peek();

    /// <inheritdoc/>
    public override int Read() => _next < _peeked.Length ? _peeked[_next++] : _rest.Read();

    private static string Peek(TextReader reader, out bool isWhole)
    {
        var text = new StringBuilder();
        char[] buffer = new char[1 << 16];
        isWhole = false;
        while (text.Length < MostPeeked && !isWhole)
        {
            int count = reader.Read(buffer, 0, buffer.Length);
            text.Append(buffer, 0, count);
            isWhole = count == 0;
        }

        return text.ToString();
    }
}
