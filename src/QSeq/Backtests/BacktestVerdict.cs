using QSeq.Evaluation;

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
    private const double Sure = 0.05;

    /// <summary>Of each model of a result.</summary>
    internal static IEnumerable<BacktestVerdict> Of(BacktestResult result)
    {
        BacktestEntry[] methods = [.. result.Entries.Where(entry => entry.IsMethod)], models = [.. result.Candidates.Where(entry => !entry.IsMethod)];
        DieboldMariano?[] tests = [.. models.SelectMany(_ => methods, result.Compare)];
        double[] adjusted = DieboldMariano.Holm([.. tests.Select(test => test?.PValue ?? 1)]);
        if (methods.Length == 0) yield break;
        for (int m = 0; m < models.Length; m++)
        {
            BacktestEntry model = models[m], best = result.BestMethod!;
            int first = m * methods.Length;
            bool IsSure(int n) => tests[first + n] is not null && adjusted[first + n] < Sure;
            ImmutableArray<BacktestEntry> seeds = model.Seeds.IsEmpty ? [model] : model.Seeds;
            int below = seeds.Count(seed => seed.Scores.Mae < best.Scores.Mae);
            bool better = seeds.Length > 1 && 2 * below > seeds.Length
                && Enumerable.Range(0, methods.Length).All(n => IsSure(n) && model.Scores.Mae < methods[n].Scores.Mae);
            BacktestEntry? winner = Enumerable.Range(0, methods.Length).Where(n => IsSure(n) && methods[n].Scores.Mae < model.Scores.Mae)
                .Select(n => methods[n]).MinBy(method => method.Scores.Mae);
            BacktestEntry decides = winner ?? Enumerable.Range(0, methods.Length).Where(n => !IsSure(n)).Select(n => methods[n]).MinBy(method => method.Scores.Mae) ?? best;
            int place = first + Array.IndexOf(methods, decides);
            BacktestOutcome outcome = better ? BacktestOutcome.Better : winner is null ? BacktestOutcome.Open : BacktestOutcome.Worse;
            yield return new BacktestVerdict(model, outcome, decides, tests[place] is null ? null : adjusted[place], below);
        }
    }
}
