using MathNet.Numerics.Distributions;

namespace QSeq.Studies;

/// <summary>
/// Which share of seeds lies at or below a figure: so many of those that were run, and the interval of Clopper and Pearson (1934) of
/// the share of all seeds there are. What is estimated does not depend on how many seeds are run; the interval becomes narrower.
/// </summary>
internal sealed record SeedShare(int Below, int Count, double Low, double High)
{
    /// <summary>The chance that the interval holds the share, at least.</summary>
    public const double Level = 0.95;

    /// <summary>One in how many seeds may lie beyond a figure that none of those run do (one-sided, <see cref="Level"/>); 1 or more.</summary>
    public double Rarest => 1 / (1 - PortableMath.Exp(PortableMath.Log(1 - Level) / Count));

    /// <summary>Of one value or more, one a seed; NaN, for a run that diverged, counts as lower than every number.</summary>
    public static SeedShare Of(IReadOnlyCollection<double> values, double figure)
    {
        int below = values.Count(value => !(value > figure)), above = values.Count - below;
        double tail = (1 - Level) / 2;
        return new SeedShare(
            below,
            values.Count,
            below == 0 ? 0 : Beta.InvCDF(below, above + 1, tail),
            above == 0 ? 1 : Beta.InvCDF(below + 1, above, 1 - tail));
    }

    public JsonObject ToJson() => new() { ["count"] = Below, ["seeds"] = Count, ["low"] = Low, ["high"] = High };
}
