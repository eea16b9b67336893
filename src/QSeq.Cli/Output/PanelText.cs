namespace QSeq.Cli.Output;

/// <summary>Forecasts of many series as CSV: a row for each series and step.</summary>
internal static class PanelText
{
    /// <summary>The name of the series, its time or step as the data calls it, and the value with the digits that single precision has.</summary>
    public static void WriteCsv(
        TextWriter output, SeriesPanel panel, IReadOnlyList<(string Name, SeriesTable Forecast)> forecasts, bool withSource, CancellationToken token)
    {
        SeriesTable one = forecasts[0].Forecast;
        string[] names = [.. one.Names.Select(name => "value" + name[one.Names[0].Length..])]; // value, value_lo80, value_hi80
        string key = panel.Description?.Keys is { Count: 1 } keys ? keys[0] : "series";
        string? time = panel.Description?.TimeColumn;
        if (withSource) output.Write(CsvText.Source(forecasts[0].Forecast.Source) + "\n");
        output.Write($"{CsvText.Quote(key)},{CsvText.Quote(ForecastText.TimeName(one, [key, .. names], time))},{string.Join(',', names)}\n");
        foreach ((string name, SeriesTable forecast) in forecasts)
        {
            token.ThrowIfCancellationRequested();
            Func<int, string> stamp = ForecastText.Stamps(forecast);
            for (int t = 0; t < forecast.Length; t++) output.Write(Invariant($"{CsvText.Quote(name)},{stamp(t)},{string.Join(',', Enumerable.Range(0, names.Length).Select(n => Invariant($"{forecast.Column(n)[t]:G9}")))}\n"));
        }
    }
}
