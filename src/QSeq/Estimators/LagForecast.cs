namespace QSeq.Estimators;

/// <summary>Every step ahead by weights on some values of the window, less their mean and in units of their deviation; the newest value is numbered 0.</summary>
internal sealed class LagForecast(int[][] lags, double[][] weights, double[] intercepts, int window, double mean, double unit, string form)
    : FittedSeries(weights.Sum(row => row.Length + 1), form)
{
    private protected override int Least => window;

    private protected override int Furthest => lags.Length;

    private protected override void Walk(ReadOnlySpan<double> values, ReadOnlySpan<int> origins, int horizon, Span<double> ahead)
    {
        foreach (int origin in origins)
        {
            for (int h = 0; h < horizon; h++)
            {
                double sum = intercepts[h];
                for (int n = 0; n < lags[h].Length; n++) sum += weights[h][n] * ((values[origin - 1 - lags[h][n]] - mean) / unit);
                ahead[h] = mean + (unit * sum);
            }

            ahead = ahead[horizon..];
        }
    }
}
