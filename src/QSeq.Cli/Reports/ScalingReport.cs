using QSeq.Studies.Benches;

namespace QSeq.Cli.Reports;

/// <summary>What <c>qseq bench scaling</c> prints: a step a line, how many times faster more threads would make it.</summary>
internal static class ScalingReport
{
    public static void WriteTable(CliContext context, IReadOnlyList<ScalingResult> results, int[] threads)
    {
        int[] measured = [.. results.SelectMany(r => r.MeasuredUs.Keys).Distinct().Order()];
        context.Show(
            null,
            results,
            [
                ("case", r => $"{r.Case.Case} {r.Case.Model}"),
                (">batch", r => Invariant($"{r.Case.Batch}")),
                (">shards", r => Invariant($"{r.ShardUs.Length}")),
                (">1 thread", r => BenchReport.Time(r.StepUs)),
                (">not shared", r => Invariant($"{100 * r.SerialUs / r.StepUs:F1} %")),
                .. threads.Select(count => ((TextColumn)Invariant($">{count} thr"), (Func<ScalingResult, TextCell>)(r => Invariant($"x {r.Speedup(count):F1}")))),
                .. measured.Select(count => ((TextColumn)Invariant($">{count} measured"), (Func<ScalingResult, TextCell>)(r => Invariant($"x {r.StepUs / r.MeasuredUs[count]:F1}")))),
            ]);
        context.Paragraph(
            "1 thread: a training step, of which shards of 128 samples can be shared; not shared: the rest. thr: how many times faster the step "
            + Invariant($"would be on so many threads, worked out from the times of the shards on one and {ScalingResult.WakeUs:F0} us for each thread woken; ")
            + "memory that processors share is not in it. measured: this machine's own threads.");
    }

    public static JsonObject ToJson(ScalingResult result, int[] threads) => new()
    {
        ["case"] = result.Case.Case,
        ["batch"] = result.Case.Batch,
        ["shards"] = result.ShardUs.Length,
        ["step_us"] = Math.Round(result.StepUs, 3),
        ["serial_us"] = Math.Round(result.SerialUs, 3),
        ["shard_us"] = new JsonArray([.. result.ShardUs.Select(time => (JsonNode)Math.Round(time, 3))]),
        ["simulated_us"] = Times(threads.Select(count => (count, result.SimulatedUs(count)))),
        ["measured_us"] = Times(result.MeasuredUs.Select(pair => (pair.Key, pair.Value))),
    };

    private static JsonObject Times(IEnumerable<(int Threads, double Us)> times)
    {
        var json = new JsonObject();
        foreach ((int threads, double us) in times) json[Invariant($"{threads}")] = Math.Round(us, 3);
        return json;
    }
}
