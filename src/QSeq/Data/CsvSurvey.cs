using System.Buffers;

namespace QSeq.Data;

/// <summary>Decides how a CSV text is to be read, from its first rows or from all of a short one.</summary>
internal sealed class CsvSurvey
{
    private const double MostlyNumbers = 0.5; // of the cells of a column of numbers, at least
    private const int MostWatched = 8;
    private const int MostTried = 6; // columns, in pairs

    private const string ByteOrderMark = "\uFEFF"; // within a file it is left over from joining files
    private const int LongestName = 1000;

    private static readonly HashSet<string> CounterNames = new(StringComparer.OrdinalIgnoreCase) { "index", "unnamed: 0", "idx", "row", "nr", "no", "#", "id" };

    private static readonly char[] LineEnds = ['\r', '\n', '\v', '\f', '\u0085', '\u2028', '\u2029'];
    private static readonly SearchValues<char> AnyLineEnd = SearchValues.Create(LineEnds);

    private readonly string _file;
    private CsvReadOptions _options;
    private readonly CsvSample _sample;
    private readonly List<CsvFinding> _findings = [];
    private string[] _names = [];
    private CsvForms _forms = null!; // set before numbers are looked at
    private int _first; // row of values
    private CsvMarks _marks;
    private bool _pointKnown;
    private bool _each;
    private int[] _static = [];

    private CsvSurvey(string file, CsvReadOptions options, CsvSample sample)
    {
        (_file, _options, _sample) = (file, options, sample);
    }

    /// <summary>Decides.</summary>
    /// <param name="file">What the file is called.</param>
    /// <param name="text">Its first characters, from the header on.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    /// <param name="linesTaken">Lines in front of them.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="each">Whether columns are read by themselves, so that one without values is told as such.</param>
    /// <exception cref="InvalidDataException">It cannot be decided, or the text is not what it should be.</exception>
    public static CsvLayout Of(string file, string text, bool isWhole, int linesTaken, CsvReadOptions options, bool each)
    {
        CsvSample sample = CsvSample.Of(text, isWhole, options.Delimiter, options.Header, out char delimiter);
        if (sample.Rows.Count == 0) throw BadData.In(file, "the file is empty; expected a header line with column names, then one line a time step");
        for (int row = 0; row < sample.Lines.Count; row++) sample.Lines[row] += linesTaken;
        return new CsvSurvey(file, options, sample) { _each = each }.Decide(delimiter);
    }

    private CsvLayout Decide(char delimiter)
    {
        int width = _sample.Rows[0].Length;
        foreach (string column in _options.Typed?.LeftOut ?? []) Find("column", column, "", true);
        if (_options.Typed is null) Find("delimiter", delimiter == '\t' ? "tab" : delimiter == ' ' ? "space" : $"'{delimiter}'", _options.Delimiter is null ? "it makes numbers and dates of most cells" : "as asked for");
        if (_sample.Skipped > 0) Find("header", $"in line {_sample.Lines[0]}", $"the {Count(_sample.Skipped, "line")} above it, beginning with {BadData.Quote(_sample.Above)}, {(_sample.Skipped == 1 ? "has" : "have")} fewer cells and {(_sample.Skipped == 1 ? "was" : "were")} left out", true);
        bool header = TakeHeader();
        width = Math.Max(width, _names.Length);
        if (_options is { TimeColumn: null, UsualTimeColumn: { Length: > 0 } usual } && (_names.Contains(usual) || usual.Split(',').All(_names.Contains)))
            _options = _options with { TimeColumn = usual };
        if (_options.TimeColumn is { Length: > 0 } time && Array.IndexOf(_names, time) < 0 && !time.Contains(','))
            throw BadData.At(_file, _sample.Lines[0], NearestName.Describe("time column", time, _names));
        if (_sample.Rows.Count == _first && _options.Typed is not null) throw BadData.In(_file, "there are columns and no rows; expected a row a time step");
        if (_sample.Rows.Count == _first && _sample.IsWhole) throw BadData.In(_file, "the file holds a header and nothing below it; expected one line a time step");

        var search = new CsvTimeSearch(_file, _options, _sample, _names, _first);
        HashSet<int> dates = [.. Arrays.Places(_names.Length, search.IsDates)];
        _forms = new CsvForms(_file, _options, _sample, _first, _names.Length, dates);
        DecideMarks(dates, delimiter);
        CsvTimeSearch.Answer stamps = search.Find(dates, _marks, IsWanted);
        foreach (CsvFinding finding in stamps.Findings) _findings.Add(finding);
        bool usualKeys = _options is { Keys: null, UsualKeys.Count: > 0 };
        if (usualKeys) _options = _options with { Keys = _options.UsualKeys!.All(_names.Contains) ? _options.UsualKeys : [] };
        int[] keys = FindKeys(stamps);
        foreach (string beside in Beside)
            if (Array.IndexOf(_names, beside) < 0) throw BadData.At(_file, _sample.Lines[0], NearestName.Describe("column", beside, _names));
        string[]? series = _options.Columns is null ? null : [.. _options.Columns.Except(Beside).Where(name => !usualKeys || keys.Length > 0 || _names.Contains(name))];
        string[] unknown = [.. (series ?? []).Where(wanted => Array.IndexOf(_names, wanted) < 0)];
        if (keys.Length == 0 && stamps.Column < 0)
        {
            var shape = new CsvShape(_file, _options, _sample, _names, _first);
            if (shape.RowsAreSeries(unknown) is { } finding) _findings.Add(finding);
            else shape.RefuseCounting();
        }

        if (unknown.Length > 0 && keys.Length == 0) throw BadData.At(_file, _sample.Lines[0], NearestName.Describe("column", unknown[0], _names));
        string[]? wanted = usualKeys && Beside.Any() ? [] : unknown.Length > 0 && unknown.Length == series!.Length ? null : series?.Except(unknown).ToArray();
        _static = keys.Length == 0 ? [] : FindStatic(stamps, keys);
        (int[] kept, int[] watched, int[] texts, int found) = ChooseColumns(stamps, keys, wanted, unknown);
        return new CsvLayout
        {
            Delimiter = delimiter,
            HasHeader = header,
            Names = _names,
            Width = width,
            HeaderLine = _sample.Lines[0],
            Marks = _marks,
            PointKnown = _pointKnown,
            Forms = _forms.Each,
            Time = stamps.Column,
            Clock = stamps.Clock,
            Parts = stamps.Parts,
            Stamps = stamps.Format,
            Kept = kept,
            Keys = keys,
            Static = _static,
            Series = unknown.Length > 0 ? unknown : null,
            NamesColumns = found > 1,
            Watched = watched,
            Texts = texts,
            Skipped = _sample.Skipped,
            Findings = _findings,
        };
    }

    private void Find(string what, string found, string why = "", bool doubt = false, Advice? setting = null) =>
        _findings.Add(new CsvFinding(what, found, why, doubt, setting));

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : string.Create(CultureInfo.InvariantCulture, $"{number} {what}s");

    // Columns that stand beside the series.
    private IEnumerable<string> Beside => (_options.Known ?? []).Union((_options.Categories ?? []).Select(column => column.Name));

    private bool IsWanted(int column) => (_options.Columns ?? []).Union(Beside).Contains(_names[column], StringComparer.Ordinal);

    // Whatever ends a line in some program parts words.
    private static string OnOneLine(string name) => name.AsSpan().IndexOfAny(AnyLineEnd) < 0
        ? name
        : string.Join(' ', name.Split([' ', .. LineEnds], StringSplitOptions.RemoveEmptyEntries));

    // Taken for names, a first row of values would be lost without a word.
    private bool TakeHeader()
    {
        string[] cells = _sample.Rows[0];
        if (_options.Header == false)
        {
            _names = [.. Enumerable.Range(1, cells.Length).Select(n => $"column{n}")];
            Find("header", "none", "as asked for");
            return false;
        }

        if (_options.Header is null && Array.Exists(cells, CsvCells.IsValue) && Array.TrueForAll(cells, cell => CsvCells.IsValue(cell) || CsvCells.IsMissing(cell) || CsvForm.Is(cell)))
        {
            string first = Array.Find(cells, CsvCells.IsNumber) ?? Array.Find(cells, CsvCells.IsValue)!;
            throw BadData.At(_file, _sample.Lines[0], $"the first line holds numbers ({BadData.Quote(first)}), not names; add a header line with a name for every column, or {CsvAdvice.NoHeader}");
        }

        _first = 1;
        string[] names = [.. cells.Select(name => CsvText.Unguard(OnOneLine(name.Replace(ByteOrderMark, "", StringComparison.Ordinal)))).Select(name => string.IsNullOrWhiteSpace(name) ? "" : name)];
        if (Array.Find(names, name => name.Length > LongestName) is { } endless)
            throw BadData.At(_file, _sample.Lines[0], $"a column name has {endless.Length} characters ({BadData.Quote(endless)}), expected {LongestName} or less; check quotes and line ends of the header");
        if (names[0].Length == 0 && names.Length > 1) names[0] = "index"; // what pandas writes above its row numbers

        // A delimiter at the end of every line makes a column of nothing.
        while (names.Length > 1 && names[^1].Length == 0 && _sample.Rows.TrueForAll(row => row.Length < names.Length || row[names.Length - 1].Length == 0))
        {
            names = names[..^1];
            Find("header", "a delimiter ends every line", "nothing stands behind it");
        }

        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int c = 0; c < names.Length; c++)
        {
            if (names[c].Length == 0) throw BadData.At(_file, _sample.Lines[0], $"cell {c + 1} of the header is empty; every column needs a name");
            if (!seen.TryAdd(names[c], c))
                throw BadData.At(_file, _sample.Lines[0], $"column name {BadData.Quote(names[c])} is used for cell {seen[names[c]] + 1} and cell {c + 1}; give every column its own");
        }

        _names = names;
        return true;
    }

    private void DecideMarks(HashSet<int> dates, char delimiter)
    {
        _marks = CsvMarks.Plain;
        if (_options.Typed is not null) return;
        var evidence = new CsvMarkEvidence();
        for (int row = _first; row < _sample.Rows.Count; row++)
        {
            string[] cells = _sample.Rows[row];
            for (int c = 0; c < Math.Min(cells.Length, _names.Length); c++)
                if (!dates.Contains(c) && _forms.Bare(c, cells[c]) is { } number && CsvCells.IsNumber(number)) evidence.Add(number, c, _sample.Lines[row]);
        }

        _marks = evidence.Decide(_file, _names, _options, delimiter, out string why, out bool doubt);
        doubt &= _marks != CsvMarks.Plain || delimiter != ',' || evidence.IsOfAnotherScale; // where points part thousands, commas are decimal marks and cells are not parted by them
        _pointKnown = delimiter == ';' && _marks == CsvMarks.Plain && evidence.ProvesPoint;
        Find("numbers", _marks.ToString(), why, doubt, doubt ? CsvAdvice.Thousands : null);
    }

    // A column of names, each of which comes in many rows, with times that begin anew.
    private int[] FindKeys(CsvTimeSearch.Answer stamps)
    {
        if (_options.Keys is { } wanted)
        {
            int[] places = [.. wanted.Select(name => Array.IndexOf(_names, name))];
            int unknown = Array.IndexOf(places, -1);
            if (unknown < 0 && places.Length > 1)
                Find("series", $"told apart by {string.Join(" and ", wanted.Select(name => $"'{name}'"))}", $"as asked for; a series is called by their cells, {BadData.Quote(string.Join(CsvKeys.Mark, places.Select(key => Cell(_first, key))))} the first");
            return unknown < 0 ? places : throw BadData.At(_file, _sample.Lines[0], NearestName.Describe("key column", wanted[unknown], _names));
        }

        if (stamps.Column < 0) return [];
        bool repeats = Repeats(stamps);
        var texts = new List<int>();
        for (int c = 0; c < _names.Length; c++)
        {
            if (stamps.Takes(c) || IsWanted(c)) continue;
            bool named = KeyNames.IsKey(_names[c]);
            (int count, bool text) = KeysOf(c);
            if (count == 1 && text && named && !_sample.IsWhole) return Keys([c], 1, "its name says so"); // others come later
            if (count < 2 || 2 * count > _sample.Rows.Count - _first || (!text && !named)) continue;
            if (text || named) texts.Add(c);
            if ((named || repeats) && UniqueWith([c], stamps)) return Keys([c], count, repeats ? "times begin anew with each" : "its name says so");
        }

        if (!repeats) return [];
        for (int a = 0; a < Math.Min(texts.Count, MostTried); a++)
        {
            for (int b = a + 1; b < Math.Min(texts.Count, MostTried); b++)
            {
                int[] both = [texts[a], texts[b]];
                if (UniqueWith(both, stamps)) return Keys(both, Enumerable.Range(_first, _sample.Rows.Count - _first).Select(row => Key(row, both)).Distinct().Count(), "times begin anew with each");
            }
        }

        return [];
    }

    private int[] Keys(int[] keys, int count, string why)
    {
        string how = keys.Length > 1 ? $"; a series is called by their cells, {BadData.Quote(string.Join(CsvKeys.Mark, keys.Select(key => Cell(_first, key))))} the first" : "";
        string names = string.Join(" and ", keys.Select(key => $"'{_names[key]}'"));
        Find("series", $"told apart by {names}, {count} in the rows looked at", why + how, true, CsvAdvice.Keys);
        return keys;
    }

    // Columns that nobody asked for and that change with the series alone; of those of numbers one has to be left to be the series.
    private int[] FindStatic(CsvTimeSearch.Answer stamps, int[] keys)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal); // row of each series
        int[] rows = [.. Enumerable.Range(_first, _sample.Rows.Count - _first)];
        foreach (int row in rows) first.TryAdd(Key(row, keys), row);
        if (first.Count < 2 || rows.Length < 3 * first.Count) return [];
        var found = new List<int>();
        bool left = false;
        for (int c = 0; c < _names.Length; c++)
        {
            if (stamps.Takes(c) || keys.Contains(c) || IsWanted(c)) continue;
            if (Array.TrueForAll(rows, row => Cell(row, c) == Cell(first[Key(row, keys)], c))) found.Add(c);
            else left |= Count(c).Numbers > 0;
        }

        if (!left) found.RemoveAll(c => Count(c).Numbers > 0);
        foreach (int c in found) Find("column", $"'{_names[c]}' is the same in all rows of a series ({BadData.Quote(Cell(_first, c))} in the first) and says something of each as a whole", "", true);
        return [.. found];
    }

    // How many different cells a column has, and whether they are other than numbers; none where one is empty.
    private (int Count, bool Text) KeysOf(int column)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        bool text = false;
        for (int row = _first; row < _sample.Rows.Count; row++)
        {
            string key = Cell(row, column);
            seen.Add(key);
            text |= !CsvCells.IsNumber(key);
        }

        return (seen.Contains("") ? 0 : seen.Count, text);
    }

    // More than an hour that comes twice in autumn.
    private bool Repeats(CsvTimeSearch.Answer stamps)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        int rows = _sample.Rows.Count - _first, repeated = 0;
        for (int row = _first; row < _sample.Rows.Count; row++)
            if (!seen.Add(Stamp(row, stamps))) repeated++;
        return repeated > rows / 20;
    }

    private bool UniqueWith(int[] keys, CsvTimeSearch.Answer stamps)
    {
        var seen = new HashSet<(string Key, string Stamp)>();
        for (int row = _first; row < _sample.Rows.Count; row++)
            if (!seen.Add((Key(row, keys), Stamp(row, stamps)))) return false;
        return true;
    }

    private string Key(int row, int[] keys) => keys.Length == 1 ? Cell(row, keys[0]) : string.Join('\u001F', keys.Select(key => Cell(row, key)));

    private string Stamp(int row, CsvTimeSearch.Answer stamps) => stamps.Parts.Length > 0 ? Key(row, stamps.Parts) : stamps.Clock < 0 ? Cell(row, stamps.Column) : $"{Cell(row, stamps.Column)} {Cell(row, stamps.Clock)}";

    private string Cell(int row, int column) => column < _sample.Rows[row].Length ? _sample.Rows[row][column] : "";

    private (int[] Kept, int[] Watched, int[] Texts, int Found) ChooseColumns(CsvTimeSearch.Answer stamps, int[] keys, string[]? wanted, string[] series)
    {
        string[] besideNames = [.. Beside];
        int[] beside = Arrays.Of(besideNames.Length, n => Array.IndexOf(_names, besideNames[n]));
        var kept = new List<int>();
        var numbers = new List<int>();
        var texts = new List<int>();
        (int Column, string Cell, long Line)? text = null;
        for (int c = 0; c < _names.Length; c++)
        {
            if (stamps.Takes(c) || Array.IndexOf(keys, c) >= 0 || Array.IndexOf(beside, c) >= 0 || Array.IndexOf(_static, c) >= 0) continue;
            if (wanted is null || wanted.Contains(_names[c], StringComparer.Ordinal))
                if (_forms.Finding(c, _names[c]) is { } finding) _findings.Add(finding);
            (int count, int missing, int others, string? firstOther, long line) = Count(c);
            bool isNumbers = count > 0 && count >= MostlyNumbers * (count + others);
            if (isNumbers) numbers.Add(c);
            else if (others > 0) texts.Add(c);
            if (wanted is not null)
            {
                if (keys.Length == 0 && _options.Keys is null && KeyNames.IsIdentity(_names[c]) && KeysOf(c).Count is > 1 and var things && things < _sample.Rows.Count - _first && !IsWanted(c))
                    Find("column", $"'{_names[c]}' tells things apart by its name, but all rows are read as one series", "", true, CsvAdvice.Keys);
                continue;
            }

            if (isNumbers && !IsCounter(c, stamps))
            {
                kept.Add(c);
                if (keys.Length == 0 && KeyNames.IsIdentity(_names[c]) && KeysOf(c).Count > 1) Find("column", $"'{_names[c]}' is read as a series, though by its name it tells things apart", "", true, CsvAdvice.Keys);
            }
            else if (count + others == 0)
            {
                if (_sample.IsWhole && !(_each && keys.Length == 0) && _names.Length > 1 && numbers.Count + _names.Length > c + 1) Find("column", $"'{_names[c]}' holds no value and was left out", "", true);
                else kept.Add(c);
            }
            else if (!isNumbers)
            {
                text ??= (c, BadData.Quote(firstOther), line);
                if (count > 0 && series.Length == 0) throw NotANumber(line, _names[c], BadData.Quote(firstOther));
                Find("column", $"'{_names[c]}' holds text ({BadData.Quote(firstOther)}, line {line}) and was left out", "", true, keys.Length == 0 && KeyNames.IsIdentity(_names[c]) ? CsvAdvice.Keys : CsvAdvice.Categories);
            }
        }

        SayMonths(kept);
        int found = 0;
        foreach (int column in numbers)
            if (!Counts(column, stamps)) found++;
        if (wanted is not null) kept = [.. Arrays.Of(wanted.Length, n => Array.IndexOf(_names, wanted[n]))];
        if (kept.Count + (wanted is null ? 0 : beside.Length) == 0)
        {
            throw text is { } first
                ? NotANumber(first.Line, _names[first.Column], first.Cell)
                : BadData.In(_file, "there is no column of numbers beside the time stamps; expected at least one series");
        }

        numbers.RemoveAll(kept.Contains);
        foreach (int column in beside)
            if (!kept.Contains(column)) kept.Add(column);
        return ([.. kept], FirstOf(numbers), FirstOf(texts), found);
    }

    private static int[] FirstOf(List<int> columns) => [.. columns.GetRange(0, Math.Min(columns.Count, MostWatched))];

    // A table of a year a row is read as twelve yearly series.
    private void SayMonths(List<int> kept)
    {
        string[] months = CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames[..12];
        string[] names = Arrays.Of(kept.Count, n => _names[kept[n]]);
        if (names.Length == 12 && names.Zip(months).All(pair => pair.First.StartsWith(pair.Second, StringComparison.OrdinalIgnoreCase)))
            Find("column", $"'{names[0]}' to '{names[11]}' are months, a year a row, and are read as twelve series", "write a row for each month to read one", true);
    }

    // Row numbers beside dates are no series.
    private bool IsCounter(int column, CsvTimeSearch.Answer stamps)
    {
        if (!Counts(column, stamps)) return false;
        Find("column", $"'{_names[column]}' counts the rows and was left out", "", true);
        return true;
    }

    private bool Counts(int column, CsvTimeSearch.Answer stamps)
    {
        if (stamps.Column < 0 || !CounterNames.Contains(_names[column])) return false;
        for (int row = _first; row < _sample.Rows.Count; row++)
        {
            string expected = (row - _first + (Cell(_first, column) == "1" ? 1 : 0)).ToString(CultureInfo.InvariantCulture);
            if (Cell(row, column) != expected) return false;
        }

        return true;
    }

    private (int Numbers, int Missing, int Others, string? FirstOther, long Line) Count(int column)
    {
        int numbers = 0, missing = 0, others = 0;
        (string? other, long line) = (null, 0L);
        for (int row = _first; row < _sample.Rows.Count; row++)
        {
            string cell = Cell(row, column);
            if (_forms.TryRead(column, cell, _marks) || CsvCells.IsInfinite(System.Text.Encoding.UTF8.GetBytes(cell))) numbers++;
            else if (CsvCells.IsMissing(cell) || (_options.Missing?.Contains(cell, StringComparer.Ordinal) ?? false)) missing++;
            else if (others++ == 0) (other, line) = (cell, _sample.Lines[row]);
        }

        return (numbers, missing, others, other, line);
    }

    private InvalidDataException NotANumber(long line, string column, string quoted) =>
        BadData.At(_file, line, column, $"found {quoted}, expected a number; correct it, or name the columns to read");
}
