namespace QSeq.Evaluation;

/// <summary>The tails of Student's t distribution, by the regularised incomplete beta function.</summary>
internal static class StudentT
{
    private const double Smallest = 1e-300;
    private const int MostTerms = 10_000;

    /// <summary>The chance of a value at least as far from 0, 0 to 1; degrees of freedom 1 or more.</summary>
    internal static double TwoSided(double t, int freedom)
    {
        if (double.IsInfinity(t)) return 0;
        double square = t * t, x = freedom / (freedom + square), y = square / (freedom + square), a = freedom / 2.0;
        if (y == 0) return 1;
        double front = PortableMath.Exp(-a * PortableMath.Log(1 + (square / freedom))) * Math.Sqrt(y) / Beta(freedom);
        return x < (a + 1) / (a + 2.5) ? front * Fraction(a, 0.5, x) / a : 1 - (front * Fraction(0.5, a, y) / 0.5);
    }

    // B(freedom / 2, 1 / 2), from B(1/2, 1/2) = pi or B(1, 1/2) = 2 by B(a + 1, b) = B(a, b) a / (a + b).
    private static double Beta(int freedom)
    {
        double beta = freedom % 2 == 1 ? Math.PI : 2;
        for (double a = freedom % 2 == 1 ? 0.5 : 1; a < freedom / 2.0; a++) beta *= a / (a + 0.5);
        return beta;
    }

    // The continued fraction of Abramowitz and Stegun 26.5.8, by the method of Lentz.
    private static double Fraction(double a, double b, double x)
    {
        double c = 1, d = 1 / NotZero(1 - ((a + b) * x / (a + 1))), value = d;
        for (int m = 1; m < MostTerms; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            double odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            double step = 1;
            foreach (double term in (ReadOnlySpan<double>)[even, odd])
            {
                d = 1 / NotZero(1 + (term * d));
                c = NotZero(1 + (term / c));
                step = c * d;
                value *= step;
            }

            if (Math.Abs(step - 1) < 1e-16) break;
        }

        return value;
    }

    private static double NotZero(double value) => Math.Abs(value) < Smallest ? Smallest : value;
}
