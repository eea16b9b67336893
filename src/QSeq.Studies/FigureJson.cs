namespace QSeq.Studies;

/// <summary>Figures in JSON.</summary>
internal static class FigureJson
{
    public static JsonArray Array<T>(IEnumerable<T> values, Func<T, JsonNode?> of) => [.. values.Select(of)];

    /// <summary>A number; one that is not finite by its name, such as "NaN".</summary>
    public static JsonNode? Figure(double? value) => value is not { } number ? null
        : double.IsFinite(number) ? JsonValue.Create(number)
        : JsonValue.Create(double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");

    /// <summary>Median, range and quartiles over seeds.</summary>
    public static JsonObject Spread(Spread spread) => new()
    {
        ["median"] = Figure(spread.Median),
        ["low"] = Figure(spread.Low),
        ["high"] = Figure(spread.High),
        ["lowerQuartile"] = Figure(spread.LowerQuartile),
        ["upperQuartile"] = Figure(spread.UpperQuartile),
    };

    /// <summary>The same, and the bootstrap interval of the median.</summary>
    public static JsonObject Spread(Spread spread, BootstrapInterval interval)
    {
        JsonObject figures = Spread(spread);
        figures["interval"] = new JsonObject { ["level"] = interval.Level, ["low"] = Figure(interval.Low), ["high"] = Figure(interval.High) };
        return figures;
    }
}
