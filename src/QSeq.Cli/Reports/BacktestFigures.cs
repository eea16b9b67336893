namespace QSeq.Cli.Reports;

/// <summary>A backtest drawn: forecasts beside the history, errors by step ahead and from origin to origin, coverage.</summary>
internal static class BacktestFigures
{
    private const int CloseRows = 240; // of the figure that looks closely, or more where forecasts are long
    private const int CloseForecasts = 6;

    /// <summary>The model with the least error; null where there is none.</summary>
    public static BacktestEntry? Best(BacktestFindings found) => found.Ranked.FirstOrDefault(entry => !entry.IsMethod);

    /// <summary>The history with forecasts of the best model and the best method, and its end.</summary>
    public static IEnumerable<ReportBlock> Forecasts(BacktestFindings found, string title)
    {
        BacktestResult result = found.Result;
        int[] chosen = RollingLines.OneAfterTheOther(result.Origins, result.Horizon);
        BacktestEntry[] drawn = [.. ((BacktestEntry?[])[Best(found), result.BestMethod]).OfType<BacktestEntry>()];
        if (drawn.Length == 0) yield break;
        double[] places = SeriesFigures.Places(found.Table);
        var figure = new LineFigure(
            title,
            places,
            [
                new Line(result.Column, SeriesFigures.Measured(found.Table, result.Column), LineKind.Truth),
                .. drawn.Select(entry => new Line(entry.Name, Rows(found, chosen, n => entry.Forecasts[n]), entry.IsMethod ? LineKind.Other : LineKind.Model)),
            ],
            $"Forecasts from {NumberText.Count(chosen.Length, "origin")} one after the other, each of {NumberText.Count(result.Horizon, "step")}; nothing after an origin was seen."
                + (found.Levels.Count > 0 ? $" The bands are intervals of {drawn[0].Name}." : ""))
        {
            IsTime = found.Table.Times is not null,
            XName = SeriesFigures.AxisName(found.Table),
            Bands = Bands(found, drawn[0], chosen),
            Marks = [new Mark(places[result.Origins[0]], "first origin")],
        };
        yield return figure;
        int rows = Math.Max(CloseRows, CloseForecasts * result.Horizon), end = result.Origins[chosen[^1]] + result.Horizon;
        if (found.Table.Length > rows) yield return SeriesFigures.From(figure, Math.Max(0, end - rows)) with { Title = $"{title}: the end", Note = null };
    }

    /// <summary>MAE by step ahead, and mean absolute error from origin to origin, of those that are shown.</summary>
    public static IEnumerable<ReportBlock> Errors(BacktestFindings found)
    {
        BacktestResult result = found.Result;
        BacktestEntry[] shown = BacktestReport.Shown(result);
        if (result.Horizon > 1)
        {
            yield return new LineFigure(
                "MAE by step ahead",
                [.. Enumerable.Range(1, result.Horizon).Select(step => (double)step)],
                [.. shown.Select(entry => new Line(entry.Name, [.. entry.Steps.Select(step => step.Mae)], Kind(entry)))],
                "Lower is better.")
            { XName = "steps ahead" };
        }

        yield return new BarFigure(
            "MAE by candidate", [.. found.Ranked.Select(entry => new Bar(entry.Name, entry.Scores.Mae, Kind(entry)))], "MAE", "Shorter is better; in the units of the data.");
        BacktestEntry[] two = [.. ((BacktestEntry?[])[Best(found), result.BestMethod]).OfType<BacktestEntry>()];
        double[] places = SeriesFigures.Places(found.Table);
        yield return new LineFigure(
            "Mean absolute error from origin to origin",
            [.. result.Origins.Select(origin => places[origin])],
            [.. two.Select(entry => new Line(entry.Name, [.. Enumerable.Range(0, result.Origins.Length).Select(n => Loss(entry, n, result.Horizon))], Kind(entry)))],
            "Of all steps of an origin. Where both rise, the series is hard to forecast; where one rises, it is that one which fails.")
        {
            IsTime = found.Table.Times is not null,
            XName = SeriesFigures.AxisName(found.Table),
        };
    }

    /// <summary>Coverage of each candidate at the widest level that has intervals, and by step of the best.</summary>
    public static IEnumerable<ReportBlock> Coverage(BacktestFindings found)
    {
        BacktestEntry[] entries = [.. found.Ranked];
        int[] levels = [.. Enumerable.Range(0, found.Levels.Count).Where(n => found.Intervals(entries[0])[n].Scores.Count > 0)];
        if (levels.Length == 0) yield break;
        int widest = levels[^1];
        yield return new BarFigure(
            $"Coverage of intervals of {ForecastCalibration.Percent(found.Levels[widest])} %",
            [.. entries.Select(entry => new Bar(entry.Name, 100 * found.Intervals(entry)[widest].Scores.Coverage, Kind(entry), 100 * found.Levels[widest]))],
            "percent of the values inside",
            "Bars should end at the mark.")
        { Decimals = 1 };
        if (found.Result.Horizon == 1) yield break;
        BacktestEntry best = Best(found) ?? entries[0];
        yield return new LineFigure(
            $"Coverage by step ahead of {best.Name}",
            [.. Enumerable.Range(1, found.Result.Horizon).Select(step => (double)step)],
            [.. levels.Select(n => new Line($"{ForecastCalibration.Percent(found.Levels[n])} %", [.. found.Intervals(best)[n].Steps.Select(step => 100 * step.Coverage)], LineKind.Model))],
            "In percent of the values.")
        { XName = "steps ahead" };
    }

    private static LineKind Kind(BacktestEntry entry) => entry.IsMethod ? LineKind.Other : LineKind.Model;

    private static double[] Rows(BacktestFindings found, int[] chosen, Func<int, double> value) =>
        RollingLines.Rows(found.Table.Length, found.Result.Origins, found.Result.Horizon, chosen, value);

    private static ImmutableArray<Band> Bands(BacktestFindings found, BacktestEntry entry, int[] origins) =>
    [
        .. found.Intervals(entry).Where(own => own.Scores.Count > 0).Reverse().Select(own => new Band(
            SeriesFigures.Name(own.Level),
            Rows(found, origins, n => entry.Forecasts[n] - own.HalfWidths[n]),
            Rows(found, origins, n => entry.Forecasts[n] + own.HalfWidths[n]))),
    ];

    private static double Loss(BacktestEntry entry, int origin, int horizon)
    {
        double[] errors = [.. entry.Errors.Slice(origin * horizon, horizon)];
        return errors.Where(error => !double.IsNaN(error)).Average(Math.Abs);
    }
}
