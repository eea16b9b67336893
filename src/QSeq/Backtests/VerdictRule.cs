using QSeq.Evaluation;

namespace QSeq.Backtests;

/// <summary>When a model is called better than all methods, and which method decides.</summary>
internal static class VerdictRule
{
    private const double Sure = 0.05;

    /// <summary>Decides for each model.</summary>
    /// <param name="differences">The error of each model less that of each method, on what both forecast, [models][methods].</param>
    /// <param name="values">The p-value of each pair, [models][methods]; null for no test.</param>
    /// <param name="seeds">Of each model how many seeds it has and how many of them are below every method.</param>
    /// <returns>The outcome, the method that decides, the p-value of the two by Holm's rule.</returns>
    public static IEnumerable<(BacktestOutcome Outcome, int Method, double? PValue)> Decide(
        double[] differences, double?[] values, (int Count, int Below)[] seeds)
    {
        double[] adjusted = DieboldMariano.Holm([.. values.Select(value => value ?? 1)]);
        int methods = differences.Length / Math.Max(1, seeds.Length);
        for (int m = 0; m < seeds.Length; m++)
        {
            int first = m * methods;
            int[] ranked = [.. Enumerable.Range(first, methods).OrderByDescending(n => differences[n])]; // the hardest to beat first
            bool IsSure(int n) => values[n] is not null && adjusted[n] < Sure;
            bool better = seeds[m].Count > 1 && 2 * seeds[m].Below > seeds[m].Count && Array.TrueForAll(ranked, n => IsSure(n) && differences[n] < 0);
            int winner = Array.FindIndex(ranked, n => IsSure(n) && differences[n] > 0), doubtful = Array.FindIndex(ranked, n => !IsSure(n));
            int decides = ranked[winner >= 0 ? winner : doubtful >= 0 ? doubtful : 0];
            BacktestOutcome outcome = better ? BacktestOutcome.Better : winner >= 0 ? BacktestOutcome.Worse : BacktestOutcome.Open;
            yield return (outcome, decides - first, values[decides] is null ? null : adjusted[decides]);
        }
    }
}
