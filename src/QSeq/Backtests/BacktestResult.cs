using QSeq.Evaluation;

namespace QSeq.Backtests;

/// <summary>How candidates did, all from the same origins and on the same values.</summary>
/// <param name="Column">The column that was forecast.</param>
/// <param name="Season">Steps a season, 1 for none.</param>
/// <param name="Stride">Rows between origins.</param>
/// <param name="Origins">The first row that each forecast is of, rising.</param>
/// <param name="LeftOut">Origins left out because the row before them, or every row after, was filled in.</param>
/// <param name="Horizon">Steps ahead.</param>
/// <param name="Scale">What seasonal naive errs on the rows before the first origin, the unit of MASE.</param>
/// <param name="Entries">Candidates in the order given; of one with several seeds each seed, then their median.</param>
public sealed record BacktestResult(
    string Column,
    int Season,
    int Stride,
    ImmutableArray<int> Origins,
    int LeftOut,
    int Horizon,
    double Scale,
    ImmutableArray<BacktestEntry> Entries)
{
    /// <summary>Candidates that could not be fitted or gave no finite forecast, and why; none of their seeds has an entry.</summary>
    public ImmutableArray<BacktestFailure> Failures { get; init; } = [];

    /// <summary>The scores of Naive2, which OWA is in parts of; null for a result that was made by hand.</summary>
    public BacktestScores? Naive2 { get; init; }

    /// <summary>One entry for each candidate: of one with several seeds their median.</summary>
    public IEnumerable<BacktestEntry> Candidates => Entries.Except(Entries.SelectMany(entry => entry.Seeds));

    /// <summary>The classical method with the least mean absolute error, the first of several alike; null where there is none.</summary>
    public BacktestEntry? BestMethod => Entries.Where(entry => entry.IsMethod).MinBy(entry => entry.Scores.Mae);

    /// <summary>Intervals around a candidate's forecasts, from its errors at earlier origins.</summary>
    /// <param name="entry">A candidate of this result.</param>
    /// <param name="level">The level, between 0 and 1.</param>
    /// <param name="adaptive">Whether the newest errors count, and misses widen the next interval, for series that change; else all errors alike.</param>
    /// <returns>The intervals and how they did.</returns>
    /// <exception cref="ArgumentException">The level is none.</exception>
    public BacktestIntervals Intervals(BacktestEntry entry, double level, bool adaptive = false)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return BacktestIntervals.Of(this, entry, level, adaptive);
    }

    /// <summary>How each model stands to the classical methods; none where there is no method.</summary>
    /// <returns>A verdict for each model, in their order.</returns>
    public ImmutableArray<BacktestVerdict> Verdicts() => [.. BacktestVerdict.Of(this)];

    /// <summary>
    /// Whether two candidates differ: a test on the mean absolute error of each origin, with as many autocovariances as
    /// forecasts overlap.
    /// </summary>
    /// <param name="first">One candidate.</param>
    /// <param name="second">Another one of this result.</param>
    /// <returns>The test; null where there are too few origins for it.</returns>
    public DieboldMariano? Compare(BacktestEntry first, BacktestEntry second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        int overlap = (Horizon + Stride - 1) / Stride;
        return overlap >= Origins.Length ? null : DieboldMariano.OfLosses(Losses(first), Losses(second), overlap);
    }

    // The mean absolute error of each origin, over what was measured.
    private double[] Losses(BacktestEntry entry)
    {
        double[] losses = new double[Origins.Length];
        for (int n = 0; n < losses.Length; n++)
            losses[n] = entry.ErrorValues.Skip(n * Horizon).Take(Horizon).Where(error => !double.IsNaN(error)).Average(Math.Abs);
        return losses;
    }
}
