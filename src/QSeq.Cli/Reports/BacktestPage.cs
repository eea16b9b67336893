namespace QSeq.Cli.Reports;

/// <summary>The page of <c>qseq backtest --report</c>.</summary>
internal static class BacktestPage
{
    private const int SeriesDrawn = 3;
    private const int MostSeries = 400; // in the table

    /// <summary>The page of one series.</summary>
    public static Page Of(BacktestFindings found, IReadOnlyList<string> warnings, string command)
    {
        BacktestResult result = found.Result;
        string[] readings = [.. BacktestReport.Readings(result)];
        ReportBlock[] coverage = [.. BacktestIntervalReport.Blocks(found, all: true), .. BacktestFigures.Coverage(found)];
        string lead = result.Verdicts().Select(verdict => BacktestReport.Reading(verdict, result)).FirstOrDefault() ?? "There is nothing to hold one against the other.";
        return new Page(
            $"Backtest of '{result.Column}', {NumberText.Count(result.Horizon, "step")} ahead",
            DataBlocks.Sentence(lead),
            [
                new PageSection("Forecasts", [.. BacktestFigures.Forecasts(found, "History, and forecasts")]),
                new PageSection("Scores", [BacktestReport.Table(found), .. readings.Select(line => new Paragraph(line)), .. BacktestFigures.Errors(found)]),
                .. coverage.Length == 0 ? Array.Empty<PageSection>() : [new PageSection("Intervals", [.. coverage])],
                new PageSection("How it was done", [How(found)]),
                DataBlocks.Section(found.Table.Source, found.Table.Length, found.Table.Description, found.Table.Notes, warnings),
            ],
            Origin(command, found.Table.Digest()));
    }

    /// <summary>The page of several series.</summary>
    public static Page Of(
        IReadOnlyList<BacktestFindings> found, SeriesPanel panel, IReadOnlyList<(string Series, string Reason)> failures, IReadOnlyList<string> warnings, string command)
    {
        BacktestPanel all = BacktestPanelReport.Panel(found);
        string lead = all.Verdicts().Select(verdict => BacktestPanelReport.Reading(verdict, all)).FirstOrDefault() ?? "There is nothing to hold one against the other.";
        return new Page(
            $"Backtest of {found.Count} series, {NumberText.Count(found[0].Result.Horizon, "step")} ahead",
            DataBlocks.Sentence(lead),
            [
                new PageSection("All series", [.. BacktestPanelReport.Blocks(found, failures), .. Against(found, all)]),
                new PageSection("Each series", [.. Each(found)]),
                .. found.Take(SeriesDrawn).Select(one => new PageSection($"Forecasts: {one.Result.Column}", [.. BacktestFigures.Forecasts(one, one.Result.Column)])),
                .. failures.Count == 0 ? Array.Empty<PageSection>()
                    : [new PageSection("Series left out", [TextTable.Of<(string Series, string Reason)>(null, failures, ("series", one => one.Series), ("reason", one => one.Reason))])],
                new PageSection("How it was done", [How(found[0])]),
                DataBlocks.Section(panel.Source, found.Max(one => one.Table.Length), panel.Description, panel.Notes, warnings),
            ],
            Origin(command, panel.Digest()));
    }

    private static IEnumerable<ReportBlock> Against(IReadOnlyList<BacktestFindings> found, BacktestPanel all)
    {
        if (all.Verdicts() is not [var verdict, ..]) yield break;
        (double Model, double Method)[] points =
        [
            .. from one in found
               let model = one.Result.Candidates.FirstOrDefault(entry => entry.Name == verdict.Model)
               let method = one.Result.Candidates.FirstOrDefault(entry => entry.Name == verdict.Method)
               where model is not null && method is not null
               select (model.Scores.Mase, method.Scores.Mase),
        ];
        yield return new ScatterFigure(
            $"Each series: {verdict.Model} against {verdict.Method}",
            [.. points.Select(point => point.Method)],
            [.. points.Select(point => point.Model)],
            $"MASE of {verdict.Method}",
            $"MASE of {verdict.Model}",
            "Below the line the model is better. Both axes go by powers of ten.")
        { IsLogarithmic = true, HasDiagonal = true };
    }

    private static IEnumerable<ReportBlock> Each(IReadOnlyList<BacktestFindings> found)
    {
        BacktestFindings[] sorted = [.. found.OrderByDescending(Ratio).ThenBy(one => one.Result.Column, StringComparer.Ordinal)];
        yield return new Paragraph($"Those where the best model does worst against the best baseline come first{(sorted.Length > MostSeries ? $", {MostSeries} of {sorted.Length}" : "")}.");
        yield return TextTable.Of<BacktestFindings>(
            "MASE; the better of each series is bold",
            sorted.Take(MostSeries),
            [
                ("series", one => one.Result.Column),
                (">origins", one => Invariant($"{one.Result.Origins.Length}")),
                (">season", one => one.Result.Season > 1 ? Invariant($"{one.Result.Season}") : "none"),
                ("best model", one => BacktestFigures.Best(one)?.Name ?? ""),
                (">MASE", one => Cell(BacktestFigures.Best(one), one.Result.BestMethod)),
                ("best baseline", one => one.Result.BestMethod?.Name ?? ""),
                (">MASE", one => Cell(one.Result.BestMethod, BacktestFigures.Best(one))),
            ]);

        static double Ratio(BacktestFindings one) => (BacktestFigures.Best(one)?.Scores.Mae / one.Result.BestMethod?.Scores.Mae) ?? double.NaN;

        static TextCell Cell(BacktestEntry? own, BacktestEntry? other) => own is null ? ""
            : new TextCell(BacktestReport.Scaled(own.Scores.Mase), other is not null && own.Scores.Mae < other.Scores.Mae ? Tone.Good : Tone.Plain);
    }

    private static FactList How(BacktestFindings found)
    {
        BacktestResult result = found.Result;
        string Row(int row) => found.Table.Times is { } times ? CsvText.Time(times[row]) : Invariant($"row {row + 1}");
        int seeds = result.Entries.Max(entry => entry.Seeds.Length);
        return new FactList(
        [
            new Fact("origins", Invariant($"{result.Origins.Length}"), $"from {Row(result.Origins[0])} to {Row(result.Origins[^1])}, {NumberText.Count(result.Stride, "row")} apart"),
            new Fact("season", result.Season > 1 ? NumberText.Count(result.Season, "step") : "none", "of the methods, and of the scale of MASE and MSIS"),
            new Fact("scale", NumberText.Number(result.Scale), "mean absolute error of seasonal naive on the rows before the first origin"),
            new Fact("seeds", Invariant($"{Math.Max(1, seeds)}"), "of each model; the median of their forecasts is compared"),
        ]);
    }

    private static FactList Origin(string command, string digest) =>
        new([new Fact("command", command), new Fact("qseq", QseqApp.Version), new Fact("data digest", digest)]);
}
