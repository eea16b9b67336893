namespace QSeq.Data;

/// <summary>Which windows are samples, where values were filled in.</summary>
internal static class WindowGaps
{
    /// <summary>
    /// The windows that have a measured target, and in each input no longer run of filled values than the options allow and a
    /// measured value up to the first step; null for all of them.
    /// </summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="options">How windows are cut.</param>
    /// <param name="count">How many there are.</param>
    public static int[]? Kept(WindowColumn[] inputs, WindowColumn[] targets, WindowOptions options, int count)
    {
        WindowColumn[] holed = [.. inputs.Where(column => column.Before is not null).Distinct()];
        if (holed.Length == 0 && !Array.Exists(targets, target => target.Before is not null)) return null;
        int most = options.MaxGap ?? (options.Window / 2);
        int[] kept = [.. Enumerable.Range(0, count).Where(window => IsSample(window * options.Stride))];
        return kept.Length == count ? null : kept;

        bool IsSample(int row) =>
            Array.TrueForAll(holed, column => LongestRun(column, row, options.Window) <= most && column.LastMeasured(row) >= 0)
            && IsAnyMeasured(targets, row + (options.Sequence ? 1 : options.Window), options.Sequence ? options.Window : options.Horizon);
    }

    // Filled values one after the other, of those within the window.
    private static int LongestRun(WindowColumn column, int row, int window)
    {
        int longest = 0, run = 0;
        for (int n = row; n < row + window; n++)
        {
            run = column.IsMeasured(n) ? 0 : run + 1;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    private static bool IsAnyMeasured(WindowColumn[] targets, int row, int steps)
    {
        for (int n = row; n < row + steps; n++)
            if (Array.Exists(targets, target => target.IsMeasured(n))) return true;
        return false;
    }
}
