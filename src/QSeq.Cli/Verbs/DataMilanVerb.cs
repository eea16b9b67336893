namespace QSeq.Cli.Verbs;

/// <summary><c>qseq data milan</c>: the raw files of the Milan telecom collection, summed over country codes, as CSV.</summary>
internal static class DataMilanVerb
{
    private const int WorstShown = 3;

    public static VerbCommand Create(CliContext context)
    {
        var folder = new Argument<string>("FOLDER") { Description = "The folder of raw tab-separated files, or one of them." };
        Option<string> squares = Opt.Text(
            "--squares", "LIST", "Squares such as 1,2,5000-5010, all, or best:N for the N most continuous and busiest.", "all");
        Option<string[]?> activity = Opt.List(
            "--activity",
            "A,B",
            $"What to read: one or some of {string.Join(", ", MilanActivities.Names)}; of several, columns are called square_N:activity, "
            + "and best:N goes by the first. [default: sms-in]");
        Option<double?> continuity = Opt.OptionalNumber(
            "--min-continuity", "The least fraction of bins with a record, 0 to 1, of a square that best:N may pick. [default: 0]");
        Option<string> gaps = Opt.Choice("--gaps", "What fills 10-minute bins without a record.", "zero", DataOptions.GapNames);
        Option<string?> path = Opt.Csv();
        return new VerbCommand(
            "milan",
            "Read raw files of the Milan telecom collection (doi:10.7910/DVN/EGZHFV) into CSV, one column a square.",
            "qseq data milan milan/ --squares 4459,5060-5062 --out centre.csv",
            "qseq data milan milan/ --squares best:30 --activity internet,sms-in --min-continuity 0.9")
        {
            folder, squares, activity, continuity, gaps, path,
        }.Does(parsed =>
        {
            string raw = parsed.GetValue(folder)!;
            string? target = parsed.GetValue(path);
            if (target is not null)
            {
                OutputFile.Check(target, "--out", isReport: true);
                string[] read = Directory.Exists(raw) ? Directory.GetFiles(raw, new MilanReadOptions().Pattern) : [raw];
                OutputFile.CheckNotRead(target, "--out", read);
            }

            (IReadOnlyList<int>? wanted, int? best) = ParseSquares(parsed.GetValue(squares)!);
            double least = parsed.GetValue(continuity) ?? 0;
            if (parsed.IsGiven(continuity) && best is null)
                throw new UsageException("--min-continuity applies only to --squares best:N; leave it out");
            if (least is not (>= 0 and <= 1)) throw new UsageException(Invariant($"--min-continuity is {least}, expected 0 to 1"));
            MilanActivity[] what = Activities(parsed.Given(activity) ?? ["sms-in"]);
            MilanReadResult result = Read(context, raw, new MilanReadOptions
            {
                Squares = wanted,
                Activities = what,
                Gaps = DataOptions.Gap(parsed.GetValue(gaps)!),
            });
            IReadOnlyList<string>? kept = best is { } count ? Pick(context, result, what[0], count, least).Names : null;
            SeriesTable[] tables = [.. what.Select(one => result.Tables[one])];
            if (kept is not null) tables = [.. tables.Select(table => table.Select([.. kept.Where(table.Names.Contains)]))];
            for (int n = 0; n < what.Length; n++)
                ReportGaps(context, result.Gaps[what[n]], tables[n], what.Length > 1 ? MilanActivities.Name(what[n]) : null);
            OutputFile.Write(context, target, what.Length == 1 ? tables[0] : Join(what, tables));
        });
    }

    public static MilanReadResult Read(CliContext context, string folder, MilanReadOptions options) =>
        Work.Run(context, "reading raw files", 1, work => MilanReader.Read(
            folder,
            options,
            new Reporter<MilanProgress>(p => work.Reach(
                p.TotalBytes == 0 ? 0 : p.BytesRead / (double)p.TotalBytes, $"file {Math.Min(p.FilesDone + 1, p.Files)} of {p.Files}")),
            context.Token));

    public static SeriesTable Pick(CliContext context, MilanReadResult result, MilanActivity activity, int count, double continuity = 0)
    {
        ImmutableArray<MilanCell> cells = MilanCells.Pick(result, continuity, count, activity);
        ImmutableArray<MilanGaps> gaps = result.Gaps[activity];
        if (cells.Length == 0)
        {
            string what = Invariant($"no square has a record of {MilanActivities.Name(activity)} in {continuity:R} of the bins");
            throw new InvalidDataException($"{what}; choose a smaller --min-continuity");
        }

        string names = string.Join(", ", cells.Take(12).Select(c => c.Square)) + (cells.Length > 12 ? ", ..." : "");
        context.Note($"note: picked the {cells.Length} most continuous and busiest of {gaps.Length} squares: {names}");
        SeriesTable table = result.Tables[activity];
        Dictionary<int, string> columns = gaps.Zip(table.Names).ToDictionary(pair => pair.First.Square, pair => pair.Second);
        return table.Select([.. cells.Select(cell => columns[cell.Square])]);
    }

    /// <summary>The square that a column name such as <c>square_4459</c> or <c>4459</c> stands for.</summary>
    public static int SquareOf(string column)
    {
        string digits = column.StartsWith("square_", StringComparison.Ordinal) ? column[7..] : column;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int square)
            ? square
            : throw new UsageException($"--columns names '{column}', expected squares such as 4459,5060 for a folder of raw Milan files");
    }

    private static MilanActivity[] Activities(string[] names)
    {
        if (Array.Find(names, name => !MilanActivities.Names.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new UsageException("--activity: " + NearestName.Describe("activity", unknown, MilanActivities.Names));
        return [.. names.Select(MilanActivities.Parse).Distinct()];
    }

    private static SeriesTable Join(MilanActivity[] activities, SeriesTable[] tables) => new(
        string.Join("; ", tables.Select(table => table.Source)),
        [.. activities.Zip(tables).SelectMany(pair => pair.Second.Names.Select(name => $"{name}:{MilanActivities.Name(pair.First)}"))],
        [.. tables.SelectMany(table => table.Names.Select(name => table.Column(name).ToArray()))],
        tables[0].Times);

    /// <summary>Reads <c>1,2,5000-5010</c>, <c>all</c> or <c>best:N</c>.</summary>
    private static (IReadOnlyList<int>? Squares, int? Best) ParseSquares(string text)
    {
        UsageException Bad() => new($"--squares is '{text}', expected squares from 1 to 10000 such as 1,2,5000-5010, or all, or best:N");
        int Number(string digits) =>
            int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value is >= 1 and <= 10_000
                ? value
                : throw Bad();
        if (text.Equals("all", StringComparison.OrdinalIgnoreCase)) return (null, null);
        if (text.StartsWith("best:", StringComparison.OrdinalIgnoreCase)) return (null, Number(text[5..]));
        var squares = new List<int>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = part.Split('-');
            int first = Number(ends[0]), last = ends.Length == 1 ? first : Number(ends[1]);
            if (ends.Length > 2 || last < first) throw Bad();
            squares.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return squares.Count > 0 ? (squares, null) : throw Bad();
    }

    private static void ReportGaps(CliContext context, ImmutableArray<MilanGaps> gaps, SeriesTable table, string? activity)
    {
        HashSet<string> kept = [.. table.Names];
        IEnumerable<MilanGaps> here = gaps.Where(g => g.Missing > 0 && kept.Contains($"square_{g.Square}"));
        MilanGaps[] worst = [.. here.OrderByDescending(g => g.Missing).Take(WorstShown)];
        string of = activity is null ? "" : $"of {activity} ";
        foreach (MilanGaps g in worst)
        {
            string bins = Invariant($"{g.Missing} of {g.Bins} bins ({100 * (1 - g.Continuity):F1} %)");
            context.Note($"gaps: square {g.Square} has no record {of}in {bins}, at most {g.LongestRun} in a row");
        }

        if (worst.Length == 0) context.Note($"gaps: none{(activity is null ? "" : " in " + activity)}");
    }
}
