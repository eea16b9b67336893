using System.Text.Json;

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
            output.Write(forecast.Times is { } times ? CsvText.Time(times[t]) : (t + 1).ToString(CultureInfo.InvariantCulture));
            for (int c = 0; c < names.Count; c++) output.Write("," + forecast.Column(c)[t].ToString("R", CultureInfo.InvariantCulture));
            output.Write('\n');
        }
    }

    /// <summary>The same as JSON.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="forecast">The forecast.</param>
    /// <param name="names">What the targets are called.</param>
    /// <param name="exact">[targets][steps] without a device, where there was one.</param>
    /// <param name="more">Further members, or null.</param>
    public static void WriteJson(
        TextWriter output, string model, SeriesTable forecast, IReadOnlyList<string> names, double[][]? exact = null, Action<Utf8JsonWriter>? more = null)
    {
        JsonText.Write(output, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("model", model);
            writer.WriteString("source", forecast.Source);
            writer.WriteStartArray("forecast");
            for (int t = 0; t < forecast.Length; t++)
            {
                writer.WriteStartObject();
                writer.WriteNumber("step", t + 1);
                if (forecast.Times is { } times) writer.WriteString("time", CsvText.Time(times[t]));
                Values("values", c => forecast.Column(c)[t]);
                if (exact is not null) Values("exact", c => exact[c][t]);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            more?.Invoke(writer);
            writer.WriteEndObject();

            void Values(string what, Func<int, double> value)
            {
                writer.WriteStartObject(what);
                for (int c = 0; c < names.Count; c++) writer.WriteNumber(names[c], value(c));
                writer.WriteEndObject();
            }
        });
    }
}
