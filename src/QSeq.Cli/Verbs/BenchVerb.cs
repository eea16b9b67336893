using QSeq.Cli.Reports;
using QSeq.Core;
using QSeq.Studies.Benches;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq bench</c>: how long training steps, Gram matrices and simulators take on this machine.</summary>
internal static class BenchVerb
{
    private const int MostSamples = 1 << 20;

    /// <summary>The verb, with the verbs below it.</summary>
    public static VerbCommand Create(CliContext context)
    {
        Argument<string[]> letters = new("CASES") { Description = "Letters of the standard cases: training steps A to J, Gram matrices K and L, simulators M and N. [default: all]", Arity = ArgumentArity.ZeroOrMore };
        Option<int?> threads = Opt.OptionalInt("--threads", "Threads of every training step. [default: each case's own]", 1);
        Option<double> seconds = Opt.Number("--seconds", "About how long each case is timed, after a warm-up of half that.", 1);
        Option<bool> json = Opt.Flag("--json", "One JSON object a case, a line each, instead of a table.");
        var command = new VerbCommand(
            "bench",
            "Time whole training steps (forward, backward, Adam), inference, Gram matrices and simulators on the standard cases, beside this machine's own ceiling.",
            "qseq bench",
            "qseq bench A D --threads 1 --seconds 3",
            "qseq bench K L",
            "qseq bench M N",
            "qseq bench --json",
            "qseq bench step --model qkan-lstm --batch 64 --window 12 --hidden 4 --reps 3")
        {
            letters, threads, seconds, json, Step(context), BenchMilanVerb.Create(context),
        };
        command.SetAction(parsed =>
        {
            string[] valid = [.. BenchCase.Standard.Select(c => c.Case), .. GramCase.Standard.Select(c => c.Case), .. SimulatorCase.Standard.Select(c => c.Case)];
            string[] wanted = [.. (parsed.GetValue(letters) ?? []).Select(letter => letter.ToUpperInvariant())];
            if (wanted.FirstOrDefault(letter => !valid.Contains(letter)) is { } unknown)
                throw new UsageException(NearestName.Describe("case", unknown, [.. valid, "step", "milan"]));
            bool Wanted(string letter) => wanted.Length == 0 || wanted.Contains(letter);
            IEnumerable<BenchCase> cases = BenchCase.Standard.Where(c => Wanted(c.Case));
            if (parsed.GetValue(threads) is { } forced) cases = cases.Select(c => c with { Threads = forced });
            GramCase[] matrices = [.. GramCase.Standard.Where(c => Wanted(c.Case))];
            SimulatorCase[] simulators = [.. SimulatorCase.Standard.Where(c => Wanted(c.Case))];
            return Run(context, [.. cases], matrices, simulators, Positive(parsed.GetValue(seconds)), parsed.GetValue(json));
        });
        return command;
    }

    private static VerbCommand Step(CliContext context)
    {
        var model = new ModelOptions();
        Option<int?> batch = Opt.OptionalInt("--batch", "Windows a step. [default: 16]", 1, MostSamples);
        Option<int?> window = Opt.OptionalInt("--window", "Time steps. [default: 4]", 1, MostSamples);
        Option<int?> inputs = Opt.OptionalInt("--inputs", "Input series. [default: 1]", 1, 4096);
        Option<int> threads = Opt.Int("--threads", "Threads to use.", 1, 1);
        Option<double> seconds = Opt.Number("--seconds", "About how long it is timed, after a warm-up of half that.", 1);
        Option<bool> json = Opt.Flag("--json", "A JSON object on a line instead of a table.");
        var command = new VerbCommand(
            "step", "Time the training step of a model of your own sizes.", "qseq bench step --model qkan-lstm --batch 16 --window 4 --inputs 1 --hidden 1 --reps 1 --threads 1 --json")
        {
            batch, window, inputs, threads, seconds, json,
        };
        model.AddTo(command);
        command.SetAction(parsed =>
        {
            var custom = new BenchCase(
                "custom",
                model.NameOf(parsed),
                model.Config(parsed, parsed.GetValue(inputs) ?? 1, outputs: 1, sequence: false),
                parsed.GetValue(batch) ?? 16,
                parsed.GetValue(window) ?? 4,
                parsed.GetValue(threads),
                null);
            return Run(context, [custom], [], [], Positive(parsed.GetValue(seconds)), parsed.GetValue(json));
        });
        return command;
    }

    private static int Run(
        CliContext context, IReadOnlyList<BenchCase> cases, IReadOnlyList<GramCase> matrices, IReadOnlyList<SimulatorCase> simulators, double seconds, bool json)
    {
        var results = new List<BenchResult>();
        foreach (BenchCase benchCase in cases)
        {
            if (!json) context.Note($"timing {benchCase.Case}: {BenchReport.Title(benchCase)}");
            results.Add(StepBenchmark.Run(benchCase, seconds, context.Token));
            if (json) BenchReport.WriteLine(context.Out, results[^1]);
        }

        var grams = new List<GramResult>();
        foreach (GramCase gramCase in matrices)
        {
            if (!json) context.Note($"timing {gramCase.Case}: {BenchReport.Title(gramCase)}");
            grams.Add(GramBenchmark.Run(gramCase, seconds, context.Token));
            if (json) BenchReport.WriteLine(context.Out, grams[^1]);
        }

        var simulated = new List<SimulatorResult>();
        foreach (SimulatorCase simulatorCase in simulators)
        {
            if (!json) context.Note($"timing {simulatorCase.Case}: {simulatorCase.Title}");
            simulated.Add(SimulatorBenchmark.Run(simulatorCase, seconds, context.Token));
            if (json) BenchReport.WriteLine(context.Out, simulated[^1]);
        }

        if (json) return ExitCode.Ok;
        if (results.Count > 0) BenchReport.WriteTable(context, results);
        if (grams.Count > 0) BenchReport.WriteTable(context, grams);
        if (simulated.Count > 0) BenchReport.WriteTable(context, simulated);
        return ExitCode.Ok;
    }

    private static double Positive(double seconds) => seconds > 0
        ? seconds
        : throw new UsageException(Invariant($"--seconds is {seconds}, expected a number above 0"));
}
