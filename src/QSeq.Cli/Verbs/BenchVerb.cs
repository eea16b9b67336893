using QSeq.Cli.Benches;
using QSeq.Studies.Benches;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq bench</c>: how long training steps, Gram matrices, simulators and steps of streams take on this machine.</summary>
internal sealed class BenchVerb(CliContext context)
{
    private const int MostSamples = 1 << 20;
    private readonly Option<double> _seconds = Opt.Number(
        "--seconds", "About how long each case is timed, after a warm-up of half that.", 1);
    private readonly Option<string[]?> _widths = Opt.List(
        "--width", "512,256,128", "Time each case with vectors of these widths in bits, in processes of their own, side by side; a native build (docs/native.md) has one width. [default: this machine's widest alone]");
    private readonly Option<bool> _ends = new(WidthRun.EndsWithInput) { Description = "Stop where standard input ends.", Hidden = true };
    private readonly Option<bool> _json = Opt.Flag("--json", "One JSON object a case, a line each, instead of a table.");

    public static VerbCommand Create(CliContext context)
    {
        var verb = new BenchVerb(context);
        Argument<string[]> letters = new("CASES")
        {
            Description = "Letters of the standard cases: training steps A to J, Gram matrices K and L, simulators M and N, steps of streams O to S. [default: all]",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<int?> threads = Opt.OptionalInt("--threads", "Threads of every training step. [default: each case's own]", 1);
        return new VerbCommand(
            "bench",
            "Time whole training steps (forward, backward, Adam), inference, Gram matrices, simulators and steps of streams on the standard cases, "
            + "beside this machine's own ceiling.",
            "qseq bench",
            "qseq bench A D --threads 1 --seconds 3",
            "qseq bench K L",
            "qseq bench M N",
            "qseq bench O P Q R S",
            "qseq bench --width 512,256,128",
            "qseq bench --json",
            "qseq bench step --model qkan-lstm --batch 64 --window 12 --hidden 4 --reps 3")
        {
            letters, threads, verb._seconds, verb._widths, verb._json, verb._ends, Step(context),
            BenchScalingVerb.Create(context), BenchMilanVerb.Create(context), BenchCsvVerb.Create(context),
        }.Does(parsed =>
        {
            string[] wanted = [.. (parsed.GetValue(letters) ?? []).Select(letter => letter.ToUpperInvariant())];
            string[] valid =
            [
                .. BenchCase.Standard.Select(c => c.Case), .. GramCase.Standard.Select(c => c.Case),
                .. SimulatorCase.Standard.Select(c => c.Case), .. StreamCase.Standard.Select(c => c.Case),
            ];
            if (wanted.FirstOrDefault(letter => !valid.Contains(letter)) is { } unknown)
                throw new UsageException(NearestName.Describe("case", unknown, [.. valid, "step", "scaling", "milan", "csv"]));
            bool Wanted(string letter) => wanted.Length == 0 || wanted.Contains(letter);
            int? forced = parsed.GetValue(threads);
            if (parsed.Given(verb._widths) is { } widths)
            {
                verb.Widths(parsed, widths, [.. valid.Where(Wanted)], forced);
                return;
            }

            verb.Run(
                parsed,
                BenchCase.Standard.Where(c => Wanted(c.Case)).Select(c => c with { Threads = forced ?? c.Threads }),
                GramCase.Standard.Where(c => Wanted(c.Case)),
                SimulatorCase.Standard.Where(c => Wanted(c.Case)),
                StreamCase.Standard.Where(c => Wanted(c.Case)));
        });
    }

    private static VerbCommand Step(CliContext context)
    {
        var verb = new BenchVerb(context);
        var model = new ModelOptions();
        Option<int?> batch = Opt.OptionalInt("--batch", "Windows a step. [default: 16]", 1, MostSamples);
        Option<int?> window = Opt.OptionalInt("--window", "Time steps. [default: 4]", 1, MostSamples);
        Option<int?> inputs = Opt.OptionalInt("--inputs", "Input series. [default: 1]", 1, 4096);
        Option<int> threads = Opt.Int("--threads", "Threads to use.", 1, 1);
        verb._seconds.Description = "About how long it is timed, after a warm-up of half that.";
        verb._json.Description = "A JSON object on a line instead of a table.";
        return new VerbCommand(
            "step",
            "Time the training step of a model of your own sizes.",
            "qseq bench step --model qkan-lstm --batch 16 --window 4 --inputs 1 --hidden 1 --reps 1 --threads 1 --json")
        {
            batch, window, inputs, threads, verb._seconds, verb._json, model,
        }.Does(parsed =>
        {
            var custom = new BenchCase(
                "custom",
                model.NameOf(parsed),
                model.Config(parsed, parsed.GetValue(inputs) ?? 1, outputs: 1, sequence: false),
                parsed.GetValue(batch) ?? 16,
                parsed.GetValue(window) ?? 4,
                parsed.GetValue(threads),
                null);
            verb.Run(parsed, [custom], [], [], []);
        });
    }

    private double Seconds(ParseResult parsed) => Seconds(parsed, _seconds);

    /// <summary>How long to time.</summary>
    /// <exception cref="UsageException">It is not above 0.</exception>
    internal static double Seconds(ParseResult parsed, Option<double> option) => parsed.GetValue(option) is > 0 and var seconds
        ? seconds
        : throw new UsageException(Invariant($"--seconds is {parsed.GetValue(option)}, expected a number above 0"));

    // Whoever started this holds the other end of its input, and is gone where that ends.
    private CancellationToken UntilInputEnds()
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(context.Token);
        Stream input = context.OpenBytes();
        Task.Factory.StartNew(
            () =>
            {
                while (input.ReadByte() >= 0) { }
                stop.Cancel();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        return stop.Token;
    }

    private void Widths(ParseResult parsed, string[] given, string[] letters, int? threads)
    {
        int[] widths =
        [
            .. given.Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int width) && WidthRun.All.Contains(width)
                ? width
                : throw new UsageException($"--width has '{text}', expected {string.Join(", ", WidthRun.All)}")).Distinct().OrderDescending(),
        ];
        Seconds(parsed);
        context.Vectors.Check(widths);
        string[] options =
        [
            "--seconds", parsed.GetValue(_seconds).ToString("R", CultureInfo.InvariantCulture),
            .. threads is { } count ? ["--threads", Invariant($"{count}")] : Array.Empty<string>(),
        ];
        bool json = parsed.GetValue(_json);
        var times = new List<WidthTime>();
        foreach (string letter in letters)
        {
            foreach (int width in widths)
            {
                if (!json) context.Note(Invariant($"timing {letter} with {width} bits"));
                times.Add(WidthRun.Of(letter, width, options, context.Token));
                if (json) JsonText.Write(context.Out, WidthReport.ToJson(times[^1]), indented: false);
            }
        }

        if (!json) WidthReport.WriteTable(context, times);
        string[] differing = [.. times.GroupBy(time => time.Case).Where(one => WidthReport.SameBits(one) == false).Select(one => one.Key)];
        if (differing.Length > 0)
            throw new InvalidDataException($"case {string.Join(", ", differing)}: the weights differ by width, which they must not; report this");
    }

    private void Run(
        ParseResult parsed,
        IEnumerable<BenchCase> cases,
        IEnumerable<GramCase> matrices,
        IEnumerable<SimulatorCase> simulators,
        IEnumerable<StreamCase> streams)
    {
        double seconds = Seconds(parsed);
        CancellationToken token = parsed.GetValue(_ends) ? UntilInputEnds() : context.Token;
        bool json = parsed.GetValue(_json);
        if (!json) context.Note($"this machine: {context.Vectors.Text}");
        List<BenchResult> steps = All(cases, c => $"{c.Case}: {BenchReport.Title(c)}", StepBenchmark.Run, BenchReport.ToJson);
        List<GramResult> grams = All(matrices, c => $"{c.Case}: {BenchReport.Title(c)}", GramBenchmark.Run, BenchReport.ToJson);
        List<SimulatorResult> simulated = All(simulators, c => $"{c.Case}: {c.Title}", SimulatorBenchmark.Run, BenchReport.ToJson);
        List<StreamResult> streamed = All(streams, c => $"{c.Case}: {BenchReport.Title(c)}", StreamBenchmark.Run, BenchReport.ToJson);
        if (json) return;
        if (steps.Count > 0) BenchReport.WriteTable(context, steps);
        if (grams.Count > 0) BenchReport.WriteTable(context, grams);
        if (simulated.Count > 0) BenchReport.WriteTable(context, simulated);
        if (streamed.Count > 0) BenchReport.WriteTable(context, streamed);

        List<TR> All<T, TR>(
            IEnumerable<T> all, Func<T, string> title, Func<T, double, CancellationToken, TR> time, Func<TR, JsonObject> show)
        {
            var results = new List<TR>();
            foreach (T one in all)
            {
                if (!json) context.Note("timing " + title(one));
                results.Add(time(one, seconds, token));
                if (json) JsonText.Write(context.Out, show(results[^1]), indented: false);
            }

            return results;
        }
    }
}
