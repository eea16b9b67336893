namespace QSeq.Cli.Output;

/// <summary>Forecasts as CSV and JSON.</summary>
internal static class ForecastText
{
    private const int MostDecimals = 10;

    /// <summary>A line a step: its time or number under the name of the data's own column, and the values, with the digits that single precision has.</summary>
    public static void WriteCsv(TextWriter output, SeriesTable forecast, IReadOnlyList<string> names, string? timeName, bool withSource, CancellationToken token)
    {
        if (withSource) output.Write(CsvText.Source(forecast.Source) + "\n");
        output.Write($"{CsvText.Quote(TimeName(forecast, names, timeName))},{string.Join(',', names.Select(CsvText.Quote))}\n");
        Func<int, string> stamp = Stamps(forecast);
        for (int t = 0; t < forecast.Length; t++)
        {
            token.ThrowIfCancellationRequested();
            output.Write(stamp(t));
            for (int c = 0; c < names.Count; c++) output.Write(Invariant($",{forecast.Column(c)[t]:G9}"));
            output.Write('\n');
        }
    }

    /// <summary>What the column of times is called: as in the data, where no series is.</summary>
    public static string TimeName(SeriesTable forecast, IReadOnlyList<string> names, string? timeName) =>
        ((string?[])[timeName, forecast.Times is not null ? "time" : "step", "_time"]).First(name => name is not null && !names.Contains(name))!;

    /// <summary>A stamp: days are days; what is kept in UTC is told by the clocks of its zone.</summary>
    public static string Stamp(DateTime time, SeriesStep? step, bool days)
    {
        if (step?.Zone is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone))
            return TimeZoneInfo.ConvertTime(new DateTimeOffset(time, TimeSpan.Zero), zone).ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture);
        return days ? time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : CsvText.Time(time);
    }

    /// <summary>The number of a row, without digits that nobody wrote: twelfths have no end.</summary>
    public static string Number(SeriesStep step, long row) => Math.Round(step.NumberAt(row), MostDecimals).ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether stamps are days, without a time or a zone.</summary>
    public static bool AreDays(IReadOnlyList<DateTime> times, SeriesStep? step)
    {
        foreach (DateTime time in times)
            if (time.TimeOfDay != TimeSpan.Zero || time.Kind != DateTimeKind.Unspecified) return false;
        return step is null || OnDays(times[0], step);
    }

    // One stamp at midnight may be one of hours.
    private static bool OnDays(DateTime time, SeriesStep step)
    {
        try
        {
            return step.After(time, 1).TimeOfDay == TimeSpan.Zero;
        }
        catch (ArgumentOutOfRangeException)
        {
            return true; // there is no stamp after it
        }
    }

    /// <summary>The stamp of every row; whether they are days is asked once, not of every row.</summary>
    public static Func<int, string> Stamps(IReadOnlyList<DateTime> times, SeriesStep? step)
    {
        bool days = AreDays(times, step);
        return t => Stamp(times[t], step, days);
    }

    /// <summary>The stamp, or the number, of every row.</summary>
    public static Func<int, string> Stamps(SeriesTable forecast) => forecast.Times is { } times ? Stamps(times, forecast.Step)
        : forecast.Step is { IsNumbers: true } step ? t => Number(step, t) : t => Invariant($"{t + 1}");

    /// <summary>The same as JSON; <paramref name="exact"/>, [targets][steps], is without a device where there was one, and <paramref name="bands"/> are its intervals.</summary>
    public static JsonObject ToJson(string model, SeriesTable forecast, IReadOnlyList<string> names, double[][]? exact = null, ForecastBands? bands = null)
    {
        Func<int, string> stamp = Stamps(forecast);
        return new JsonObject
        {
            ["model"] = model,
            ["source"] = forecast.Source,
            ["forecast"] = JsonText.Array(Enumerable.Range(0, forecast.Length), Step),
        };

        JsonObject Step(int t)
        {
            var step = new JsonObject { ["step"] = t + 1 };
            if (forecast.Step is not null || forecast.Times is not null) step["time"] = stamp(t);
            step["values"] = Values(c => forecast.Column(c)[t]);
            if (exact is not null) step["exact"] = Values(c => exact[c][t]);
            if (bands is not null) step["intervals"] = Of(c => Ends(c, t));
            return step;
        }

        JsonObject Values(Func<int, double> value) => Of(c => value(c));

        JsonObject Of(Func<int, JsonNode?> value) => new(Enumerable.Range(0, names.Count).Select(c => KeyValuePair.Create(names[c], value(c))));

        // Both ends by level in percent.
        JsonObject Ends(int target, int step) => new(Enumerable.Range(0, bands.Levels.Length).Select(level => KeyValuePair.Create(
            ForecastCalibration.Percent(bands.Levels[level]), (JsonNode?)new JsonArray(bands[level, target, step].Lower, bands[level, target, step].Upper))));
    }
}
