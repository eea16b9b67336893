using System.Text;

namespace QSeq.Cli.Sources;

/// <summary>
/// Rows of a CSV text as they come: the columns of a model by name, the time column as it is written. Nothing behind a row is
/// looked at, so what a whole file would show is not found out: the delimiter is that of the first line, and the time column, where
/// none is named or known, the first, unless the model reads it.
/// </summary>
internal sealed class LiveRows
{
    private const string Marks = ",;\t|";

    // As the help of --missing lists them.
    private static readonly HashSet<string> NoValue =
        new(StringComparer.OrdinalIgnoreCase) { "", "na", "n/a", "nan", "null", "none", "-", ".", "?", "#n/a" };

    private readonly string _name;
    private readonly CsvReadOptions _reading;
    private readonly IReadOnlyList<string> _columns;
    private readonly double[] _last; // of each column, NaN before the first
    private readonly List<string> _cells = [];
    private int[]? _places; // of the columns in a line, null before the first line
    private int _time = -1;
    private int _count;
    private char _delimiter;
    private long _line;

    /// <param name="name">What errors call the text.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="reading">How cells are written, and what fills gaps.</param>
    public LiveRows(string name, IReadOnlyList<string> columns, CsvReadOptions reading)
    {
        (_name, _columns, _reading) = (name, columns, reading);
        _last = [.. columns.Select(_ => double.NaN)];
    }

    /// <summary>What the time column is called; null for none.</summary>
    public string? TimeName { get; private set; }

    /// <summary>The line that was read last, from 1.</summary>
    public long Line => _line;

    /// <summary>The lines of a stream, each as soon as it is there.</summary>
    /// <exception cref="InvalidDataException">Bytes are no UTF-8.</exception>
    public static IEnumerable<string> Lines(Stream stream, string name)
    {
        using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
        for (long line = 1; Next(line) is { } text; line++) yield return text;

        string? Next(long line)
        {
            try
            {
                return reader.ReadLine();
            }
            catch (DecoderFallbackException)
            {
                throw BadData.At(name, line, "in this line or soon after it there are bytes that are not UTF-8; write the rows as UTF-8");
            }
        }
    }

    /// <summary>Takes the next line. The first is the header; blank lines, and remarks before the header, are passed over.</summary>
    /// <param name="line">The line.</param>
    /// <param name="row">[columns], receives the values where it is a row.</param>
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
            ReadHeader(line.TrimStart('\uFEFF'));
            return false;
        }

        Split(line);
        if (_cells.Count != _count)
            throw Bad($"the row has {NumberText.Count(_cells.Count, "cell")}, expected {_count} as in the header; correct the row");
        for (int n = 0; n < row.Length; n++) row[n] = Value(_cells[_places[n]], n);
        for (int n = 0; n < row.Length; n++) _last[n] = row[n];
        if (_time >= 0) time = _cells[_time];
        return true;
    }

    private void ReadHeader(string line)
    {
        _delimiter = _reading.Delimiter ?? Marks.FirstOrDefault(mark => Has(line, mark), ',');
        Split(line);
        string[] names = [.. _cells];
        _count = names.Length;
        if (names.Any(name => Utf8Number.TryParse(Encoding.UTF8.GetBytes(name), out _)))
            throw Bad($"the first line is {BadData.Quote(line)}, expected the names of the columns; write them before the rows");
        _places = [.. _columns.Select(Find)];
        _time = _reading.TimeColumn switch
        {
            "" => -1,
            { } given => Find(given),
            null when _reading.UsualTimeColumn is { Length: > 0 } usual && names.Contains(usual) => Find(usual),
            null => _columns.Contains(names[0]) ? -1 : 0,
        };
        if (_time >= 0) TimeName = names[_time];

        int Find(string name)
        {
            int place = Array.IndexOf(names, name);
            if (place < 0) throw Bad($"{NearestName.Describe("column", name, names)}; the model reads {string.Join(", ", _columns)}");
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
        if (_reading.Thousands is { } mark) text = text.Replace(mark.ToString(), "", StringComparison.Ordinal);
        if (_reading.DecimalComma == true) text = text.Replace(',', '.');
        if (Utf8Number.TryParse(Encoding.UTF8.GetBytes(text), out double value) && double.IsFinite(value)) return value;
        string advice = text.Contains(',') ? "choose --decimal comma, or correct it"
            : "correct it, or name what means no value in --missing";
        throw Bad($"{BadData.Quote(cell)} is no finite number; {advice}", column);
    }

    private double Fill(int column)
    {
        if (_reading.Gaps == GapPolicy.Zero) return 0;
        if (_reading.Gaps == GapPolicy.Previous && !double.IsNaN(_last[column])) return _last[column];
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
