namespace QSeq.Cli.Reports;

/// <summary>What comes after the end of the data, by a model that was just trained: its forecast with its intervals.</summary>
internal static class NextBlocks
{
    private const int Shown = 12;

    /// <summary>The table, and how to get the rest; nothing for several targets, or where the forecast needs values of other columns.</summary>
    public static IEnumerable<ReportBlock> Of(TrainedForecaster model, SeriesTable table, string path)
    {
        WindowOptions windows = model.Recipe.Windows;
        if (windows.Targets.Count != 1 || windows.Known.Count > 0) yield break;
        bool hasBands = model.Calibration is not null;
        ForecastBands? bands = hasBands ? model.ForecastBands(table) : null;
        SeriesTable next = bands?.Forecast ?? model.Forecast(table, windows.Horizon);
        Func<int, string> stamp = ForecastText.Stamps(next);
        var columns = new List<(TextColumn, Func<int, TextCell>)>
        {
            (ForecastText.TimeName(next, next.Names, table.Description?.TimeColumn), t => stamp(t)),
            (">forecast", t => NumberText.Number(next.Column(0)[t])),
        };
        for (int level = 0; level < (bands?.Levels.Length ?? 0); level++)
        {
            int own = level;
            string percent = ForecastCalibration.Percent(bands!.Levels[level]);
            columns.Add(($">{percent} % from", t => NumberText.Number(bands[own, 0, t].Lower)));
            columns.Add((">to", t => NumberText.Number(bands[own, 0, t].Upper)));
        }

        string many = next.Length == 1 ? "the next value" : $"the next {next.Length} values";
        yield return TextTable.Of<int>($"{ScoreReport.Series(windows)}, {many}", Enumerable.Range(0, Math.Min(Shown, next.Length)), [.. columns]);
        if (next.Length > Shown) yield return new Paragraph($"The other {next.Length - Shown} are told by qseq forecast {path}.");
    }
}
