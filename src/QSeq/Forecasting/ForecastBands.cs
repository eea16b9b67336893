using QSeq.Data;
using QSeq.Intervals;

namespace QSeq.Forecasting;

/// <summary>A forecast with intervals of some levels. Immutable.</summary>
/// <example><code>
/// ForecastBands bands = model.ForecastBands(history, levels: [0.95]);
/// Interval tomorrow = bands[level: 0, target: 0, step: 0];
/// </code></example>
public sealed class ForecastBands
{
    private readonly Interval[] _intervals; // [levels][targets][steps]

    /// <summary>Puts intervals beside a forecast.</summary>
    /// <param name="forecast">The forecast, a column for each target.</param>
    /// <param name="levels">The levels, between 0 and 1, rising.</param>
    /// <param name="intervals">The intervals, [levels][targets][steps].</param>
    /// <exception cref="ArgumentException">A level is none, or there are not as many intervals.</exception>
    public ForecastBands(SeriesTable forecast, ImmutableArray<double> levels, IReadOnlyList<Interval> intervals)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        ArgumentNullException.ThrowIfNull(intervals);
        ForecastCalibration.CheckLevels(levels);
        long places = (long)levels.Length * forecast.Names.Count * forecast.Length;
        OptionCheck.Require(intervals.Count == places, $"{intervals.Count} intervals were given, expected {places}");
        (Forecast, Levels, _intervals) = (forecast, levels, [.. intervals]);
    }

    /// <summary>The forecast, a column for each target.</summary>
    public SeriesTable Forecast { get; }

    /// <summary>The levels, between 0 and 1, rising.</summary>
    public ImmutableArray<double> Levels { get; }

    /// <summary>An interval, in the units of the data.</summary>
    /// <param name="level">Which of the levels, from 0.</param>
    /// <param name="target">Which of the targets, from 0.</param>
    /// <param name="step">The step ahead, from 0.</param>
    /// <returns>The interval.</returns>
    /// <exception cref="ArgumentException">There is no such level, target or step.</exception>
    public Interval this[int level, int target, int step]
    {
        get
        {
            bool found = (uint)level < (uint)Levels.Length && (uint)target < (uint)Forecast.Names.Count && (uint)step < (uint)Forecast.Length;
            OptionCheck.Require(found, $"level {level}, target {target}, step {step} was asked for, expected less than {Levels.Length}, {Forecast.Names.Count} and {Forecast.Length}");
            return _intervals[(((level * Forecast.Names.Count) + target) * Forecast.Length) + step];
        }
    }

    /// <summary>Forecast and intervals as columns: after each target, such as <c>load</c>, the ends of each level, <c>load_lo80</c>, <c>load_hi80</c>.</summary>
    /// <param name="names">What the targets are called; null for the names of <see cref="Forecast"/>.</param>
    /// <returns>The table, with the times of the forecast.</returns>
    /// <exception cref="ArgumentException">Not as many names as targets, or a name that an end has as well.</exception>
    public SeriesTable ToTable(IReadOnlyList<string>? names = null)
    {
        names ??= Forecast.Names;
        OptionCheck.Require(names.Count == Forecast.Names.Count, $"{names.Count} names were given for {Forecast.Names.Count} targets, expected one each");
        var all = new List<string>();
        var columns = new List<double[]>();
        for (int target = 0; target < names.Count; target++)
        {
            all.Add(names[target]);
            columns.Add(Forecast.Column(target).ToArray());
            for (int level = 0; level < Levels.Length; level++)
            {
                string percent = ForecastCalibration.Percent(Levels[level]);
                all.AddRange([$"{names[target]}_lo{percent}", $"{names[target]}_hi{percent}"]);
                double[] lower = new double[Forecast.Length], upper = new double[Forecast.Length];
                for (int step = 0; step < lower.Length; step++) (lower[step], upper[step]) = this[level, target, step];
                columns.AddRange([lower, upper]);
            }
        }

        return new SeriesTable(Forecast.Source, all, [.. columns], Forecast.Times).WithStep(Forecast.Step);
    }
}
