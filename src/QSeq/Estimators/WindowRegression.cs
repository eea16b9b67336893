namespace QSeq.Estimators;

/// <summary>
/// Every step ahead by a linear map of its own from a window, estimated by least squares with ridge, the intercept free of it; as
/// "Are transformers effective for time series forecasting?" (Zeng and others, 2023) has them, but solved rather than trained.
/// NLinear maps the window less its newest value. DLinear maps the window's moving average over 25 values, ends repeated, and
/// what is left of it, each by weights of its own; together they are one map of the window, in which ridge weighs what is
/// smooth less. How much ridge is found on the last fifth of the history's windows.
/// </summary>
internal sealed class WindowRegression(string name, int window, int horizon, bool lessNewest, int kernel) : SeriesMethod
{
    private static readonly double[] Ridges = [1e-7, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1];
    private const double DefaultRidge = 1e-4;

    public override string Name => name;

    // Two windows with their answers more than nothing to choose from.
    private protected override int Least => window + horizon + 1;

    private protected override FittedSeries Estimate(ReadOnlySpan<double> history, CancellationToken cancellation)
    {
        // In units of the deviation, so that ridge means the same for all series.
        double mean = Moments.Mean(history), unit = Moments.Deviation(history, mean);
        if (!(unit > 0)) unit = 1;
        double[] z = new double[history.Length];
        for (int t = 0; t < z.Length; t++) z[t] = (history[t] - mean) / unit;

        int first = window - 1, end = z.Length - horizon, held = (end - first) / 5, trained = end - held - horizon;
        double[][]? smoothness = kernel > 1 ? Smoothness() : null;
        double ridge = DefaultRidge;
        if (held > 0 && trained - first > window / 2)
        {
            LagMoments train = Sums(z, first, trained), test = Sums(z, end - held, end);
            double least = double.PositiveInfinity;
            foreach (double candidate in Ridges)
            {
                cancellation.ThrowIfCancellationRequested();
                (double[][] weights, double[] intercepts) = Solve(train, candidate, smoothness);
                double loss = Loss(test, weights, intercepts);
                if (loss < least) (least, ridge) = (loss, candidate);
            }
        }

        (double[][] chosen, double[] free) = Solve(Sums(z, first, end), ridge, smoothness);
        string form = string.Create(CultureInfo.InvariantCulture, $"{name}({window}, ridge {ridge})");
        return new WindowForecast(chosen, free, mean, unit, lessNewest, form);
    }

    private LagMoments Sums(double[] z, int first, int end)
    {
        var sums = LagMoments.Of(z, window, horizon, first, end);
        return lessNewest ? sums.LessNewest() : sums;
    }

    /// <summary>Weights, [lag][step], and intercepts.</summary>
    private (double[][] Weights, double[] Intercepts) Solve(LagMoments sums, double ridge, double[][]? smoothness)
    {
        LagMoments centred = sums.LessMeans();
        double trace = 0;
        for (int i = 0; i < window; i++) trace += centred.Within[i][i];
        double weight = ridge * Math.Max(trace / window, double.Epsilon);
        for (int i = 0; i < window; i++)
        {
            if (smoothness is null) centred.Within[i][i] += weight;
            else for (int j = 0; j < window; j++) centred.Within[i][j] += weight * smoothness[i][j];
        }

        Cholesky.Factor(centred.Within);
        Cholesky.Forward(centred.Within, centred.Ahead);
        Cholesky.Backward(centred.Within, centred.Ahead);
        double[] intercepts = new double[horizon];
        for (int h = 0; h < horizon; h++) intercepts[h] = sums.Future[h] / sums.Count;
        for (int i = 0; i < window; i++) Vectors.Add(-sums.Window[i] / sums.Count, centred.Ahead[i], intercepts);
        return (centred.Ahead, intercepts);
    }

    // The sum of squared errors but for a constant: w'Gw - 2 w'c, the intercept among the weights.
    private double Loss(LagMoments test, double[][] weights, double[] intercepts)
    {
        double loss = 0;
        double[] product = new double[horizon];
        for (int i = 0; i < window; i++)
        {
            product.AsSpan().Clear();
            for (int j = 0; j < window; j++) Vectors.Add(test.Within[i][j], weights[j], product);
            loss += Vectors.Dot(product, weights[i]) - (2 * Vectors.Dot(test.Ahead[i], weights[i]));
            loss += 2 * test.Window[i] * Vectors.Dot(weights[i], intercepts);
        }

        for (int h = 0; h < horizon; h++) loss += intercepts[h] * ((test.Count * intercepts[h]) - (2 * test.Future[h]));
        return loss;
    }

    // Weights a on the average T x and b on the rest x - T x make the map w = T'a + (1 - T)'b. Of all a and b that make it, the
    // least |a|^2 + |b|^2 is w' (T'T + (1 - T)'(1 - T))^-1 w: the matrix here.
    private double[][] Smoothness()
    {
        double[][] average = LagMoments.Rows(window, window), both = LagMoments.Rows(window, window);
        double[][] inverse = LagMoments.Rows(window, window);
        for (int i = 0; i < window; i++)
            for (int k = -(kernel / 2); k <= kernel / 2; k++) average[i][Math.Clamp(i + k, 0, window - 1)] += 1.0 / kernel;
        for (int i = 0; i < window; i++)
        {
            double[] rest = [.. average[i].Select(weight => -weight)];
            rest[i] += 1;
            for (int j = 0; j < window; j++)
            {
                Vectors.Add(average[i][j], average[i], both[j]);
                Vectors.Add(rest[j], rest, both[j]);
            }

            inverse[i][i] = 1;
        }

        Cholesky.Factor(both);
        Cholesky.Forward(both, inverse);
        Cholesky.Backward(both, inverse);
        return inverse;
    }
}
