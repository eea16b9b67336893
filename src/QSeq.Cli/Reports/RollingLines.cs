namespace QSeq.Cli.Reports;

/// <summary>Forecasts from many rows as lines over the rows of a series.</summary>
internal static class RollingLines
{
    /// <summary>Origins whose forecasts do not overlap, from the first on, by their places.</summary>
    public static int[] OneAfterTheOther(IReadOnlyList<int> origins, int horizon)
    {
        var chosen = new List<int>();
        for (int n = 0; n < origins.Count; n++)
            if (chosen.Count == 0 || origins[n] >= origins[chosen[^1]] + horizon) chosen.Add(n);
        return [.. chosen];
    }

    /// <summary>A value for each row that one of the chosen origins forecasts, by its place among the forecasts, [origins][steps]; NaN elsewhere.</summary>
    public static double[] Rows(int length, IReadOnlyList<int> origins, int horizon, int[] chosen, Func<int, double> value)
    {
        double[] rows = new double[length];
        Array.Fill(rows, double.NaN);
        foreach (int n in chosen)
            for (int step = 0; step < horizon; step++) rows[origins[n] + step] = value((n * horizon) + step);
        return rows;
    }
}
