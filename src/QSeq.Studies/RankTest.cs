namespace QSeq.Studies;

/// <summary>The rank test of Mann and Whitney (1947), exact: whether one of two groups of values lies above the other.</summary>
internal static class RankTest
{
    /// <summary>The level below which groups are called apart.</summary>
    public const double Level = 0.1;

    /// <summary>The fewest values in each of two equally large groups that can be told apart at <see cref="Level"/>.</summary>
    public const int MinValues = 3;

    /// <summary>
    /// The probability that groups of the same distribution, of one value at least, lie as far apart as these: the two-sided p-value.
    /// Ties, which count half, are rounded against a difference.
    /// </summary>
    public static double TwoSided(IReadOnlyCollection<double> one, IReadOnlyCollection<double> other)
    {
        double above = one.Sum(a => other.Sum(b => a > b ? 1 : a == b ? 0.5 : 0));
        int fewer = (int)Math.Ceiling(Math.Min(above, (one.Count * other.Count) - above));

        // ways[m, n][u]: orders of m values of one group and n of the other in which u pairs lie the other way round. The largest
        // of all is either of the first group, above all n, or of the second.
        var ways = new double[one.Count + 1, other.Count + 1][];
        for (int m = 0; m <= one.Count; m++)
        {
            for (int n = 0; n <= other.Count; n++)
            {
                ways[m, n] = new double[(m * n) + 1];
                for (int u = 0; u <= m * n; u++)
                    ways[m, n][u] = m == 0 || n == 0 ? 1 : (u >= n ? ways[m - 1, n][u - n] : 0) + (u <= m * (n - 1) ? ways[m, n - 1][u] : 0);
            }
        }

        double[] orders = ways[one.Count, other.Count];
        return Math.Min(1, 2 * orders.Take(fewer + 1).Sum() / orders.Sum());
    }
}
