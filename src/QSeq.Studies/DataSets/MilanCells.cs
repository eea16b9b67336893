namespace QSeq.Studies.DataSets;

/// <summary>A square fit for forecasting.</summary>
/// <param name="Square">The square, 1 to 10,000.</param>
/// <param name="Continuity">The fraction of its bins that were recorded, 0 to 1.</param>
/// <param name="MeanActivity">The mean of its values after gaps were filled, in the data's unit.</param>
public readonly record struct MilanCell(int Square, double Continuity, double MeanActivity);

/// <summary>Picks squares with "sufficient temporal continuity", as the QKAN-LSTM paper asks for without saying how.</summary>
public static class MilanCells
{
    /// <summary>The best squares: the most continuous first, among equals the busiest, then the lowest number.</summary>
    /// <param name="result">What was read.</param>
    /// <param name="minContinuity">The least fraction of recorded bins, 0 to 1.</param>
    /// <param name="count">The most squares to return; at least 1.</param>
    /// <param name="activity">The activity to judge by; null for the first of <see cref="MilanActivity"/>'s order that was read.</param>
    /// <returns>At most <paramref name="count"/> squares; empty when none is continuous enough.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="result"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A fraction outside [0, 1] or a count below 1.</exception>
    /// <exception cref="ArgumentException">The activity was not read.</exception>
    public static ImmutableArray<MilanCell> Pick(MilanReadResult result, double minContinuity, int count, MilanActivity? activity = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (!(minContinuity is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(minContinuity), minContinuity, "The least fraction of recorded bins must be between 0 and 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);

        MilanActivity judged = activity ?? result.Tables.Keys.Min();
        if (!result.Tables.TryGetValue(judged, out SeriesTable? table))
            throw new ArgumentException(NearestName.Describe("activity", MilanActivities.Name(judged), result.Tables.Keys.Select(MilanActivities.Name)));
        ImmutableArray<MilanGaps> gaps = result.Gaps[judged];
        return
        [
            .. Enumerable.Range(0, gaps.Length)
                .Where(c => gaps[c].Continuity >= minContinuity)
                .Select(c => new MilanCell(gaps[c].Square, gaps[c].Continuity, table.Column(c).ToArray().Average()))
                .OrderByDescending(cell => cell.Continuity)
                .ThenByDescending(cell => cell.MeanActivity)
                .ThenBy(cell => cell.Square)
                .Take(count),
        ];
    }
}
