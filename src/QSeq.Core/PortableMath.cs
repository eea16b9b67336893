namespace QSeq.Core;

/// <summary>
/// Double-precision functions made of additions, multiplications and divisions alone, so that they give the same
/// bits under every operating system and C runtime: for whatever feeds data, weights or a stream of random numbers.
/// </summary>
public static class PortableMath
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>
    /// ln x for finite x &gt; 0: x = 2^k m with m in [sqrt(1/2), sqrt(2)), and
    /// ln m = 2 artanh(f), f = (m-1)/(m+1), summed until its terms vanish. Within 2 units in the last place.
    /// </summary>
    /// <param name="x">The argument.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The argument is outside of that range.</exception>
    public static double Log(double x)
    {
        if (!(x > 0) || double.IsPositiveInfinity(x))
            throw new ArgumentOutOfRangeException(nameof(x), x, "The logarithm takes a finite number above 0.");

        int exponent = Math.ILogB(x);
        double m = Math.ScaleB(x, -exponent); // [1, 2)
        if (m > 1.4142135623730951)
        {
            m *= 0.5;
            exponent++;
        }

        double f = (m - 1) / (m + 1);
        double square = f * f; // at most 0.0295, so 11 terms reach 2^-60
        double sum = 0;
        for (int n = 23; n >= 3; n -= 2) sum = (sum + (1.0 / n)) * square;
        double mantissa = 2 * (f + (f * sum));
        return (exponent * Ln2High) + (mantissa + (exponent * Ln2Low));
    }

    /// <summary>cos x for |x| up to pi, by its power series. Within 4e-15.</summary>
    /// <inheritdoc cref="Log"/>
    public static double Cos(double x)
    {
        if (!(Math.Abs(x) <= 3.15))
            throw new ArgumentOutOfRangeException(nameof(x), x, "The cosine takes an angle between -pi and pi.");

        double square = x * x, sum = 1;
        for (int n = 30; n >= 2; n -= 2) sum = 1 - (sum * square / (n * (n - 1)));
        return sum;
    }

    /// <summary>
    /// exp x: x = k ln 2 + r with |r| up to ln(2)/2, and exp r by its power series. Within 2 units in the last place; 0 and
    /// infinity where a double cannot hold it.
    /// </summary>
    /// <inheritdoc cref="Sigmoid"/>
    public static double Exp(double x)
    {
        if (double.IsNaN(x)) return x;
        if (x > 710) return double.PositiveInfinity;
        if (x < -746) return 0;

        double k = Math.Round(x * 1.4426950408889634);
        double r = (x - (k * Ln2High)) - (k * Ln2Low), sum = 1;
        for (int n = 15; n >= 2; n--) sum = 1 + (sum * r / n); // 0.35^16/16! is below 2^-60
        return Math.ScaleB(1 + (sum * r), (int)k);
    }

    /// <summary>The cube root of x, finite and above 0, by Newton's method from above. Within 2 units in the last place.</summary>
    /// <inheritdoc cref="Log"/>
    public static double CubeRoot(double x)
    {
        if (!(x > 0) || double.IsPositiveInfinity(x))
            throw new ArgumentOutOfRangeException(nameof(x), x, "The cube root takes a finite number above 0.");

        double root = Math.Max(1, x);
        while (true)
        {
            double next = root - ((root - (x / (root * root))) / 3);
            if (!(next < root)) return root;
            root = next;
        }
    }

    /// <summary>1 / (1 + e^-x).</summary>
    /// <param name="x">The argument.</param>
    /// <returns>The value.</returns>
    public static double Sigmoid(double x)
    {
        double e = Exp(-Math.Abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    /// <summary>tanh x, within 4e-16 absolute.</summary>
    /// <inheritdoc cref="Sigmoid"/>
    public static double Tanh(double x)
    {
        double e = Exp(-2 * Math.Abs(x));
        return Math.CopySign((1 - e) / (1 + e), x);
    }

    /// <summary>
    /// Sine and cosine of any finite angle: x = k pi/2 + r with pi/2 in three parts (Cody and Waite, 1980), then the
    /// minimax polynomials of fdlibm on [-pi/4, pi/4]. Within 3e-16 absolute up to 2^30; above, where neighbouring numbers
    /// stand more than 1e-7 apart, the angle is first taken modulo the double nearest to 2 pi.
    /// </summary>
    /// <param name="x">The angle.</param>
    /// <returns>Its sine and cosine.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The angle is not finite.</exception>
    public static (double Sin, double Cos) SinCos(double x)
    {
        if (!double.IsFinite(x)) throw new ArgumentOutOfRangeException(nameof(x), x, "Sine and cosine take a finite angle.");
        if (Math.Abs(x) > 1L << 30) x = Math.IEEERemainder(x, 2 * Math.PI);

        double k = Math.Round(x * 0.63661977236758134);
        double r = Math.FusedMultiplyAdd(-k, 1.5707963267948966, x);
        r = Math.FusedMultiplyAdd(-k, 6.123233995736766e-17, r);
        r = Math.FusedMultiplyAdd(-k, -1.4973849048591833e-33, r);

        double z = r * r, half = 0.5 * z, one = 1 - half;
        double s = 1.58969099521155010221e-10;
        s = (s * z) - 2.50507602534068634195e-08;
        s = (s * z) + 2.75573137070700676789e-06;
        s = (s * z) - 1.98412698298579493134e-04;
        s = (s * z) + 8.33333333332248946124e-03;
        s = (s * z) - 1.66666666666666324348e-01;
        double sin = r + (r * z * s);
        double c = -1.13596475577881948265e-11;
        c = (c * z) + 2.08757232129817482790e-09;
        c = (c * z) - 2.75573143513906633035e-07;
        c = (c * z) + 2.48015872894767294178e-05;
        c = (c * z) - 1.38888888888741095749e-03;
        c = (c * z) + 4.16666666666666019037e-02;
        double cos = one + (((1 - one) - half) + (z * z * c));
        return ((long)k & 3) switch { 0 => (sin, cos), 1 => (cos, -sin), 2 => (-sin, -cos), _ => (-cos, sin) };
    }
}
