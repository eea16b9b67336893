namespace QSeq.Cli.Output;

/// <summary>Forecasts of many series as CSV: a row for each series and step.</summary>
internal static class PanelText
{
    /// <summary>The name of the series, its time or step as the data calls it, and the value with the digits that single precision has.</summary>
    public static void WriteCsv(
        TextWriter output, SeriesPanel panel, IReadOnlyList<(string Name, SeriesTable Forecast)> forecasts, bool withSource, CancellationToken token)
    {
        string key = panel.Description?.Keys is { Count: 1 } keys ? keys[0] : "series";
        string? time = panel.Description?.TimeColumn;
        if (withSource) output.Write(CsvText.Source(forecasts[0].Forecast.Source) + "\n");
        output.Write($"{CsvText.Quote(key)},{CsvText.Quote(ForecastText.TimeName(forecasts[0].Forecast, [key, "value"], time))},value\n");
        foreach ((string name, SeriesTable forecast) in forecasts)
        {
            token.ThrowIfCancellationRequested();
            Func<int, string> stamp = ForecastText.Stamps(forecast);
            for (int t = 0; t < forecast.Length; t++) output.Write(Invariant($"{CsvText.Quote(name)},{stamp(t)},{forecast.Column(0)[t]:G9}\n"));
        }
    }
}
