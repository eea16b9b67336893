using QSeq.Cli.Fleet;

namespace QSeq.Cli.Reports;

/// <summary>The page of <c>qseq fleet --report</c>: how the models stand to the baselines, over all series and for each.</summary>
internal static class FleetPage
{
    private const int MostSeries = 400; // in the table; of more, those where the model does worst and best
    private const double FarRatio = 3; // beyond which a histogram need not look
    private const int NotesShown = 40;

    public static Page Of(string model, FleetFile file, IReadOnlyList<FleetRecord> records, int coefficients, string command)
    {
        FleetSummary summary = file.Summary;
        FleetRecord[] scored = [.. records.Where(record => record.Test is not null)];
        FleetRecord[] failed = [.. records.Where(record => record.Failure is not null)];
        List<PageSection> sections = [new PageSection("All series", [.. All(model, file, scored)])];
        if (scored.Length > 0) sections.Add(new PageSection("Each series", [.. Each(model, scored)]));
        if (failed.Length > 0)
        {
            var table = TextTable.Of<FleetRecord>(null, failed, ("series", record => record.Series), ("reason", record => record.Failure!));
            sections.Add(new PageSection("Series that failed", [table]));
        }

        string more = file.Notes.Count > NotesShown ? $"And {file.Notes.Count - NotesShown} more such notes, in fleet.json." : "";
        sections.Add(new PageSection(
            "What was decided about the data",
            [new Paragraph(file.Source), .. file.Notes.Take(NotesShown).Select(note => new Paragraph(note)), new Paragraph(more)]));
        sections.Add(new PageSection("Settings", [new FactList([.. file.Settings.Select(setting => new Fact(setting.Key, setting.Value))])]));
        return new Page(
            $"{model}, one for each of {summary.Series} series",
            summary.ToMethods.Length == 0 ? summary.Reading(file.Parameters, coefficients) : "O" + PanelReport.Reading(summary.ToMethods)[1..] + " " + summary.Reading(file.Parameters, coefficients),
            [.. sections],
            new FactList(
            [
                new Fact("command", command),
                new Fact("qseq", QseqApp.Version),
                new Fact("recipe digest", file.Settings["recipe"]),
                new Fact("data digest", file.Settings["data"]),
                new Fact("runtime", file.Runtime),
                new Fact("system", file.System),
            ]));
    }

    private static IEnumerable<ReportBlock> All(string model, FleetFile file, FleetRecord[] scored)
    {
        FleetSummary s = file.Summary;
        yield return new FactList(
        [
            new Fact("model", file.Model, $"{file.Parameters} parameters each"),
            new Fact("series", $"{s.Series}", s.Failed > 0 ? $"of which {s.Failed} failed" : ""),
            new Fact("time", Invariant($"{s.SecondsOfSeries:F1} s"), "of all series, one after the other"),
        ]);
        (string Name, FleetRatio? Ratio, Func<FleetRecord, Scores?> Scores)[] baselines =
            [("naive (last value)", s.ToNaive, record => record.Naive), ("linear AR", s.ToLinearAr, record => record.LinearAr)];
        baselines = [.. baselines.Where(baseline => baseline.Ratio is not null)];
        if (baselines.Length == 0) yield break;
        yield return TextTable.Of<(string Name, FleetRatio? Ratio, Func<FleetRecord, Scores?> Scores)>(
            "test MAE of the model over that of the baseline; below 1 the model is better",
            baselines,
            ("baseline", row => row.Name),
            (">10 % below", row => NumberText.Number(row.Ratio!.Low)),
            (">median", row => new TextCell(NumberText.Number(row.Ratio!.Median), row.Ratio.Median < 1 ? Tone.Good : Tone.Plain)),
            (">90 % below", row => NumberText.Number(row.Ratio!.High)),
            (">model better", row => $"{row.Ratio!.Better} of {row.Ratio.Count}"));
        if (s.ToMethods.Length > 0) yield return PanelReport.Ratios("the same to the classical methods, each fitted to what comes before the test part", s.ToMethods);
        foreach ((string name, FleetRatio? _, Func<FleetRecord, Scores?> scores) in baselines)
        {
            IEnumerable<double> ratios = scored
                .Select(record => record.Test!.Mae / (scores(record)?.Mae ?? double.NaN))
                .Where(double.IsFinite)
                .Select(ratio => Math.Min(ratio, FarRatio));
            string note = Invariant($"Left of the line the model is better. What is above {FarRatio} counts as {FarRatio}.");
            if (HistogramFigure.Of($"MAE over that of {name}", ratios, "ratio", note) is { } histogram) yield return histogram with { Mark = 1 };
        }

        foreach (ReportBlock block in CoverageBlocks.Of(s.Intervals)) yield return block;
        (string last, FleetRatio? _, Func<FleetRecord, Scores?> against) = baselines[^1];
        yield return new ScatterFigure(
            $"Each series: {model} against {last}",
            [.. scored.Select(record => against(record)?.Mae ?? double.NaN)],
            [.. scored.Select(record => record.Test!.Mae)],
            $"MAE of {last}",
            $"MAE of {model}",
            "Below the line the model is better. Both axes go by powers of ten.")
        { IsLogarithmic = true, HasDiagonal = true };
    }

    private static IEnumerable<ReportBlock> Each(string model, FleetRecord[] scored)
    {
        FleetRecord[] sorted = [.. scored.OrderByDescending(Ratio).ThenBy(record => record.Series, StringComparer.Ordinal)];
        FleetRecord[] shown = sorted.Length <= MostSeries ? sorted : [.. sorted.Take(MostSeries / 2), .. sorted.TakeLast(MostSeries / 2)];
        yield return new Paragraph(sorted.Length <= MostSeries
            ? "Those where the model does worst against the best baseline come first."
            : $"The {MostSeries / 2} where the model does worst against the best baseline, and the {MostSeries / 2} where it does best; all are in fleet.csv.");
        yield return TextTable.Of<FleetRecord>(
            "test MAE in the units of the data; the best of each series is bold",
            shown,
            ("series", record => record.Series),
            (">rows", record => $"{record.Rows}"),
            (">epochs", record => $"{record.Epochs}"),
            (">" + model, record => Cell(record, record.Test)),
            (">naive", record => Cell(record, record.Naive)),
            (">linear AR", record => Cell(record, record.LinearAr)));
    }

    private static TextCell Cell(FleetRecord record, Scores? scores)
    {
        double best = Maes(record).Append(record.Test!.Mae).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();
        return scores is null ? "" : new TextCell(NumberText.Number(scores.Mae), scores.Mae == best ? Tone.Good : Tone.Plain);
    }

    // NaN, where there is nothing to compare with, comes last.
    private static double Ratio(FleetRecord record) => record.Test!.Mae / Maes(record).DefaultIfEmpty(double.NaN).Min();

    private static IEnumerable<double> Maes(FleetRecord record) => new[] { record.Naive?.Mae, record.LinearAr?.Mae }.OfType<double>();
}
