namespace QSeq.Backtests;

/// <summary>How large errors are, over values that were measured.</summary>
/// <param name="Count">Values compared.</param>
/// <param name="Mae">The mean absolute error, in the units of the data; NaN of no values, as all that follows.</param>
/// <param name="Rmse">The root of the mean squared error, in the units of the data.</param>
/// <param name="Smape">The mean of 200 |truth - forecast| / (|truth| + |forecast|), in percent, as in the M4 competition; 0 where both are 0.</param>
/// <param name="Mase">The mean absolute error in units of what seasonal naive errs on the rows before the first origin.</param>
/// <param name="Owa">The mean of sMAPE and MASE, each in parts of that of Naive2 at the same origins and steps.</param>
public sealed record BacktestScores(long Count, double Mae, double Rmse, double Smape, double Mase, double Owa)
{
    /// <param name="forecasts">[origins][steps].</param>
    /// <param name="errors">The truth less the forecasts; NaN where nothing was measured.</param>
    /// <param name="every">Steps of an origin.</param>
    /// <param name="step">The step ahead that is scored, from 0; null for all.</param>
    /// <param name="scale">The unit of MASE.</param>
    /// <param name="naive">Of Naive2; null for itself.</param>
    internal static BacktestScores Of(double[] forecasts, double[] errors, int every, int? step, double scale, BacktestScores? naive)
    {
        long count = 0;
        double sum = 0, squares = 0, relative = 0;
        for (int n = step ?? 0; n < errors.Length; n += step is null ? 1 : every)
        {
            if (double.IsNaN(errors[n])) continue;
            double size = Math.Abs(errors[n]), both = Math.Abs(forecasts[n]) + Math.Abs(forecasts[n] + errors[n]);
            count++;
            sum += size;
            squares += size * size;
            relative += both == 0 ? 0 : 200 * size / both;
        }

        double mae = sum / count, smape = relative / count, mase = mae / scale;
        double owa = naive is null ? 1 : ((smape / naive.Smape) + (mase / naive.Mase)) / 2;
        return new BacktestScores(count, mae, Math.Sqrt(squares / count), smape, mase, owa);
    }
}
