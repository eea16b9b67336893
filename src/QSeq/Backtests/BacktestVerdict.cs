namespace QSeq.Backtests;

/// <summary>How a model stands to the classical methods of a backtest.</summary>
public enum BacktestOutcome
{
    /// <summary>It is better than every one, by a test that allows for all comparisons, and most of its seeds are.</summary>
    Better,

    /// <summary>No difference from the best of them is shown.</summary>
    Open,

    /// <summary>One of them is better by that test.</summary>
    Worse,
}

/// <summary>What a backtest says of a model.</summary>
/// <param name="Model">The model; of one with several seeds their median.</param>
/// <param name="Outcome">How it stands to the classical methods.</param>
/// <param name="Method">
/// The method that decides: where the outcome is worse, the best of those that are better by the test; else the best of those from which no
/// difference is shown, or the best of all.
/// </param>
/// <param name="PValue">
/// Of the test between the two (<see cref="BacktestResult.Compare"/>), adjusted by Holm's rule for every comparison of a model with a method
/// in the result; null where there are too few origins for a test.
/// </param>
/// <param name="SeedsBelow">How many seeds of the model have a mean absolute error below that of every method.</param>
public sealed record BacktestVerdict(BacktestEntry Model, BacktestOutcome Outcome, BacktestEntry Method, double? PValue, int SeedsBelow)
{
    /// <summary>Of each model of a result.</summary>
    internal static IEnumerable<BacktestVerdict> Of(BacktestResult result)
    {
        BacktestEntry[] methods = [.. result.Entries.Where(entry => entry.IsMethod)], models = [.. result.Candidates.Where(entry => !entry.IsMethod)];
        if (methods.Length == 0) return [];
        double?[] values = [.. models.SelectMany(_ => methods, (model, method) => result.Compare(model, method)?.PValue)];
        double[] differences = [.. models.SelectMany(_ => methods, (model, method) => model.Scores.Mae - method.Scores.Mae)];
        double least = methods.Min(method => method.Scores.Mae);
        (int Count, int Below)[] seeds = [.. models.Select(model => model.Seeds.IsEmpty ? [model] : model.Seeds).Select(own => (own.Length, own.Count(seed => seed.Scores.Mae < least)))];
        return VerdictRule.Decide(differences, values, seeds)
            .Select((found, n) => new BacktestVerdict(models[n], found.Outcome, methods[found.Method], found.PValue, seeds[n].Below));
    }
}
