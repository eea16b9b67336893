namespace QSeq.Cli.Reports;

/// <summary>A backtest of one series as it is shown, with intervals of some levels.</summary>
internal sealed class BacktestFindings(SeriesTable table, BacktestResult result, IReadOnlyList<double> levels, bool adaptive)
{
    private readonly Dictionary<BacktestEntry, BacktestIntervals[]> _intervals = [];

    public SeriesTable Table => table;

    public BacktestResult Result => result;

    /// <summary>Rising.</summary>
    public IReadOnlyList<double> Levels => levels;

    public bool IsAdaptive => adaptive;

    /// <summary>The intervals of a candidate, a level each.</summary>
    public BacktestIntervals[] Measure(BacktestEntry entry) => [.. levels.Select(level => result.Intervals(entry, level, adaptive))];

    /// <summary>The same, kept for the next time.</summary>
    public BacktestIntervals[] Intervals(BacktestEntry entry)
    {
        if (!_intervals.TryGetValue(entry, out BacktestIntervals[]? known)) _intervals[entry] = known = Measure(entry);
        return known;
    }

    /// <summary>Candidates, the least mean absolute error first.</summary>
    public IEnumerable<BacktestEntry> Ranked => result.Candidates.OrderBy(entry => double.IsNaN(entry.Scores.Mae) ? double.PositiveInfinity : entry.Scores.Mae);
}
