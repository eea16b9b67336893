namespace QSeq.Estimators;

/// <summary>
/// A regression on lagged values of a differenced series: which lags, their coefficients, the intercept and Akaike's criterion.
/// </summary>
internal sealed record LagRegression(int[] Lags, double[] Coefficients, double Intercept, int Differenced, int Seasonally, double Aicc)
{
    /// <summary>Whether what is forecast of the differenced series stays within bounds.</summary>
    public bool IsStable
    {
        get
        {
            int reach = Lags.Length == 0 ? 0 : Lags.Max();
            double[] c = new double[reach + 1];
            c[reach] = 1;
            for (int n = 0; n < Lags.Length; n++) c[reach - Lags[n]] -= Coefficients[n];
            return Roots.AreInside(c);
        }
    }

    /// <summary>The first so many lags of those given that have the least criterion.</summary>
    /// <param name="z">The series, centred and scaled.</param>
    /// <param name="lags">In the order in which they are taken.</param>
    /// <param name="differenced">1 where a value less the one before is regressed, otherwise 0.</param>
    /// <param name="seasonally">The season where a value less the one a season before is regressed, otherwise 0.</param>
    /// <param name="first">The first value of the series whose error counts.</param>
    /// <param name="ridge">In parts of the mean square of the lagged values.</param>
    public static LagRegression Best(double[] z, int[] lags, int differenced, int seasonally, int first, double ridge)
    {
        double[] w = z;
        int lost = 0;
        foreach (int step in new[] { differenced, seasonally })
        {
            if (step == 0) continue;
            double[] longer = w;
            w = new double[longer.Length - step];
            for (int t = 0; t < w.Length; t++) w[t] = longer[t + step] - longer[t];
            lost += step;
        }

        LagMoments sums = LagMoments.Of(w, lags.Max(), 1, first - lost - 1, w.Length - 1), centred = sums.LessMeans();
        int count = sums.Count;
        double[][] a = LagMoments.Rows(lags.Length, lags.Length), b = LagMoments.Rows(lags.Length, 1);
        double trace = 0, whole = 0, mean = sums.Future[0] / count;
        foreach (double value in w.AsSpan(first - lost)) whole += (value - mean) * (value - mean);
        for (int i = 0; i < lags.Length; i++)
        {
            for (int j = 0; j < lags.Length; j++) a[i][j] = centred.Within[lags[i] - 1][lags[j] - 1];
            b[i][0] = centred.Ahead[lags[i] - 1][0];
            trace += a[i][i];
        }

        for (int i = 0; i < lags.Length; i++) a[i][i] += ridge * trace / lags.Length;
        Cholesky.Factor(a);
        Cholesky.Forward(a, b);

        // Each further lag takes the square of its row off the sum of squared errors.
        double squares = whole, least = double.PositiveInfinity, floor = 1e-24 * count;
        int best = 0;
        for (int order = 0; order <= lags.Length; order++)
        {
            if (order > 0) squares -= b[order - 1][0] * b[order - 1][0];
            double estimated = order + 2, correction = 2 * estimated * (estimated + 1) / Math.Max(1, count - estimated - 1);
            double criterion = (count * PortableMath.Log(Math.Max(squares, floor) / count)) + (2 * estimated) + correction;
            if (criterion < least) (least, best) = (criterion, order);
        }

        double[][] chosen = b[..best];
        Cholesky.Backward(a, chosen);
        double[] coefficients = [.. chosen.Select(row => row[0])];
        double intercept = mean;
        for (int n = 0; n < best; n++) intercept -= coefficients[n] * sums.Window[lags[n] - 1] / count;
        return new LagRegression(lags[..best], coefficients, intercept, differenced, seasonally, least);
    }

    /// <summary>This one, or one whose coefficients are shrunk, those of long lags most, until it is stable.</summary>
    public LagRegression Stable()
    {
        LagRegression stable = this;
        while (!stable.IsStable)
        {
            double[] shrunk = [.. stable.Coefficients];
            double rest = 1 - stable.Coefficients.Sum();
            for (int n = 0; n < shrunk.Length; n++)
                for (int lag = 0; lag < Lags[n]; lag++) shrunk[n] *= 0.995;

            // The level that it returns to stays where it has one.
            double intercept = Math.Abs(rest) > 1e-6 ? stable.Intercept * (1 - shrunk.Sum()) / rest : 0;
            stable = stable with { Coefficients = shrunk, Intercept = intercept };
        }

        return stable;
    }

    /// <summary>The same on the values themselves, the differences multiplied out.</summary>
    public LagRecursion Recursion(double mean, double unit, string name)
    {
        int reach = (Lags.Length == 0 ? 0 : Lags.Max()) + Differenced + Seasonally;
        double[] c = new double[reach + 1]; // 1 - sum of coefficients B^lag, B the step back
        c[0] = 1;
        for (int n = 0; n < Lags.Length; n++) c[Lags[n]] -= Coefficients[n];
        foreach (int step in new[] { Differenced, Seasonally })
            if (step > 0) for (int k = reach; k >= step; k--) c[k] -= c[k - step];

        int[] lags = [.. Enumerable.Range(1, reach).Where(lag => c[lag] != 0)];
        int order = Lags.Count(lag => Seasonally == 0 || lag < Seasonally);
        string form = $"{name}({(Lags.Length == 0 ? "0" : Lags.Length == Lags.Max() ? $"{order}" : string.Join(",", Summary()))})";
        form += (Differenced, Seasonally) switch
        {
            (0, 0) => "",
            (_, 0) => " of differences",
            (0, _) => $" of differences at {Seasonally}",
            _ => $" of differences at 1 and {Seasonally}",
        };
        return new LagRecursion(lags, [.. lags.Select(lag => -c[lag])], Intercept, mean, unit, Lags.Length + 1, form);
    }

    // "1-5" for lags in a row, others alone.
    private IEnumerable<string> Summary()
    {
        int[] sorted = [.. Lags.Order()];
        for (int n = 0; n < sorted.Length; n++)
        {
            int start = n;
            while (n + 1 < sorted.Length && sorted[n + 1] == sorted[n] + 1) n++;
            yield return n > start ? $"{sorted[start]}-{sorted[n]}" : $"{sorted[n]}";
        }
    }
}
