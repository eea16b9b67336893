using QSeq.Studies.Benches;
using Spectre.Console;

namespace QSeq.Cli.Reports;

/// <summary>What <c>qseq bench</c> prints.</summary>
internal static class BenchReport
{
    /// <summary>A case in words.</summary>
    public static string Title(BenchCase c) => Invariant(
        $"{c.Model}, batch {c.Batch}, window {c.Window}, inputs {c.Config.Inputs}, hidden {c.Config.Hidden}, {(c.Threads == 1 ? "1 thread" : $"{c.Threads} threads")}");

    /// <summary>A Gram matrix in words.</summary>
    public static string Title(GramCase c) => Invariant(
        $"Gram matrix of {c.Samples} samples, {c.Qubits} qubits, {(c.Reps == 1 ? "1 repeat" : $"{c.Reps} repeats")}, 1 thread");

    /// <summary>The table of Gram matrices.</summary>
    public static void WriteTable(CliContext context, IReadOnlyList<GramResult> results)
    {
        IAnsiConsole console = Screen.Of(context);
        Table table = Screen.Table(null, "case", ">samples", ">qubits", ">repeats", ">median", ">spread", ">pairs/s", ">limit", "within");
        foreach (GramResult r in results)
        {
            GramCase c = r.Case;
            table.Add(
                $"{c.Case} Gram matrix",
                c.Samples.ToString(CultureInfo.InvariantCulture),
                c.Qubits.ToString(CultureInfo.InvariantCulture),
                c.Reps.ToString(CultureInfo.InvariantCulture),
                Time(r.MedianUs),
                Invariant($"{100 * (r.HighUs - r.LowUs) / r.MedianUs:F0} %"),
                Invariant($"{r.PairsPerSecond / 1e6:F1} M"),
                Time(c.LimitSeconds * 1e6),
                r.WithinLimit ? "yes" : "no");
        }

        console.Write(table);
        console.Paragraph("Gram matrix: the quantum kernel of all pairs of samples on one thread, checked against the double-precision reference before it is timed.");
    }

    /// <summary>The table of simulators.</summary>
    public static void WriteTable(CliContext context, IReadOnlyList<SimulatorResult> results)
    {
        Table table = Screen.Table(null, "case", "what", ">figure", ">limit", "within");
        foreach (SimulatorResult r in results)
            table.Add($"{r.Case.Case} simulator", r.Case.Title, Figure(r.Figure, r.Case.Unit), Figure(r.Case.Limit, r.Case.Unit), r.WithinLimit ? "yes" : "no");
        Screen.Of(context).Write(table);
    }

    /// <summary>The table of training steps.</summary>
    public static void WriteTable(CliContext context, IReadOnlyList<BenchResult> results)
    {
        IAnsiConsole console = Screen.Of(context);
        Table table = Screen.Table(
            null, "case", ">batch", ">in,hid", ">thr", ">median", ">spread", ">bytes", ">ceiling", ">PyTorch", ">forward", ">single");
        foreach (BenchResult r in results)
        {
            BenchCase c = r.Case;
            table.Add(
                $"{c.Case} {c.Model}",
                Invariant($"{c.Batch}x{c.Window}"),
                Invariant($"{c.Config.Inputs},{c.Config.Hidden}"),
                r.Threads.ToString(CultureInfo.InvariantCulture),
                Time(r.MedianUs),
                Invariant($"{100 * (r.HighUs - r.LowUs) / r.MedianUs:F0} %"),
                r.AllocatedBytes.ToString(CultureInfo.InvariantCulture),
                r.RatioToCeiling?.ToString("x 0.0", CultureInfo.InvariantCulture) ?? "-",
                r.Speedup?.ToString("/ 0", CultureInfo.InvariantCulture) ?? "-",
                Time(r.InferenceUs),
                Time(r.SingleUs));
        }

        console.Write(table);
        console.Paragraph(Invariant(
            $"median: a training step, forward, backward and Adam; batch: samples x time steps. spread: from the 10th to the 90th percentile. bytes: allocated by a step. ceiling: times the step's forward sine and cosine pairs alone on one thread. PyTorch: so many times faster than the figure in docs/performance.md. forward: the batch without gradients on one thread; single: one window. Vectors of {StepBenchmark.VectorWidth} bits."));
    }

    /// <summary>A result as one line of JSON.</summary>
    public static void WriteLine(TextWriter output, BenchResult r) => JsonText.WriteLine(output, writer =>
    {
        BenchCase c = r.Case;
        writer.WriteStartObject();
        writer.WriteString("case", c.Case);
        writer.WriteString("model", c.Model);
        writer.WriteNumber("batch", c.Batch);
        writer.WriteNumber("window", c.Window);
        writer.WriteNumber("inputs", c.Config.Inputs);
        writer.WriteNumber("hidden", c.Config.Hidden);
        writer.WriteNumber("parameters", r.Parameters);
        writer.WriteNumber("threads", r.Threads);
        writer.WriteNumber("vector_width", StepBenchmark.VectorWidth);
        writer.WriteNumber("median_us", Round(r.MedianUs));
        writer.WriteNumber("min_us", Round(r.MinUs));
        writer.WriteNumber("p10_us", Round(r.LowUs));
        writer.WriteNumber("p90_us", Round(r.HighUs));
        writer.WriteNumber("steps", r.Steps);
        writer.WriteNumber("samples_per_second", Math.Round(r.SamplesPerSecond));
        writer.WriteNumber("allocated_bytes", r.AllocatedBytes);
        if (r.NsPerPair is { } pair) writer.WriteNumber("ns_per_edge_sample_rep_step", Math.Round(pair, 4));
        if (r.CeilingUs is { } ceiling) writer.WriteNumber("ceiling_us", Round(ceiling));
        if (r.RatioToCeiling is { } ratio) writer.WriteNumber("ratio_to_ceiling", Math.Round(ratio, 3));
        writer.WriteNumber("inference_us", Round(r.InferenceUs));
        writer.WriteNumber("single_us", Round(r.SingleUs));
        if (r.Speedup is { } speedup) writer.WriteNumber("times_pytorch", Math.Round(speedup));
        writer.WriteEndObject();
    });

    /// <summary>A Gram matrix as one line of JSON.</summary>
    public static void WriteLine(TextWriter output, GramResult r) => JsonText.WriteLine(output, writer =>
    {
        GramCase c = r.Case;
        writer.WriteStartObject();
        writer.WriteString("case", c.Case);
        writer.WriteString("kind", "gram");
        writer.WriteNumber("samples", c.Samples);
        writer.WriteNumber("qubits", c.Qubits);
        writer.WriteNumber("reps", c.Reps);
        writer.WriteNumber("threads", 1);
        writer.WriteNumber("vector_width", StepBenchmark.VectorWidth);
        writer.WriteNumber("median_us", Round(r.MedianUs));
        writer.WriteNumber("min_us", Round(r.MinUs));
        writer.WriteNumber("p10_us", Round(r.LowUs));
        writer.WriteNumber("p90_us", Round(r.HighUs));
        writer.WriteNumber("runs", r.Runs);
        writer.WriteNumber("pairs_per_second", Math.Round(r.PairsPerSecond));
        writer.WriteNumber("allocated_bytes", r.AllocatedBytes);
        writer.WriteNumber("limit_us", Round(c.LimitSeconds * 1e6));
        writer.WriteBoolean("within_limit", r.WithinLimit);
        writer.WriteEndObject();
    });

    /// <summary>A simulator as one line of JSON.</summary>
    public static void WriteLine(TextWriter output, SimulatorResult r) => JsonText.WriteLine(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("case", r.Case.Case);
        writer.WriteString("kind", "simulator");
        writer.WriteString("title", r.Case.Title);
        writer.WriteString("unit", r.Case.Unit);
        writer.WriteNumber("figure", Round(r.Figure));
        writer.WriteNumber("limit", r.Case.Limit);
        writer.WriteBoolean("within_limit", r.WithinLimit);
        writer.WriteEndObject();
    });

    private static string Figure(double value, string unit) => value.ToString("F2", CultureInfo.InvariantCulture) + " " + unit;

    private static double Round(double us) => Math.Round(us, 3);

    private static string Time(double us) => us switch
    {
        < 1000 => us.ToString(us < 10 ? "F2" : us < 100 ? "F1" : "F0", CultureInfo.InvariantCulture) + " us",
        < 1e6 => (us / 1000).ToString(us < 1e4 ? "F2" : us < 1e5 ? "F1" : "F0", CultureInfo.InvariantCulture) + " ms",
        _ => (us / 1e6).ToString("F2", CultureInfo.InvariantCulture) + " s",
    };
}
