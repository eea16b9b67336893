namespace QSeq.Data;

/// <summary>
/// Puts the rows that were read in order and on the grid of their times: cuts what lies before the first value and behind the
/// last, parts the series of a long file, and fills gaps as asked for.
/// </summary>
internal sealed class CsvGrid(
    string file, CsvReadOptions options, CsvLayout layout, CsvColumn[] columns, TimeAxis? time, CsvLines lines, CsvKeys keys)
{
    private const int GapLinesShown = 3;
    private const int SuspectsShown = 3;
    private const long BytesBetweenCollections = 128 << 20;

    private readonly IReadOnlyList<string> _missing = options.Missing ?? [];
    private long _freed; // since the last collection
    private int _suspects;

    /// <summary>What is the same in all rows of a series; null for nothing.</summary>
    public CsvStatics? Statics { get; init; }

    private IEnumerable<CsvColumn> Series => columns.Where(column => !column.IsBeside);

    private IEnumerable<CsvColumn> Beside => columns.Where(column => column.IsBeside);

    // Said of a filling that knows something of what comes after it.
    private string Peeks => options.Gaps == GapPolicy.Linear ? " (a window that ends within a gap holds the value before it)" : "";

    /// <summary>Makes one table of all that is to be read.</summary>
    /// <param name="origin">What the data says of itself.</param>
    /// <param name="notes">Receives what was repaired.</param>
    /// <param name="findings">Receives what was found out.</param>
    /// <exception cref="InvalidDataException">Rows are out of order or off the grid, or there are gaps that are not to be filled.</exception>
    public SeriesTable Build(string origin, List<string> notes, List<CsvFinding> findings)
    {
        notes.AddRange([.. findings.Where(finding => finding.Doubt).Select(finding => finding.ToString())]);
        if (layout.Keys.Length == 0)
        {
            foreach (CsvColumn column in columns)
                if (column.Gaps.Count == column.Count) throw NoNumber(column.Name);
            var wide = new CsvWideRows(time, lines.Count, notes);
            return Make(new Cut([.. columns.Select(column => column.Name)], columns, wide.Rows, wide.GridOf, null) { Alone = true }, origin, notes, findings);
        }

        CsvLongRows rows = LongRows(notes);
        Cut[] cuts = [.. LongCuts(rows)];
        if (cuts.Length > 1 && Beside.Any())
            throw BadData.In(file, $"columns beside the series ({string.Join(", ", Beside.Select(column => column.Name))}) go with one series at a time, and {cuts.Length} are to be read; {CsvAdvice.Columns}");
        if (cuts.Length > 1) return Together(cuts, rows, origin, notes, findings);
        if (rows.Problem(cuts[0].Series) is { } problem) throw problem;
        TellEarlierEnd(cuts[0], rows, notes);
        return Make(cuts[0] with { Alone = true }, origin, notes, findings);
    }

    // A part that is sold no more ends before the others: a forecast begins where its own rows end.
    private void TellEarlierEnd(Cut cut, CsvLongRows rows, List<string> notes)
    {
        ArraySegment<int> own = cut.Rows;
        int latest = own[^1];
        for (int series = 0; series < keys.Count; series++)
            if (rows.Of(series) is { Count: > 0 } others && time!.Compare(others[^1], latest) > 0) latest = others[^1];
        if (time!.Compare(latest, own[^1]) > 0)
            notes.Add($"series '{cut.Called}' ends at '{time.Show(own[^1])}', before others ('{time.Show(latest)}'); a forecast begins where its own rows end");
    }

    /// <summary>Makes a table of each series by itself, or says why there is none.</summary>
    /// <inheritdoc cref="Build"/>
    public List<PanelSeries> Each(string origin, List<string> notes, List<CsvFinding> findings)
    {
        notes.AddRange([.. findings.Where(finding => finding.Doubt).Select(finding => finding.ToString())]);
        CsvLongRows? rows = layout.Keys.Length == 0 ? null : LongRows(notes);
        var wide = rows is null ? new CsvWideRows(time, lines.Count, notes) : null;
        IEnumerable<Cut> cuts = wide is null ? LongCuts(rows!) : Series.Select(column => new Cut([column.Name], [column, .. Beside], wide.Rows, wide.GridOf, $"series '{column.Name}': "));
        var series = new List<PanelSeries>();
        var steps = new Dictionary<string, int>();
        foreach (Cut cut in cuts)
        {
            try
            {
                if (rows?.Problem(cut.Series) is { } problem) throw problem;
                SeriesTable table = Make(cut, origin, [], findings);
                if (table.Step is { } step) steps[step.ToString()] = steps.GetValueOrDefault(step.ToString()) + 1;
                series.Add(Named(cut, table, null));
            }
            catch (InvalidDataException e)
            {
                series.Add(Named(cut, null, e));
            }
        }

        if (steps.Count > 0)
        {
            (string step, int count) = steps.MaxBy(pair => pair.Value);
            findings.Add(new CsvFinding("step", step, steps.Count == 1 ? "" : $"of {count} series; the others have their own"));
        }

        return series;
    }

    private PanelSeries Named(Cut cut, SeriesTable? table, InvalidDataException? problem)
    {
        var named = new PanelSeries(cut.Names[0], table, problem);
        return Statics is null ? named : named with { Static = Statics.Of(cut.Series) };
    }

    private CsvLongRows LongRows(List<string> notes)
    {
        if (time is null) throw BadData.In(file, $"series are told apart by {string.Join(", ", layout.Keys.Select(key => $"'{layout.Names[key]}'"))}, but no column holds times; name it, or {CsvAdvice.Keys}");
        foreach (CsvColumn column in columns)
            if (column.Gaps.Count == column.Count) throw NoNumber(column.Name);
        return new CsvLongRows(time, keys, notes);
    }

    // The series of a long file that are asked for, a column at a time.
    private List<Cut> LongCuts(CsvLongRows rows)
    {
        string[] series = keys.Names(file);
        var wanted = layout.Series?.ToHashSet(StringComparer.Ordinal);
        var cuts = new List<Cut>();
        foreach (CsvColumn[] own in Series.Any() ? Series.Select(column => (CsvColumn[])[column, .. Beside]) : [[.. Beside]])
        {
            for (int s = 0; s < series.Length; s++)
            {
                string name = layout.NamesColumns && !own[0].IsBeside ? $"{series[s]} {own[0].Name}" : series[s];
                if (own[0].IsBeside) name = wanted?.FirstOrDefault(one => one == name || one.StartsWith(name + " ", StringComparison.Ordinal)) ?? name; // of the column that is forecast
                if (wanted?.Contains(name) == false) continue;
                cuts.Add(new Cut([own[0].IsBeside ? own[0].Name : name], own, rows.Of(s), rows.GridOf, $"series '{name}': ") { Series = s, Called = name });
            }
        }

        if (wanted is null) return cuts;
        wanted.ExceptWith(cuts.Select(cut => cut.Called));
        if (wanted.Count > 0)
            throw BadData.In(file, NearestName.Describe("series or column", wanted.First(), series.SelectMany(name => layout.NamesColumns ? Series.Select(column => $"{name} {column.Name}") : [name])));
        return [.. cuts.OrderBy(cut => Array.IndexOf(layout.Series!, cut.Called))];
    }

    private SeriesTable Make(Cut cut, string origin, List<string> notes, List<CsvFinding> findings)
    {
        (int first, int last, int end) = Ends(cut);
        if (first < 0) throw layout.Keys.Length == 0 ? NoNumber(cut.Names[0]) : BadData.In(file, $"series '{cut.Names[0]}' holds no number at all; remove its rows");
        ArraySegment<int> rows = cut.Rows[first..(end + 1)], own = cut.Rows[first..(last + 1)];
        TimeGrid? grid = cut.GridOf(rows, first);
        Tell(cut, grid, rows, notes, findings);
        int length = grid is null ? own.Count : checked((int)grid.Places[last - first] + 1);
        TellEnds(cut, first, last, end, last < cut.Rows.Count - 1 ? grid?.Next(length) : null, notes);
        var made = new CsvMade(length);
        for (int c = 0; c < cut.Columns.Length; c++)
        {
            CsvColumn column = cut.Columns[c];
            CheckGaps(cut, column, column.IsKnown ? rows : own, notes);
            if (column is { IsKnown: true, Levels: not null } && options.Gaps == GapPolicy.Error) CheckFuture(column, cut.Rows[(last + 1)..(end + 1)]);
            bool done = layout.Keys.Length == 0 && (cut.Alone || !column.IsBeside);
            double[] values = Laid(column, grid, rows, done);
            if (!column.IsKnown) values = values.Length == length ? values : values[..length];
            bool[]? filled = null;
            if (column.Levels is null)
            {
                Suspect(c == 0 ? cut.Names[0] : column.Name, cut.Alone, values, notes, findings);
                if (grid?.Missing > 0 || column.Gaps.Count > 0)
                {
                    filled = GapFill.Invented(values, options.Gaps);
                    GapFill.Fill(values, options.Gaps);
                }
            }

            made.Add(column, c == 0 && cut.Names.Length == 1 ? cut.Names[0] : column.Name, values, filled);
            if (!done) continue;
            int count = column.Count;
            column.Release();
            Collect(count);
        }

        return made.ToTable(origin, grid, notes);
    }

    // Whether rows stand one below the other.
    private static bool Follow(ReadOnlySpan<int> rows)
    {
        for (int n = 1; n < rows.Length; n++)
            if (rows[n] != rows[0] + n) return false;
        return rows.Length > 0;
    }

    // A column on the grid; NaN where it has no value. The last time that it is needed, it is let go on the way.
    private double[] Laid(CsvColumn column, TimeGrid? grid, ArraySegment<int> rows, bool done)
    {
        double[] values = new double[grid?.Length ?? rows.Count];
        if (grid?.Missing > 0) Array.Fill(values, double.NaN);
        ReadOnlySpan<int> each = rows;
        long[]? places = grid?.Places;
        if (grid is null or { Missing: 0 } && Follow(each))
        {
            for (int n = 0; n < values.Length;)
            {
                ReadOnlySpan<double> some = column.From(each[n]);
                bool whole = some.Length <= values.Length - n; // of a piece
                if (!whole) some = some[..(values.Length - n)];
                some.CopyTo(values.AsSpan(n));
                n += some.Length;
                if (!done || !whole) continue;
                column.Drop(each[n - 1]);
                Collect(some.Length);
            }

            return values;
        }

        for (int n = 0; n < each.Length; n++) values[places is null ? n : places[n]] = column[each[n]];
        return values;
    }

    private void TellEnds(Cut cut, int first, int last, int end, string? next, List<string> notes)
    {
        int behind = cut.Rows.Count - 1 - last;
        if (behind > 0)
        {
            string from = next is null ? $"line {lines[cut.Rows[last + 1]]}" : $"'{next}'";
            string[] without = [.. cut.Columns.Where(column => !column.IsKnown && !column.HasValue(cut.Rows[last + 1])).Select(column => $"'{column.Name}'")];
            bool some = cut.Columns.Any(column => !column.IsKnown && Enumerable.Range(last + 1, behind).Any(row => column.HasValue(cut.Rows[row])));
            string hold = some ? $"no value of {string.Join(", ", without)}" : "no value";
            string known = end == last ? "" : $"; of {end - last} of them {string.Join(", ", cut.Columns.Where(column => column.IsKnown).Select(column => $"'{column.Name}'"))} {(cut.Columns.Count(column => column.IsKnown) == 1 ? "is" : "are")} known";
            bool knownAlone = Array.TrueForAll(cut.Columns, column => column.IsKnown); // a file of the future has none of its own
            notes.Add((cut.Alone || end > last) && !knownAlone
                ? $"{(cut.Alone ? "" : cut.Prefix)}{(behind == 1 ? "the last row holds" : $"the last {behind} rows hold")} {hold} and {(behind == 1 ? "is" : "are")} the future: a forecast begins at {from}{known}"
                : $"{cut.Prefix}{(behind == 1 ? "the last row" : $"the last {behind} rows")}, from {from} on, {(behind == 1 ? "holds" : "hold")} no value and {(behind == 1 ? "was" : "were")} left out");
        }

        if (first > 0) notes.Add($"{cut.Prefix}{(first == 1 ? "the first row holds no value and was" : $"the first {first} rows hold no value and were")} left out");
    }

    private void Suspect(string name, bool alone, double[] values, List<string> notes, List<CsvFinding> findings)
    {
        if (SuspectValue.Of(name, values, _missing) is not { } suspect) return;
        notes.Add(suspect.ToString());
        if (alone || _suspects++ < SuspectsShown) findings.Add(suspect);
    }

    private void Collect(int values)
    {
        _freed += values * (long)sizeof(double);
        if (_freed < BytesBetweenCollections) return;
        GC.Collect(); // left to itself, the runtime holds all of Milan twice: 1.5 GB instead of 1
        _freed = 0;
    }

    // One column for each series, on the times of all of them together.
    private SeriesTable Together(Cut[] cuts, CsvLongRows series, string origin, List<string> notes, List<CsvFinding> findings)
    {
        foreach (Cut cut in cuts)
            if (series.Problem(cut.Series) is { } problem) throw problem;
        int[] rows = [.. cuts.DistinctBy(cut => cut.Series).SelectMany(cut => cut.Rows)];
        rows = [.. rows.Order(Comparer<int>.Create((a, b) => time!.Compare(a, b) is var order and not 0 ? order : a.CompareTo(b)))];
        var distinct = new List<int>();
        var place = new int[lines.Count]; // among the distinct times
        for (int n = 0; n < rows.Length; n++)
        {
            if (n == 0 || time!.Compare(rows[n], rows[n - 1]) != 0) distinct.Add(rows[n]);
            place[rows[n]] = distinct.Count - 1;
        }

        TimeGrid grid = time!.ToGrid(distinct);
        if (grid.Note is { } note) notes.Add(note);
        findings.Add(new CsvFinding("step", grid.Step.ToString(), grid.Note ?? ""));
        var values = new double[cuts.Length][];
        var filled = new bool[]?[cuts.Length];
        for (int c = 0; c < cuts.Length; c++)
        {
            string name = cuts[c].Names[0];
            double[] own = values[c] = new double[grid.Length];
            Array.Fill(own, double.NaN);
            foreach (int row in cuts[c].Rows) own[grid.Places[place[row]]] = cuts[c].Columns[0][row];
            int gaps = own.Count(double.IsNaN);
            if (gaps == own.Length) throw BadData.In(file, $"series '{name}' holds no number at all; remove its rows");
            if (gaps > 0 && options.Gaps == GapPolicy.Error)
                throw BadData.In(file, $"series '{name}' has no value at {gaps} of the {grid.Length} times of all series together, the first at {Stamp(grid, Array.FindIndex(own, double.IsNaN))}; add the rows, {CsvAdvice.Gaps}, or {CsvAdvice.Columns}");
            if (gaps > 0) notes.Add($"series '{name}': {gaps} times without a value filled by {GapFill.Name(options.Gaps)}{Peeks}");
            filled[c] = GapFill.Invented(own, options.Gaps);
            GapFill.Fill(own, options.Gaps);
        }

        return SeriesTable.Trusted(origin, [.. cuts.Select(cut => cut.Names[0])], values, grid.Times, grid.Step, notes).WithFilled(filled);
    }

    private static string Stamp(TimeGrid grid, int place) => grid.Times is { } times
        ? times[place].ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
        : grid.Step.NumberAt(place).ToString(CultureInfo.InvariantCulture);

    // The first row and the last that have a value, -1 where none has, and the last of which something is known.
    private (int First, int Last, int End) Ends(Cut cut)
    {
        CsvColumn[] own = [.. cut.Columns.Where(column => !column.IsKnown)];
        if (own.Length == 0) own = cut.Columns;
        CsvColumn[] ending = [.. own.Where((column, c) => layout.Keys.Length > 0 ? c == 0 : options.Targets?.Contains(column.Name) ?? !column.IsBeside)];
        if (ending.Length == 0) ending = own;
        CsvColumn[] known = [.. cut.Columns.Except(own)];
        bool HasValue(CsvColumn[] some, int row) => Array.Exists(some, column => column.HasValue(row));
        int first = 0, last = cut.Rows.Count - 1, end = last;
        while (first <= last && !HasValue(own, cut.Rows[first])) first++;
        // Of several targets each has to have values up to the end, or the others would be filled to where one ends.
        while (last >= first && !(options.Targets is null ? HasValue(ending, cut.Rows[last]) : Array.TrueForAll(ending, column => column.HasValue(cut.Rows[last])))) last--;
        if (first > last) return (-1, -1, -1);
        while (end > last && !HasValue(known, cut.Rows[end])) end--;
        return (first, last, end);
    }

    private void Tell(Cut cut, TimeGrid? grid, ArraySegment<int> rows, List<string> notes, List<CsvFinding> findings)
    {
        if (grid is null) return;
        if (cut.Alone) findings.Add(new CsvFinding("step", grid.Step.ToString(), grid.Note ?? ""));
        if (grid.Note is { } note) notes.Add(cut.Prefix + note);
        if (grid.Missing == 0) return;
        int before = 0;
        while (grid.Places[before + 1] == grid.Places[before] + 1) before++;
        int change = grid.Change();
        if (change > 0 && options.Step is null)
        {
            string farther = string.Create(CultureInfo.InvariantCulture, $"{grid.Places[change] - grid.Places[change - 1]} times as far apart");
            throw BadData.At(
                file, lines[rows[change]], time!.Column, $"{cut.Prefix}from '{time.Show(rows[change])}' on, rows are {farther} as before ({grid.Step}): the step changes; cut the file there, resample it, or {CsvAdvice.Step}");
        }

        string found = $"{cut.Prefix}{(grid.Missing == 1 ? "1 time stamp is" : $"{grid.Missing} time stamps are")} missing from the grid of {grid.Step}, the first after line {lines[rows[before]]}";
        if (options.Gaps == GapPolicy.Error)
        {
            if (IsClockChange(grid, before))
                throw BadData.At(file, lines[rows[before]], time!.Column, $"{found}; if the clocks were put forward then, {CsvAdvice.Zone}; else add the lines, or {CsvAdvice.Gaps}");
            throw layout.Keys.Length > 0
                ? BadData.At(file, lines[rows[before]], time!.Column, $"{found}; add the lines, or {CsvAdvice.Gaps}")
                : BadData.At(file, lines[rows[before]], time!.Column, $"{found}; add the lines, {CsvAdvice.Gaps}, or {CsvAdvice.NoTimes}");
        }

        notes.Add($"{found}; filled by {GapFill.Name(options.Gaps)}{Peeks}");
    }

    // The night of a Sunday, when an hour is left out in spring.
    private bool IsClockChange(TimeGrid grid, int before) => options.TimeZone is null && grid.Step.Span is { } step && step <= TimeSpan.FromHours(1)
        && grid.Times is { } times && times[(int)grid.Places[before] + 1] is { Kind: DateTimeKind.Unspecified, DayOfWeek: DayOfWeek.Sunday, Hour: >= 0 and <= 3 };

    private void CheckGaps(Cut cut, CsvColumn column, ArraySegment<int> rows, List<string> notes)
    {
        if (column.Gaps.Count == 0) return;
        int[] gaps = [.. rows.Where(row => double.IsNaN(column[row]))];
        if (gaps.Length == 0) return;
        string prefix = layout.Keys.Length > 0 ? cut.Prefix ?? "" : "";
        if (options.Gaps == GapPolicy.Error)
        {
            string cell = column.CellAt(gaps.Min());
            string found = cell.Length == 0 ? "the cell is empty" : $"found {BadData.Quote(cell)}";
            throw cut.Columns.Length > 1 && options.Columns is null
                ? BadData.At(file, lines[gaps.Min()], column.Name, $"{prefix}{found}, expected a number; fill it in, or {CsvAdvice.Gaps}, or {CsvAdvice.Columns}")
                : BadData.At(file, lines[gaps.Min()], column.Name, $"{prefix}{found}, expected a number; fill it in, or {CsvAdvice.Gaps}");
        }

        string more = gaps.Length > GapLinesShown ? ", …" : "";
        string shown = string.Join(", ", gaps.Order().Take(GapLinesShown).Select(row => lines[row]));
        notes.Add($"{prefix}column '{column.Name}': {(gaps.Length == 1 ? "1 empty or NaN cell" : $"{gaps.Length} empty or NaN cells")} (line {shown}{more}) filled by {GapFill.Name(options.Gaps)}{Peeks}");
    }

    private void CheckFuture(CsvColumn column, ArraySegment<int> rows)
    {
        foreach (int row in rows)
            if (!column.HasValue(row)) throw BadData.At(file, lines[row], column.Name, $"the cell holds no category, as the row is of the future; fill it in, or {CsvAdvice.Gaps} (it is none of the categories then)");
    }

    private InvalidDataException NoNumber(string column) =>
        BadData.In(file, $"column '{column}' holds no number at all; leave it out by naming the columns to read");

    // Columns that become one table: their rows in the order of time, and the grid of some of these, of which the first is at a place among them.
    private sealed record Cut(string[] Names, CsvColumn[] Columns, ArraySegment<int> Rows, Func<ArraySegment<int>, int, TimeGrid?> GridOf, string? Prefix)
    {
        public int Series { get; init; } // of a long file

        public string Called { get; init; } = ""; // the series of a long file

        public bool Alone { get; init; } // all that is read
    }
}
