namespace QSeq.Estimators;

/// <summary>The median of what several methods forecast, step by step; those that a history is too short for are left out.</summary>
internal sealed class MedianMethod(string name, ImmutableArray<SeriesMethod> methods) : SeriesMethod
{
    public override string Name => name;

    private protected override int Least => methods.Min(LeastOf);

    private protected override FittedSeries Estimate(ReadOnlySpan<double> history, CancellationToken cancellation)
    {
        var fits = new List<FittedSeries>();
        foreach (SeriesMethod method in methods)
            if (LeastOf(method) <= history.Length) fits.Add(method.Fit(history, cancellation));
        return new MedianFit(name, [.. fits]);
    }
}

/// <summary>Methods that are fitted, and the median of their forecasts.</summary>
internal sealed class MedianFit(string name, ImmutableArray<FittedSeries> fits) : FittedSeries(fits.Sum(fit => fit.Parameters), name)
{
    private protected override int Least => fits.Max(LeastOf);

    private protected override int Furthest => fits.Min(FurthestOf);

    private protected override void Walk(ReadOnlySpan<double> values, ReadOnlySpan<int> origins, int horizon, Span<double> ahead)
    {
        double[][] each = LagMoments.Rows(fits.Length, ahead.Length);
        for (int n = 0; n < fits.Length; n++) Walk(fits[n], values, origins, horizon, each[n]);
        double[] sorted = new double[fits.Length];
        int middle = fits.Length / 2;
        for (int place = 0; place < ahead.Length; place++)
        {
            for (int n = 0; n < fits.Length; n++) sorted[n] = each[n][place];
            Array.Sort(sorted);
            ahead[place] = fits.Length % 2 == 1 ? sorted[middle] : sorted[middle - 1] + ((sorted[middle] - sorted[middle - 1]) / 2);
        }
    }
}
