namespace QSeq.Estimators;

/// <summary>Where the roots of polynomials lie.</summary>
internal static class Roots
{
    /// <summary>
    /// Whether all roots of c[0] + c[1] z + ... + c[n] z^n lie inside the unit circle, by the rule of Schur and Cohn: the last
    /// coefficient outweighs the first, and so on for the polynomial of one degree less in which the first has been cancelled.
    /// </summary>
    /// <param name="coefficients">Overwritten.</param>
    public static bool AreInside(Span<double> coefficients)
    {
        for (Span<double> c = coefficients; c.Length > 1; c = c[1..])
        {
            if (c[^1] == 0) return false;
            double ratio = c[0] / c[^1];
            if (!(Math.Abs(ratio) < 1)) return false;

            // c[k] - ratio c[n - k]; that at 0 is 0. Pairs, for each needs the other's old value.
            for (int low = 0, high = c.Length - 1; low <= high; low++, high--)
                (c[low], c[high]) = (c[low] - (ratio * c[high]), c[high] - (ratio * c[low]));
        }

        return true;
    }
}
