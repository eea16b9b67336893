namespace QSeq.Cli.Fleet;

/// <summary>How intervals of one level did on the test part of one series.</summary>
/// <param name="Level">The part of the values that should lie inside, between 0 and 1.</param>
/// <param name="Coverage">The part that did.</param>
/// <param name="Msis">The interval score in units of the error of seasonal naive before the test part; null where that is 0.</param>
internal sealed record FleetInterval(double Level, double Coverage, double? Msis)
{
    public static FleetInterval[] Of(IEnumerable<IntervalScores> scores, double scale) =>
    [
        .. scores.Where(one => one.Count > 0)
            .Select(one => new FleetInterval(one.Level, one.Coverage, double.IsFinite(one.Msis(scale)) ? one.Msis(scale) : null)),
    ];

    /// <summary>Those of a model: as wide as its errors on the validation part say.</summary>
    public static FleetInterval[]? Of(TrainedForecaster model, DataSplit split, double scale) =>
        model.Calibration is null || split.Test.Count == 0 ? null : Of(model.EvaluateIntervals(split.Test), scale);

    /// <summary>Those of a model of many series on the test part of one.</summary>
    public static FleetInterval[] Of(GlobalForecaster model, DataSplit split) =>
        model.Calibration is null || split.Test.Count == 0 ? [] : Of(model.EvaluateIntervals(split), ScaleOf(split));

    /// <summary>What errors are divided by: the mean difference of values a season apart, before the test part.</summary>
    public static double ScaleOf(DataSplit split)
    {
        ReadOnlySpan<double> before = split.Table.Column(split.Train.Options.Targets[0]);
        if (split.Test.Count > 0) before = before[..split.Test.TargetIndex(0)];
        return IntervalScores.ScaleOf(before, SeasonFinder.Find(before, split.Table.Step));
    }
}

/// <summary>The intervals of the models, or of a classical method, over the series of a fleet.</summary>
/// <param name="Name">What made them.</param>
/// <param name="Level">The part of the values that should lie inside.</param>
/// <param name="Coverage">The part that did, the mean over series.</param>
/// <param name="Msis">The mean over series that have one.</param>
/// <param name="Series">Series with intervals.</param>
internal sealed record FleetCoverage(string Name, double Level, double Coverage, double? Msis, int Series)
{
    /// <summary>Those of the models, then those of the methods, the narrowest for what they hold first.</summary>
    public static FleetCoverage[] Of(IReadOnlyList<FleetRecord> records) =>
    [
        .. Each(FleetRecord.Model, records.SelectMany(record => record.Intervals ?? [])),
        .. records.SelectMany(record => record.Methods ?? []).GroupBy(method => method.Name, method => method.Intervals ?? [])
            .SelectMany(group => Each(group.Key, group.SelectMany(intervals => intervals)))
            .GroupBy(one => one.Name).OrderBy(group => group.Last().Msis ?? double.PositiveInfinity).SelectMany(group => group),
    ];

    /// <summary>Those of one model over many series.</summary>
    public static FleetCoverage[] Of(string name, IEnumerable<FleetInterval[]> series) => [.. Each(name, series.SelectMany(intervals => intervals))];

    private static IEnumerable<FleetCoverage> Each(string name, IEnumerable<FleetInterval> intervals) =>
        intervals.GroupBy(one => one.Level).OrderBy(level => level.Key).Select(level => new FleetCoverage(
            name, level.Key, level.Average(one => one.Coverage), level.Average(one => one.Msis), level.Count()));
}
