using QSeq.Cli.Fleet;
using Spectre.Console;

namespace QSeq.Cli.Reports;

/// <summary>What a fleet comes to: how it stands to the baselines over all series, how long it took, and a sentence.</summary>
internal static class FleetReport
{
    private const int FailuresShown = 3;

    /// <summary>Prints it.</summary>
    /// <param name="context">The outside.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="file">The figures.</param>
    /// <param name="records">The series.</param>
    /// <param name="coefficients">Coefficients of the linear AR.</param>
    public static void Write(CliContext context, string model, FleetFile file, IReadOnlyList<FleetRecord> records, int coefficients)
    {
        IAnsiConsole console = Screen.Of(context);
        FleetSummary s = file.Summary;
        console.Paragraph("Data: " + file.Source);
        if (s.ToNaive is not null)
        {
            Table table = Screen.Table(
                Invariant($"{model}, {file.Parameters} parameters: test MAE over that of the baseline, {s.Series - s.Failed} series"),
                "baseline", ">10 % below", ">median", ">90 % below", ">model better");
            Add(table, "naive (last value)", s.ToNaive);
            Add(table, Invariant($"linear AR ({coefficients})"), s.ToLinearAr);
            console.Write(table);
        }

        if (s.Failed > 0)
        {
            console.Paragraph(Invariant($"{s.Failed} of {s.Series} series failed:"));
            foreach (FleetRecord record in records.Where(record => record.Failure is not null).Take(FailuresShown))
                console.Paragraph($"  {record.Series}: {record.Failure!.TrimEnd('.')}");
            if (s.Failed > FailuresShown) console.Paragraph(Invariant($"  and {s.Failed - FailuresShown} more, in fleet.csv"));
        }

        console.Paragraph("Reading: " + s.Reading(file.Parameters, coefficients));
        string before = s.Trained < s.Series ? Invariant($", {s.Series - s.Trained} taken over from before") : "";
        console.Paragraph(Invariant($"Trained {s.Trained} series in {s.Seconds:F1} s on {file.Threads} {(file.Threads == 1 ? "thread" : "threads")}: {s.SeriesPerSecond:F1} a second, {s.CpuSeconds:F1} s of processor time{before}."));
    }

    private static void Add(Table table, string name, FleetRatio? ratio)
    {
        if (ratio is not null)
            table.Add(name, Screen.Fixed(ratio.Low), Screen.Fixed(ratio.Median), Screen.Fixed(ratio.High), Invariant($"{ratio.Better} of {ratio.Count}"));
    }
}
