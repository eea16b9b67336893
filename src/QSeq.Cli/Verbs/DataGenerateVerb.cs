namespace QSeq.Cli.Verbs;

/// <summary><c>qseq data generate</c>: series of equations, such as the papers', and synthetic telecom activity.</summary>
internal static class DataGenerateVerb
{
    private const int MostPoints = 10_000_000;
    private const string Telecom = "telecom";

    /// <summary>A further equation is a data set and a line here.</summary>
    private static readonly Equation[] Equations =
    [
        new("shm", "damped pendulum", new DampedShmOptions().Points, made => DampedShm.Generate(new() { Points = made.Points })),
        new("bessel", "Bessel J2", new BesselOptions().Points, made => BesselJ.Generate(new() { Points = made.Points })),
        new(
            "mackey-glass",
            "chaos with a delay",
            new MackeyGlassOptions().Points,
            made => MackeyGlass.Generate(new() { Points = made.Points, Stride = made.Stride }),
            Strides: true),
        new("lorenz", "chaos, its x", new LorenzOptions().Points, made => Lorenz.Generate(new() { Points = made.Points })),
        OfNarma(5),
        OfNarma(10),
        new(
            "delayed-control",
            "pulses after a delay",
            new DelayedControlOptions().Points,
            made => DelayedControl.Generate(new() { Points = made.Points })),
        new(
            "jaynes-cummings",
            "inversion of an atom",
            new JaynesCummingsOptions().Points,
            made => JaynesCummings.Generate(new() { Points = made.Points })),
        new("transmon", "population of a level", new TransmonOptions().Points, made => Transmon.Generate(new() { Points = made.Points })),
    ];

    public static VerbCommand Create(CliContext context)
    {
        string names = string.Join(", ", Equations.Select(one => one.Name));
        string strided = string.Join(", ", Equations.Where(one => one.Strides).Select(one => one.Name));
        string seeded = string.Join(", ", Equations.Where(one => one.Seeded).Select(one => one.Name).Append(Telecom));
        string counts = string.Join(", ", Equations.Select(one => one.Points));
        Argument<string> kind = Opt.ChoiceArgument(
            "SERIES",
            $"{string.Join(", ", Equations.Select(one => $"{one.Name} ({one.What})"))} or {Telecom} (synthetic, like Milan's messages).",
            [.. Equations.Select(one => one.Name), Telecom]);
        Option<string?> path = Opt.Csv();
        Option<int?> points = Opt.OptionalInt("--points", $"Values of {names}. [default: {counts}]", 2, MostPoints);
        Option<int> stride = Opt.Int("--stride", $"Time units from a value to the next of {strided}.", 1, 1);
        Option<int> days = Opt.Int("--days", "Days of telecom, 144 values each.", 14, 1);
        Option<int> squares = Opt.Int("--squares", "Squares of telecom, a column each.", 4, 1);
        Option<ulong> seed = Opt.Seed();
        Option<string?> raw = Opt.Text("--raw", "DIR", "Write telecom in the raw format of the Milan files instead, a file a day.");
        return new VerbCommand(
            "generate",
            "Make a series of an equation, such as the papers', or synthetic telecom activity, as CSV.",
            "qseq data generate bessel --out bessel.csv",
            "qseq data generate mackey-glass --points 2000 --stride 6 --out mg.csv",
            "qseq data generate narma-10 --seed 3 --out narma.csv",
            "qseq data generate telecom --days 62 --squares 16 --seed 7 --out telecom.csv",
            "qseq data generate telecom --days 3 --squares 100 --raw raw/   # as Milan is published")
        {
            kind, path, points, stride, days, squares, seed, raw,
        }.Does(parsed =>
        {
            string series = parsed.GetValue(kind)!;
            string? target = parsed.GetValue(path), folder = parsed.GetValue(raw);
            Equation? equation = Array.Find(Equations, one => one.Name == series);
            parsed.Only(equation is null, [days, squares, raw], series, Telecom);
            parsed.Only(equation is null or { Seeded: true }, [seed], series, seeded);
            parsed.Only(equation is { Strides: true }, [stride], series, strided);
            if (equation is null && parsed.IsGiven(points))
                throw new UsageException("--points does not apply to telecom, which has 144 values a day; choose --days");
            if (target is not null) OutputFile.Check(target, "--out", isReport: true);

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

            Wanted Asked(int ownPoints) => new(parsed.GetValue(points) ?? ownPoints, parsed.GetValue(stride), parsed.GetValue(seed));
            SeriesTable? made = equation?.Make(Asked(equation.Points));
            OutputFile.Write(context, target, made ?? MilanLike.Generate(options));
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

    private static Equation OfNarma(int order) => new(
        $"narma-{order}",
        $"driven, order {order}",
        new NarmaOptions().Points,
        made => Narma.Generate(new() { Points = made.Points, Order = order, Seed = made.Seed }),
        Seeded: true);

    /// <summary>What is asked for: how many values, how far apart, from which seed.</summary>
    private readonly record struct Wanted(int Points, int Stride, ulong Seed);

    /// <summary>A series of an equation: how many values it has unless told, and what makes what is asked for.</summary>
    private sealed record Equation(
        string Name, string What, int Points, Func<Wanted, SeriesTable> Make, bool Strides = false, bool Seeded = false);
}
