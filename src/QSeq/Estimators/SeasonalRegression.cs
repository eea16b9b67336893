namespace QSeq.Estimators;

/// <summary>
/// Every step ahead by a linear map of its own from few values: those of the same place in each of the last seasons, with
/// their neighbours, and the newest ones. By least squares; where there are few windows with ridge, the intercept free of it,
/// how much is found on the last fifth of the history's windows.
/// </summary>
internal sealed class SeasonalRegression(int season, int seasons, int near, int newest, int horizon) : SeriesMethod
{
    private static readonly double[] Ridges = [NoRidge, 1e-4, 1e-3, 1e-2, 1e-1, 1];
    private const double NoRidge = 1e-6; // but for values that are linear in others
    private const double FewRidge = 1e-2; // where there is nothing to choose by
    private const int Many = 10; // windows a weight, with which ridge does no good

    public override string Name => "seasonal regression";

    // As many windows as there are weights of a step.
    private protected override int Least => Window + horizon + (seasons * ((2 * near) + 1)) + newest;

    // The oldest value is that of the first step's place in the first season, and its neighbours before it.
    private int Window => Math.Max(newest, Math.Max(seasons, ((horizon - 1) / season) + 1) * season + near);

    private protected override FittedSeries Estimate(ReadOnlySpan<double> history, CancellationToken cancellation)
    {
        double mean = Moments.Mean(history), unit = Moments.Deviation(history, mean);
        if (!(unit > 0)) unit = 1;
        double[] z = new double[history.Length];
        for (int t = 0; t < z.Length; t++) z[t] = (history[t] - mean) / unit;

        // Windows are numbered by their newest value. A step's map is fitted to all whose value ahead is known: more for near steps.
        int window = Window, first = window - 1, end = z.Length - horizon, held = (end - first) / 5, trained = end - held - horizon;
        int[][] lags = [.. Enumerable.Range(0, horizon).Select(LagsOf)];
        double ridge = end - first >= Many * lags[0].Length ? NoRidge : FewRidge;
        if (ridge != NoRidge && held > 0 && trained - first > 2 * lags[0].Length)
        {
            double least = double.PositiveInfinity;
            foreach (double candidate in Ridges)
            {
                cancellation.ThrowIfCancellationRequested();
                double loss = 0;
                for (int h = 0; h < horizon; h++)
                {
                    (double[] weights, double intercept) = Solve(z, lags[h], h, first, trained, candidate);
                    loss += Loss(z, lags[h], h, end - held, end, weights, intercept);
                }

                if (loss < least) (least, ridge) = (loss, candidate);
            }
        }

        (double[], double)[] solved = [.. lags.Select((own, h) => Solve(z, own, h, first, z.Length - 1 - h, ridge))];
        string shrunk = ridge == NoRidge ? "" : string.Create(CultureInfo.InvariantCulture, $", ridge {ridge}"), form = $"{Name}({seasons} of {season}{shrunk})";
        return new LagForecast(lags, [.. solved.Select(one => one.Item1)], [.. solved.Select(one => one.Item2)], window, mean, unit, form);
    }

    /// <summary>The values of the window, the newest numbered 0, that a step is forecast from.</summary>
    private int[] LagsOf(int step)
    {
        var lags = new SortedSet<int>();
        int nearest = (step / season) + 1;
        for (int k = nearest; k <= Math.Max(seasons, nearest); k++)
        {
            for (int d = -near; d <= near; d++)
            {
                int lag = (k * season) + d - step - 1;
                if (lag >= 0) lags.Add(lag);
            }
        }

        for (int lag = 0; lag < newest; lag++) lags.Add(lag);
        return [.. lags];
    }

    // From windows first to end - 1.
    private static (double[] Weights, double Intercept) Solve(double[] z, int[] lags, int step, int first, int end, double ridge)
    {
        int count = end - first, size = lags.Length;
        double[][] within = LagMoments.Rows(size, size), ahead = LagMoments.Rows(size, 1);
        double[] means = [.. lags.Select(lag => Moments.Mean(Lagged(lag)))];
        double future = Moments.Mean(Lagged(-1 - step)), trace = 0;
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++) within[i][j] = Vectors.Dot(Lagged(lags[i]), Lagged(lags[j])) - (count * means[i] * means[j]);
            ahead[i][0] = Vectors.Dot(Lagged(lags[i]), Lagged(-1 - step)) - (count * means[i] * future);
            trace += within[i][i];
        }

        for (int i = 0; i < size; i++) within[i][i] += ridge * Math.Max(trace / size, double.Epsilon);
        Cholesky.Factor(within);
        Cholesky.Forward(within, ahead);
        Cholesky.Backward(within, ahead);
        double[] weights = [.. ahead.Select(row => row[0])];
        return (weights, future - Vectors.Dot(weights, means));

        ReadOnlySpan<double> Lagged(int lag) => z.AsSpan(first - lag, count);
    }

    // The sum of squared errors over windows first to end - 1.
    private static double Loss(double[] z, int[] lags, int step, int first, int end, double[] weights, double intercept)
    {
        double loss = 0;
        for (int t = first; t < end; t++)
        {
            double error = intercept - z[t + 1 + step];
            for (int n = 0; n < lags.Length; n++) error += weights[n] * z[t - lags[n]];
            loss += error * error;
        }

        return loss;
    }
}
