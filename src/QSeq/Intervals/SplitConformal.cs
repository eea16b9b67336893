namespace QSeq.Intervals;

/// <summary>
/// Split conformal intervals: as wide as errors of forecasts of which the truth is known already, each step ahead by errors of its
/// own (Vovk, Gammerman and Shafer, "Algorithmic learning in a random world", 2005; Lei and others, 2018). Where errors to come
/// are exchangeable with those, an interval holds its value with a probability of at least its level; of a series that changes they
/// are not, and <see cref="AdaptiveConformal"/> follows it.
/// </summary>
/// <example><code>
/// var conformal = new SplitConformal(steps: 24);
/// conformal.Add(step: 0, error: truth - forecast);
/// double halfWidth = conformal.HalfWidth(step: 0, level: 0.95, out bool isEnough);
/// </code></example>
public sealed class SplitConformal
{
    // What a product of a level and a count may be off by rounding.
    private const double Slack = 1e-9;

    private readonly List<double>[] _errors; // [step]

    /// <summary>Begins without an error.</summary>
    /// <param name="steps">Steps ahead, or other places that have errors of their own; 1 or more.</param>
    /// <exception cref="ArgumentException">There is no step.</exception>
    public SplitConformal(int steps)
    {
        OptionCheck.Require(steps >= 1, $"intervals for {steps} steps ahead were asked for, expected 1 or more");
        _errors = [.. Enumerable.Range(0, steps).Select(_ => new List<double>())];
    }

    /// <summary>Steps ahead.</summary>
    public int Steps => _errors.Length;

    /// <summary>The fewest errors that a level needs: with fewer, no finite interval is known to hold it. 4 for 80 %, 19 for 95 %.</summary>
    /// <param name="level">The level, between 0 and 1.</param>
    /// <returns>The least n with (n + 1) level of at most n.</returns>
    /// <exception cref="ArgumentException">The level is none.</exception>
    public static int Needed(double level)
    {
        Interval.CheckLevel(level);
        return (int)Math.Min(int.MaxValue, Math.Ceiling((level / (1 - level)) - Slack));
    }

    /// <summary>Takes an error.</summary>
    /// <param name="step">The step ahead, from 0.</param>
    /// <param name="error">The truth less the forecast, finite.</param>
    /// <exception cref="ArgumentException">There is no such step, or the error is not finite.</exception>
    public void Add(int step, double error)
    {
        OptionCheck.Require(double.IsFinite(error), $"an error of step {step} is {error}, expected a finite number");
        Of(step).Add(error);
    }

    /// <summary>How many errors there are.</summary>
    /// <param name="step">The step ahead, from 0.</param>
    /// <returns>The count.</returns>
    /// <exception cref="ArgumentException">There is no such step.</exception>
    public int Count(int step) => Of(step).Count;

    /// <summary>Half the width of the interval around a forecast: of n absolute errors the one at place ceil((n + 1) level), from the smallest.</summary>
    /// <param name="step">The step ahead, from 0.</param>
    /// <param name="level">The level, between 0 and 1.</param>
    /// <param name="isEnough">False with fewer errors than the level <see cref="Needed"/>: the largest is returned, and the interval may well be too narrow.</param>
    /// <returns>The half width, in the units of the errors.</returns>
    /// <exception cref="ArgumentException">There is no such step, no error of it, or the level is none.</exception>
    public double HalfWidth(int step, double level, out bool isEnough)
    {
        double[] sizes = [.. Some(step, level)];
        for (int n = 0; n < sizes.Length; n++) sizes[n] = Math.Abs(sizes[n]);
        return AtPlace(sizes, level, out isEnough);
    }

    /// <summary>The error at place ceil((n + 1) level), from the smallest with its sign: what scores of quantiles are widened by.</summary>
    /// <inheritdoc cref="HalfWidth"/>
    internal double Quantile(int step, double level, out bool isEnough) => AtPlace([.. Some(step, level)], level, out isEnough);

    /// <summary>
    /// How far the interval reaches from a forecast to each side, where errors are not the same to both: (1 - level) / 2 of them
    /// below and as many above. It need not hold the forecast.
    /// </summary>
    /// <param name="step">The step ahead, from 0.</param>
    /// <param name="level">The level, between 0 and 1.</param>
    /// <param name="isEnough">False with fewer errors than two such sides need, about twice those of <see cref="Needed"/>: the smallest and the largest are returned.</param>
    /// <returns>What is added to the forecast for the lower and for the upper end.</returns>
    /// <exception cref="ArgumentException">There is no such step, no error of it, or the level is none.</exception>
    public Interval Sides(int step, double level, out bool isEnough)
    {
        double[] sorted = [.. Some(step, level)];
        Array.Sort(sorted);
        int place = Place(sorted.Length, (1 + level) / 2);
        isEnough = place <= sorted.Length;
        place = Math.Min(place, sorted.Length);
        return new Interval(sorted[^place], sorted[place - 1]);
    }

    /// <summary>The place, from 1, of the error that so many are to lie below; above the count where none is large enough.</summary>
    internal static int Place(int count, double level) => Math.Max(1, (int)Math.Ceiling(((count + 1.0) * level) - Slack));

    private static double AtPlace(double[] errors, double level, out bool isEnough)
    {
        Array.Sort(errors);
        int place = Place(errors.Length, level);
        isEnough = place <= errors.Length;
        return errors[Math.Min(place, errors.Length) - 1];
    }

    private List<double> Some(int step, double level)
    {
        Interval.CheckLevel(level);
        List<double> errors = Of(step);
        OptionCheck.Require(errors.Count > 0, $"no error of step {step} is known; add some before an interval is asked for");
        return errors;
    }

    private List<double> Of(int step)
    {
        OptionCheck.Require((uint)step < (uint)_errors.Length, $"step {step} was asked for, expected 0 to {_errors.Length - 1}");
        return _errors[step];
    }
}
