namespace QSeq.Cli.Output;

/// <summary>Forecasts as CSV and JSON.</summary>
internal static class ForecastText
{
    /// <summary>A line a step: its time or number, and the values.</summary>
    public static void WriteCsv(CliContext context, SeriesTable forecast, IReadOnlyList<string> names)
    {
        TextWriter output = context.Out;
        output.Write(CsvText.Source(forecast.Source) + "\n");
        output.Write($"{(forecast.Times is null ? "step" : "time")},{string.Join(',', names.Select(CsvText.Quote))}\n");
        for (int t = 0; t < forecast.Length; t++)
        {
            context.Token.ThrowIfCancellationRequested();
            output.Write(forecast.Times is { } times ? CsvText.Time(times[t]) : Invariant($"{t + 1}"));
            for (int c = 0; c < names.Count; c++) output.Write(Invariant($",{forecast.Column(c)[t]:R}"));
            output.Write('\n');
        }
    }

    /// <summary>The same as JSON; <paramref name="exact"/>, [targets][steps], is without a device where there was one.</summary>
    public static JsonObject ToJson(string model, SeriesTable forecast, IReadOnlyList<string> names, double[][]? exact = null)
    {
        return new JsonObject
        {
            ["model"] = model,
            ["source"] = forecast.Source,
            ["forecast"] = JsonText.Array(Enumerable.Range(0, forecast.Length), Step),
        };

        JsonObject Step(int t)
        {
            var step = new JsonObject { ["step"] = t + 1 };
            if (forecast.Times is { } times) step["time"] = CsvText.Time(times[t]);
            step["values"] = Values(c => forecast.Column(c)[t]);
            if (exact is not null) step["exact"] = Values(c => exact[c][t]);
            return step;
        }

        JsonObject Values(Func<int, double> value) =>
            new(Enumerable.Range(0, names.Count).Select(c => KeyValuePair.Create(names[c], (JsonNode?)value(c))));
    }
}
