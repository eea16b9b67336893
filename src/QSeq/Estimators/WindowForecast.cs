namespace QSeq.Estimators;

/// <summary>A linear map from a window to every step ahead, on values less their mean and in units of their deviation.</summary>
internal sealed class WindowForecast(double[][] weights, double[] intercepts, double mean, double unit, bool lessNewest, string form)
    : FittedSeries((weights.Length + (lessNewest ? 0 : 1)) * intercepts.Length, form) // the newest value's weight is then given
{
    private const int Together = 8; // origins a time, so that a row of weights is read once for them

    private protected override int Least => weights.Length;

    private protected override int Furthest => intercepts.Length;

    private protected override void Walk(ReadOnlySpan<double> values, ReadOnlySpan<int> origins, int horizon, Span<double> ahead)
    {
        for (int start = 0; start < origins.Length; start += Together)
        {
            ReadOnlySpan<int> some = origins[start..Math.Min(start + Together, origins.Length)];
            Span<double> rows = ahead.Slice(start * horizon, some.Length * horizon);
            for (int n = 0; n < some.Length; n++) intercepts.AsSpan(0, horizon).CopyTo(rows[(n * horizon)..]);
            for (int lag = 0; lag < weights.Length; lag++)
            {
                ReadOnlySpan<double> row = weights[lag].AsSpan(0, horizon);
                for (int n = 0; n < some.Length; n++)
                    Vectors.Add((values[some[n] - 1 - lag] - Centre(values, some[n])) / unit, row, rows.Slice(n * horizon, horizon));
            }

            for (int n = 0; n < some.Length; n++)
            {
                double centre = Centre(values, some[n]);
                foreach (ref double value in rows.Slice(n * horizon, horizon)) value = centre + (unit * value);
            }
        }
    }

    private double Centre(ReadOnlySpan<double> values, int origin) => lessNewest ? values[origin - 1] : mean;
}
