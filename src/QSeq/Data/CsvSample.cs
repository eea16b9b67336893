using CsvHelper;

namespace QSeq.Data;

/// <summary>The first rows of a CSV text, or all of a short one, taken apart by a delimiter.</summary>
/// <param name="Rows">The cells of each row.</param>
/// <param name="Lines">The line of each row.</param>
internal sealed record CsvSample(List<string[]> Rows, List<long> Lines)
{
    private const int MostCells = 400_000;
    private const int LargestRecordBytes = 1 << 24; // 10,000 columns of 20 characters take 200 KB
    private const int RowsToCompare = 200;
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <summary>Whether this is the whole text.</summary>
    public bool IsWhole { get; private init; }

    /// <summary>Rows above the header that are none and were taken away.</summary>
    public int Skipped { get; private init; }

    /// <summary>The first cell of them.</summary>
    public string Above { get; private init; } = "";

    /// <summary>Options of the CSV library for a delimiter.</summary>
    public static CsvReaderOptions Options(char delimiter, int largestRecord = LargestRecordBytes) => new()
    {
        Separator = delimiter,
        HasHeader = false,
        TrackLineNumbers = true,
        TrimWhitespace = true,
        AllowLineBreaksInQuotes = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        MaxRecordSize = largestRecord,
    };

    /// <summary>Takes a text apart, by the delimiter that makes numbers and dates of most cells where none is given.</summary>
    public static CsvSample Of(string text, bool isWhole, char? given, bool? header, out char delimiter)
    {
        delimiter = given ?? ',';
        if (given is null)
        {
            double best = -1;
            foreach (char candidate in text.AsSpan().ContainsAny(Delimiters) ? Delimiters : [',', ' '])
            {
                bool stands = text.Contains(candidate);
                if (!stands && candidate is '\t' or '|') continue;
                CsvSample sample = Take(text, isWhole, candidate, RowsToCompare).WithoutRemarks(header);
                if (!stands && candidate == ';' && sample.Rows.Count > 0 && sample.Rows[0][0].Contains(',')) continue; // one column only where its name is one
                double fit = sample.Fit(header != false);
                if (fit > best) (best, delimiter) = (fit, candidate);
            }
        }

        return Take(text, isWhole, delimiter, int.MaxValue).WithoutRemarks(header);
    }

    // The most frequent number of cells; of several, the first.
    private static int UsualWidth(IEnumerable<string[]> rows)
    {
        var counts = new Dictionary<int, int>();
        foreach (string[] row in rows) counts[row.Length] = counts.TryGetValue(row.Length, out int count) ? count + 1 : 1;
        (int width, int most) = (0, 0);
        foreach ((int length, int count) in counts)
            if (count > most) (width, most) = (length, count);
        return width;
    }

    // Titles and remarks above the header, as programs export them: rows of fewer cells than nearly all others, without values.
    private CsvSample WithoutRemarks(bool? header)
    {
        const int mostRemarks = 30, fewestRows = 3;
        if (header == false || Rows.Count < fewestRows + 2) return this;
        int width = UsualWidth(Rows.Skip(1).Take(RowsToCompare));
        int first = Rows.FindIndex(row => row.Length == width);
        if (width < 2 || first is <= 0 or > mostRemarks || Rows.Count - first < fewestRows) return this;
        if (Rows.Skip(first).Take(RowsToCompare).Count(row => row.Length != width) > Rows.Skip(first).Take(RowsToCompare).Count() / 20) return this;
        int widest = Rows.Take(first).Max(row => row.Length);
        bool names = Array.TrueForAll(Rows[first], cell => !CsvCells.IsValue(cell)) || (!CsvCells.IsValue(Rows[first][0]) && widest < width - 1); // R names all columns but the first
        if (!names || widest > width || !Array.Exists(Rows[first + 1], CsvCells.IsValue)) return this;
        return new CsvSample(Rows[first..], Lines[first..]) { IsWhole = IsWhole, Skipped = first, Above = Rows[0][0] };
    }

    // How well the rows are tables of values: cells as in the first row, and numbers and dates below it.
    private double Fit(bool header)
    {
        if (Rows.Count == 0) return 0;
        int width = Rows[0].Length, even = 0, values = 0, cells = 0;
        for (int row = header ? 1 : 0; row < Rows.Count; row++)
        {
            if (Rows[row].Length == width) even++;
            foreach (string cell in Rows[row])
            {
                cells++;
                if (CsvCells.IsMissing(cell) || CsvCells.IsValue(cell) || CsvForm.Is(cell)) values++;
            }
        }

        int counted = Math.Max(1, Rows.Count - (header ? 1 : 0));
        return ((double)even / counted * ((double)values / Math.Max(1, cells) + 0.01)) + (1e-6 * Math.Min(width, 100));
    }

    private static CsvSample Take(string text, bool isWhole, char delimiter, int most)
    {
        var sample = new CsvSample([], []) { IsWhole = isWhole };
        using var reader = new StringReader(text);
        using var csv = CsvReader.Create(reader, Options(delimiter));
        int cells = 0;
        try
        {
            while (sample.Rows.Count < most && cells < MostCells && csv.Read())
            {
                string[] row = new string[csv.FieldCount];
                for (int c = 0; c < row.Length; c++) row[c] = csv.GetString(c);
                sample.Rows.Add(row);
                sample.Lines.Add(csv.LineNumber);
                cells += row.Length;
            }
        }
        catch (CsvFormatException)
        {
            return sample with { IsWhole = false }; // told with its line when the text is read
        }

        bool cut = cells >= MostCells || sample.Rows.Count >= most;
        if (!isWhole && !cut && sample.Rows.Count > 1)
        {
            sample.Rows.RemoveAt(sample.Rows.Count - 1); // ends where the peeked text does
            sample.Lines.RemoveAt(sample.Lines.Count - 1);
        }

        return sample with { IsWhole = isWhole && !cut };
    }
}
