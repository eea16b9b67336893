namespace QSeq.Estimators;

/// <summary>
/// Finds a minimum of a function of a few variables by the method of Broyden, Fletcher, Goldfarb and Shanno: steps along
/// -H g, H gathered from how the slopes change, halved until the value falls enough.
/// </summary>
internal static class Bfgs
{
    private const double FirstStep = 0.3, LongestStep = 3, EnoughFall = 1e-4;

    /// <summary>The value at a point and, if it is finite, its slopes.</summary>
    public delegate double Function(ReadOnlySpan<double> x, Span<double> slopes);

    /// <summary>Goes down from x, which ends at the best point; the answer is the value there.</summary>
    /// <param name="f">May be infinite where it is not defined.</param>
    /// <param name="x">Where to start, in units in which a step of 1 is a large one.</param>
    /// <param name="close">Ends when two steps together gain less than this.</param>
    /// <param name="most">Steps at most.</param>
    /// <param name="cancellation">Stops it.</param>
    public static double Minimise(Function f, double[] x, double close, int most, CancellationToken cancellation)
    {
        int size = x.Length;
        double[] slopes = new double[size], step = new double[size], product = new double[size];
        double[] next = new double[size], nextSlopes = new double[size];
        double[][] h = [.. Enumerable.Range(0, size).Select(_ => new double[size])];
        double value = f(x, slopes), lastGain = double.PositiveInfinity;
        bool fresh = true;
        for (int n = 0; n < most && double.IsFinite(value); n++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!fresh)
            {
                for (int i = 0; i < size; i++) step[i] = -Vectors.Dot(h[i], slopes);
                fresh = Vectors.Dot(step, slopes) >= 0;
            }

            if (fresh) Reset(h, slopes, step);
            double fall = Vectors.Dot(step, slopes);
            if (!(fall < 0)) return value;
            double rate = Math.Min(1, LongestStep / Math.Sqrt(Vectors.Dot(step, step))), to = double.PositiveInfinity;
            for (int tries = 0; tries < 40; tries++, rate *= tries < 3 ? 0.5 : 0.25)
            {
                for (int i = 0; i < size; i++) next[i] = x[i] + (rate * step[i]);
                to = f(next, nextSlopes);
                if (to <= value + (EnoughFall * rate * fall)) break;
                to = double.PositiveInfinity;
            }

            if (double.IsPositiveInfinity(to))
            {
                if (fresh) return value; // not even straight down
                fresh = true;
                continue;
            }

            Update(h, x, next, slopes, nextSlopes, product, fresh);
            double gain = value - to;
            (value, fresh) = (to, false);
            next.CopyTo(x, 0);
            nextSlopes.CopyTo(slopes, 0);
            if (gain + lastGain < close) return value;
            lastGain = gain;
        }

        return value;
    }

    private static void Reset(double[][] h, double[] slopes, double[] step)
    {
        double length = Math.Sqrt(Vectors.Dot(slopes, slopes)), rate = length > 0 ? FirstStep / length : 0;
        for (int i = 0; i < step.Length; i++)
        {
            h[i].AsSpan().Clear();
            h[i][i] = rate;
            step[i] = -rate * slopes[i];
        }
    }

    // H of the next step: what it makes of the change of slopes is the change of x.
    private static void Update(double[][] h, double[] x, double[] next, double[] slopes, double[] nextSlopes, double[] product, bool first)
    {
        int size = x.Length;
        double[] dx = new double[size], dg = new double[size];
        for (int i = 0; i < size; i++) (dx[i], dg[i]) = (next[i] - x[i], nextSlopes[i] - slopes[i]);
        double curve = Vectors.Dot(dx, dg), bend = Vectors.Dot(dg, dg);
        if (!(curve > 1e-12 * Math.Sqrt(bend * Vectors.Dot(dx, dx)))) return;
        if (first) for (int i = 0; i < size; i++) h[i][i] = curve / bend;
        for (int i = 0; i < size; i++) product[i] = Vectors.Dot(h[i], dg);
        double own = (1 + (Vectors.Dot(dg, product) / curve)) / curve;
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++) h[i][j] += (own * dx[i] * dx[j]) - (((product[i] * dx[j]) + (dx[i] * product[j])) / curve);
    }
}
