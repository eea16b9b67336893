namespace QSeq.Estimators;

/// <summary>
/// The Theta method as the M4 competition ran it: half a line through the series by least squares, half simple exponential
/// smoothing of the series with its distance from the line doubled. The season is taken out around it.
/// </summary>
internal sealed class Theta : SeriesMethod
{
    public override string Name => "Theta";

    private protected override int Least => LeastOf(Ses);

    private protected override FittedSeries Estimate(ReadOnlySpan<double> history, CancellationToken cancellation)
    {
        (double start, double slope) = Moments.Line(history);
        return new Lines(start, slope, Ses.Fit(Doubled(history, start, slope), cancellation));
    }

    private static double[] Doubled(ReadOnlySpan<double> values, double start, double slope)
    {
        double[] doubled = new double[values.Length];
        for (int t = 0; t < values.Length; t++) doubled[t] = (2 * values[t]) - (start + (slope * t));
        return doubled;
    }

    private sealed class Lines(double start, double slope, FittedSeries smoothed) : FittedSeries(2 + smoothed.Parameters, "Theta")
    {
        private protected override int Least => LeastOf(smoothed);

        private protected override void Walk(ReadOnlySpan<double> values, ReadOnlySpan<int> origins, int horizon, Span<double> ahead)
        {
            Walk(smoothed, Doubled(values, start, slope), origins, horizon, ahead);
            for (int n = 0; n < origins.Length; n++)
            {
                for (int h = 0; h < horizon; h++)
                {
                    ref double value = ref ahead[(n * horizon) + h];
                    value = (value + (start + (slope * (origins[n] + h)))) / 2;
                }
            }
        }
    }
}
