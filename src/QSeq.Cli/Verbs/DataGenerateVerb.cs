using QSeq.Studies.DataSets;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq data generate</c>: the papers' series, and synthetic telecom activity.</summary>
internal static class DataGenerateVerb
{
    private const int MostPoints = 10_000_000;

    /// <summary>The verb.</summary>
    public static VerbCommand Create(CliContext context)
    {
        Argument<string> kind = Opt.ChoiceArgument("SERIES", "shm (damped pendulum), bessel (Bessel J2) or telecom (synthetic, like Milan's messages).", "shm", "bessel", "telecom");
        Option<string?> path = Opt.Text("--out", "FILE", "Where the CSV goes. [default: standard output]");
        Option<int?> points = Opt.OptionalInt("--points", "Values of shm and bessel. [default: 240 and 1000, as in the paper]", 2, MostPoints);
        Option<int> days = Opt.Int("--days", "Days of telecom, 144 values each.", 14, 1);
        Option<int> squares = Opt.Int("--squares", "Squares of telecom, a column each.", 4, 1);
        Option<ulong> seed = Opt.Seed();
        Option<string?> raw = Opt.Text("--raw", "DIR", "Write telecom in the raw format of the Milan files instead, a file a day.");
        var command = new VerbCommand(
            "generate",
            "Make the papers' series, or synthetic telecom activity, as CSV.",
            "qseq data generate bessel --out bessel.csv",
            "qseq data generate telecom --days 62 --squares 16 --seed 7 --out telecom.csv",
            "qseq data generate telecom --days 3 --squares 100 --raw raw/   # as Milan is published") { kind, path, points, days, squares, seed, raw };
        command.SetAction(parsed =>
        {
            string series = parsed.GetValue(kind)!;
            string? target = parsed.GetValue(path), folder = parsed.GetValue(raw);
            bool telecom = series == "telecom";
            foreach (Option option in (Option[])[days, squares, seed, raw])
                if (!telecom && parsed.IsGiven(option)) throw new UsageException($"{option.Name} does not apply to {series}, only to telecom; leave it out");
            if (telecom && parsed.IsGiven(points)) throw new UsageException("--points does not apply to telecom, which has 144 values a day; choose --days");
            if (target is not null) OutputFile.Check(target, "--out");

            var options = new MilanLikeOptions { Days = parsed.GetValue(days), Squares = parsed.GetValue(squares), Seed = parsed.GetValue(seed) };
            if (folder is not null)
            {
                if (target is not null) throw new UsageException("--out and --raw exclude each other; leave one out");
                WriteRaw(context, folder, options);
                return ExitCode.Ok;
            }

            SeriesTable table = series switch
            {
                "shm" => DampedShm.Generate(new DampedShmOptions { Points = parsed.GetValue(points) ?? 240 }),
                "bessel" => BesselJ.Generate(new BesselOptions { Points = parsed.GetValue(points) ?? 1000 }),
                _ => MilanLike.Generate(options),
            };
            WriteTable(context, table, target);
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Writes a table where the user wants it and says so.</summary>
    public static void WriteTable(CliContext context, SeriesTable table, string? path)
    {
        foreach (string note in table.Notes) context.Note("note: " + note);
        if (path is null)
        {
            CsvSeriesWriter.Write(context.Out, table);
            return;
        }

        CsvSeriesWriter.Write(path, table);
        context.Note(Invariant($"wrote {path}: {table.Names.Count} series of {table.Length} values; {table.Source}"));
    }

    private static void WriteRaw(CliContext context, string folder, MilanLikeOptions options)
    {
        OutputFile.MakeFolder(folder, "--raw");
        double before = 0;
        Work.Run(context, "writing raw files", 1, work =>
        {
            MilanLike.WriteRaw(folder, options, new Reporter<double>(done => (_, before) = (Advance(work, done - before), done)), context.Token);
            return true;
        });
        context.Note(Invariant($"wrote {options.Days} files to {folder}: synthetic, not real data, seed {options.Seed}, {options.Squares} squares"));
    }

    private static bool Advance(Work work, double amount)
    {
        work.Advance(amount);
        return true;
    }
}
