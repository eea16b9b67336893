using System.Text;

namespace QSeq.Data;

/// <summary>How sentences are written down.</summary>
public enum SentenceFormat
{
    /// <summary>One sentence a line, words parted by white space; blank lines are passed over.</summary>
    Plain,

    /// <summary>One word a line, in ten columns; see <see cref="ConlluReader"/>.</summary>
    Conllu,
}

/// <summary>
/// A text of sentences of which no more is looked at beforehand than is needed to tell how it is written: its lines up to
/// the first that is neither blank nor a comment. <see cref="Reader"/> is then the whole text, so a pipe works like a file.
/// </summary>
public sealed class SentenceText
{
    private const int MostPeeked = 1 << 20; // a text that is all comments is not read to its end

    private readonly string _name;

    private SentenceText(string name, SentenceFormat format, TextReader reader) => (_name, Format, Reader) = (name, format, reader);

    /// <summary>How the sentences are written down.</summary>
    public SentenceFormat Format { get; }

    /// <summary>The whole text from its first line on, its first lines with LF as line ends.</summary>
    public TextReader Reader { get; }

    /// <summary>Looks at the first lines of a text.</summary>
    /// <param name="reader">The text; not disposed, and to be read through <see cref="Reader"/> from now on.</param>
    /// <param name="name">What to call the text in errors.</param>
    /// <returns>
    /// The text. It is CoNLL-U where its first line that is neither blank nor a comment (<c>#</c>) begins with the id of a word
    /// and a tab, or has ten columns of which the first is an id and which are parted by spaces: a mistake that is better
    /// reported than tagged. A text without such a line is plain.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="reader"/> is null, or <paramref name="name"/> null or blank.</exception>
    /// <exception cref="InvalidDataException">One of the lines looked at is not text.</exception>
    public static SentenceText Peek(TextReader reader, string name)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);

        var lines = new NumberedLines(reader, name);
        var peeked = new StringBuilder();
        SentenceFormat format = SentenceFormat.Plain;
        while (peeked.Length < MostPeeked && lines.Next() is { } line)
        {
            peeked.Append(line).Append('\n');
            if (line.StartsWith('#') || string.IsNullOrWhiteSpace(line)) continue;
            if (IsConllu(line)) format = SentenceFormat.Conllu;
            break;
        }

        return new SentenceText(name, format, new PeekedText(peeked.ToString(), reader));
    }

    /// <summary>Looks at the first lines of a text in UTF-8, such as standard input; bytes that are not UTF-8 are refused with their line.</summary>
    /// <param name="stream">The text, packed by gzip or zip as well; not disposed, and to be read through <see cref="Reader"/> from now on.</param>
    /// <param name="name">What to call the text in errors.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentException"><paramref name="stream"/> is null, or <paramref name="name"/> null or blank.</exception>
    /// <exception cref="InvalidDataException">One of the lines looked at is not UTF-8 text.</exception>
    public static SentenceText Peek(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Peek(new Utf8LineReader(PackedFile.Unpack(stream, name), name), name);
    }

    /// <summary>The sentences of the text, each as soon as it is there.</summary>
    /// <param name="options">What to read where the text is CoNLL-U; null for the defaults.</param>
    /// <param name="format">How they are written; null for the format found.</param>
    /// <returns>The sentences, read while they are enumerated; enumerate them once. Malformed text throws <see cref="InvalidDataException"/> when it is reached.</returns>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public IEnumerable<TaggedSentence> Sentences(ConlluReadOptions? options = null, SentenceFormat? format = null) =>
        (format ?? Format) == SentenceFormat.Conllu
            ? ConlluReader.ReadSentences(Reader, _name, options, maybePlain: format is null)
            : Plain(Reader, _name);

    /// <summary>
    /// The sentences of plain text, without tags and ids, read while they are enumerated, once. A zero character, or what a
    /// strict reader cannot decode, throws <see cref="InvalidDataException"/> when it is reached.
    /// </summary>
    internal static IEnumerable<TaggedSentence> Plain(TextReader reader, string name)
    {
        var lines = new NumberedLines(reader, name);
        while (lines.Next() is { } line)
        {
            string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0) yield return new TaggedSentence([.. words]);
        }
    }

    private static bool IsConllu(string line)
    {
        int tab = line.IndexOf('\t', StringComparison.Ordinal);
        if (tab >= 0 && IsId(line.AsSpan(0, tab))) return true;
        string[] cells = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return cells.Length == 10 && IsId(cells[0]) && cells.Count(cell => cell == "_") >= 2;
    }

    /// <summary>Whether a cell reads like 3, 3-4 or 8.1.</summary>
    private static bool IsId(ReadOnlySpan<char> cell)
    {
        int part = cell.IndexOfAny('-', '.');
        return part < 0 ? IsDigits(cell) : IsDigits(cell[..part]) && IsDigits(cell[(part + 1)..]);
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');
}
