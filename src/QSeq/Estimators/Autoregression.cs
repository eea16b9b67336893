namespace QSeq.Estimators;

/// <summary>
/// A value as a linear function of those some lags before it, by least squares with ridge, the intercept free of it; forecasts
/// go on from forecasts. How many lags, and whether values or their differences (from the last value, from a season ago) are
/// regressed, is what has the least AICc, all judged on the errors of the same values. A regression whose forecasts would grow
/// without end is left out; if all are, the last one is shrunk until they do not.
/// </summary>
internal sealed class Autoregression(string name, int lags, int season, double ridge) : SeriesMethod
{
    public override string Name => name;

    private protected override int Least => season > 1 ? (3 * season) + 4 : 6;

    private protected override FittedSeries Estimate(ReadOnlySpan<double> history, CancellationToken cancellation)
    {
        double mean = Moments.Mean(history), unit = Moments.Deviation(history, mean);
        if (!(unit > 0)) return new LagRecursion([], [], 0, mean, 1, 1, "AR(0)");
        double[] z = new double[history.Length];
        for (int t = 0; t < z.Length; t++) z[t] = (history[t] - mean) / unit;

        // Seasonal lags come first: the orders tried are those of the lags after them.
        int length = z.Length;
        int[] seasonal = season <= 1 ? [] : length >= 6 * season ? [season, 2 * season] : [season];
        int most = Math.Clamp(lags, 1, Math.Max(1, (length / 4) - 1));
        int[] all = [.. seasonal, .. Enumerable.Range(1, most).Except(seasonal)];
        int reach = all.Max(), first = reach + 1 + (season > 1 && length >= 4 * season ? season : 0);
        if (length - first < all.Length + 4)
            (first, all) = (reach + 1, [.. all.Take(Math.Clamp(length - reach - 5, 1, all.Length))]);

        LagRegression? best = null;
        foreach (int seasonally in season > 1 && first > reach + season ? new[] { 0, season } : [0])
        {
            foreach (int differenced in new[] { 0, 1 })
            {
                cancellation.ThrowIfCancellationRequested();
                var fit = LagRegression.Best(z, all, differenced, seasonally, first, ridge);
                if (best is null || (fit.IsStable, -fit.Aicc).CompareTo((best.IsStable, -best.Aicc)) > 0) best = fit;
            }
        }

        return best!.Stable().Recursion(mean, unit, name);
    }
}
