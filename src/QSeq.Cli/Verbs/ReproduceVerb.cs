using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using QSeq.Cli.Options;
using QSeq.Cli.Output;
using QSeq.Cli.Reports;
using QSeq.Cli.Reproduce;
using QSeq.Quantum.Mitigation;
using QSeq.Studies.Papers;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq reproduce</c>: the QKAN-LSTM paper's experiments beside its printed figures.</summary>
internal static class ReproduceVerb
{
    private const string Pos = "pos";
    private const string Hardware = "hardware";
    private static readonly string[] Series = ["shm", "bessel", "telecom"];

    /// <summary>The verb.</summary>
    public static VerbCommand Create(CliContext context)
    {
        Option<string> experiment = Opt.Choice("--experiment", "One experiment instead of all; hardware is none of these: it takes longer and runs only when named.", null, [.. Series, Pos, Hardware]);
        Option<int?> seeds = Opt.OptionalInt("--seeds", "Seeds, from 0 up. [default: 5; pos 10, with --data 3]", 1);
        Option<int?> epochs = Opt.OptionalInt("--epochs", "Epochs. [default: 30; telecom 50 with --full, 15 without; pos 100, with --data 200 at most]", 1);
        Option<string?> data = Opt.Text("--data", "PATH", "Telecom data: a CSV, one column a series, or a folder of raw Milan files. [default: synthetic data like Milan's] With --experiment pos: a treebank, CoNLL-U with UPOS tags. [default: the paper's two sentences]");
        Option<string[]?> columns = Opt.List("--columns", "A,B", "Telecom series to use. [default: the first 2, all with --full]");
        Option<bool> full = Opt.Flag("--full", "Telecom in its full form: all series and rows, 50 epochs, the paper's learning rates. Takes long.");
        Option<bool> sgd = Opt.Flag("--sgd", "pos: plain SGD at the same learning rate instead of Adam.");
        Option<string> curve = Opt.Choice("--extrapolation", "hardware: the curve of zero-noise extrapolation.", "exponential", ["exponential", "linear", "richardson"]);
        Option<int> threads = Opt.Threads();
        Option<string> output = Opt.Text("--out", "DIR", "Where results.json, losses.csv, predictions.csv, tagging.csv, hardware.csv and models go.", "results");
        Option<bool> json = Opt.Flag("--json", "Print results.json instead of tables.");
        var command = new VerbCommand(
            "reproduce",
            "Train the models of the QKAN-LSTM paper (arXiv 2512.05049) and of the QK-LSTM paper (arXiv 2411.13225, pos) on their experiments and print our figures beside the printed ones.",
            "qseq reproduce",
            "qseq reproduce --experiment bessel --seeds 20",
            "qseq reproduce --experiment telecom --data milan.csv --columns square_4459,square_5060 --full",
            "qseq reproduce --experiment pos",
            "qseq reproduce --experiment hardware",
            "qseq reproduce --experiment pos --data en_ewt-ud-dev.conllu") { experiment, seeds, epochs, data, columns, full, sgd, curve, threads, output, json };
        var reading = new DataOptions();
        reading.AddTo(command);
        command.SetAction(parsed =>
        {
            string? one = parsed.GetValue(experiment);
            CheckOptions(parsed, one, [data, columns, full, .. reading.All], sgd);
            if (parsed.IsGiven(curve) && one != Hardware) throw new UsageException($"{curve.Name} applies to --experiment {Hardware} alone; leave it out");
            string folder = parsed.GetValue(output)!;
            foreach (string own in (string[])["results.json", "losses.csv", "predictions.csv", "tagging.csv", "hardware.csv"])
                OutputFile.CheckNotRead(Path.Combine(folder, own), $"{own} in --out", parsed.GetValue(data));
            OutputFile.CheckFolder(folder, "--out");
            var request = new Request(
                one is null ? Series : one is Pos or Hardware ? [] : [one],
                parsed.GetValue(seeds) ?? 5,
                parsed.GetValue(epochs),
                one == Pos ? null : parsed.GetValue(data),
                parsed.IsGiven(columns) ? parsed.GetValue(columns) : null,
                parsed.GetValue(full),
                parsed.GetValue(threads),
                (path, names) => reading.Read(context, parsed, path, names),
                reading.RawGaps(parsed));
            PosPlan? pos = one is null or Pos
                ? PosPlan.Of(context, one is null ? null : parsed.GetValue(data), parsed.GetValue(seeds), parsed.GetValue(epochs), parsed.GetValue(sgd))
                : null;
            HardwarePlan? hardware = one == Hardware ? HardwarePlan.Of(parsed.GetValue(seeds), parsed.GetValue(epochs), Enum.Parse<Extrapolation>(parsed.GetValue(curve)!, ignoreCase: true)) : null;
            Run(context, request, pos, hardware, folder, parsed.GetValue(json));
            return ExitCode.Ok;
        });
        return command;
    }

    private static void CheckOptions(ParseResult parsed, string? one, Option[] telecom, Option sgd)
    {
        foreach (Option option in telecom)
        {
            bool applies = one is null or "telecom" || (one == Pos && option.Name == "--data");
            if (parsed.IsGiven(option) && !applies)
                throw new UsageException($"{option.Name} does not apply to --experiment {one}, only to telecom{(option.Name == "--data" ? " and pos" : "")}; leave it out");
        }

        if (parsed.IsGiven(sgd) && one is not null and not Pos) throw new UsageException($"{sgd.Name} does not apply to --experiment {one}, only to {Pos}; leave it out");
    }

    private static void Run(CliContext context, Request request, PosPlan? pos, HardwarePlan? hardware, string folder, bool json)
    {
        long start = Stopwatch.GetTimestamp();

        // All data is read before the first run: a bad file is found at once.
        Plan[] plans = [.. request.Experiments.Select(name => Plans.Of(context, name, request))];
        var results = new Results
        {
            Version = QseqApp.Version,
            Runtime = RuntimeInformation.FrameworkDescription,
            System = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores",
            Threads = request.Threads,
            Seeds = [.. Enumerable.Range(0, plans.Length > 0 ? request.Seeds : pos?.Seeds ?? hardware!.Seeds)],
            TableI = Summary.TableI(request.Experiments),
        };
        var files = new ResultFiles(folder);
        if (!json && plans.Length > 0) CountReport.Write(context, results.TableI);
        try
        {
            foreach (Plan plan in plans)
            {
                long begin = Stopwatch.GetTimestamp();
                Plan.Job[] jobs = plan.Jobs(request.Seeds);
                SweepRun[] runs = Runner.Run(context, plan, jobs, request.Threads);
                ExperimentResult experiment = Summary.Of(plan, jobs, runs, Stopwatch.GetElapsedTime(begin).TotalSeconds);
                results = results with
                {
                    Experiments = [.. results.Experiments, experiment],
                    Complete = results.Experiments.Length + 1 == plans.Length && pos is null,
                    Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
                };
                OutputFile.MakeFolder(folder, "--out");
                files.Write(results, plan, jobs, runs);
                if (!json) ExperimentReport.Write(context, experiment, request.Seeds);
            }

            if (pos is not null)
            {
                long begin = Stopwatch.GetTimestamp();
                TagRun[][] runs = PosRunner.Run(context, pos, request.Threads);
                PosResult tagging = PosSummary.Of(pos, runs, Stopwatch.GetElapsedTime(begin).TotalSeconds);
                results = results with { Tagging = tagging, Complete = true, Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds };
                OutputFile.MakeFolder(folder, "--out");
                PosFiles.Write(folder, pos, runs);
                files.WriteJson(results);
                if (!json) PosReport.Write(context, tagging);
            }

            if (hardware is not null)
            {
                HardwareRun[][] runs = HardwareRunner.Run(context, hardware, request.Threads);
                HardwareResult found = HardwareSummary.Of(hardware, runs, Stopwatch.GetElapsedTime(start).TotalSeconds);
                results = results with { Hardware = found, Complete = true, Seconds = found.Seconds };
                OutputFile.MakeFolder(folder, "--out");
                HardwareFiles.Write(folder, hardware, runs);
                files.WriteJson(results);
                if (!json) HardwareReport.Write(context, found);
            }
        }
        catch (OperationCanceledException)
        {
            throw new CancelledException(results.Experiments.Length == 0
                ? "cancelled; no experiment was finished, so nothing is written"
                : $"cancelled; {string.Join(" and ", results.Experiments.Select(e => e.Name))} {(results.Experiments.Length == 1 ? "is" : "are")} kept in {folder}");
        }

        if (json) context.Out.Write(ResultFiles.ToJson(results) + "\n");
        else ExperimentReport.WriteEnd(context, results, folder);
    }
}
