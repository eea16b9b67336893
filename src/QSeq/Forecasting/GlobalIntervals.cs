using QSeq.Data;
using QSeq.Intervals;
using QSeq.Models;

namespace QSeq.Forecasting;

/// <summary>
/// Intervals of a model of many series: errors of all of them together, each in units of its own series. The unit is the mean absolute
/// difference of values a season apart, which is known of every history: a series that is hard to forecast has a large one, whatever
/// its level and deviation. The season is that of the longest series, the same for all.
/// </summary>
internal static class GlobalIntervals
{
    /// <summary>The widths by errors on the validation windows; null without levels or windows, and where errors are not finite.</summary>
    public static ForecastCalibration? Calibrate(ForecastRecipe recipe, SequenceModel model, IReadOnlyList<GlobalSeries> series)
    {
        if (recipe.Levels.IsEmpty || series.Count == 0) return null;
        DataSplit longest = series.MaxBy(one => one.Data.Table.Length)!.Data;
        int season = SeasonFinder.Find(Known(longest), longest.Table.Step);
        return ForecastIntervals.Calibrate(
            recipe, model, series.Select(one => new ForecastIntervals.Part(one.Data.Scaler, one.Data.Validation, Unit(one.Data, season))), season);
    }

    /// <summary>The widths for one series, in the units of its data.</summary>
    public static ForecastCalibration In(ForecastCalibration calibration, double unit) =>
        new(calibration.Levels, [.. calibration.Widths.Select(width => width * unit)], calibration.Count);

    /// <summary>Whether so many values are enough for a unit: two seasons of them, so that every place of the season has a difference.</summary>
    public static bool IsEnough(int values, int season) => values >= 2L * season;

    /// <summary>The unit of a series that was cut, by its training part.</summary>
    public static double Unit(DataSplit data, int season) => Unit(Known(data), season, data.Scaler);

    /// <summary>The unit of known values; of a series that repeats itself exactly that of the steps, and of the scaling where these are none.</summary>
    public static double Unit(ReadOnlySpan<double> known, int season, Scaler scaler)
    {
        double unit = IntervalScores.ScaleOf(known, season);
        if (!IsUnit(unit)) unit = IntervalScores.ScaleOf(known, 1);
        return IsUnit(unit) ? unit : 1 / Math.Abs(scaler.Scale[0]);
    }

    private static bool IsUnit(double unit) => unit > 0 && double.IsFinite(unit);

    private static ReadOnlySpan<double> Known(DataSplit data)
    {
        WindowSet train = data.Train;
        return data.Table.Column(GlobalForecaster.Target)[..(train.TargetIndex(train.Count - 1) + train.Horizon)];
    }
}
