namespace QSeq.Evaluation;

/// <summary>The tails of the normal distribution.</summary>
internal static class NormalTail
{
    // Up to here the series of the middle, from here on the continued fraction of the tail.
    private const double Far = 3;
    private const int FractionTerms = 200;

    /// <summary>The chance of a value at least as far from 0 in units of the standard deviation, 0 to 1.</summary>
    internal static double TwoSided(double z)
    {
        z = Math.Abs(z);
        double density = PortableMath.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        if (density == 0) return 0;
        if (z < Far)
        {
            // z + z^3 / 3 + z^5 / (3 * 5) + ...
            double term = z, sum = 0;
            for (int n = 1; sum + term != sum; n++)
            {
                sum += term;
                term *= z * z / ((2 * n) + 1);
            }

            return 1 - (2 * density * sum);
        }

        // 1 / (z + 1 / (z + 2 / (z + 3 / (z + ...)))), from the inside.
        double fraction = z;
        for (int n = FractionTerms; n > 0; n--) fraction = z + (n / fraction);
        return 2 * density / fraction;
    }
}
