using MathNet.Numerics;

namespace QSeq.Evaluation;

/// <summary>
/// Whether paired values differ: the signed-rank test of Wilcoxon ("Individual comparisons by ranking methods", 1945), two-sided.
/// Pairs of equal values are left out. The p-value is exact for up to <see cref="MostExact"/> pairs of which none are equal and no two
/// lie equally far apart; of others it is that of the normal distribution, corrected for ties, without a correction for continuity.
/// </summary>
/// <param name="Positive">The sum of the ranks of pairs whose first value is the larger; from 0 up.</param>
/// <param name="Negative">The sum of the ranks of pairs whose second value is the larger; from 0 up.</param>
/// <param name="PValue">0 to 1; 1 where all pairs are equal.</param>
/// <param name="Count">Pairs that are not equal.</param>
/// <param name="IsExact">Whether the p-value is exact.</param>
public sealed record WilcoxonTest(double Positive, double Negative, double PValue, int Count, bool IsExact)
{
    /// <summary>The most pairs that have an exact p-value.</summary>
    public const int MostExact = 50;

    /// <summary>Compares values in pairs.</summary>
    /// <param name="first">One value of each pair; not NaN, but may be infinite.</param>
    /// <param name="second">The other values, as many.</param>
    /// <returns>The test.</returns>
    /// <exception cref="ArgumentException">Lengths differ, there are no pairs, or a value is NaN.</exception>
    public static WilcoxonTest Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        OptionCheck.Require(first.Length == second.Length, $"{first.Length} values are paired with {second.Length}, expected as many");
        OptionCheck.Require(first.Length > 0, $"{first.Length} pairs were given, expected 1 or more");
        List<double> differences = [];
        for (int n = 0; n < first.Length; n++)
        {
            OptionCheck.Require(!double.IsNaN(first[n]) && !double.IsNaN(second[n]), $"pair {n} is {first[n]} and {second[n]}, expected numbers");
            if (first[n] != second[n]) differences.Add(first[n] - second[n]);
        }

        double[] sorted = [.. differences.OrderBy(Math.Abs)];
        int count = sorted.Length;
        double positive = 0, ties = 0;
        for (int from = 0, to; from < count; from = to)
        {
            to = from + 1;
            while (to < count && Math.Abs(sorted[to]) == Math.Abs(sorted[from])) to++;
            double rank = (from + 1 + to) / 2.0, size = to - from;
            ties += size * ((size * size) - 1);
            for (int n = from; n < to; n++) positive += sorted[n] > 0 ? rank : 0.0;
        }

        double all = count * (count + 1.0) / 2, lower = Math.Min(positive, all - positive);
        bool isExact = count == first.Length && ties == 0 && count <= MostExact;
        double variance = (count * (count + 1.0) * ((2 * count) + 1) / 24) - (ties / 48);
        double value = count == 0 ? 1 : isExact ? Exact((int)lower, count) : Tails((lower - (all / 2)) / Math.Sqrt(variance));
        return new WilcoxonTest(positive, all - positive, value, count, isExact);
    }

    // Each of 1..count is in the sum or is not, with equal chances: ways[s] choices have the sum s. At most 2^50, so exact in doubles.
    private static double Exact(int sum, int count)
    {
        double[] ways = new double[(count * (count + 1) / 2) + 1];
        ways[0] = 1;
        for (int rank = 1; rank <= count; rank++)
        {
            for (int s = ways.Length - 1; s >= rank; s--) ways[s] += ways[s - rank];
        }

        double tail = 0, all = 1;
        for (int s = 0; s <= sum; s++) tail += ways[s];
        for (int rank = 0; rank < count; rank++) all *= 2;
        return Math.Min(1, 2 * tail / all);
    }

    /// <summary>The chance of a normal value at least as far from 0 in units of the standard deviation, 0 to 1.</summary>
    internal static double Tails(double z) => SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));
}
