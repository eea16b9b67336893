using System.Text;
using CsvHelper;

namespace QSeq.Data;

/// <summary>Reads one CSV text row by row into columns, as its first rows say, and lays them on the grid of their times.</summary>
internal sealed class CsvTableBuilder(string file, CsvReadOptions options, IProgress<CsvFinding>? progress)
{
    private const int RowsBetweenCancelChecks = 1024;

    private readonly IReadOnlyList<string> _missing = options.Missing ?? [];
    private readonly double[] _missingNumbers = CsvCells.Numbers(options.Missing); // -999 is -999.00
    private readonly List<string> _notes = [];
    private readonly CsvLines _lines = new(); // of rows
    private readonly List<(long Line, bool IsBlankLine)> _empty = []; // rows of nothing, not followed by others yet
    private readonly CsvKeys _keys = new();
    private CsvLayout _layout = null!; // set before the first row
    private CsvColumn[] _columns = [];
    private TimeAxis? _time;
    private CsvStatics? _statics; // null for none
    private readonly Dictionary<int, (long Line, string Cell)> _texts = []; // in watched columns, with no number behind them yet
    private CsvFooter? _footer; // where there are no times

    /// <summary>Reads the whole text as one table.</summary>
    public SeriesTable Read(TextReader reader, CancellationToken cancellationToken)
    {
        (CsvGrid grid, string origin, List<CsvFinding> findings) = Load(reader, false, cancellationToken);
        SeriesTable table = grid.Build(origin, _notes, findings);
        return table.WithDescription(Describe(findings));
    }

    /// <summary>Reads the whole text, each series by itself.</summary>
    public SeriesPanel ReadEach(TextReader reader, CancellationToken cancellationToken)
    {
        (CsvGrid grid, string origin, List<CsvFinding> findings) = Load(reader, true, cancellationToken);
        List<PanelSeries> series = grid.Each(origin, _notes, findings);
        return new SeriesPanel(origin, series, _notes, Describe(findings));
    }

    private CsvDescription Describe(List<CsvFinding> findings)
    {
        foreach (CsvFinding finding in findings.Skip(_layout.Findings.Count)) progress?.Report(finding);
        return new CsvDescription(findings, Decided(), _layout.Time < 0 ? null : _layout.TimeName) { Keys = [.. _layout.Keys.Select(index => _layout.Names[index])] };
    }

    private (CsvGrid Grid, string Origin, List<CsvFinding> Findings) Load(TextReader reader, bool each, CancellationToken cancellationToken)
    {
        var head = CsvHead.Peek(reader, file);
        _layout = CsvSurvey.Of(file, head.Text, head.IsWhole, head.LinesTaken, options, each);
        foreach (CsvFinding finding in _layout.Findings) progress?.Report(finding);
        _columns = Arrays.Of(_layout.Kept.AsSpan(), ColumnOf);
        if (_layout.Time >= 0) _time = new TimeAxis(file, _layout.TimeName, _layout.Stamps, _layout.Marks, options) { MayHaveKeys = _layout.Names.Length > 2 };
        else _footer = new CsvFooter(_layout);
        if (_layout.Static.Length > 0) _statics = new CsvStatics(file, _layout, _keys);
        using CsvReader csv = head.Parted(CsvSample.Options(_layout.Delimiter));
        try
        {
            ReadRows(csv, head.LinesTaken, cancellationToken);
        }
        catch (CsvFormatException malformed)
        {
            throw BadData.At(file, malformed.LineNumber + head.LinesTaken, $"the line cannot be read as CSV ({malformed.Message.ReplaceLineEndings(" ").TrimEnd('.')}); correct its quotes, or name the delimiter");
        }

        if (_lines.Count == 0) throw BadData.In(file, "the file holds a header and nothing below it; expected one line a time step");
        CheckWatched();
        CheckEnd(head);
        foreach (CsvColumn column in _columns) column.Levels?.Tell(file, column.Name, _notes);
        if (_footer?.Note(_columns, _lines[_lines.Count - 1]) is { } note) _notes.Add(note);
        string origin = options.Typed is { } source ? source.Origin : head.Source is null ? $"file {file} (as supplied)" : $"{head.Source} (from file {file})";
        var findings = new List<CsvFinding>(_layout.Findings);
        return (new CsvGrid(file, options, _layout, _columns, _time, _lines, _keys) { Statics = _statics }, origin, findings);
    }

    private CsvColumn ColumnOf(int index)
    {
        string name = _layout.Names[index];
        CategoryColumn? category = options.Categories?.FirstOrDefault(column => column.Name == name);
        return new CsvColumn(index, name, _layout.Forms[index], category is null ? null : new CsvLevels(category.Levels)) { IsKnown = options.Known?.Contains(name) == true };
    }

    // What a later file of the same kind might be too short to tell; what any file shows of itself is left to it.
    private CsvReadOptions Decided() => options with
    {
        DecimalComma = _layout.PointKnown ? false : _layout.Marks == CsvMarks.Plain ? options.DecimalComma : _layout.Marks.Point == ',',
        Thousands = _layout.Marks.Thousands,
        Categories = options.Categories is null ? null : [.. _columns.Where(column => column.Levels is not null).Select(column => new CategoryColumn(column.Name, column.Levels!.Names))],
        DateFormat = options.DateFormat ?? (StampFormat.NeedRows.Contains(_layout.Stamps) ? _layout.Stamps!.Id : null),
    };

    private void ReadRows(CsvReader csv, int linesTaken, CancellationToken cancellationToken)
    {
        bool first = true;
        long before = 0;
        for (int n = 0; n < _layout.Skipped; n++) csv.Read();
        int blank = 0, rows = 0;
        bool single = _layout.Width == 1;
        while (csv.Read())
        {
            long line = csv.LineNumber + linesTaken;
            if (first && _layout.HasHeader)
            {
                (first, before) = (false, line + csv.RawRecord.TrimEnd("\r\n"u8).Count((byte)'\n'));
                continue;
            }

            if (rows++ % RowsBetweenCancelChecks == 0) cancellationToken.ThrowIfCancellationRequested();
            for (long n = before + 1; single && before > 0 && n < line; n++, blank++) _empty.Add((n, true));
            (first, before) = (false, line);
            if (csv.FieldCount != _layout.Width) throw Ragged(csv, line);
            if (IsEmpty(csv)) _empty.Add((line, false));
            else AddRow(csv, line, blank >= rows - 1);
        }
    }

    private bool IsEmpty(CsvReader csv)
    {
        if (csv.RawRecord is [> (byte)' ' and not (byte)'"' and var start, ..] && start != _layout.Delimiter) return false;
        for (int c = 0; c < csv.FieldCount; c++)
            if (!csv.GetSpan(c).IsEmpty) return false;
        return true;
    }

    private void AddRow(CsvReader csv, long line, bool everyOtherIsBlank)
    {
        AddTime(csv, line); // before rows of nothing are looked at: they and a remark below them are the end of a file

        // Rows of nothing in the middle are rows without values; behind the last they are none.
        if (_empty.Count > 0) TakeEmpty(everyOtherIsBlank);
        if (_footer is not null) _footer.Add(csv);
        if (_layout.Keys.Length > 0 && !_keys.Add(csv, _layout.Keys))
            throw BadData.At(file, line, $"the row does not say of which series it is ({string.Join(", ", _layout.Keys.Select(index => _layout.Names[index]))}); fill it in or remove the line");
        _statics?.Add(csv, line);
        foreach (CsvColumn column in _columns)
        {
            ReadOnlySpan<byte> cell = csv.GetSpan(column.Index);
            if (column.Levels is { } levels)
            {
                column.Add(CsvCells.IsMissing(cell, _missing) ? levels.Blank(line) : levels.IndexOf(cell, file, line, column.Name));
                continue;
            }

            bool isNumber = column.Form is null ? _layout.Marks.TryRead(cell, out double value) : column.Form.TryRead(cell, _layout.Marks, out value);
            if (!isNumber || !double.IsFinite(value)) AddGap(cell, line, column);
            else if (IsAskedMissing(cell, value)) column.AddGap(_lines.Count, Encoding.UTF8.GetString(cell));
            else column.Add(value);
        }

        for (int n = 0; n < _layout.Watched.Length; n++) Watch(n, csv.GetSpan(_layout.Watched[n]), line);
        _lines.Add(line);
    }

    // Text in a column of numbers shows a total or a remark, but for codes, of which some are letters: numbers come again behind them.
    private void Watch(int watched, ReadOnlySpan<byte> cell, long line)
    {
        if (CsvCells.IsMissing(cell, _missing) || CsvCells.IsInfinite(cell)) return;
        if (_layout.TryRead(_layout.Watched[watched], cell, out _)) _texts.Remove(watched);
        else if (!_texts.ContainsKey(watched)) _texts.Add(watched, (line, BadData.Quote(cell)));
    }

    private void CheckWatched()
    {
        if (_texts.Count == 0) return;
        (int watched, (long line, string cell)) = _texts.MinBy(text => text.Value.Line);
        if (_time is not null && line != _lines[_lines.Count - 1]) return; // several rows with stamps are no total
        throw BadData.At(file, line, _layout.Names[_layout.Watched[watched]], $"found {cell} where other rows have numbers; remove the line if it is a total or a remark, else correct it");
    }

    private void AddTime(CsvReader csv, long line)
    {
        if (_time is null) return;
        if (_layout.Parts.Length > 0) _time.Add(Encoding.UTF8.GetBytes(string.Join(CsvStampParts.Joint, _layout.Parts.Select(csv.GetString))), default, line);
        else _time.Add(csv.GetSpan(_layout.Time), _layout.Clock < 0 ? default : csv.GetSpan(_layout.Clock), line);
    }

    private void TakeEmpty(bool everyOtherIsBlank)
    {
        foreach ((long line, bool isBlankLine) in _empty)
        {
            if (isBlankLine && (everyOtherIsBlank || _lines.Count == 0)) continue; // lines set apart, not missing
            if (_time is not null) throw BadData.At(file, line, _time.Column, "found '' as a time stamp: the line holds nothing; fill it in or remove it");
            if (_layout.Keys.Length > 0) throw BadData.At(file, line, "the line holds nothing; fill it in or remove it");
            foreach (CsvColumn column in _columns)
            {
                if (column.Levels is null) column.AddGap(_lines.Count, "");
                else column.Add(column.Levels.Blank(line));
            }

            _lines.Add(line);
        }

        _empty.Clear();
    }

    private bool IsAskedMissing(ReadOnlySpan<byte> cell, double value) =>
        _missing.Count > 0 && (_missingNumbers.Contains(value) || _missing.Contains(Encoding.UTF8.GetString(cell), StringComparer.Ordinal));

    private void AddGap(ReadOnlySpan<byte> cell, long line, CsvColumn column)
    {
        if (CsvCells.IsMissing(cell, _missing))
        {
            column.AddGap(_lines.Count, Encoding.UTF8.GetString(cell));
            return;
        }

        if (column.Form is { Mark.Length: > 0 } form)
            throw BadData.At(file, line, column.Name, $"found {BadData.Quote(cell)} where other cells carry '{form.Mark}'; write all cells alike, {CsvAdvice.Missing} if it means no value, or name the columns to read");
        if (CsvCells.IsInfinite(cell) || _layout.Marks.TryRead(cell, out _))
            throw BadData.At(file, line, column.Name, $"found {BadData.Quote(cell)}, expected a finite number; correct it");
        if (CsvCells.IsNumber(Encoding.UTF8.GetString(cell)))
        {
            ErrorText written = $"found {BadData.Quote(cell)} where numbers have {_layout.Marks.ToString()}; {CsvAdvice.Decimals}, {CsvAdvice.Thousands}, or write all numbers alike";
            throw BadData.At(file, line, column.Name, written);
        }

        if (column.IsBeside) throw BadData.At(file, line, column.Name, $"found {BadData.Quote(cell)}, expected a number; correct it, or if its cells are categories, {CsvAdvice.Categories}");
        throw BadData.At(file, line, column.Name, $"found {BadData.Quote(cell)}, expected a number; correct it, {CsvAdvice.Missing} if it means no value, or name the columns to read");
    }

    // A file cut off within its last number would give a wrong value, not an error.
    private void CheckEnd(CsvHead head)
    {
        string text = head.Text;
        if (!head.IsWhole || text.EndsWith('\n') || _columns.Length == 0 || _columns[^1].Index != _layout.Width - 1 || _columns[^1].Levels is not null) return;
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length < 5 || text.Contains('"')) return;
        int[] decimals = [.. lines.Skip(1).Select(line => Decimals(line[(line.LastIndexOf(_layout.Delimiter) + 1)..]))];
        if (decimals[^1] < decimals[0] && decimals[..^1].All(count => count == decimals[0]))
        {
            string last = lines[^1][(lines[^1].LastIndexOf(_layout.Delimiter) + 1)..];
            throw BadData.At(file, _lines[_lines.Count - 1], _columns[^1].Name, $"the file ends within a line, and its last cell {BadData.Quote(last)} has fewer decimals than all others ({decimals[0]}): it seems cut off; complete the line or remove it");
        }
    }

    private int Decimals(string cell) => cell.Contains(_layout.Marks.Point) ? cell.Length - cell.IndexOf(_layout.Marks.Point) - 1 : 0;

    private InvalidDataException Ragged(CsvReader csv, long line) => BadData.At(
        file,
        line,
        $"found {(csv.FieldCount == 1 ? "1 cell" : $"{csv.FieldCount} cells")} ({BadData.Quote(Encoding.UTF8.GetString(csv.RawRecord).AsSpan().Trim())}), expected {_layout.Width} as in the header in line {_layout.HeaderLine}; correct the line, remove it if it is a remark, or name the delimiter if it is not '{(csv.Separator == '\t' ? "tab" : csv.Separator == ' ' ? "space" : csv.Separator.ToString())}'");
}
