using CsvHelper;

namespace QSeq.Data;

/// <summary>
/// Reads a text in which every row is a series: its name, then its values in time order, as many as it has. Names of the
/// header that are times are the axis of all series, and what stands in front of them tells series apart.
/// </summary>
internal sealed class CsvRowSeries(string file, CsvReadOptions options, IProgress<CsvFinding>? progress)
{
    private const int LargestRecordBytes = 1 << 26; // a series in one line
    private const int RowsBetweenCancelChecks = 64;

    private readonly IReadOnlyList<string> _missing = options.Missing ?? [];
    private readonly double[] _missingNumbers = CsvCells.Numbers(options.Missing);
    private readonly List<CsvFinding> _findings = [];
    private CsvMarks _marks;
    private int _values = 1; // the first column of values
    private int[] _naming = [0]; // columns that name a series
    private int _width = int.MaxValue; // columns up to the last time, where the header holds times
    private int _named = int.MaxValue; // columns that have a name, there
    private TimeGrid? _grid; // of the header

    /// <summary>Reads the whole text, each series by itself.</summary>
    public SeriesPanel Read(TextReader reader, CancellationToken cancellationToken)
    {
        if (options.TimeColumn is { Length: > 0 } || options.TimeZone is not null || options.Step is not null || options.Keys is { Count: > 0 })
            throw new ArgumentException("where rows are series there is no column of times and none of keys; leave out what says how to read them");
        var head = CsvHead.Peek(reader, file);
        CsvSample sample = CsvSample.Of(head.Text, head.IsWhole, options.Delimiter, options.Header, out char delimiter);
        bool header = options.Header ?? IsHeader(sample.Rows[0]);
        foreach (string column in options.Typed?.LeftOut ?? []) Find("column", column, "", true);
        if (options.Typed is null) Find("delimiter", delimiter == '\t' ? "tab" : $"'{delimiter}'", options.Delimiter is null ? "it makes numbers of most cells" : "as asked for");
        Find("header", header ? "the first line" : "none", options.Header is null ? $"its second cell is {(header ? "no" : "a")} number" : "as asked for");
        if (header) LookAtHeader(sample, head.LinesTaken);
        DecideMarks(sample, header ? 1 : 0, delimiter);
        string origin = options.Typed is { } typed ? typed.Origin : head.Source is null ? $"file {file} (as supplied)" : $"{head.Source} (from file {file})";
        using CsvReader csv = head.Parted(CsvSample.Options(delimiter, LargestRecordBytes));
        for (int n = 0; n < sample.Skipped; n++) csv.Read();
        List<PanelSeries> series;
        try
        {
            series = ReadRows(csv, head.LinesTaken, header, origin, cancellationToken);
        }
        catch (CsvFormatException malformed)
        {
            throw BadData.At(file, malformed.LineNumber + head.LinesTaken, $"the line cannot be read as CSV ({malformed.Message.ReplaceLineEndings(" ").TrimEnd('.')}); correct its quotes, or name the delimiter");
        }

        if (series.Count == 0) throw BadData.In(file, "the file holds no series; expected a row for each, its name first");
        Find("series", $"{series.Count}, a row each", "as asked for");
        string[] notes = [.. _findings.Where(finding => finding.Doubt).Select(finding => finding.ToString())];
        return new SeriesPanel(origin, Wanted(series), notes, new CsvDescription(_findings, options with
        {
            DecimalComma = _marks == CsvMarks.Plain ? options.DecimalComma : _marks.Point == ',',
            Thousands = _marks.Thousands,
        }, null));
    }

    /// <summary>Reads the whole text as one table.</summary>
    public SeriesTable ReadTable(TextReader reader, CancellationToken cancellationToken)
    {
        SeriesPanel panel = Read(reader, cancellationToken);
        if (panel.Series.FirstOrDefault(series => series.Problem is not null) is { Problem: { } problem }) throw problem;
        SeriesTable[] tables = [.. panel.Series.Select(series => series.Table!)];
        SeriesTable? other = Array.Find(tables, table => table.Length != tables[0].Length || (table.Times is { } times && times[0] != tables[0].Times![0]) || (table.Step is { IsNumbers: true } step && step.NumberAt(0) != tables[0].Step!.NumberAt(0)));
        if (other is not null)
            throw BadData.In(file, $"series '{tables[0].Names[0]}' holds {tables[0].Length} values and '{other.Names[0]}' {other.Length}{(other.Length == tables[0].Length ? " from another time on" : "")}; {CsvAdvice.Columns}");
        string[] notes = [.. panel.Notes, .. tables.SelectMany(table => table.Notes)];
        return SeriesTable.Trusted(panel.Source, [.. tables.Select(table => table.Names[0])], [.. tables.Select(table => table.Values(0))], tables[0].Times, tables[0].Step, notes)
            .WithFilled([.. tables.Select(table => table.FilledRows(0))])
            .WithDescription(panel.Description!);
    }

    private List<PanelSeries> ReadRows(CsvReader csv, int linesTaken, bool header, string origin, CancellationToken cancellationToken)
    {
        var series = new List<PanelSeries>();
        var lines = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int row = 0; csv.Read(); row++)
        {
            if (row % RowsBetweenCancelChecks == 0) cancellationToken.ThrowIfCancellationRequested();
            if (row == 0 && header) continue;
            long line = csv.LineNumber + linesTaken;
            string name = NameOf(csv);
            if (name.Length == 0 && IsEmpty(csv)) continue;
            if (string.IsNullOrWhiteSpace(name)) throw BadData.At(file, line, "the first cell is empty; expected the name of the series");
            if (!lines.TryAdd(name, line)) throw BadData.At(file, line, $"series name {BadData.Quote(name)} stands in line {lines[name]} already; give every series its own");
            if (options.Columns?.Contains(name, StringComparer.Ordinal) == false) continue;
            try
            {
                series.Add(new PanelSeries(name, ReadRow(csv, line, name, origin), null));
            }
            catch (InvalidDataException e)
            {
                series.Add(new PanelSeries(name, null, e));
            }
        }

        foreach (string wanted in options.Columns ?? [])
            if (!lines.ContainsKey(wanted)) throw BadData.In(file, NearestName.Describe("series", wanted, lines.Keys));
        return series;
    }

    private List<PanelSeries> Wanted(List<PanelSeries> series) =>
        options.Columns is { } names ? [.. series.OrderBy(one => names.ToList().IndexOf(one.Name))] : series;

    private SeriesTable ReadRow(CsvReader csv, long line, string name, string origin)
    {
        int first = _values, last = Math.Min(csv.FieldCount, _width) - 1;
        if (csv.FieldCount > _named && !csv.GetSpan(_named).IsEmpty) throw BadData.At(file, line, $"found {csv.FieldCount} cells, expected {_named} as in the header; correct the line");
        while (last >= first && IsMissing(csv.GetSpan(last))) last--;
        while (first < last && IsMissing(csv.GetSpan(first))) first++;
        if (last < first) throw BadData.At(file, line, $"series '{name}' holds no number at all; remove its row");
        double[] values = new double[last - first + 1];
        int gaps = 0;
        for (int c = first; c <= last; c++)
        {
            ReadOnlySpan<byte> cell = csv.GetSpan(c);
            if (IsMissing(cell))
            {
                if (options.Gaps == GapPolicy.Error)
                    throw BadData.At(file, line, $"series '{name}', cell {c + 1}: {(cell.IsEmpty ? "the cell is empty" : $"found {BadData.Quote(cell)}")}, expected a number; fill it in, or {CsvAdvice.Gaps}");
                gaps++;
                values[c - first] = double.NaN;
            }
            else if (!_marks.TryRead(cell, out values[c - first]) || !double.IsFinite(values[c - first]))
            {
                throw BadData.At(file, line, $"series '{name}', cell {c + 1}: found {BadData.Quote(cell)}, expected a finite number; correct it, or {CsvAdvice.Missing} if it means no value");
            }
        }

        List<string> notes = [];
        if (first > _values) notes.Add($"series '{name}': the first {first - _values} cells hold no value and were left out");
        if (gaps > 0) notes.Add($"series '{name}': {gaps} empty or NaN cells (line {line}) filled by {GapFill.Name(options.Gaps)}");
        if (SuspectValue.Of(name, values, _missing) is { } suspect) notes.Add(suspect.ToString());
        bool[]? filled = GapFill.Invented(values, options.Gaps);
        GapFill.Fill(values, options.Gaps);
        int place = first - _values;
        IReadOnlyList<DateTime>? times = _grid?.Times is { } all ? [.. all.Skip(place).Take(values.Length)] : null;
        return SeriesTable.Trusted(origin, [name], [values], times, _grid?.Step.From(place), notes).WithFilled([filled]);
    }

    // What stands in front of the values: names, and numbers that are none of them.
    private void LookAtHeader(CsvSample sample, int linesTaken)
    {
        string[] names = sample.Rows[0];
        while (names.Length > 1 && names[^1].Length == 0) names = names[..^1];
        string[][] rows = [.. sample.Rows.Skip(1).Where(row => row.Length >= names.Length)];
        int start = CsvHeaderTimes.Start(names, out bool isTime, out int end);
        if (start < 1)
        {
            // Names in several columns, as far as texts go.
            start = 1;
            while (start < names.Length - 1 && rows.Length > 0 && Array.TrueForAll(rows, row => row[start].Length > 0 && !CsvCells.IsNumber(row[start]) && !CsvCells.IsMissing(row[start]))) start++;
        }

        _values = start;
        if (isTime)
        {
            if (CsvHeaderTimes.Among(names, start) is { } other)
                throw BadData.At(file, sample.Lines[0] + linesTaken, $"the header holds times, but {BadData.Quote(other)} stands among them, and what is in front of it would be lost; remove that column if it is a total, or write its name as a time");
            (_width, _named) = (end, names.Length);
            _grid = CsvHeaderTimes.Axis(file, names[start..end], sample.Lines[0] + linesTaken, options, out CsvFinding? found);
            Find(found!.What, found.Found, found.Why);
        }

        int[] texts = [.. Enumerable.Range(0, start).Where(column => rows.Any(row => row[column].Length > 0 && !CsvCells.IsNumber(row[column])))];
        if (start == 1 || texts.Length == 0) return;
        int unique = Array.FindIndex(texts, column => rows.Select(row => row[column]).Distinct().Count() == rows.Length && rows.All(row => row[column].Length > 0));
        _naming = unique >= 0 ? [texts[unique]] : [.. texts.Where(column => rows.Select(row => row[column]).Distinct().Skip(1).Any())];
        if (_naming.Length == 0) _naming = [texts[0]];
        Find("series", $"named by {string.Join(" and ", _naming.Select(column => $"'{names[column]}'"))}", $"values begin in cell {start + 1}, '{names[start]}'");
    }

    private string NameOf(CsvReader csv) => string.Join(CsvKeys.Mark, _naming.Where(column => column < csv.FieldCount).Select(csv.GetString).Where(part => part.Length > 0 || _naming.Length == 1));

    private static bool IsEmpty(CsvReader csv)
    {
        for (int c = 0; c < csv.FieldCount; c++)
            if (!csv.GetSpan(c).IsEmpty) return false;
        return true;
    }

    private bool IsMissing(ReadOnlySpan<byte> cell) => CsvCells.IsMissing(cell, _missing) || (_missingNumbers.Length > 0 && _marks.TryRead(cell, out double value) && _missingNumbers.Contains(value));

    // Names above the values, or an empty cell above the names.
    private static bool IsHeader(string[] cells) => cells[0].Length == 0 || (cells.Length > 1 && !CsvCells.IsValue(cells[1]) && !CsvCells.IsMissing(cells[1])) || CsvHeaderTimes.Start(cells, out bool isTime, out _) > 0 && isTime;

    private void DecideMarks(CsvSample sample, int first, char delimiter)
    {
        _marks = CsvMarks.Plain;
        if (options.Typed is not null) return;
        var evidence = new CsvMarkEvidence();
        for (int row = first; row < sample.Rows.Count; row++)
            foreach (string cell in sample.Rows[row].Take(_width).Skip(_values))
                if (CsvCells.IsNumber(cell)) evidence.Add(cell, row, sample.Lines[row]);
        string[] names = [.. sample.Rows.Select(row => row[0])];
        _marks = evidence.Decide(file, names, options, delimiter, out string why, out bool doubt);
        Find("numbers", _marks.ToString(), why, doubt && _marks != CsvMarks.Plain, doubt && _marks != CsvMarks.Plain ? CsvAdvice.Thousands : null);
    }

    private void Find(string what, string found, string why, bool doubt = false, Advice? setting = null)
    {
        var finding = new CsvFinding(what, found, why, doubt, setting);
        _findings.Add(finding);
        progress?.Report(finding);
    }
}
