using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Intervals;
using QSeq.Models;
using QSeq.Objectives;

namespace QSeq.Forecasting;

/// <summary>
/// From outputs of a model to intervals. A model with one output a target value has split conformal intervals around its forecast.
/// One that was trained on quantiles, the two ends of the level among them, has these, both widened by the same: conformalised
/// quantile regression (Romano, Patterson and Candes, 2019). With both ends the forecast the second is the first.
/// </summary>
internal sealed class ForecastIntervals(Objective objective, ForecastCalibration calibration, int places)
{
    /// <summary>Windows of a series, and what its errors are divided by.</summary>
    internal readonly record struct Part(Scaler Scaler, WindowSet Windows, double Unit);

    private const int MostErrors = 1 << 23; // of all steps ahead and targets together: 64 MiB

    private readonly (int Lower, int Upper)[] _ends = Arrays.Of(calibration.Levels.AsSpan(), level => EndsOf(objective, level));

    /// <summary>The interval of a target value.</summary>
    /// <param name="level">Which of the levels.</param>
    /// <param name="place">Target j of step h at h * targets + j.</param>
    /// <param name="outputs">All outputs of the value.</param>
    public Interval At(int level, int place, ReadOnlySpan<double> outputs)
    {
        Interval ends = Ends(outputs, _ends[level]);
        double by = calibration.Widths[(level * places) + place];
        if (ends.Upper + by >= ends.Lower - by) return new Interval(ends.Lower - by, ends.Upper + by);
        double middle = (ends.Lower / 2) + (ends.Upper / 2); // narrower than nothing
        return new Interval(middle, middle);
    }

    /// <summary>
    /// Measures errors on windows that were not trained on, spread evenly over them where there are more than <paramref name="most"/>; null
    /// without levels or windows, and where a place has no finite errors.
    /// </summary>
    public static ForecastCalibration? Calibrate(ForecastRecipe recipe, SequenceModel model, Scaler scaler, WindowSet windows, int most = MostErrors) =>
        Calibrate(recipe, model, [new Part(scaler, windows, 1)], unitSeason: null, most);

    /// <summary>The same of windows of many series, whose errors count alike in units of each series.</summary>
    public static ForecastCalibration? Calibrate(ForecastRecipe recipe, SequenceModel model, IEnumerable<Part> series, int? unitSeason, int most = MostErrors)
    {
        ImmutableArray<double> levels = recipe.Levels;
        Part[] parts = [.. series.Where(part => part.Windows.Count > 0)];
        if (levels.IsEmpty || parts.Length == 0) return null;
        Objective objective = recipe.Training.Objective;
        int places = parts[0].Windows.Outputs, every = (int)(((parts.Sum(part => (long)part.Windows.Count) * places) - 1) / most) + 1;
        (int Lower, int Upper)[] pairs = [.. levels.Select(level => EndsOf(objective, level))];
        var scores = pairs.Distinct().ToDictionary(pair => pair, _ => new SplitConformal(places));
        bool finite = true;
        long before = 0; // samples of other parts
        foreach (Part part in parts)
        {
            new Evaluator(model, part.Windows, objective).Outputs(part.Scaler, (sample, place, outputs, truth, isMeasured) =>
            {
                if (!isMeasured || (before + sample) % every != 0) return;
                foreach ((var pair, SplitConformal errors) in scores)
                {
                    Interval ends = Ends(outputs, pair);
                    double outside = Math.Max(ends.Lower - truth, truth - ends.Upper) / part.Unit;
                    if (double.IsFinite(outside)) errors.Add(place, outside);
                    else finite = false;
                }
            });
            before += part.Windows.Count;
        }

        int fewest = Enumerable.Range(0, places).Min(scores.Values.First().Count);
        if (!finite || fewest == 0) return null;
        var widths = from level in Enumerable.Range(0, levels.Length)
                     from place in Enumerable.Range(0, places)
                     select Short(scores[pairs[level]].Quantile(place, levels[level], out _));
        return new ForecastCalibration(levels, [.. widths], fewest, unitSeason);
    }

    /// <summary>Four digits, rounded up: files stay small, and no interval is narrower than its errors ask for.</summary>
    internal static double Short(double value)
    {
        string text = value.ToString("E3", CultureInfo.InvariantCulture); // -d.dddE+ddd
        int mark = text.IndexOf('E', StringComparison.Ordinal);
        int digits = int.Parse(text[..mark].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        int exponent = int.Parse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) - 3;
        double near = Of(digits);
        if (near < value) near = Of(digits + 1);
        return double.IsFinite(near) ? near : value;

        double Of(int whole) => double.Parse(FormattableString.Invariant($"{whole}E{exponent}"), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    // Quantiles may cross.
    private static Interval Ends(ReadOnlySpan<double> outputs, (int Lower, int Upper) pair)
    {
        (double lower, double upper) = (outputs[pair.Lower], outputs[pair.Upper]);
        return lower <= upper ? new Interval(lower, upper) : new Interval(upper, lower);
    }

    // The outputs that are the ends of a level; the forecast for both where there are none.
    private static (int Lower, int Upper) EndsOf(Objective objective, double level)
    {
        int lower = Output((1 - level) / 2), upper = Output((1 + level) / 2);
        return lower >= 0 && upper >= 0 ? (lower, upper) : (objective.ForecastOutput, objective.ForecastOutput);

        int Output(double quantile)
        {
            const double same = 1e-9;
            ImmutableArray<double> quantiles = objective.Quantiles;
            for (int n = 0; n < quantiles.Length; n++)
                if (Math.Abs(quantiles[n] - quantile) < same) return n;
            return -1;
        }
    }
}
