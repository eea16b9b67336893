using MathNet.Numerics.Distributions;

namespace QSeq.Studies;

/// <summary>
/// A distribution-free confidence interval of a median: between the k-th lowest and the k-th highest of n values lies the median
/// with probability 1 - 2 P(B &lt; k), B binomial with n trials of 1/2. Nothing is assumed of the values but that they are
/// independent. The level stays what it is however many values there are; the interval becomes narrower.
/// </summary>
internal sealed record MedianInterval(double Low, double High, double Level)
{
    public const double LeastLevel = 0.9;

    /// <summary>The fewest values that reach <see cref="LeastLevel"/>: the lowest and the highest of five have it with 93.8 %.</summary>
    public const int MinValues = 5;

    /// <summary>
    /// The narrowest interval of at least <see cref="LeastLevel"/>; null of fewer than <see cref="MinValues"/>. NaN, for a run that
    /// diverged, counts as lower than every number.
    /// </summary>
    public static MedianInterval? Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Select(value => double.IsNaN(value) ? double.NegativeInfinity : value).Order()];
        double Level(int k) => 1 - (2 * Binomial.CDF(0.5, sorted.Length, k - 1));
        if (sorted.Length < MinValues) return null;
        int k = 1;
        while (Level(k + 1) >= LeastLevel) k++;
        return new MedianInterval(sorted[k - 1], sorted[^k], Level(k));
    }
}
