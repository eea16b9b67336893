namespace QSeq.Cli.Reports;

/// <summary>What a training came to, as it is shown on its page.</summary>
internal sealed record TrainFindings
{
    public required SeriesTable Table { get; init; } // as it was read

    public required DataSplit Split { get; init; }

    public required TrainedForecaster Model { get; init; }

    public required IReadOnlyList<EpochReport> History { get; init; }

    public ScoreReport.Row? Own { get; init; } // null without a test part

    public IReadOnlyList<ScoreReport.Row> Baselines { get; init; } = [];

    public string? Missing { get; init; } // why a baseline is

    public IReadOnlyList<IntervalReport.Row> Intervals { get; init; } = [];

    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>The page of <c>qseq train --report</c>.</summary>
internal static class TrainPage
{
    private const int MostTargets = 8; // drawn
    private const int CloseRows = 240; // of the figure that looks closely
    private const int MostLags = 48;

    public static Page Of(TrainFindings found, string command)
    {
        WindowOptions windows = found.Model.Recipe.Windows;
        int shown = Math.Min(windows.Targets.Count, MostTargets);
        TestForecasts? test = found.Own is null ? null : TestForecasts.Of(found.Model, found.Split.Test, found.Split.Table.Length);
        (SeriesTable? next, ForecastBands? bands) = Next(found);
        var sections = new List<PageSection>();
        for (int target = 0; target < shown; target++)
        {
            string of = windows.Targets.Count == 1 ? "" : $": {windows.Targets[target]}";
            sections.Add(new PageSection("Forecast" + of, [.. Forecasts(found, test, next, bands, target)]));
            if (test is null) continue;
            sections.Add(new PageSection("Test scores" + of, [.. ScoreBlocks.Of(windows, target, found.Own!, found.Baselines), .. Intervals(found, target), .. target == 0 ? Missing(found) : []]));
            sections.Add(new PageSection("Residuals" + of, [.. Residuals(found, test, target)]));
        }

        if (shown < windows.Targets.Count)
            sections.Add(new PageSection("More", [new Paragraph($"{windows.Targets.Count - shown} more series are forecast and not shown here.")]));
        sections.Add(new PageSection("Training", [.. Training(found)]));
        sections.Add(DataBlocks.Section(found.Table.Source, found.Table.Length, found.Table.Description, found.Table.Notes, found.Warnings));
        string? lead = windows.Targets.Count > 1 ? null
            : found.Own is null ? "There is no test part, so there are no scores."
            : found.Baselines.Count > 0 ? ScoreReport.Reading(found.Own, found.Baselines) : null;
        return new Page($"{found.Model.Name} on {ScoreReport.Series(windows)}", lead is null ? null : DataBlocks.Sentence(lead), [.. sections], Origin(found, command));
    }

    private static IEnumerable<ReportBlock> Forecasts(TrainFindings found, TestForecasts? test, SeriesTable? next, ForecastBands? bands, int target)
    {
        WindowOptions windows = found.Model.Recipe.Windows;
        LineFigure whole = TestFigure(found, test, target);
        yield return whole;
        int rows = found.Split.Table.Length;
        if (rows > CloseRows && test is not null)
            yield return SeriesFigures.From(whole, rows - CloseRows) with { Title = $"The last {CloseRows} rows", Note = null };
        if (next is not null)
            yield return SeriesFigures.Continued(
                found.Table, windows.Targets[target], SeriesFigures.After(next.Length), next, Math.Max(2 * next.Length, 60), SeriesFigures.Bands(bands, target));
    }

    /// <summary>The history of a target, and in its test part what the model says.</summary>
    public static LineFigure TestFigure(TrainFindings found, TestForecasts? test, int target)
    {
        SeriesTable table = found.Split.Table;
        WindowOptions windows = found.Model.Recipe.Windows;
        double[] places = SeriesFigures.Places(table);
        List<Line> lines = [new Line(windows.Targets[target], SeriesFigures.Measured(table, windows.Targets[target]), LineKind.Truth)];
        if (test is not null)
        {
            lines.Add(new Line("forecast, 1 step ahead", test.First[target], LineKind.Model));
            if (windows.Horizon > 1) lines.Add(new Line($"forecast, {windows.Horizon} steps ahead", test.Last[target], LineKind.Model));
        }

        (WindowSet Part, string Name)[] parts = [(found.Split.Validation, "validation"), (found.Split.Test, "test")];
        return new LineFigure(
            "History, and the forecasts of the test part",
            places,
            [.. lines],
            test is null ? null
                : "The model saw nothing of the test part when it was trained." + (test.HasBands ? " The bands are the intervals of its forecast one step ahead." : ""))
        {
            IsTime = table.Times is not null,
            XName = SeriesFigures.AxisName(table),
            Bands = test is null ? [] : test.Bands(target),
            Marks = [.. parts.Where(part => part.Part.Count > 0).Select(part => new Mark(places[part.Part.TargetIndex(0)], part.Name))],
        };
    }

    private static IEnumerable<ReportBlock> Intervals(TrainFindings found, int target) =>
        IntervalReport.Blocks(found.Model, [.. found.Intervals.Where(row => row.Target == target)]);

    private static IEnumerable<ReportBlock> Missing(TrainFindings found)
    {
        if (found.Missing is not null) yield return new Paragraph((found.Baselines.Count == 0 ? "Without baselines: " : "A baseline is missing: ") + found.Missing + ".");
    }

    private static IEnumerable<ReportBlock> Residuals(TrainFindings found, TestForecasts test, int target)
    {
        double[] residuals = test.Residuals(found.Split.Table, found.Model.Recipe.Windows.Targets[target], target);
        if (HistogramFigure.Of("True value less forecast", residuals, "residual, 1 step ahead", "They should lie around 0, as often above as below.") is { } histogram)
            yield return histogram with { Mark = 0 };
        if (StemFigure.Autocorrelation(
            "Autocorrelation of the residuals", residuals, MostLags, "Beyond the band there is something left that a model could learn.") is { } stems)
            yield return stems;
    }

    private static IEnumerable<ReportBlock> Training(TrainFindings found)
    {
        TrainedForecaster model = found.Model;
        DataSplit split = found.Split;
        WindowOptions windows = model.Recipe.Windows;
        yield return new FactList(
        [
            new Fact("model", model.Recipe.Model, ModelFile.Count(model.Model)),
            new Fact(
                "windows",
                $"{split.Train.Count} to train, {split.Validation.Count} to validate, {split.Test.Count} to test",
                $"{windows.Window} steps each, {NumberText.Count(windows.Horizon, "step")} ahead"),
            new Fact("inputs", string.Join(", ", windows.Inputs)),
            new Fact(
                "epochs",
                $"{model.Training.Epochs} of {model.Recipe.Training.Epochs}",
                model.Training.Stop == StopReason.EarlyStopping ? "ended early: the validation loss stopped falling" : ""),
        ]);
        if (found.History.Count == 0) yield break;
        List<Line> lines = [new Line("training", [.. found.History.Select(epoch => epoch.TrainLoss)], LineKind.Truth)];
        if (found.History[0].ValidationLoss is not null)
            lines.Add(new Line("validation", [.. found.History.Select(epoch => epoch.ValidationLoss ?? double.NaN)], LineKind.Model));
        yield return new LineFigure("Loss by epoch", [.. found.History.Select(epoch => (double)epoch.Epoch)], [.. lines], "In scaled units.")
        {
            XName = "epoch",
            Marks = model.Training.BestEpoch is > 0 and var best && lines.Count > 1 ? [new Mark(best, "kept")] : [],
        };
    }

    // What comes after the data, where nothing of the future has to be known for it.
    private static (SeriesTable? Forecast, ForecastBands? Bands) Next(TrainFindings found)
    {
        if (found.Model.Recipe.Windows.Known.Intersect(found.Model.Recipe.DataColumns).Any()) return (null, null);
        try
        {
            ForecastBands? bands = found.Model.Calibration is null ? null : found.Model.ForecastBands(found.Table);
            return (bands?.Forecast ?? found.Model.Forecast(found.Table), bands);
        }
        catch (InvalidDataException)
        {
            return (null, null); // it is not finite, or the stamps end
        }
    }

    private static FactList Origin(TrainFindings found, string command) => new(
    [
        new Fact("command", command),
        new Fact("qseq", QseqApp.Version),
        new Fact("model digest", found.Model.Digest),
        new Fact("recipe digest", found.Model.Recipe.Digest()),
        new Fact("data digest", found.Split.Table.Digest()),
    ]);
}
