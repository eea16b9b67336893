namespace QSeq.Backtests;

/// <summary>What a backtest is told to as it goes, and what may know forecasts of a run that was stopped. Called by one thread.</summary>
public interface IBacktestLog
{
    /// <summary>A candidate begins with a seed.</summary>
    /// <param name="candidate">Its name.</param>
    /// <param name="seed">The seed, from 0; null for what has none.</param>
    /// <param name="done">How many candidates and seeds came before.</param>
    /// <param name="total">How many there are in all.</param>
    void Begin(string candidate, int? seed, int done, int total);

    /// <summary>What it forecast before, in a run of the same table, column, options and candidates.</summary>
    /// <param name="candidate">Its name.</param>
    /// <param name="seed">The seed; null for what has none.</param>
    /// <returns>The forecasts; null (the default) for it to be done.</returns>
    BacktestForecast? Find(string candidate, int? seed) => null;

    /// <summary>It has forecast; nothing by default.</summary>
    /// <param name="candidate">Its name.</param>
    /// <param name="seed">The seed; null for what has none.</param>
    /// <param name="forecast">What it forecast.</param>
    void Add(string candidate, int? seed, BacktestForecast forecast)
    {
        // Nothing is kept.
    }
}

/// <summary>What a candidate of one seed forecast from all origins.</summary>
/// <param name="Values">The forecasts, [origins][steps].</param>
/// <param name="Parameters">Numbers estimated by its last fit.</param>
/// <param name="Time">The time of all its fits and forecasts.</param>
public sealed record BacktestForecast(ImmutableArray<double> Values, int Parameters, TimeSpan Time);
