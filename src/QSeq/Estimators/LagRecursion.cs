namespace QSeq.Estimators;

/// <summary>z(t) = intercept + sum of coefficient z(t - lag), z a value less the mean, in units; forecasts go on from forecasts.</summary>
internal sealed class LagRecursion(
    int[] lags, double[] coefficients, double intercept, double mean, double unit, int parameters, string form)
    : FittedSeries(parameters, form)
{
    private readonly int _reach = lags.Length == 0 ? 0 : lags.Max();

    private protected override int Least => _reach;

    private protected override void Walk(ReadOnlySpan<double> values, ReadOnlySpan<int> origins, int horizon, Span<double> ahead)
    {
        double[] z = new double[_reach + horizon];
        for (int n = 0; n < origins.Length; n++)
        {
            for (int k = 0; k < _reach; k++) z[k] = (values[origins[n] - _reach + k] - mean) / unit;
            for (int h = 0; h < horizon; h++)
            {
                double sum = intercept;
                for (int k = 0; k < lags.Length; k++) sum += coefficients[k] * z[_reach + h - lags[k]];
                z[_reach + h] = sum;
                ahead[(n * horizon) + h] = mean + (unit * sum);
            }
        }
    }
}
