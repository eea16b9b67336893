using System.Text;
using CsvHelper;

namespace QSeq.Data;

/// <summary>
/// The first lines of a CSV text, looked at before it is read: byte order mark, binary content, our own source line and
/// the delimiter. It is then itself the text, so nothing is read twice and a pipe works like a file.
/// </summary>
internal sealed class CsvHead : PeekedText
{
    /// <summary>How our own files tell where their values come from, on the first line.</summary>
    public const string SourceMark = "# source: ";

    private const string NamedMark = "# source ";
    private const int MostPeeked = 1 << 22; // all of most files; what is decided rests on it

    private readonly TextReader _rest;

    private CsvHead(string peeked, TextReader rest, int next, bool isWhole, int linesTaken, List<string> sources)
        : base(peeked, rest, next)
    {
        (Text, IsWhole, LinesTaken, _rest) = (peeked[next..], isWhole, linesTaken, rest);
        Source = sources.Count > 0 ? string.Join("; ", sources) : null;
    }

    /// <summary>The peeked text from the header on.</summary>
    public string Text { get; }

    /// <summary>Whether that is all of the text.</summary>
    public bool IsWhole { get; }

    /// <summary>What the file says about its origin, or null.</summary>
    public string? Source { get; }

    public int LinesTaken { get; }

    /// <summary>The text taken apart, from the header on; of a file in UTF-8 the bytes themselves.</summary>
    public CsvReader Parted(CsvReaderOptions options) => _rest is Utf8Text bytes
        ? CsvReader.Create(bytes.After(Text), options)
        : CsvReader.Create(this, options, leaveOpen: true);

    /// <summary>Looks at the first lines; a text that is empty or binary is refused.</summary>
    public static CsvHead Peek(TextReader reader, string file)
    {
        string text = Peek(reader, out bool isWhole);
        if (text.Contains('\0')) throw BadData.In(file, "this is a binary file, not CSV text; export it as CSV with a header line");
        int next = text.StartsWith('\uFEFF') ? 1 : 0;
        if (string.IsNullOrWhiteSpace(text[next..])) throw BadData.In(file, "the file is empty; expected a header line with column names, then one line a time step");

        List<string> sources = [];
        int lines = 0;
        for (; next < text.Length && text[next] == '#'; lines++)
        {
            int end = text.IndexOf('\n', next);
            if (end < 0) throw BadData.In(file, "the file ends after its source line or remark; expected a header line with column names");
            if (SourceAt(text.AsSpan(next)) is { } place) sources.Add(text[(next + place)..end].Trim());
            next = end + 1;
        }

        return new CsvHead(text, reader, next, isWhole, lines, sources);
    }

    /// <summary>Where the source begins in a line <c># source: ...</c>, or <c># source shm: ...</c> of a file of several; null in any other line.</summary>
    private static int? SourceAt(ReadOnlySpan<char> text)
    {
        if (text.StartsWith(SourceMark, StringComparison.Ordinal)) return SourceMark.Length;
        if (!text.StartsWith(NamedMark, StringComparison.Ordinal)) return null;
        int colon = text[NamedMark.Length..].IndexOfAny(": \n");
        return colon > 0 && text[NamedMark.Length + colon] == ':' ? NamedMark.Length : null;
    }

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
