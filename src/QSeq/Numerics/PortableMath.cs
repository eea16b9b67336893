namespace QSeq.Numerics;

/// <summary>
/// Double-precision functions made of additions, multiplications and divisions alone, so that they give the same
/// bits under every operating system and C runtime. Used where bits feed a stream of random numbers or the weights of a model.
/// </summary>
internal static class PortableMath
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>
    /// ln x for finite x &gt; 0: x = 2^k m with m in [sqrt(1/2), sqrt(2)), and
    /// ln m = 2 artanh(f), f = (m-1)/(m+1), summed until its terms vanish. Within 2 units in the last place.
    /// </summary>
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

    /// <summary>
    /// cos(pi x) for x in [0, 1], within 2e-16 absolute: the sine of the angle to the quarter turn, by Taylor's series.
    /// Exact at 0, 1/2 and 1.
    /// </summary>
    public static double CosHalfTurns(double x)
    {
        if (!(x is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(x), x, "The cosine takes 0 to 1 half turns.");
        if (x is 0 or 1) return 1 - (2 * x);

        double angle = (0.5 - x) * Math.PI, square = angle * angle, sum = 0; // |angle| below pi/2: 11 terms reach 2^-60
        for (int n = 23; n >= 3; n -= 2) sum = (1 + sum) * (-square / (n * (n - 1)));
        return angle + (angle * sum);
    }
}
