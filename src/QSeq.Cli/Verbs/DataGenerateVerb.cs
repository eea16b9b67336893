using QSeq.Studies.DataSets;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq data generate</c>: the papers' series, and synthetic telecom activity.</summary>
internal static class DataGenerateVerb
{
    private const int MostPoints = 10_000_000;

    public static VerbCommand Create(CliContext context)
    {
        Argument<string> kind = Opt.ChoiceArgument(
            "SERIES",
            "shm (damped pendulum), bessel (Bessel J2) or telecom (synthetic, like Milan's messages).",
            "shm", "bessel", "telecom");
        Option<string?> path = OutputFile.CsvOption();
        Option<int?> points = Opt.OptionalInt(
            "--points", "Values of shm and bessel. [default: 240 and 1000, as in the paper]", 2, MostPoints);
        Option<int> days = Opt.Int("--days", "Days of telecom, 144 values each.", 14, 1);
        Option<int> squares = Opt.Int("--squares", "Squares of telecom, a column each.", 4, 1);
        Option<ulong> seed = Opt.Seed();
        Option<string?> raw = Opt.Text("--raw", "DIR", "Write telecom in the raw format of the Milan files instead, a file a day.");
        return new VerbCommand(
            "generate",
            "Make the papers' series, or synthetic telecom activity, as CSV.",
            "qseq data generate bessel --out bessel.csv",
            "qseq data generate telecom --days 62 --squares 16 --seed 7 --out telecom.csv",
            "qseq data generate telecom --days 3 --squares 100 --raw raw/   # as Milan is published")
        {
            kind, path, points, days, squares, seed, raw,
        }.Does(parsed =>

        {
            string series = parsed.GetValue(kind)!;
            string? target = parsed.GetValue(path), folder = parsed.GetValue(raw);
            if (series != "telecom" && Array.Find<Option>([days, squares, seed, raw], parsed.IsGiven) is { } option)
                throw new UsageException($"{option.Name} does not apply to {series}, only to telecom; leave it out");
            if (series == "telecom" && parsed.IsGiven(points))
                throw new UsageException("--points does not apply to telecom, which has 144 values a day; choose --days");
            if (target is not null) OutputFile.Check(target, "--out");

            var options = new MilanLikeOptions
            {
                Days = parsed.GetValue(days),
                Squares = parsed.GetValue(squares),
                Seed = parsed.GetValue(seed),
            };
            if (folder is not null)
            {
                if (target is not null) throw new UsageException("--out and --raw exclude each other; leave one out");
                WriteRaw(context, folder, options);
                return;
            }

            OutputFile.Write(context, target, series switch
            {
                "shm" => DampedShm.Generate(new DampedShmOptions { Points = parsed.GetValue(points) ?? 240 }),
                "bessel" => BesselJ.Generate(new BesselOptions { Points = parsed.GetValue(points) ?? 1000 }),
                _ => MilanLike.Generate(options),
            });
        });
    }

    private static void WriteRaw(CliContext context, string folder, MilanLikeOptions options)
    {
        OutputFile.MakeFolder(folder, "--raw");
        Work.Run(
            context,
            "writing raw files",
            1,
            work => MilanLike.WriteRaw(folder, options, new Reporter<double>(done => work.Reach(done)), context.Token));
        string what = $"synthetic, not real data, seed {options.Seed}, {options.Squares} squares";
        context.Note($"wrote {options.Days} files to {folder}: {what}");
    }
}
