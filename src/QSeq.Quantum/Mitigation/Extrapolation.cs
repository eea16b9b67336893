namespace QSeq.Quantum.Mitigation;

/// <summary>Through which curve measured values are followed to noise 0.</summary>
public enum Extrapolation
{
    /// <summary>The straight line of least squares: the lowest variance, a bias where noise is strong.</summary>
    Linear,

    /// <summary>The polynomial through all values (Richardson): the lowest bias for weak noise, a variance that grows with the scales.</summary>
    Richardson,

    /// <summary>a exp(-b scale) to expectation values, which is exact where all noise is depolarising; a line where values change sign or vanish.</summary>
    Exponential,
}

/// <summary>Values at several noise scales to the value at scale 0.</summary>
internal static class Extrapolator
{
    // Two or more scales, all different, and an expectation value, -1 to 1, at each. An exponential is held within -1 and 1: it
    // may be a million, in which what is beside it would drown.
    public static double ToZero(Extrapolation kind, ReadOnlySpan<double> scales, ReadOnlySpan<double> values)
    {
        double free = Unbounded(kind, scales, values);
        return kind == Extrapolation.Exponential && OneSign(values) ? Math.Clamp(free, -1, 1) : free;
    }

    // The same as the curve has it; finite.
    public static double Unbounded(Extrapolation kind, ReadOnlySpan<double> scales, ReadOnlySpan<double> values) => kind switch
    {
        Extrapolation.Richardson => Polynomial(scales, values),
        Extrapolation.Exponential when OneSign(values) => Exponential(scales, values),
        _ => Line(scales, values),
    };

    private static double Line(ReadOnlySpan<double> scales, ReadOnlySpan<double> values)
    {
        double x = 0, y = 0, xx = 0, xy = 0;
        for (int n = 0; n < scales.Length; n++)
        {
            x += scales[n] / scales.Length;
            y += values[n] / scales.Length;
        }

        for (int n = 0; n < scales.Length; n++)
        {
            xx += (scales[n] - x) * (scales[n] - x);
            xy += (scales[n] - x) * (values[n] - y);
        }

        return y - (xy / xx * x);
    }

    // Lagrange's polynomial at 0: sum_n y_n prod_{m != n} x_m / (x_m - x_n)
    private static double Polynomial(ReadOnlySpan<double> scales, ReadOnlySpan<double> values)
    {
        double sum = 0;
        for (int n = 0; n < scales.Length; n++)
        {
            double weight = 1;
            for (int m = 0; m < scales.Length; m++)
                if (m != n) weight *= scales[m] / (scales[m] - scales[n]);
            sum += weight * values[n];
        }

        return sum;
    }

    // Whether an exponential goes through the values at all.
    private static bool OneSign(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
            if (value * values[0] <= 0) return false;
        return true;
    }

    // The line of least squares through ln |y|.
    private static double Exponential(ReadOnlySpan<double> scales, ReadOnlySpan<double> values)
    {
        double[] logs = new double[values.Length];
        for (int n = 0; n < logs.Length; n++) logs[n] = PortableMath.Log(Math.Abs(values[n]));
        return Math.CopySign(Math.Min(double.MaxValue, PortableMath.Exp(Line(scales, logs))), values[0]);
    }
}
