using System.Collections.Immutable;
using QSeq.Studies.DataSets;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq data milan</c>: the raw files of the Milan telecom collection, summed over country codes, as CSV.</summary>
internal static class DataMilanVerb
{
    private const int WorstShown = 3;

    /// <summary>The verb.</summary>
    public static VerbCommand Create(CliContext context)
    {
        var folder = new Argument<string>("FOLDER") { Description = "The folder of raw tab-separated files, or one of them." };
        Option<string> squares = Opt.Text("--squares", "LIST", "Squares such as 1,2,5000-5010, all, or best:N for the N most continuous and busiest.", "all");
        Option<string[]?> activity = Opt.List("--activity", "A,B", $"What to read: one or some of {string.Join(", ", MilanActivities.Names)}; of several, columns are called square_N:activity, and best:N goes by the first. [default: sms-in]");
        Option<double?> continuity = Opt.OptionalNumber("--min-continuity", "The least fraction of bins with a record, 0 to 1, of a square that best:N may pick. [default: 0]");
        Option<string> gaps = Opt.Choice("--gaps", "What fills 10-minute bins without a record.", "zero", DataOptions.GapNames);
        Option<string?> path = Opt.Text("--out", "FILE", "Where the CSV goes. [default: standard output]");
        var command = new VerbCommand(
            "milan",
            "Read raw files of the Milan telecom collection (doi:10.7910/DVN/EGZHFV) into CSV, one column a square.",
            "qseq data milan milan/ --squares 4459,5060-5062 --out centre.csv",
            "qseq data milan milan/ --squares best:30 --activity internet,sms-in --min-continuity 0.9") { folder, squares, activity, continuity, gaps, path };
        command.SetAction(parsed =>
        {
            string? target = parsed.GetValue(path);
            if (target is not null)
            {
                OutputFile.Check(target, "--out");
                string raw = parsed.GetValue(folder)!;
                OutputFile.CheckNotRead(target, "--out", Directory.Exists(raw) ? Directory.GetFiles(raw, new MilanReadOptions().Pattern) : [raw]);
            }

            (IReadOnlyList<int>? wanted, int? best) = ParseSquares(parsed.GetValue(squares)!);
            double least = parsed.GetValue(continuity) ?? 0;
            if (parsed.IsGiven(continuity) && best is null) throw new UsageException("--min-continuity applies only to --squares best:N; leave it out");
            if (least is not (>= 0 and <= 1)) throw new UsageException(Invariant($"--min-continuity is {least}, expected 0 to 1"));
            MilanActivity[] what = parsed.IsGiven(activity) ? Activities(parsed.GetValue(activity)!) : [MilanActivity.SmsIn];
            MilanReadResult result = Read(context, parsed.GetValue(folder)!, new MilanReadOptions
            {
                Squares = wanted,
                Activities = what,
                Gaps = DataOptions.Gap(parsed.GetValue(gaps)!),
            });
            IReadOnlyList<string>? kept = best is { } count ? Pick(context, result, what[0], count, least).Names : null;
            SeriesTable[] tables = [.. what.Select(one => kept is null ? result.Tables[one] : result.Tables[one].Select([.. kept.Where(result.Tables[one].Names.Contains)]))];
            for (int n = 0; n < what.Length; n++) ReportGaps(context, result.Gaps[what[n]], tables[n], what.Length > 1 ? MilanActivities.Name(what[n]) : null);
            SeriesTable table = what.Length == 1 ? tables[0] : Join(what, tables);
            DataGenerateVerb.WriteTable(context, table, target);
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Reads raw files with a bar.</summary>
    public static MilanReadResult Read(CliContext context, string folder, MilanReadOptions options)
    {
        double before = 0;
        return Work.Run(context, "reading raw files", 1, work => MilanReader.Read(
            folder,
            options,
            new Reporter<MilanProgress>(p =>
            {
                double done = p.TotalBytes == 0 ? 0 : p.BytesRead / (double)p.TotalBytes;
                work.Advance(done - before, Invariant($"file {Math.Min(p.FilesDone + 1, p.Files)} of {p.Files}"));
                before = done;
            }),
            context.Token));
    }

    /// <summary>The squares that are most continuous and busiest.</summary>
    public static SeriesTable Pick(CliContext context, MilanReadResult result, MilanActivity activity, int count, double continuity = 0)
    {
        ImmutableArray<MilanCell> cells = MilanCells.Pick(result, continuity, count, activity);
        if (cells.Length == 0)
            throw new InvalidDataException(Invariant($"no square has a record of {MilanActivities.Name(activity)} in {continuity:R} of the bins; choose a smaller --min-continuity"));
        context.Note(Invariant(
            $"note: picked the {cells.Length} most continuous and busiest of {result.Gaps[activity].Length} squares: {string.Join(", ", cells.Take(12).Select(c => c.Square))}{(cells.Length > 12 ? ", ..." : "")}"));
        SeriesTable table = result.Tables[activity];
        Dictionary<int, string> names = [];
        for (int c = 0; c < table.Names.Count; c++) names[result.Gaps[activity][c].Square] = table.Names[c];
        return table.Select([.. cells.Select(cell => names[cell.Square])]);
    }

    /// <summary>Activities by name, each once.</summary>
    private static MilanActivity[] Activities(string[] names)
    {
        try
        {
            return [.. names.Select(MilanActivities.Parse).Distinct()];
        }
        catch (ArgumentException e)
        {
            throw new UsageException("--activity: " + e.Message);
        }
    }

    /// <summary>One table of several, activity by activity, each column named after its square and its activity.</summary>
    private static SeriesTable Join(MilanActivity[] activities, SeriesTable[] tables) => new(
        string.Join("; ", tables.Select(table => table.Source)),
        [.. activities.Zip(tables).SelectMany(pair => pair.Second.Names.Select(name => $"{name}:{MilanActivities.Name(pair.First)}"))],
        [.. tables.SelectMany(table => table.Names.Select(name => table.Column(name).ToArray()))],
        tables[0].Times);

    /// <summary>The square that a column name such as <c>square_4459</c> or <c>4459</c> stands for.</summary>
    public static int SquareOf(string column)
    {
        string digits = column.StartsWith("square_", StringComparison.Ordinal) ? column[7..] : column;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int square)
            ? square
            : throw new UsageException($"--columns names '{column}', expected squares such as 4459,5060 for a folder of raw Milan files");
    }

    /// <summary>Reads <c>1,2,5000-5010</c>, <c>all</c> or <c>best:N</c>.</summary>
    internal static (IReadOnlyList<int>? Squares, int? Best) ParseSquares(string text)
    {
        if (text.Equals("all", StringComparison.OrdinalIgnoreCase)) return (null, null);
        if (text.StartsWith("best:", StringComparison.OrdinalIgnoreCase))
            return (null, Number(text[5..], text));
        var squares = new List<int>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = part.Split('-');
            int first = Number(ends[0], text), last = ends.Length == 1 ? first : Number(ends[1], text);
            if (ends.Length > 2 || last < first || last > 10_000) throw Bad(text);
            squares.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return squares.Count > 0 ? (squares, null) : throw Bad(text);
    }

    private static int Number(string text, string whole) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value is >= 1 and <= 10_000 ? value : throw Bad(whole);

    private static UsageException Bad(string text) =>
        new($"--squares is '{text}', expected squares from 1 to 10000 such as 1,2,5000-5010, or all, or best:N");

    private static void ReportGaps(CliContext context, ImmutableArray<MilanGaps> gaps, SeriesTable table, string? activity)
    {
        HashSet<string> kept = [.. table.Names];
        MilanGaps[] worst = [.. gaps.Where(g => g.Missing > 0 && kept.Contains($"square_{g.Square}")).OrderByDescending(g => g.Missing).Take(WorstShown)];
        foreach (MilanGaps g in worst)
            context.Note(Invariant($"gaps: square {g.Square} has no record {(activity is null ? "" : $"of {activity} ")}in {g.Missing} of {g.Bins} bins ({100 * (1 - g.Continuity):F1} %), at most {g.LongestRun} in a row"));
        if (worst.Length == 0) context.Note($"gaps: none{(activity is null ? "" : " in " + activity)}");
    }
}
