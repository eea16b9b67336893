namespace QSeq.Data;

/// <summary>
/// One sentence of CoNLL-U as its lines come. The ids of words run 1, 2, 3, ...; a multi-word token <c>3-4</c> stands
/// before its first word, an empty node <c>8.1</c> after word 8, and both are left out once checked.
/// </summary>
internal sealed class ConlluSentence(string name, ConlluReadOptions options, bool maybePlain)
{
    private const int Columns = 10;

    private static readonly Advice ReadPlain = new("SentenceText.Format", SentenceFormat.Plain, "read it as plain sentences, one a line");

    private readonly ImmutableArray<string>.Builder _words = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<string>.Builder _tags = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<string>.Builder _lines = ImmutableArray.CreateBuilder<string>(); // where they are kept
    private bool _maybePlain = maybePlain; // until there is a sentence
    private string? _id;
    private long _firstLine; // of the sentence's lines that are not comments; 0 before the first
    private int _rangeStart; // the first word of the last multi-word token; 0 before there is one
    private int _rangeEnd; // the last word of the last multi-word token
    private long _rangeLine;
    private int _emptyNodes; // since the last word

    private int TagPlace { get; } = PlaceOf(options.TagColumn);

    /// <summary>The place of a column of tags among the ten, from 0.</summary>
    public static int PlaceOf(TagColumn column) => column == TagColumn.Upos ? 3 : 4;

    /// <summary>Takes in a line that is not blank.</summary>
    public void Add(string line, long number)
    {
        if (line[0] == '#')
        {
            if (_firstLine > 0) throw BadData.At(name, number, $"found a comment ({BadData.Quote(line)}) between the words of a sentence; put a blank line after the last word of each sentence");
            _id ??= IdOf(line);
            if (options.KeepLines) _lines.Add(line);
            return;
        }

        if (_firstLine == 0) _firstLine = number;
        Span<Range> cells = stackalloc Range[Columns + 1];
        if (line.AsSpan().Split(cells, '\t') != Columns) throw WrongColumns(line, number);

        ReadOnlySpan<char> id = line.AsSpan()[cells[0]];
        if (id.Contains('-')) AddRange(id, number);
        else if (id.Contains('.')) AddEmptyNode(id, number);
        else AddWord(id, line[cells[1]], line[cells[TagPlace]], number);
        if (options.KeepLines) _lines.Add(line);
    }

    /// <summary>The sentence, or null where there is none between two blank lines; the next line begins another.</summary>
    public TaggedSentence? Finish()
    {
        if (_firstLine > 0 && _words.Count == 0) throw BadData.At(name, _firstLine, "this sentence has no words, expected lines with ids 1, 2, 3, ...; remove it");
        if (_rangeEnd > _words.Count)
            throw BadData.At(name, _rangeLine, $"this multi-word token ends with word {_rangeEnd}, but its sentence has {_words.Count} words; correct the id or add the words");

        TaggedSentence? sentence = _words.Count == 0 ? null : new TaggedSentence(_words.ToImmutable(), _tags.ToImmutable(), _id) { Lines = _lines.ToImmutable() };
        _maybePlain &= sentence is null;
        if (sentence is not null) _lines.Clear(); // comments without words go with the next sentence
        _words.Clear();
        _tags.Clear();
        (_id, _firstLine, _rangeStart, _rangeEnd, _rangeLine, _emptyNodes) = (null, 0, 0, 0, 0, 0);
        return sentence;
    }

    private void AddWord(ReadOnlySpan<char> id, string form, string tag, long number)
    {
        int expected = _words.Count + 1;
        if (!IsNumber(id, out int found))
            throw BadData.At(name, number, $"found {BadData.Quote(id)} as an id, expected {expected} (or 3-4 for a multi-word token, 8.1 for an empty node)");
        if (found != expected)
        {
            string wayOut = found == 1 ? "put a blank line before it if a sentence begins here" : "add the words that are missing or number them anew";
            throw BadData.At(name, number, $"found id {found}, expected {expected}, since the words of a sentence are numbered 1, 2, 3, ...; {wayOut}");
        }

        if (form.AsSpan().Trim(' ').IsEmpty) throw BadData.At(name, number, $"the form of word {found} (column 2) is empty; fill it in, or write _ for an underscore");
        _words.Add(form);
        _emptyNodes = 0;
        AddTag(tag, number);
    }

    private void AddTag(string tag, long number)
    {
        if (options.IgnoreTags) return;
        string column = options.TagColumn == TagColumn.Upos ? "UPOS (column 4)" : "XPOS (column 5)";
        int words = _words.Count;
        if (tag.Length == 0 || tag.Any(char.IsWhiteSpace))
            throw BadData.At(name, number, $"found {BadData.Quote(tag)} in {column}, expected a tag without spaces; write _ for none");
        if (tag == "_" && options.RequireTags)
            throw BadData.At(name, number, $"word {words} has no tag in {column}, where every word needs one; fill it in, or use a treebank with {column[..4]} tags");

        bool tagged = tag != "_";
        if (words > 1 && tagged != (_tags.Count > 0))
        {
            string found = tagged ? $"word {words} has a tag in {column}, and the words before it have none" : $"word {words} has no tag in {column}, and the words before it have one";
            throw BadData.At(name, number, $"{found}; tag all words of a sentence or none");
        }

        if (tagged) _tags.Add(tag);
    }

    private void AddRange(ReadOnlySpan<char> id, long number)
    {
        int dash = id.IndexOf('-');
        if (!IsNumber(id[..dash], out int first) || !IsNumber(id[(dash + 1)..], out int last))
            throw BadData.At(name, number, $"found {BadData.Quote(id)} as an id, expected two numbers such as 3-4 for a multi-word token");
        if (first != _words.Count + 1)
            throw BadData.At(name, number, $"found the multi-word token {first}-{last} before word {_words.Count + 1}; put it right before its first word, {first}");
        if (last < first) throw BadData.At(name, number, $"the multi-word token {first}-{last} ends before it begins; expected {first}-{first + 1} or more");
        if (first <= _rangeEnd)
            throw BadData.At(name, number, $"the multi-word token {first}-{last} begins within the one of line {_rangeLine}, which ends with word {_rangeEnd}; let no two overlap");
        (_rangeStart, _rangeEnd, _rangeLine) = (first, last, number);
    }

    private void AddEmptyNode(ReadOnlySpan<char> id, long number)
    {
        int dot = id.IndexOf('.');
        bool valid = (IsNumber(id[..dot], out int word) || id[..dot] is "0") & IsNumber(id[(dot + 1)..], out int place);
        if (!valid || word != _words.Count || place != _emptyNodes + 1)
            throw BadData.At(name, number, $"found {BadData.Quote(id)} as the id of an empty node, expected {_words.Count}.{_emptyNodes + 1} in this place; number it anew");
        if (_rangeStart > word)
            throw BadData.At(name, number, $"the empty node {word}.{place} stands between the multi-word token of line {_rangeLine} and its words; put it before that line");
        _emptyNodes++;
    }

    private InvalidDataException WrongColumns(string line, long number)
    {
        int found = line.AsSpan().Count('\t') + 1;
        bool spaces = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length >= Columns && found < Columns;
        string wayOut = spaces ? "spaces instead of tabs? Part the columns by one tab each" : "write _ in a column that says nothing";
        ErrorText plain = $", or {ReadPlain}";
        return BadData.At(name, number, $"found {found} {(found == 1 ? "column" : "columns")} ({BadData.Quote(line)}), expected the {Columns} of CoNLL-U, parted by tabs; {wayOut}{(_maybePlain ? plain : "")}");
    }

    /// <summary>What stands after <c># sent_id =</c>, or null in another comment.</summary>
    private static string? IdOf(string comment)
    {
        int sign = comment.IndexOf('=', StringComparison.Ordinal);
        if (sign < 0 || comment.AsSpan(1, sign - 1).Trim() is not "sent_id") return null;
        return comment[(sign + 1)..].Trim() is { Length: > 0 } id ? id : null;
    }

    /// <summary>Whether an id's part is a number from 1 on, in digits alone, without zeros before it.</summary>
    private static bool IsNumber(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && text[0] != '0';
}
