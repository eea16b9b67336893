namespace QSeq.Intervals;

/// <summary>Where a value is expected.</summary>
/// <param name="Lower">The lower end, in the units of the value.</param>
/// <param name="Upper">The upper end, not below the lower.</param>
public readonly record struct Interval(double Lower, double Upper)
{
    /// <summary>From the lower to the upper end.</summary>
    public double Width => Upper - Lower;

    /// <summary>The interval as far to both sides of a forecast.</summary>
    /// <param name="forecast">The middle.</param>
    /// <param name="halfWidth">How far, 0 or more.</param>
    /// <returns>The interval.</returns>
    public static Interval Around(double forecast, double halfWidth) => new(forecast - halfWidth, forecast + halfWidth);

    /// <summary>Whether a value lies in it; the ends belong to it.</summary>
    /// <param name="value">The value.</param>
    /// <returns>True where it does.</returns>
    public bool Contains(double value) => value >= Lower && value <= Upper;

    /// <summary>Refuses a level that is none.</summary>
    internal static void CheckLevel(double level) =>
        OptionCheck.Require(level is > 0 and < 1, $"the level of an interval is {level}, expected a number between 0 and 1, such as 0.95");
}
