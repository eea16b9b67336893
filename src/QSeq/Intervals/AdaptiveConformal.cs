namespace QSeq.Intervals;

/// <summary>
/// Adaptive conformal intervals, for one step ahead of a series whose errors change (Gibbs and Candes, "Adaptive conformal inference
/// under distribution shift", 2021): the share of values that may lie outside, a(t), is moved after each of them,
/// a(t+1) = a(t) + rate (1 - level - miss), where a miss is 1 and a hit is 0; the half width is that of split conformal at level
/// 1 - a(t) over the newest errors. Misses widen what follows, hits narrow it slowly.
/// Where a(t) would fall below 0 the paper has no bounds; here the widest interval is as wide as the largest error kept, and a(t)
/// stays between 0 and 1, so that values beyond all that was seen are missed. For one caller at a time.
/// </summary>
/// <example><code>
/// var adaptive = new AdaptiveConformal(0.9, errors);
/// Interval next = Interval.Around(forecast, adaptive.HalfWidth);
/// adaptive.Observe(truth - forecast); // when the truth is known
/// </code></example>
public sealed class AdaptiveConformal
{
    private readonly Queue<double> _kept = new();
    private readonly List<double> _sorted = [];

    /// <summary>Begins with errors that are known already.</summary>
    /// <param name="level">The level, between 0 and 1.</param>
    /// <param name="errors">Errors of earlier forecasts, oldest first, at least one, finite; signs do not matter.</param>
    /// <param name="rate">
    /// How far one value moves a(t), above 0 and at most 1. Null for (1 - level) / 10, with which about ten misses one after the other
    /// lead to the widest interval; the paper has 0.005, which is that of level 95 %. A larger rate follows changes faster, and widths
    /// vary more.
    /// </param>
    /// <param name="memory">How many of the newest errors are kept, 1 or more; null for 20 / (1 - level), of which 20 are to lie outside.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public AdaptiveConformal(double level, ReadOnlySpan<double> errors, double? rate = null, int? memory = null)
    {
        Interval.CheckLevel(level);
        OptionCheck.Require(rate is null or (> 0 and <= 1), $"the rate is {rate}, expected a number above 0 and at most 1");
        OptionCheck.Require(memory is null or >= 1, $"{memory} errors are to be kept, expected 1 or more");
        OptionCheck.Require(errors.Length > 0, $"no error is known, expected one or more to begin with");
        (Level, Rate, MissRate) = (level, rate ?? ((1 - level) / 10), 1 - level);
        Memory = memory ?? (int)Math.Min(1_000_000, Math.Ceiling((20 / (1 - level)) - 1e-9));
        foreach (double error in errors) Keep(error);
    }

    /// <summary>The level that is aimed at.</summary>
    public double Level { get; }

    /// <summary>How far one value moves <see cref="MissRate"/>.</summary>
    public double Rate { get; }

    /// <summary>How many of the newest errors are kept.</summary>
    public int Memory { get; }

    /// <summary>a(t): the share of the errors kept that the next interval leaves outside, 0 to 1.</summary>
    public double MissRate { get; private set; }

    /// <summary>Half the width of the next interval, in the units of the errors.</summary>
    public double HalfWidth => _sorted[Math.Min(SplitConformal.Place(_sorted.Count, 1 - MissRate), _sorted.Count) - 1];

    /// <summary>
    /// Takes the error of a forecast, as soon as its truth is known. Of a forecast several steps ahead that is so many steps later, and
    /// the interval that was given for it may be another than that of now: its half width then says whether it was a miss.
    /// </summary>
    /// <param name="error">The truth less the forecast, finite.</param>
    /// <param name="given">The half width that was given for that forecast; null for that of now.</param>
    /// <exception cref="ArgumentException">The error is not finite.</exception>
    public void Observe(double error, double? given = null)
    {
        int miss = Math.Abs(error) > (given ?? HalfWidth) ? 1 : 0;
        Keep(error);
        MissRate = Math.Clamp(MissRate + (Rate * (1 - Level - miss)), 0, 1);
    }

    private void Keep(double error)
    {
        OptionCheck.Require(double.IsFinite(error), $"an error is {error}, expected a finite number");
        if (_kept.Count == Memory) _sorted.RemoveAt(_sorted.BinarySearch(_kept.Dequeue()));
        double size = Math.Abs(error);
        _kept.Enqueue(size);
        int place = _sorted.BinarySearch(size);
        _sorted.Insert(place < 0 ? ~place : place, size);
    }
}
