namespace QSeq.Cli.Fleet;

/// <summary>The mean absolute error of a classical method on one series, by its parts; null where there is none.</summary>
internal sealed record MethodMae(string Name, double? Validation, double? Test, FleetInterval[]? Intervals = null)
{
    /// <summary>Those of some methods; intervals are held against <paramref name="scale"/>.</summary>
    public static MethodMae[] Of(IEnumerable<MethodScores> scores, double scale = double.NaN) =>
        [.. scores.Select(one => new MethodMae(one.Method, Finite(one.Validation), Finite(one.Test), one.Intervals.Count == 0 ? null : FleetInterval.Of(one.Intervals, scale)))];

    private static double? Finite(Scores? scores) => scores is { Mae: var mae } && double.IsFinite(mae) ? mae : null;
}

/// <summary>The test MAE of models over that of a classical method, over the series of a fleet.</summary>
internal sealed record MethodRatio(string Method, FleetRatio Ratio)
{
    /// <summary>That to each method, the hardest to beat first; those that more than half of the series lack come last.</summary>
    public static MethodRatio[] Of(IEnumerable<(double? Model, IEnumerable<MethodMae> Methods)> series)
    {
        MethodRatio[] all = Each(series);
        int most = all.Length == 0 ? 0 : all.Max(one => one.Ratio.Count);
        return [.. all.OrderByDescending(one => 2 * one.Ratio.Count >= most)];
    }

    private static MethodRatio[] Each(IEnumerable<(double? Model, IEnumerable<MethodMae> Methods)> series) =>
    [
        .. series.SelectMany(one => one.Methods.Select(method => (method.Name, Ratio: one.Model / method.Test)))
            .GroupBy(pair => pair.Name, pair => pair.Ratio)
            .Select(group => (Method: group.Key, Ratio: FleetRatio.Of(group)))
            .Where(pair => pair.Ratio is not null)
            .Select(pair => new MethodRatio(pair.Method, pair.Ratio!))
            .OrderByDescending(pair => pair.Ratio.Median),
    ];
}
