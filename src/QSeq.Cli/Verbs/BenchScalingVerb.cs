using QSeq.Studies.Benches;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq bench scaling</c>: what more threads would do for a training step, by the times of its shards.</summary>
internal static class BenchScalingVerb
{
    private static readonly string[] Cases = ["C", "D", "E", "G", "J"], Batches = ["256", "1024", "4096"], Threads = ["2", "4", "8", "16", "32"];

    private const int MostBatch = 1 << 17, MostThreads = 1024;

    public static VerbCommand Create(CliContext context)
    {
        Argument<string[]> letters = new("CASES")
        {
            Description = $"Letters of the training steps, A to J. [default: {string.Join(", ", Cases)}]",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string[]?> batches = Opt.List("--batch", "256,1024,4096", $"Samples a step, each in a line of its own. [default: {string.Join(',', Batches)}]");
        Option<string[]?> threads = Opt.List("--threads", "2,4,8,16,32", $"Threads to work out the step for. [default: {string.Join(',', Threads)}]");
        Option<double> seconds = Opt.Number("--seconds", "About how long each step is timed.", 1);
        Option<bool> json = Opt.Flag("--json", "One JSON object a step, a line each, instead of a table.");
        return new VerbCommand(
            "scaling",
            "Time the shards of training steps on one thread, and work out what more threads would do; beside it what this machine's own threads did.",
            "qseq bench scaling",
            "qseq bench scaling D --batch 2048 --threads 4,64 --json")
        { letters, batches, threads, seconds, json }.Does(parsed =>
        {
            string[] wanted = [.. (parsed.GetValue(letters) ?? []).Select(letter => letter.ToUpperInvariant())], valid = [.. BenchCase.Standard.Select(c => c.Case)];
            if (wanted.FirstOrDefault(letter => !valid.Contains(letter)) is { } unknown) throw new UsageException(NearestName.Describe("case", unknown, valid));
            if (wanted.Length == 0) wanted = Cases;
            int[] sizes = Numbers(parsed.Given(batches) ?? Batches, "--batch", MostBatch);
            int[] counts = Numbers(parsed.Given(threads) ?? Threads, "--threads", MostThreads);
            double time = BenchVerb.Seconds(parsed, seconds);
            bool asJson = parsed.GetValue(json);
            var results = new List<ScalingResult>();
            foreach (BenchCase one in BenchCase.Standard.Where(c => wanted.Contains(c.Case)))
            {
                foreach (int size in sizes)
                {
                    BenchCase sized = one with { Batch = size, Threads = 1 };
                    if (!asJson) context.Note($"timing {one.Case}: {BenchReport.Title(sized)}");
                    results.Add(ScalingBenchmark.Run(sized, time, counts, context.Token));
                    if (asJson) JsonText.Write(context.Out, ScalingReport.ToJson(results[^1], counts), indented: false);
                }
            }

            if (!asJson) ScalingReport.WriteTable(context, results, counts);
        });
    }

    private static int[] Numbers(string[] texts, string option, int most) =>
    [
        .. texts.Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= most
            ? number
            : throw new UsageException(Invariant($"{option} has '{text}', expected a whole number from 1 to {most}"))).Distinct().Order(),
    ];
}
