namespace QSeq.Backtests;

/// <summary>What one candidate, of one seed, did.</summary>
public sealed class BacktestEntry
{
    internal BacktestEntry(string name, int? seed, double[] forecasts, double[] errors, int parameters, TimeSpan time) =>
        (Name, Seed, ForecastValues, ErrorValues, Parameters, Time) = (name, seed, forecasts, errors, parameters, time);

    /// <summary>What it is called in tables.</summary>
    public string Name { get; }

    /// <summary>The number of the seed, from 0; null for what has none: methods, and the median over the seeds of a model.</summary>
    public int? Seed { get; }

    /// <summary>Whether it is a classical method, which models have to beat; else it is a model.</summary>
    public bool IsMethod { get; internal init; }

    /// <summary>What each seed of a model did whose median over seeds this is; empty for all others.</summary>
    public ImmutableArray<BacktestEntry> Seeds { get; internal init; } = [];

    /// <summary>Numbers estimated by its last fit; over all seeds for their median.</summary>
    public int Parameters { get; }

    /// <summary>The time of all its fits and forecasts.</summary>
    public TimeSpan Time { get; }

    /// <summary>The scores over all steps.</summary>
    public BacktestScores Scores { get; internal set; } = null!;

    /// <summary>The scores of each step ahead.</summary>
    public IReadOnlyList<BacktestScores> Steps { get; internal set; } = [];

    /// <summary>The forecasts, [origins][steps].</summary>
    public ReadOnlySpan<double> Forecasts => ForecastValues;

    /// <summary>The truth less the forecasts, [origins][steps]; NaN where no value was measured.</summary>
    public ReadOnlySpan<double> Errors => ErrorValues;

    internal double[] ForecastValues { get; }

    internal double[] ErrorValues { get; }
}
