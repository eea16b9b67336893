namespace QSeq.Data;

/// <summary>
/// Puts the rows that were read in order and on the grid of their times: cuts what lies before the first value and behind the
/// last, makes a column of every series of a long file, and fills gaps as asked for.
/// </summary>
internal sealed class CsvGrid(
    string file,
    CsvReadOptions options,
    CsvLayout layout,
    CsvColumn[] columns,
    TimeAxis? time,
    List<long> lines,
    Dictionary<string, int> keyIndex,
    List<int> keys)
{
    private const int GapLinesShown = 3;

    private readonly IReadOnlyList<string> _missing = options.Missing ?? [];
    private const long BytesBetweenCollections = 128 << 20;

    // Said of a filling that lets a window know something of what comes after it.
    private string Peeks => options.Gaps == GapPolicy.Linear ? " (linear filling knows the value behind a gap; previous does not)" : "";

    /// <summary>Makes the table.</summary>
    /// <param name="origin">What the data says of itself.</param>
    /// <param name="notes">Receives what was repaired.</param>
    /// <param name="findings">Receives what was found out.</param>
    /// <exception cref="InvalidDataException">Rows are out of order or off the grid, or there are gaps that are not to be filled.</exception>
    public SeriesTable Build(string origin, List<string> notes, List<CsvFinding> findings)
    {
        foreach (CsvColumn column in columns)
            if (column.Gaps.Count == column.Count) throw BadData.In(file, $"column '{column.Name}' holds no number at all; leave it out by naming the columns to read");
        string[] texts = [.. findings.Where(finding => finding.Doubt).Select(finding => finding.ToString())];
        notes.AddRange(texts);
        return layout.Keys.Length > 0 ? Long(origin, notes, findings) : Wide(origin, notes, findings);
    }

    private SeriesTable Wide(string origin, List<string> notes, List<CsvFinding> findings)
    {
        int[] rows = time?.Order(notes) ?? [.. Enumerable.Range(0, lines.Count)];
        (int first, int last) = Ends(rows);
        if (last < rows.Length - 1)
        {
            string from = time is null ? $"line {lines[rows[last + 1]]}" : $"'{time.Show(rows[last + 1])}'";
            notes.Add($"the last {rows.Length - 1 - last} rows hold no value and are the future: a forecast begins at {from}");
        }

        if (first > 0) notes.Add($"the first {first} rows hold no value and were left out");
        rows = rows[first..(last + 1)];
        TimeGrid? grid = time?.ToGrid(rows);
        Tell(grid, rows, notes, findings);
        var values = new double[columns.Length][];
        var filled = new bool[]?[columns.Length];
        long freed = 0; // since the last collection
        for (int c = 0; c < columns.Length; c++)
        {
            CsvColumn column = columns[c];
            CheckGaps(column, rows, notes);
            double[] read = column.TakeValues(), own = new double[grid?.Length ?? rows.Length];
            if (SuspectValue.Of(column.Name, read, _missing) is { } suspect)
            {
                findings.Add(suspect);
                notes.Add(suspect.ToString());
            }

            Array.Fill(own, double.NaN);
            for (int n = 0; n < rows.Length; n++) own[grid is null ? n : grid.Places[n]] = read[rows[n]];
            filled[c] = GapFill.Invented(own, options.Gaps);
            GapFill.Fill(own, options.Gaps);
            values[c] = own;
            freed += own.Length * sizeof(double);
            if (freed < BytesBetweenCollections) continue;
            GC.Collect(); // left to itself, the runtime holds all of Milan twice: 1.5 GB instead of 1
            freed = 0;
        }

        var table = new SeriesTable(origin, [.. columns.Select(column => column.Name)], values, grid?.Times).WithNotes(notes).WithFilled(filled);
        return grid is null ? table : table.WithStep(grid.Step);
    }

    // One column for each series and column of the file, on the times of all series together.
    private SeriesTable Long(string origin, List<string> notes, List<CsvFinding> findings)
    {
        int[] rows = [.. Enumerable.Range(0, lines.Count)];
        if (time is null) throw BadData.In(file, $"series are told apart by {string.Join(", ", layout.Keys.Select(key => $"'{layout.Names[key]}'"))}, but no column holds times; name it, or {CsvAdvice.Keys}");
        rows = [.. rows.Order(Comparer<int>.Create((a, b) => time.Compare(a, b) is var order and not 0 ? order : keys[a].CompareTo(keys[b])))];
        var distinct = new List<int>();
        var place = new int[lines.Count]; // among the distinct times
        for (int n = 0; n < rows.Length; n++)
        {
            bool same = n > 0 && time.Compare(rows[n], rows[n - 1]) == 0;
            if (same && keys[rows[n]] == keys[rows[n - 1]]) throw time.Disorder(Math.Max(rows[n], rows[n - 1]), Math.Min(rows[n], rows[n - 1]));
            if (!same) distinct.Add(rows[n]);
            place[rows[n]] = distinct.Count - 1;
        }

        TimeGrid grid = time.ToGrid(distinct);
        if (grid.Note is { } note) notes.Add(note);
        AddStep(findings, grid);
        string[] series = [.. keyIndex.OrderBy(pair => pair.Value).Select(pair => pair.Key)];
        var names = new List<string>();
        var values = new List<double[]>();
        var filled = new List<bool[]?>();
        foreach (CsvColumn column in columns)
        {
            double[] read = column.TakeValues();
            double[][] own = [.. series.Select(_ => new double[grid.Length])];
            foreach (double[] values_ in own) Array.Fill(values_, double.NaN);
            for (int row = 0; row < read.Length; row++) own[keys[row]][grid.Places[place[row]]] = read[row];
            for (int s = 0; s < series.Length; s++)
            {
                string name = columns.Length == 1 ? series[s] : $"{series[s]} {column.Name}";
                int gaps = own[s].Count(double.IsNaN);
                if (gaps == own[s].Length) throw BadData.In(file, $"series '{name}' holds no number at all; remove its rows");
                if (gaps > 0 && options.Gaps == GapPolicy.Error)
                    throw BadData.In(file, $"series '{name}' has no value at {gaps} of the {grid.Length} times of all series together, the first at {Stamp(grid, Array.FindIndex(own[s], double.IsNaN))}; add the rows, or {CsvAdvice.Gaps}");
                if (gaps > 0) notes.Add($"series '{name}': {gaps} times without a value filled by {GapFill.Name(options.Gaps)}{Peeks}");
                filled.Add(GapFill.Invented(own[s], options.Gaps));
                GapFill.Fill(own[s], options.Gaps);
                names.Add(name);
                values.Add(own[s]);
            }
        }

        return new SeriesTable(origin, names, [.. values], grid.Times).WithNotes(notes).WithStep(grid.Step).WithFilled([.. filled]);
    }

    private static string Stamp(TimeGrid grid, int place) => grid.Times is { } times
        ? times[place].ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
        : grid.Step.NumberAt(place).ToString(CultureInfo.InvariantCulture);

    private static void AddStep(List<CsvFinding> findings, TimeGrid grid) => findings.Add(new CsvFinding("step", grid.Step.ToString(), grid.Note ?? ""));

    // The first row and the last that have a value.
    private (int First, int Last) Ends(int[] rows)
    {
        int fewest = columns.Min(column => column.Gaps.Count);
        if (fewest == 0) return (0, rows.Length - 1);
        var gaps = new int[lines.Count];
        foreach (CsvColumn column in columns)
            foreach ((int row, _) in column.Gaps) gaps[row]++;
        int first = Array.FindIndex(rows, row => gaps[row] < columns.Length), last = Array.FindLastIndex(rows, row => gaps[row] < columns.Length);
        return (first, last);
    }

    private void Tell(TimeGrid? grid, int[] rows, List<string> notes, List<CsvFinding> findings)
    {
        if (grid is null) return;
        AddStep(findings, grid);
        if (grid.Note is { } note) notes.Add(note);
        if (grid.Missing == 0) return;
        int before = 0;
        while (grid.Places[before + 1] == grid.Places[before] + 1) before++;
        int change = grid.Change();
        if (change > 0 && options.Step is null)
        {
            string farther = string.Create(CultureInfo.InvariantCulture, $"{grid.Places[change] - grid.Places[change - 1]} times as far apart");
            throw BadData.At(
                file, lines[rows[change]], time!.Column, $"from '{time.Show(rows[change])}' on, rows are {farther} as before ({grid.Step}): the step changes; cut the file there, resample it, or {CsvAdvice.Step}");
        }

        string found = $"{grid.Missing} time stamps are missing from the grid of {grid.Step}, the first after line {lines[rows[before]]}";
        if (options.Gaps == GapPolicy.Error)
            throw BadData.At(file, lines[rows[before]], time!.Column, $"{found}; add the lines, {CsvAdvice.Gaps}, or {CsvAdvice.NoTimes}");
        notes.Add($"{found}; filled by {GapFill.Name(options.Gaps)}{Peeks}");
    }

    private void CheckGaps(CsvColumn column, int[] rows, List<string> notes)
    {
        if (column.Gaps.Count == 0) return;
        int low = rows.Min(), high = rows.Max();
        (int Row, string Cell)[] gaps = [.. column.Gaps.Where(gap => gap.Row >= low && gap.Row <= high)];
        if (gaps.Length == 0) return;
        if (options.Gaps == GapPolicy.Error)
        {
            string found = gaps[0].Cell.Length == 0 ? "the cell is empty" : $"found {BadData.Quote(gaps[0].Cell)}";
            throw BadData.At(file, lines[gaps[0].Row], column.Name, $"{found}, expected a number; fill it in, or {CsvAdvice.Gaps}");
        }

        string more = gaps.Length > GapLinesShown ? ", …" : "";
        string shown = string.Join(", ", gaps.Take(GapLinesShown).Select(gap => lines[gap.Row]));
        notes.Add($"column '{column.Name}': {gaps.Length} empty or NaN cells (line {shown}{more}) filled by {GapFill.Name(options.Gaps)}{Peeks}");
    }
}
