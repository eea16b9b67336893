using System.Text;

namespace QSeq.Cli.Sources;

/// <summary>
/// Rows of a CSV text as they come: the columns of a model by name, the time column as it is written. Nothing behind a row is
/// looked at, so what a whole file would show is not found out: the delimiter is that of the first line, numbers are written with
/// points unless another way is named or known, and the time column, where none is named or known, is the first, unless the model
/// reads it.
/// </summary>
internal sealed class LiveRows
{
    private const string Delimiters = ",;\t|";
    private const int LongestLine = 1 << 20; // bytes

    // As the help of --missing lists them.
    private static readonly HashSet<string> NoValue =
        new(StringComparer.OrdinalIgnoreCase) { "", "na", "n/a", "nan", "null", "none", "-", ".", "?", "#n/a" };

    private readonly string _name;
    private readonly CsvReadOptions _reading;
    private readonly IReadOnlyList<string> _columns;
    private readonly CsvMarks _marks;
    private readonly List<string> _cells = [];
    private int[]? _places; // of the columns in a line, null before the first line
    private bool _begun; // whether there is a row before the next
    private int _time = -1;
    private int _count;
    private char _delimiter;
    private long _line;

    /// <param name="name">What errors call the text.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="reading">How cells are written, and what fills gaps.</param>
    /// <param name="goesOn">Whether other rows were read before, with whose values gaps can be filled.</param>
    public LiveRows(string name, IReadOnlyList<string> columns, CsvReadOptions reading, bool goesOn)
    {
        (_name, _columns, _reading, _begun) = (name, columns, reading, goesOn);
        _marks = new CsvMarks(reading.DecimalComma ?? reading.Thousands == '.' ? ',' : '.', reading.Thousands);
    }

    /// <summary>What to say of a column that is not there, by its name; null for nothing.</summary>
    public Func<string, string?> Asked { get; init; } = _ => null;

    /// <summary>Whether the header was read, and holds the columns.</summary>
    public bool HasHeader => _places is not null;

    /// <summary>What the time column is called; null for none.</summary>
    public string? TimeName { get; private set; }

    /// <summary>The line that was read last, from 1.</summary>
    public long Line => _line;

    /// <summary>The lines of a stream, packed or not, each as soon as it is there.</summary>
    /// <exception cref="InvalidDataException">Bytes are no UTF-8, or a line has no end.</exception>
    public static IEnumerable<string> Lines(Stream stream, string name)
    {
        const string endless = "a row is a line, which ends with a line feed; have whatever writes them end each so, or look whether these are rows at all";
        using Stream unpacked = PackedFile.Unpack(stream, name);
        using var reader = new Utf8LineReader(unpacked, name, LongestLine, endless);
        while (reader.ReadLine() is { } text) yield return text;
    }

    /// <summary>Takes the next line. The first is the header; blank lines, and remarks before the header, are passed over.</summary>
    /// <param name="line">The line.</param>
    /// <param name="row">[columns], receives the values where it is a row; no number for a gap that the value before is to fill.</param>
    /// <param name="time">The cell of the time column, if there is one.</param>
    /// <returns>Whether it is a row.</returns>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public bool TryRead(string line, Span<double> row, out string? time)
    {
        _line++;
        time = null;
        if (string.IsNullOrWhiteSpace(line) || (_places is null && line.StartsWith('#'))) return false;
        if (_places is null)
        {
            ReadHeader(line);
            return false;
        }

        Split(line);
        if (_cells.Count != _count)
            throw Bad($"the row has {NumberText.Count(_cells.Count, "cell")}, expected {_count} as in the header; {WrongCount()}");
        for (int n = 0; n < row.Length; n++) row[n] = Value(_cells[_places[n]], n);
        _begun = true;
        if (_time >= 0) time = _cells[_time];
        return true;
    }

    private void ReadHeader(string line)
    {
        _delimiter = _reading.Delimiter ?? Delimiters.FirstOrDefault(mark => Has(line, mark), ',');
        Split(line);
        string[] names = [.. _cells];
        _count = names.Length;
        if (names.Any(name => Utf8Number.TryParse(Encoding.UTF8.GetBytes(name), out _)))
            throw Bad($"the first line is {BadData.Quote(line)}, expected the names of the columns; write them before the rows");
        int[] places = [.. _columns.Select(Find)];
        _time = _reading.TimeColumn switch
        {
            "" => -1,
            { } given => Find(given),
            null when _reading.UsualTimeColumn is { Length: > 0 } usual && names.Contains(usual) => Find(usual),
            null => _columns.Contains(names[0]) ? -1 : 0,
        };
        if (_time >= 0) TimeName = names[_time];
        _places = places;

        int Find(string name)
        {
            int place = Array.IndexOf(names, name);
            if (place < 0) throw Bad($"{NearestName.Describe("column", name, names)}; {Asked(name) ?? $"the model reads {string.Join(", ", _columns)}"}");
            return place == Array.LastIndexOf(names, name) ? place : throw Bad($"there are two columns {BadData.Quote(name)}; rename one");
        }
    }

    // Whether a line splits into all columns at a character.
    private bool Has(string line, char mark)
    {
        _delimiter = mark;
        Split(line);
        return _columns.All(_cells.Contains);
    }

    private double Value(string cell, int column)
    {
        string text = cell.Trim();
        if (NoValue.Contains(text) || _reading.Missing?.Contains(text) == true) return Fill(column);
        if (_marks.TryRead(Encoding.UTF8.GetBytes(text), out double value) && double.IsFinite(value)) return value;
        string written = _reading.DecimalComma is null && _reading.Thousands is null ? "" : $" with {_marks}";
        bool both = text.Contains(',') && text.Contains('.') && _reading.Thousands is null; // one of them parts thousands
        string advice = both ? $"say with --thousands '{(text.LastIndexOf(',') < text.LastIndexOf('.') ? ',' : '.')}' what parts thousands, or correct it"
            : text.Contains(',') && _marks is { Point: '.', Thousands: not ',' } ? "choose --decimal comma, or correct it"
            : text.Contains('.') && _marks.Point == ',' ? "choose --decimal point, or correct it"
            : "correct it, or name what means no value in --missing";
        throw Bad($"{BadData.Quote(cell)} is no finite number{written}; {advice}", column);
    }

    private string WrongCount() => _delimiter == ',' && _cells.Count > _count
        ? "correct the row; where commas are decimal marks, part cells by semicolons and choose --decimal comma" : "correct the row";

    private double Fill(int column)
    {
        if (_reading.Gaps == GapPolicy.Zero) return 0;
        if (_reading.Gaps == GapPolicy.Previous && _begun) return double.NaN;
        if (_reading.Gaps == GapPolicy.Previous)
            throw Bad("there is no value, and none before it to fill the gap with; begin with a whole row", column);
        string why = _reading.Gaps == GapPolicy.Linear ? "a straight line needs the value behind the gap, which has not come; " : "";
        throw Bad($"there is no value; {why}choose --gaps previous or zero", column);
    }

    private InvalidDataException Bad(ErrorText problem) => BadData.At(_name, _line, problem);

    private InvalidDataException Bad(ErrorText problem, int column) => BadData.At(_name, _line, _columns[column], problem);

    // The cells of a line, quotes taken off.
    private void Split(string line)
    {
        _cells.Clear();
        for (int at = 0; at <= line.Length;)
        {
            if (at < line.Length && line[at] == '"')
            {
                var cell = new StringBuilder();
                for (at++; at < line.Length && (line[at] != '"' || (at + 1 < line.Length && line[at + 1] == '"')); at++)
                {
                    if (line[at] == '"') at++;
                    cell.Append(line[at]);
                }

                if (at == line.Length) throw Bad("a quote is opened and not closed; a cell cannot go over several lines here");
                _cells.Add(cell.ToString());
                at++;
                if (at < line.Length && line[at] != _delimiter)
                    throw Bad($"{BadData.Quote(line.AsSpan(at))} follows a quoted cell, expected the next cell; correct the row");
            }
            else
            {
                int end = line.IndexOf(_delimiter, at);
                if (end < 0) end = line.Length;
                _cells.Add(line[at..end].Trim());
                at = end;
            }

            at++;
        }
    }
}
