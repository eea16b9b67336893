using System.Text;
using CsvHelper;

namespace QSeq.Data;

/// <summary>Reads one CSV text row by row into columns, then repairs gaps as the options say.</summary>
internal sealed class CsvTableBuilder(string file, CsvReadOptions options)
{
    private const int LargestRecordBytes = 1 << 24; // 10,000 columns of 20 characters take 200 KB
    private const int RowsBetweenCancelChecks = 1024;
    private const int GapLinesShown = 3;
    private const long BytesBetweenCollections = 128 << 20;

    private readonly CsvNumbers _numbers = new(file, options.DecimalComma);
    private readonly List<string> _notes = [];
    private readonly List<Kept> _kept = [];
    private readonly List<(int Index, string Text, long Line)> _leftOut = []; // columns that hold text
    private CsvColumns _columns = null!; // set before the first row
    private TimeAxis? _time;
    private int _timeIndex = -1;

    public SeriesTable Read(TextReader reader, CancellationToken cancellationToken)
    {
        var head = CsvHead.Peek(reader, file);
        var csvOptions = new CsvReaderOptions
        {
            Separator = options.Delimiter ?? head.FindDelimiter(),
            HasHeader = false,
            TrackLineNumbers = true,
            TrimWhitespace = true,
            AllowLineBreaksInQuotes = false,
            MalformedData = CsvMalformedDataHandling.Throw,
            MaxRecordSize = LargestRecordBytes,
        };
        using var csv = CsvReader.Create(head, csvOptions, leaveOpen: true);
        try
        {
            ReadRows(csv, head.LinesTaken, cancellationToken);
        }
        catch (CsvFormatException malformed)
        {
            throw BadData.At(file, malformed.LineNumber + head.LinesTaken, $"the line cannot be read as CSV ({malformed.Message.ReplaceLineEndings(" ").TrimEnd('.')}); correct its quotes, or name the delimiter");
        }

        _numbers.Finish();
        return Build(head.Source);
    }

    private void ReadRows(CsvReader csv, int linesTaken, CancellationToken cancellationToken)
    {
        if (!csv.Read()) throw BadData.In(file, "the file is empty; expected a header line with column names, then one line a time step");
        string[] header = [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)];
        _columns = new CsvColumns(file, header, csv.LineNumber + linesTaken, options);
        _columns.Check();

        int row = 0;
        while (csv.Read())
        {
            long line = csv.LineNumber + linesTaken;
            if (row % RowsBetweenCancelChecks == 0) cancellationToken.ThrowIfCancellationRequested();
            if (csv.FieldCount != header.Length)
                throw BadData.At(file, line, $"found {csv.FieldCount} cells ({BadData.Quote(Encoding.UTF8.GetString(csv.RawRecord).AsSpan().Trim())}), expected {_columns.Header.Length} as in the header in line {_columns.HeaderLine}; correct the line, or name the delimiter if it is not '{(csv.Separator == '\t' ? "tab" : csv.Separator.ToString())}'");
            if (row == 0) ChooseColumns(csv, line);
            AddRow(csv, line);
            row++;
        }

        if (row == 0) throw BadData.In(file, "the file holds a header and nothing below it; expected one line a time step");
    }

    private void ChooseColumns(CsvReader csv, long line)
    {
        byte[][] cells = [.. Enumerable.Range(0, csv.FieldCount).Select(c => csv.GetSpan(c).ToArray())];

        _timeIndex = _columns.FindTime(cells);
        if (_timeIndex >= 0)
            _time = new TimeAxis(file, _columns.Header[_timeIndex], _columns.KindOfTime(_timeIndex, cells[_timeIndex], line));
        foreach (string name in options.Columns ?? []) _kept.Add(new Kept(Array.IndexOf(_columns.Header, name), name));
        for (int c = 0; options.Columns is null && c < cells.Length; c++)
        {
            if (c == _timeIndex) continue;
            if (_numbers.Read(cells[c], line, _columns.Header[c], out _) == CsvNumbers.Cell.Text)
                _leftOut.Add((c, BadData.Quote(cells[c]), line));
            else
                _kept.Add(new Kept(c, _columns.Header[c]));
        }

        if (_kept.Count > 0) return;
        throw _leftOut.Count > 0
            ? NotANumber(line, _columns.Header[_leftOut[0].Index], _leftOut[0].Text)
            : BadData.In(file, "there is no column of numbers beside the time stamps; expected at least one series");
    }

    private void AddRow(CsvReader csv, long line)
    {
        _time?.Add(csv.GetSpan(_timeIndex), line);
        foreach (Kept column in _kept)
        {
            ReadOnlySpan<byte> cell = csv.GetSpan(column.Index);
            CsvNumbers.Cell kind = _numbers.Read(cell, line, column.Name, out double value);
            if (kind != CsvNumbers.Cell.Number) TakeGap(kind, cell, line, column);
            column.Add(value);
        }

        // A column left out for its first cell, with a number further down, is a series with a bad first cell.
        foreach ((int index, string text, long firstLine) in _leftOut)
            if (_numbers.Read(csv.GetSpan(index), line, _columns.Header[index], out _) == CsvNumbers.Cell.Number)
                throw NotANumber(firstLine, _columns.Header[index], text);
    }

    private void TakeGap(CsvNumbers.Cell kind, ReadOnlySpan<byte> cell, long line, Kept column)
    {
        if (kind == CsvNumbers.Cell.Text) throw NotANumber(line, column.Name, BadData.Quote(cell));
        if (kind == CsvNumbers.Cell.Infinite)
            throw BadData.At(file, line, column.Name, $"found {BadData.Quote(cell)}, expected a finite number; correct it");
        if (options.Gaps == GapPolicy.Error)
        {
            string found = cell.IsEmpty ? "the cell is empty" : $"found {BadData.Quote(cell)}";
            throw BadData.At(file, line, column.Name, $"{found}, expected a number; fill it in, or {CsvAdvice.Gaps}");
        }

        if (column.GapLines.Count < GapLinesShown) column.GapLines.Add(line);
        column.Gaps++;
    }

    private SeriesTable Build(string? source)
    {
        TimeGrid? grid = _time?.ToGrid();
        if (grid is { Missing: > 0 }) NoteMissing(grid);
        foreach ((int index, string text, long line) in _leftOut)
            _notes.Add($"column '{_columns.Header[index]}' holds text ({text}, line {line}) and was left out");

        double[][] columns = new double[_kept.Count][];
        long freed = 0; // since the last collection
        for (int c = 0; c < columns.Length; c++)
        {
            Kept kept = _kept[c];
            if (kept.Gaps == kept.Count) throw BadData.In(file, $"column '{kept.Name}' holds no number at all; leave it out by naming the columns to read");
            string more = kept.Gaps > kept.GapLines.Count ? ", …" : "";
            if (kept.Gaps > 0)
                _notes.Add($"column '{kept.Name}': {kept.Gaps} empty or NaN cells (line {string.Join(", ", kept.GapLines)}{more}) filled by {GapFill.Name(options.Gaps)}");
            double[] values = kept.TakeValues();
            freed += values.Length * sizeof(double);
            if (freed >= BytesBetweenCollections)
            {
                GC.Collect(); // left to itself, the runtime holds all of Milan twice: 1.5 GB instead of 1
                freed = 0;
            }

            columns[c] = grid?.Spread(values) ?? values;
            GapFill.Fill(columns[c], options.Gaps);
        }

        string origin = source is null ? $"file {file} (as supplied)" : $"{source} (from file {file})";
        return new SeriesTable(origin, [.. _kept.Select(k => k.Name)], columns, grid?.Times).WithNotes(_notes);
    }

    private void NoteMissing(TimeGrid grid)
    {
        string found = $"{grid.Missing} time stamps are missing from the grid of {grid.Step}, the first after line {grid.LineBeforeGap}";
        if (options.Gaps == GapPolicy.Error)
            throw BadData.At(file, grid.LineBeforeGap, _time!.Column, $"{found}; add the lines, {CsvAdvice.Gaps}, or {CsvAdvice.NoTimes}");
        _notes.Add($"{found}; filled by {GapFill.Name(options.Gaps)}");
    }

    private InvalidDataException NotANumber(long line, string column, string quoted) =>
        BadData.At(file, line, column, $"found {quoted}, expected a number; correct it, or name the columns to read");

    private sealed class Kept(int index, string name)
    {
        private const int ChunkValues = 1024; // a list that doubles would hold 10,000 columns of Milan up to three times

        private readonly List<double[]> _chunks = [];

        public int Index { get; } = index;

        public string Name { get; } = name;

        public int Count { get; private set; }

        public List<long> GapLines { get; } = [];

        public int Gaps { get; set; }

        public void Add(double value)
        {
            int place = Count % ChunkValues;
            if (place == 0) _chunks.Add(new double[ChunkValues]);
            _chunks[^1][place] = value;
            Count++;
        }

        /// <summary>The values as one array; the chunks are let go, so that only one column is ever held twice.</summary>
        public double[] TakeValues()
        {
            double[] values = new double[Count];
            for (int start = 0; start < Count; start += ChunkValues)
                _chunks[start / ChunkValues].AsSpan(0, Math.Min(ChunkValues, Count - start)).CopyTo(values.AsSpan(start));
            _chunks.Clear();
            return values;
        }
    }
}
