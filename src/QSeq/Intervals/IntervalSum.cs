namespace QSeq.Intervals;

/// <summary>Scores of intervals that come one by one; none is kept. For one caller at a time.</summary>
/// <example><code>
/// var sum = new IntervalSum(0.95);
/// sum.Add(new Interval(8, 12), 11);
/// double coverage = sum.Scores().Coverage;
/// </code></example>
public sealed class IntervalSum
{
    private long _count, _inside;
    private double _width, _outside;

    /// <summary>Begins without a value.</summary>
    /// <param name="level">The level of all intervals, between 0 and 1.</param>
    /// <exception cref="ArgumentException">The level is none.</exception>
    public IntervalSum(double level)
    {
        Interval.CheckLevel(level);
        Level = level;
    }

    /// <summary>The level of the intervals.</summary>
    public double Level { get; }

    /// <summary>Takes an interval and the value that it was for.</summary>
    /// <param name="interval">The interval.</param>
    /// <param name="truth">The value.</param>
    public void Add(Interval interval, double truth)
    {
        _count++;
        if (interval.Contains(truth)) _inside++;
        else _outside += truth < interval.Lower ? interval.Lower - truth : truth - interval.Upper;
        _width += interval.Width;
    }

    /// <summary>The scores of what came so far.</summary>
    /// <returns>The scores.</returns>
    public IntervalScores Scores() =>
        new(Level, _count, (double)_inside / _count, _width / _count, (_width + (2 / (1 - Level) * _outside)) / _count);
}
