using QSeq.Studies.Benches;

namespace QSeq.Cli.Reports;

/// <summary>What <c>qseq bench</c> prints.</summary>
internal static class BenchReport
{
    public static string Title(BenchCase c) => $"{c.Model}, batch {c.Batch}, window {c.Window}, inputs {c.Config.Inputs}, "
        + $"hidden {c.Config.Hidden}, {NumberText.Count(c.Threads, "thread")}";

    public static string Title(GramCase c) =>
        $"Gram matrix of {c.Samples} samples, {c.Qubits} qubits, {NumberText.Count(c.Reps, "repeat")}, 1 thread";

    public static string Title(StreamCase c) =>
        $"step of {NumberText.Count(c.Streams, "stream")} of qkan-lstm, {Mode(c)}, window {c.Window}, 1 thread";

    public static void WriteTable(CliContext context, IReadOnlyList<GramResult> results)
    {
        context.Show(
            null,
            results,
            ("case", r => $"{r.Case.Case} Gram matrix"),
            (">samples", r => Invariant($"{r.Case.Samples}")),
            (">qubits", r => Invariant($"{r.Case.Qubits}")),
            (">repeats", r => Invariant($"{r.Case.Reps}")),
            (">median", r => Time(r.Times.MedianUs)),
            (">spread", r => Spread(r.Times)),
            (">pairs/s", r => Invariant($"{r.PairsPerSecond / 1e6:F1} M")),
            (">limit", r => Time(r.Case.LimitSeconds * 1e6)),
            ("within", r => r.WithinLimit ? "yes" : "no"));
        context.Paragraph(
            "Gram matrix: the quantum kernel of all pairs of samples on one thread, "
            + "checked against the double-precision reference before it is timed.");
    }

    public static void WriteTable(CliContext context, IReadOnlyList<SimulatorResult> results) => context.Show(
        null,
        results,
        ("case", r => $"{r.Case.Case} simulator"),
        ("what", r => r.Case.Title),
        (">figure", r => Invariant($"{r.Figure:F2} {r.Case.Unit}")),
        (">limit", r => Invariant($"{r.Case.Limit:F2} {r.Case.Unit}")),
        ("within", r => r.WithinLimit ? "yes" : "no"));

    public static void WriteTable(CliContext context, IReadOnlyList<BenchResult> results)
    {
        context.Show(
            null,
            results,
            ("case", r => $"{r.Case.Case} {r.Case.Model}"),
            (">batch", r => Invariant($"{r.Case.Batch}x{r.Case.Window}")),
            (">in,hid", r => Invariant($"{r.Case.Config.Inputs},{r.Case.Config.Hidden}")),
            (">thr", r => Invariant($"{r.Threads}")),
            (">median", r => Time(r.Times.MedianUs)),
            (">spread", r => Spread(r.Times)),
            (">bytes", r => Invariant($"{r.Times.AllocatedBytes}")),
            (">ceiling", r => r.RatioToCeiling?.ToString("x 0.0", CultureInfo.InvariantCulture) ?? "-"),
            (">PyTorch", r => r.Speedup?.ToString("/ 0", CultureInfo.InvariantCulture) ?? "-"),
            (">forward", r => Time(r.InferenceUs)),
            (">single", r => Time(r.SingleUs)));
        context.Paragraph(
            "median: a training step, forward, backward and Adam; batch: samples x time steps. spread: from the 10th to the 90th "
            + "percentile. bytes: allocated by a step. ceiling: times the step's forward sine and cosine pairs alone on one thread. "
            + "PyTorch: so many times faster than the figure in docs/performance.md. forward: the batch without gradients on one "
            + $"thread; single: one window. This run: {context.Vectors.Text}.");
    }

    public static void WriteTable(CliContext context, IReadOnlyList<StreamResult> results)
    {
        context.Show(
            null,
            results,
            ("case", r => $"{r.Case.Case} stream"),
            (">streams", r => Invariant($"{r.Case.Streams}")),
            ("forecast by", r => Mode(r.Case)),
            (">window", r => Invariant($"{r.Case.Window}")),
            (">step", r => Time(r.Times.MedianUs)),
            (">spread", r => Spread(r.Times)),
            (">a stream", r => Invariant($"{r.NsPerStream:F1} ns")),
            (">bytes", r => Invariant($"{r.Times.AllocatedBytes}")),
            (">limit", r => r.Case.LimitNs is { } limit ? Invariant($"{limit:F0} ns") : "-"),
            ("within", r => r.WithinLimit switch { true => "yes", false => "no", null => "-" }));
        context.Paragraph(
            "step: a row of every stream read, scaled, and the forecast after it in the units of the data, by a QKAN-LSTM of 58 parameters on one thread. "
            + "Forecasts are compared with those of windows before they are timed.");
    }

    private static string Mode(StreamCase c) => c.Mode == QSeq.Streaming.StreamMode.Carried ? "carried state" : "last window";

    public static JsonObject ToJson(StreamResult r)
    {
        var json = new JsonObject
        {
            ["case"] = r.Case.Case,
            ["kind"] = "stream",
            ["streams"] = r.Case.Streams,
            ["mode"] = Mode(r.Case),
            ["window"] = r.Case.Window,
            ["parameters"] = r.Parameters,
            ["threads"] = 1,
            ["vector_width"] = StepBenchmark.VectorWidth,
            ["median_us"] = Round(r.Times.MedianUs),
            ["min_us"] = Round(r.Times.MinUs),
            ["p10_us"] = Round(r.Times.LowUs),
            ["p90_us"] = Round(r.Times.HighUs),
            ["runs"] = r.Times.Count,
            ["ns_per_stream"] = Round(r.NsPerStream),
            ["allocated_bytes"] = r.Times.AllocatedBytes,
        };
        if (r.Case.LimitNs is { } limit) (json["limit_ns"], json["within_limit"]) = (limit, r.WithinLimit);
        return json;
    }

    public static JsonObject ToJson(BenchResult r)
    {
        BenchCase c = r.Case;
        var json = new JsonObject
        {
            ["case"] = c.Case,
            ["model"] = c.Model,
            ["batch"] = c.Batch,
            ["window"] = c.Window,
            ["inputs"] = c.Config.Inputs,
            ["hidden"] = c.Config.Hidden,
            ["parameters"] = r.Parameters,
            ["threads"] = r.Threads,
            ["vector_width"] = StepBenchmark.VectorWidth,
            ["median_us"] = Round(r.Times.MedianUs),
            ["min_us"] = Round(r.Times.MinUs),
            ["p10_us"] = Round(r.Times.LowUs),
            ["p90_us"] = Round(r.Times.HighUs),
            ["steps"] = r.Times.Count,
            ["samples_per_second"] = Math.Round(r.SamplesPerSecond),
            ["allocated_bytes"] = r.Times.AllocatedBytes,
        };
        if (r.NsPerPair is { } pair) json["ns_per_edge_sample_rep_step"] = Math.Round(pair, 4);
        if (r.CeilingUs is { } ceiling) json["ceiling_us"] = Round(ceiling);
        if (r.RatioToCeiling is { } ratio) json["ratio_to_ceiling"] = Round(ratio);
        json["inference_us"] = Round(r.InferenceUs);
        json["single_us"] = Round(r.SingleUs);
        json["digest"] = r.Digest;
        if (r.Speedup is { } speedup) json["times_pytorch"] = Math.Round(speedup);
        return json;
    }

    public static JsonObject ToJson(GramResult r) => new()
    {
        ["case"] = r.Case.Case,
        ["kind"] = "gram",
        ["samples"] = r.Case.Samples,
        ["qubits"] = r.Case.Qubits,
        ["reps"] = r.Case.Reps,
        ["threads"] = 1,
        ["vector_width"] = StepBenchmark.VectorWidth,
        ["median_us"] = Round(r.Times.MedianUs),
        ["min_us"] = Round(r.Times.MinUs),
        ["p10_us"] = Round(r.Times.LowUs),
        ["p90_us"] = Round(r.Times.HighUs),
        ["runs"] = r.Times.Count,
        ["pairs_per_second"] = Math.Round(r.PairsPerSecond),
        ["allocated_bytes"] = r.Times.AllocatedBytes,
        ["limit_us"] = Round(r.Case.LimitSeconds * 1e6),
        ["within_limit"] = r.WithinLimit,
    };

    public static JsonObject ToJson(SimulatorResult r) => new()
    {
        ["case"] = r.Case.Case,
        ["kind"] = "simulator",
        ["vector_width"] = StepBenchmark.VectorWidth,
        ["title"] = r.Case.Title,
        ["unit"] = r.Case.Unit,
        ["figure"] = Round(r.Figure),
        ["limit"] = r.Case.Limit,
        ["within_limit"] = r.WithinLimit,
    };

    private static double Round(double value) => Math.Round(value, 3);

    private static string Spread(BenchTimes times) => Invariant($"{100 * (times.HighUs - times.LowUs) / times.MedianUs:F0} %");

    internal static string Time(double us) => us switch
    {
        < 1000 => us.ToString(us < 10 ? "F2" : us < 100 ? "F1" : "F0", CultureInfo.InvariantCulture) + " us",
        < 1e6 => (us / 1000).ToString(us < 1e4 ? "F2" : us < 1e5 ? "F1" : "F0", CultureInfo.InvariantCulture) + " ms",
        _ => (us / 1e6).ToString("F2", CultureInfo.InvariantCulture) + " s",
    };
}
