using System.Text;

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
    private const int MostPeeked = 1 << 18; // 10,000 column names fit
    private const int LinesPeeked = 8; // sources of up to five experiments, the header and two rows
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    private CsvHead(string peeked, TextReader rest, int next, List<string> sources)
        : base(peeked, rest, next) => (Source, LinesTaken) = (sources.Count > 0 ? string.Join("; ", sources) : null, sources.Count);

    /// <summary>What the file says about its origin, or null.</summary>
    public string? Source { get; }

    public int LinesTaken { get; }

    /// <summary>Looks at the first lines; a text that is empty or binary is refused.</summary>
    public static CsvHead Peek(TextReader reader, string file)
    {
        string text = PeekLines(reader);
        if (text.Contains('\0')) throw BadData.In(file, "this is a binary file, not CSV text; export it as CSV with a header line");
        int next = text.StartsWith('\uFEFF') ? 1 : 0;
        if (string.IsNullOrWhiteSpace(text[next..])) throw BadData.In(file, "the file is empty; expected a header line with column names, then one line a time step");

        List<string> sources = [];
        while (SourceAt(text.AsSpan(next)) is { } place)
        {
            int end = text.IndexOf('\n', next);
            if (end < 0) throw BadData.In(file, "the file ends after its source line; expected a header line with column names");
            sources.Add(text[(next + place)..end].Trim());
            next = end + 1;
        }

        return new CsvHead(text, reader, next, sources);
    }

    /// <summary>Where the source begins in a line <c># source: ...</c>, or <c># source shm: ...</c> of a file of several; null in any other line.</summary>
    private static int? SourceAt(ReadOnlySpan<char> text)
    {
        if (text.StartsWith(SourceMark, StringComparison.Ordinal)) return SourceMark.Length;
        if (!text.StartsWith(NamedMark, StringComparison.Ordinal)) return null;
        int colon = text[NamedMark.Length..].IndexOfAny(": \n");
        return colon > 0 && text[NamedMark.Length + colon] == ':' ? NamedMark.Length : null;
    }

    /// <summary>The candidate that parts the header into the most cells and occurs in the next line too, else a comma.</summary>
    public char FindDelimiter()
    {
        string[] lines = Left.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string header = lines.FirstOrDefault("");
        return Delimiters
            .Where(mark => CountOutsideQuotes(header, mark) > 0 && (lines.Length < 2 || CountOutsideQuotes(lines[1], mark) > 0))
            .DefaultIfEmpty(',').MaxBy(mark => CountOutsideQuotes(header, mark));
    }

    private static string PeekLines(TextReader reader)
    {
        var text = new StringBuilder();
        char[] buffer = new char[1 << 14];
        int lines = 0;
        while (text.Length < MostPeeked && lines < LinesPeeked)
        {
            int count = reader.Read(buffer, 0, buffer.Length);
            if (count == 0) break;
            text.Append(buffer, 0, count);
            lines += buffer.AsSpan(0, count).Count('\n');
        }

        return text.ToString();
    }

    private static int CountOutsideQuotes(string line, char wanted) =>
        line.Split('"').Where((_, part) => part % 2 == 0).Sum(text => text.AsSpan().Count(wanted));
}
