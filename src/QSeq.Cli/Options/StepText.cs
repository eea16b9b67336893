namespace QSeq.Cli.Options;

/// <summary>Steps of time axes as they are written on the command line.</summary>
internal static class StepText
{
    private static readonly Dictionary<string, TimeSpan> Units = new(StringComparer.Ordinal)
    {
        ["s"] = TimeSpan.FromSeconds(1),
        ["min"] = TimeSpan.FromMinutes(1),
        ["h"] = TimeSpan.FromHours(1),
        ["d"] = TimeSpan.FromDays(1),
        ["w"] = TimeSpan.FromDays(7),
    };

    /// <summary>Reads a step such as 15min, 1d, business or month-end.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static SeriesStep Parse(string text)
    {
        switch (text)
        {
            case "business": return SeriesStep.BusinessDays;
            case "month": return SeriesStep.Months(1, 1);
            case "month-end": return SeriesStep.Months(1, 31);
            case "quarter": return SeriesStep.Months(3, 1);
            case "quarter-end": return SeriesStep.Months(3, 31);
            case "year": return SeriesStep.Months(12, 1);
        }

        int digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits >= 0 && Units.TryGetValue(text[digits..], out TimeSpan unit))
        {
            int count = digits == 0 ? 1 : int.TryParse(text.AsSpan(0, digits), CultureInfo.InvariantCulture, out int given) ? given : 0;
            if (count is > 0 and <= 100_000) return SeriesStep.Of(count * unit);
        }

        throw new UsageException($"--frequency is '{text}', expected such as 15min, 1h, 1d, 1w, business, month, month-end, quarter, quarter-end or year");
    }
}
