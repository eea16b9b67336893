using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using QSeq.Cli.Options;
using QSeq.Cli.Output;
using QSeq.Cli.Reports;
using QSeq.Cli.Reproduce;
using QSeq.Evaluation;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq reproduce</c>: the QKAN-LSTM paper's experiments beside its printed figures.</summary>
internal static class ReproduceVerb
{
    private static readonly string[] Names = ["shm", "bessel", "telecom"];

    /// <summary>The verb.</summary>
    public static VerbCommand Create(CliContext context)
    {
        Option<string> experiment = Opt.Choice("--experiment", "One experiment instead of all three.", null, Names);
        Option<int> seeds = Opt.Int("--seeds", "Seeds, from 0 up.", 5, 1);
        Option<int?> epochs = Opt.OptionalInt("--epochs", "Epochs. [default: 30; telecom 50 with --full, 15 without]", 1);
        Option<string?> data = Opt.Text("--data", "PATH", "Telecom data: a CSV, one column a series, or a folder of raw Milan files. [default: synthetic data like Milan's]");
        Option<string[]?> columns = Opt.List("--columns", "A,B", "Telecom series to use. [default: the first 2, all with --full]");
        Option<bool> full = Opt.Flag("--full", "Telecom in its full form: all series and rows, 50 epochs, the paper's learning rates. Takes long.");
        Option<int> threads = Opt.Threads();
        Option<string> output = Opt.Text("--out", "DIR", "Where results.json, losses.csv, predictions.csv and models go.", "results");
        Option<bool> json = Opt.Flag("--json", "Print results.json instead of tables.");
        var command = new VerbCommand(
            "reproduce",
            "Train the models of the QKAN-LSTM paper (arXiv 2512.05049) on its experiments and print our figures beside the printed ones.",
            "qseq reproduce",
            "qseq reproduce --experiment bessel --seeds 20",
            "qseq reproduce --experiment telecom --data milan.csv --columns square_4459,square_5060 --full") { experiment, seeds, epochs, data, columns, full, threads, output, json };
        var reading = new DataOptions();
        reading.AddTo(command);
        command.SetAction(parsed =>
        {
            string[] wanted = parsed.GetValue(experiment) is { } one ? [one] : Names;
            foreach (Option option in (Option[])[data, columns, full])
                if (parsed.IsGiven(option) && !wanted.Contains("telecom")) throw new UsageException($"{option.Name} does not apply to --experiment {wanted[0]}, only to telecom; leave it out");
            string folder = parsed.GetValue(output)!;
            OutputFile.CheckFolder(folder, "--out");
            var request = new Request(
                wanted,
                parsed.GetValue(seeds),
                parsed.GetValue(epochs),
                parsed.GetValue(data),
                parsed.IsGiven(columns) ? parsed.GetValue(columns) : null,
                parsed.GetValue(full),
                parsed.GetValue(threads),
                (path, names) => reading.Read(context, parsed, path, names),
                reading.RawGaps(parsed));
            Run(context, request, folder, parsed.GetValue(json));
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Run(CliContext context, Request request, string folder, bool json)
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
            Seeds = [.. Enumerable.Range(0, request.Seeds)],
            TableI = Summary.TableI(request.Experiments),
        };
        var files = new ResultFiles(folder);
        if (!json) CountReport.Write(context, results.TableI);
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
                    Complete = results.Experiments.Length + 1 == plans.Length,
                    Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
                };
                OutputFile.MakeFolder(folder, "--out");
                files.Write(results, plan, jobs, runs);
                if (!json) ExperimentReport.Write(context, experiment, request.Seeds);
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
