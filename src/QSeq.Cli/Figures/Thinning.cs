namespace QSeq.Cli.Figures;

/// <summary>Long figures with fewer places: the lowest and highest of each line in every span stay, so that no peak is lost.</summary>
internal static class Thinning
{
    /// <summary>
    /// The places to keep, ascending: all where there are few, else those with the lowest and the highest value of each column in each
    /// of equally many places, and the first gap in it; the first and the last place always stay.
    /// </summary>
    /// <param name="columns">Columns of equal length.</param>
    /// <param name="count">Their length.</param>
    /// <param name="spans">Into how many spans they are cut, at least 1.</param>
    public static int[] Rows(IReadOnlyList<double[]> columns, int count, int spans)
    {
        if (count <= 2 * spans) return [.. Enumerable.Range(0, count)];
        var kept = new SortedSet<int> { 0, count - 1 };
        for (int span = 0; span < spans; span++)
        {
            int from = (int)((long)count * span / spans), to = (int)((long)count * (span + 1) / spans);
            foreach (double[] column in columns) Keep(column, from, to, kept);
        }

        return [.. kept];
    }

    /// <summary>A figure whose lines have about twice as many places as <paramref name="spans"/> at most, each.</summary>
    public static LineFigure Of(LineFigure figure, int spans) => figure.At(Rows([.. figure.Columns], figure.X.Length, spans));

    private static void Keep(double[] column, int from, int to, SortedSet<int> kept)
    {
        int low = -1, high = -1, gap = -1;
        for (int row = from; row < to; row++)
        {
            if (!double.IsFinite(column[row]))
            {
                if (gap < 0) gap = row;
                continue;
            }

            if (low < 0 || column[row] < column[low]) low = row;
            if (high < 0 || column[row] > column[high]) high = row;
        }

        foreach (int row in (int[])[low, high, gap])
            if (row >= 0) kept.Add(row);
    }
}
