using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Forecasting;
using QSeq.Persistence;

namespace QSeq.Search;

/// <summary>What a search found to be best on the validation part.</summary>
public enum SearchPick
{
    /// <summary>One classical method.</summary>
    Method,

    /// <summary>One network.</summary>
    Network,

    /// <summary>The mean or the median of all methods and the best networks, each weighted by its errors so far.</summary>
    Combination,
}

/// <summary>How large the errors of a candidate are.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="ValidationMae">The mean absolute error on the validation part, in the units of the data.</param>
/// <param name="TestMae">The same on the test part; NaN where it was not looked at.</param>
/// <param name="Versus">
/// The pick against it on the test part, below 0 where the pick is better; null for the pick itself, or where there are too few origins.
/// </param>
/// <param name="Adjusted">The p-value of the test with all baselines taken together (Holm); null where there is none.</param>
public sealed record SearchScore(string Name, double ValidationMae, double TestMae, DieboldMariano? Versus = null, double? Adjusted = null);

/// <summary>What a search tried, what it picked, and how that does on rows that nothing was chosen by.</summary>
public sealed record SearchResult
{
    /// <summary>The column that is forecast.</summary>
    public required string Column { get; init; }

    /// <summary>Steps a season, 1 for none.</summary>
    public required int Season { get; init; }

    /// <summary>The first row of the validation part, which chose.</summary>
    public required int FirstValidation { get; init; }

    /// <summary>The first row of the test part, which judged.</summary>
    public required int FirstTest { get; init; }

    /// <summary>From how many rows of the validation part was forecast.</summary>
    public required int ValidationOrigins { get; init; }

    /// <summary>The same of the test part.</summary>
    public int TestOrigins => Origins.Length;

    /// <summary>The rows of the test part that are the first of a forecast, rising.</summary>
    public required ImmutableArray<int> Origins { get; init; }

    /// <summary>What the pick forecasts from them, [origins][steps], in the units of the data.</summary>
    public required ImmutableArray<double> PickForecasts { get; init; }

    /// <summary>The same of <see cref="BestBaseline"/>.</summary>
    public required ImmutableArray<double> BaselineForecasts { get; init; }

    /// <summary>Trainings in their order; as many of them, from the same options, give the same result.</summary>
    public required ImmutableArray<SearchTrial> Trials { get; init; }

    /// <summary>Why no network could be tried; null where some could.</summary>
    public string? NoNetworks { get; init; }

    /// <summary>What was picked.</summary>
    public required SearchPick Kind { get; init; }

    /// <summary>The pick.</summary>
    public required SearchScore Pick { get; init; }

    /// <summary>The classical methods that every model is judged by, the least test error first.</summary>
    public required ImmutableArray<SearchScore> Baselines { get; init; }

    /// <summary>The classical methods with other windows and lags, by their validation error; their test part was not looked at.</summary>
    public required ImmutableArray<SearchScore> Others { get; init; }

    /// <summary>The best networks that were trained from enough seeds, by their validation error.</summary>
    public required ImmutableArray<SearchScore> Networks { get; init; }

    /// <summary>The weights of what the pick is made of, for the forecast after the end, the largest first; they sum to 1.</summary>
    public required ImmutableArray<SearchShare> Shares { get; init; }

    /// <summary>The pick's forecast after the end of the series, with times where the series has them.</summary>
    public required SeriesTable Forecast { get; init; }

    /// <summary>The training of the best network on the rows before the test part; null where there is none.</summary>
    public ForecastTraining? Training { get; init; }

    /// <summary>How that training ended.</summary>
    public TrainingOutcome? Outcome { get; init; }

    /// <summary>The baseline with the least error on the test part.</summary>
    public SearchScore BestBaseline => Baselines[0];
}

/// <summary>A weight in a combined forecast.</summary>
/// <param name="Name">Whose forecast.</param>
/// <param name="Share">Above 0, at most 1.</param>
public sealed record SearchShare(string Name, double Share);

/// <summary>How far a search is.</summary>
/// <param name="Trials">Trainings done.</param>
/// <param name="Done">The part of the time, or of the trainings, that is over, 0 to 1.</param>
/// <param name="Best">What has the least validation error so far.</param>
/// <param name="Mae">That error.</param>
public readonly record struct SearchProgress(int Trials, double Done, string Best, double Mae);
