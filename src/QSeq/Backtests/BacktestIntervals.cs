using QSeq.Intervals;

namespace QSeq.Backtests;

/// <summary>
/// Intervals of one level around the forecasts of a candidate, and how they did. Each step ahead has intervals as wide as its own errors from
/// earlier origins, those alone whose truth lies before the origin: of all of them the place that <see cref="SplitConformal"/> takes, or as
/// <see cref="AdaptiveConformal"/> follows them. Nothing is held back for them and nothing is fitted for them; the first origins, before as many
/// errors are known as the level needs (<see cref="SplitConformal.Needed"/>), have none.
/// </summary>
public sealed class BacktestIntervals
{
    private readonly double[] _halfWidths;

    private BacktestIntervals(double level, double[] halfWidths, ImmutableArray<IntervalScores> steps, IntervalScores scores, double scale) =>
        (Level, _halfWidths, Steps, Scores, Msis) = (level, halfWidths, steps, scores, scores.Msis(scale));

    /// <summary>The level, between 0 and 1.</summary>
    public double Level { get; }

    /// <summary>Half the width of the interval around each forecast, [origins][steps]; NaN where there is none.</summary>
    public ReadOnlySpan<double> HalfWidths => _halfWidths;

    /// <summary>Coverage, width and score over all steps, of values that were measured and had an interval.</summary>
    public IntervalScores Scores { get; }

    /// <summary>The same of each step ahead.</summary>
    public ImmutableArray<IntervalScores> Steps { get; }

    /// <summary>The score in units of <see cref="BacktestResult.Scale"/>, as in the M4 competition.</summary>
    public double Msis { get; }

    internal static BacktestIntervals Of(BacktestResult result, BacktestEntry entry, double level, bool adaptive)
    {
        Interval.CheckLevel(level);
        int horizon = result.Horizon;
        double[] halfWidths = new double[entry.ErrorValues.Length];
        var all = new IntervalSum(level);
        var steps = new List<IntervalScores>(horizon);
        for (int step = 0; step < horizon; step++)
        {
            var own = new IntervalSum(level);
            var known = new KnownErrors(level, adaptive);
            int next = 0; // the origin whose error becomes known next
            for (int n = 0; n < result.Origins.Length; n++)
            {
                for (; result.Origins[next] + step < result.Origins[n]; next++)
                    known.Add(entry.ErrorValues[(next * horizon) + step], halfWidths[(next * horizon) + step]);
                int place = (n * horizon) + step;
                halfWidths[place] = known.HalfWidth;
                double error = entry.ErrorValues[place];
                if (double.IsNaN(halfWidths[place]) || double.IsNaN(error)) continue;
                var interval = Interval.Around(entry.ForecastValues[place], halfWidths[place]);
                own.Add(interval, entry.ForecastValues[place] + error);
                all.Add(interval, entry.ForecastValues[place] + error);
            }

            steps.Add(own.Scores());
        }

        return new BacktestIntervals(level, halfWidths, [.. steps], all.Scores(), result.Scale);
    }

    // The errors of one step ahead that are known by now.
    private sealed class KnownErrors(double level, bool adaptive)
    {
        private readonly List<double> _sorted = []; // their sizes; where they are followed, the first ones
        private readonly int _needed = SplitConformal.Needed(level);
        private AdaptiveConformal? _followed;

        public double HalfWidth =>
            _followed?.HalfWidth ?? (_sorted.Count < _needed ? double.NaN : _sorted[SplitConformal.Place(_sorted.Count, level) - 1]);

        public void Add(double error, double given)
        {
            if (double.IsNaN(error)) return;
            if (_followed is not null)
            {
                _followed.Observe(error, double.IsNaN(given) ? null : given);
                return;
            }

            int place = _sorted.BinarySearch(Math.Abs(error));
            _sorted.Insert(place < 0 ? ~place : place, Math.Abs(error));
            if (adaptive && _sorted.Count == _needed) _followed = new AdaptiveConformal(level, [.. _sorted]);
        }
    }
}
