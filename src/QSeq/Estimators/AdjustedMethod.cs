namespace QSeq.Estimators;

/// <summary>
/// Another method on the seasonally adjusted series, its forecasts with the season put back. Where the test finds no season, or
/// there are fewer than two, the other method alone.
/// </summary>
internal sealed class AdjustedMethod(string name, SeriesMethod inner, int season, bool always, bool additive = false) : SeriesMethod
{
    public override string Name => name;

    private protected override int Least => Math.Max(LeastOf(inner), always ? 2 * season : 1);

    private protected override FittedSeries Estimate(ReadOnlySpan<double> history, CancellationToken cancellation)
    {
        if (!always && !SeasonalIndexes.IsSeasonal(history, season)) return inner.Fit(history, cancellation);
        var indexes = SeasonalIndexes.Of(history, season, !additive);
        return new Adjusted(inner.Fit(indexes.Adjust(history), cancellation), indexes);
    }

    private sealed class Adjusted(FittedSeries inner, SeasonalIndexes indexes) : FittedSeries(
        inner.Parameters + indexes.Season - 1, // they sum up to 0, or to the season
        $"{inner.Form}, {(indexes.IsMultiplicative ? "multiplicative" : "additive")} season {indexes.Season} taken out")
    {
        private protected override int Least => LeastOf(inner);

        private protected override void Walk(ReadOnlySpan<double> values, ReadOnlySpan<int> origins, int horizon, Span<double> ahead)
        {
            Walk(inner, indexes.Adjust(values), origins, horizon, ahead);
            for (int n = 0; n < origins.Length; n++) indexes.Restore(ahead.Slice(n * horizon, horizon), origins[n]);
        }
    }
}
