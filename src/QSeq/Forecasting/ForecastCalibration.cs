using QSeq.Intervals;

namespace QSeq.Forecasting;

/// <summary>
/// What the intervals of a forecaster are made of: how far they reach, for each level, step ahead and target, by the errors it made
/// on its validation windows (<see cref="SplitConformal"/>). These windows have chosen the epoch that was kept as well, so that
/// errors on new data may be larger. Immutable.
/// </summary>
public sealed class ForecastCalibration
{
    /// <exception cref="ArgumentException">A level is none, or a width is not finite.</exception>
    internal ForecastCalibration(ImmutableArray<double> levels, ImmutableArray<double> widths, int count, int? unitSeason = null)
    {
        CheckLevels(levels);
        OptionCheck.Require(widths.All(double.IsFinite), $"a width of an interval is not finite");
        OptionCheck.Require(unitSeason is null or >= 1, $"the unit of widths is of a season of {unitSeason} steps, expected 1 or more");
        (Levels, Widths, Count, UnitSeason) = (levels, widths, count, unitSeason);
    }

    /// <summary>The levels that there are intervals of, between 0 and 1, rising.</summary>
    public ImmutableArray<double> Levels { get; }

    /// <summary>
    /// What is added above and below, in the units of the data or of <see cref="UnitSeason"/>, [levels][steps ahead][targets]: to the forecast, or, where the model
    /// has the quantiles of a level among its outputs, to those, where it may be below 0.
    /// </summary>
    public ImmutableArray<double> Widths { get; }

    /// <summary>Errors of each step ahead and target; of that which has the fewest.</summary>
    public int Count { get; }

    /// <summary>
    /// Of a model of many series: the widths are multiples of what the values of a series that are so many steps apart differ by on
    /// average, so that one number serves series of all sizes. Null for widths in the units of the data.
    /// </summary>
    public int? UnitSeason { get; }

    /// <summary>Whether a level has as many errors as it needs; with fewer its intervals may well be too narrow.</summary>
    /// <param name="level">The level, between 0 and 1.</param>
    /// <returns>True where there are enough.</returns>
    /// <exception cref="ArgumentException">It is no level.</exception>
    public bool IsEnough(double level) => Count >= SplitConformal.Needed(level);

    /// <summary>A level in percent, as columns and tables have it: 80, or 97.5.</summary>
    /// <param name="level">The level, between 0 and 1.</param>
    /// <returns>The text.</returns>
    public static string Percent(double level) => Math.Round(100 * level, 6).ToString(CultureInfo.InvariantCulture);

    internal static ForecastCalibration Empty { get; } = new([], [], 0);

    internal ForecastCalibration MapFields(FieldMap f) =>
        new(f.Numbers("levels", Levels), f.Numbers("widths", Widths), f.Whole("count", Count), f.Whole("unitSeason", UnitSeason));

    /// <summary>Refuses levels that are none, or not rising.</summary>
    internal static void CheckLevels(ImmutableArray<double> levels)
    {
        for (int n = 0; n < levels.Length; n++)
        {
            Interval.CheckLevel(levels[n]);
            OptionCheck.Require(n == 0 || levels[n] > levels[n - 1], $"level {levels[n]} follows another that is not below it, expected rising levels");
        }
    }
}
