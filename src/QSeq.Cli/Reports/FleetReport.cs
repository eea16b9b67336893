using QSeq.Cli.Fleet;

namespace QSeq.Cli.Reports;

/// <summary>What a fleet comes to: how it stands to the baselines over all series, how long it took, and a sentence.</summary>
internal static class FleetReport
{
    private const int FailuresShown = 3;

    /// <summary>Prints it; <paramref name="coefficients"/> are those of the linear AR.</summary>
    public static void Write(CliContext context, string model, FleetFile file, IReadOnlyList<FleetRecord> records, int coefficients)
    {
        FleetSummary s = file.Summary;
        context.Paragraph("Data: " + file.Source);
        if (s.ToNaive is not null)
        {
            (string Name, FleetRatio? Ratio)[] rows = [("naive (last value)", s.ToNaive), ($"linear AR ({coefficients})", s.ToLinearAr)];
            context.Show(
                $"{model}, {file.Parameters} parameters: test MAE over that of the baseline, {s.Series - s.Failed} series",
                rows.Where(row => row.Ratio is not null),
                ("baseline", row => row.Name),
                (">10 % below", row => Ratio(row.Ratio!.Low)),
                (">median", row => Ratio(row.Ratio!.Median)),
                (">90 % below", row => Ratio(row.Ratio!.High)),
                (">model better", row => $"{row.Ratio!.Better} of {row.Ratio.Count}"));
        }

        if (s.ToMethods.Length > 0) PanelReport.WriteRatios(context, "the same to the classical methods, each fitted to what comes before the test part", s.ToMethods);
        context.Show(CoverageBlocks.Of(s.Intervals));
        if (s.Failed > 0)
        {
            context.Paragraph($"{s.Failed} of {s.Series} series failed:");
            foreach (FleetRecord record in records.Where(record => record.Failure is not null).Take(FailuresShown))
                context.Paragraph($"  {record.Series}: {record.Failure!.TrimEnd('.')}");
            if (s.Failed > FailuresShown) context.Paragraph($"  and {s.Failed - FailuresShown} more, in fleet.csv");
        }

        if (s.ToMethods.Length > 0) context.Paragraph("Classical methods: " + PanelReport.Reading(s.ToMethods));
        context.Paragraph("Reading: " + s.Reading(file.Parameters, coefficients));
        string before = s.Trained < s.Series ? $", {s.Series - s.Trained} taken over from before" : "";
        string time = Invariant($"{s.Seconds:F1} s on {NumberText.Count(file.Threads, "thread")}: {s.SeriesPerSecond:F1} a second");
        context.Paragraph(Invariant($"Trained {s.Trained} series in {time}, {s.CpuSeconds:F1} s of processor time{before}."));
    }

    private static string Ratio(double value) => value < 1000 ? NumberText.Fixed(value) : NumberText.Number(value);
}
