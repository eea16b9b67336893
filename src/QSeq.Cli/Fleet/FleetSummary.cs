namespace QSeq.Cli.Fleet;

/// <summary>What a fleet comes to.</summary>
internal sealed record FleetSummary(
    int Series,
    int Failed,
    FleetRatio? ToNaive, // null where there is no baseline
    FleetRatio? ToLinearAr,
    int BetterThanBoth, // series whose test MAE is below that of both
    int Trained, // in this session; the others were in the journal
    double Seconds, // wall time of this session's training
    double CpuSeconds, // of this session's training, over all threads
    double SecondsOfSeries, // of all series, each by itself and whenever it was trained
    MethodRatio[] ToMethods, // to all classical methods, the hardest to beat first; empty where they were not asked for
    FleetCoverage[] Intervals) // on the test parts; empty where none were asked for
{
    public double SeriesPerSecond => Seconds > 0 ? Trained / Seconds : 0;

    public static FleetSummary Of(IReadOnlyList<FleetRecord> records, int trained, double seconds, double cpuSeconds) => new(
        records.Count,
        records.Count(record => record.Failure is not null),
        FleetRatio.Of(records, record => record.Naive),
        FleetRatio.Of(records, record => record.LinearAr),
        records.Count(record => record.Test?.Mae < record.Naive?.Mae && record.Test?.Mae < record.LinearAr?.Mae),
        trained,
        seconds,
        cpuSeconds,
        records.Sum(record => record.Seconds),
        MethodRatio.Of(records.Select(record => (record.Test?.Mae, (IEnumerable<MethodMae>)(record.Methods ?? [])))),
        FleetCoverage.Of(records));

    private const double Many = 20; // times, beyond which percent are hard to read

    /// <summary>What the figures say, in plain words; parameters are those of each model, coefficients those of the linear AR.</summary>
    public string Reading(int parameters, int coefficients)
    {
        if (Failed == Series) return "No series could be trained.";
        if (ToNaive is not { } naive) return "There is no baseline to hold the models against: it takes a test part, and windows with one answer each.";
        string text = $"The model ({parameters} parameters) has a lower test MAE than the naive forecast "
            + $"on {naive.Better} of {naive.Count} series";
        if (ToLinearAr is not { } linear) return text + "; a linear AR could not be fitted.";
        double percent = 100 * Math.Abs(linear.Median - 1);
        text += $" and than a linear AR ({coefficients} coefficients) on {linear.Better} of {linear.Count}; ";
        text += linear.Median > Many
            ? Invariant($"on the median series its MAE is {linear.Median:G3} times that of the linear AR.")
            : Invariant($"on the median series its MAE is {percent:F1} % {(linear.Median <= 1 ? "below" : "above")} that of the linear AR.");
        return text + (linear.Better * 2 < linear.Count ? " For most of these series the linear AR is the better choice."
            : naive.Better * 2 < naive.Count ? " For most of these series the last value is the better forecast."
            : "");
    }
}

/// <summary>
/// Test MAE over a baseline's, over all series where both are there and the baseline errs at all: median, 10th and 90th percentile,
/// and the number of series below 1, where the model is better.
/// </summary>
internal sealed record FleetRatio(int Count, double Low, double Median, double High, int Better)
{
    public static FleetRatio? Of(IEnumerable<FleetRecord> records, Func<FleetRecord, Scores?> baseline) =>
        Of(records.Select(record => record.Test?.Mae / baseline(record)?.Mae));

    public static FleetRatio? Of(IEnumerable<double?> each)
    {
        double[] ratios = [.. each.OfType<double>().Where(double.IsFinite).Order()];
        return ratios.Length == 0
            ? null
            : new FleetRatio(ratios.Length, Quantile(ratios, 0.1), Quantile(ratios, 0.5), Quantile(ratios, 0.9), ratios.Count(ratio => ratio < 1));
    }

    private static double Quantile(double[] sorted, double part)
    {
        double place = part * (sorted.Length - 1);
        int below = (int)place, above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
