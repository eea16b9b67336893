namespace QSeq.Estimators;

/// <summary>
/// Sums over origins of what regressions on a window need: of products of two values of the window, of a value of the window with
/// one ahead, and of both alone. A step further back along both values is the same sum but for its ends, so a window costs
/// little more than its first row. Lag 0 is the newest value of the window, ahead 0 the first one after it.
/// </summary>
internal sealed class LagMoments
{
    private LagMoments(int window, int horizon, int count)
    {
        Count = count;
        Within = Rows(window, window);
        Ahead = Rows(window, horizon);
        (Window, Future) = (new double[window], new double[horizon]);
    }

    /// <summary>How many origins there are.</summary>
    public int Count { get; }

    /// <summary>Products of two values of the window, [lag][lag].</summary>
    public double[][] Within { get; }

    /// <summary>Products with those ahead, [lag][step].</summary>
    public double[][] Ahead { get; }

    /// <summary>Sums of the values of the window.</summary>
    public double[] Window { get; }

    /// <summary>Sums of the values ahead.</summary>
    public double[] Future { get; }

    /// <summary>
    /// Over origins whose newest value is numbered first to end - 1; first is window - 1 or more, end + horizon at most the length.
    /// </summary>
    public static LagMoments Of(ReadOnlySpan<double> z, int window, int horizon, int first, int end)
    {
        var m = new LagMoments(window, horizon, end - first);
        double[][] within = m.Within, ahead = m.Ahead;
        ReadOnlySpan<double> newest = z[first..end];
        for (int j = 0; j < window; j++) within[0][j] = within[j][0] = Vectors.Dot(newest, z[(first - j)..(end - j)]);
        for (int h = 0; h < horizon; h++) ahead[0][h] = Vectors.Dot(newest, z[(first + 1 + h)..(end + 1 + h)]);
        for (int i = 1; i < window; i++)
        {
            double before = z[first - i], last = z[end - i];
            for (int j = i; j < window; j++)
                within[i][j] = within[j][i] = within[i - 1][j - 1] + (before * z[first - j]) - (last * z[end - j]);
            for (int h = 0; h < horizon - 1; h++) ahead[i][h] = ahead[i - 1][h + 1] + (before * z[first + h + 1]) - (last * z[end + h + 1]);
            ahead[i][horizon - 1] = Vectors.Dot(z[(first - i)..(end - i)], z[(first + horizon)..(end + horizon)]);
        }

        for (int t = first; t < end; t++) m.Window[0] += z[t];
        for (int i = 1; i < window; i++) m.Window[i] = m.Window[i - 1] + z[first - i] - z[end - i];
        m.Future[0] = m.Window[0] - z[first] + z[end];
        for (int h = 1; h < horizon; h++) m.Future[h] = m.Future[h - 1] - z[first + h] + z[end + h];
        return m;
    }

    /// <summary>The same of values less the newest of their window.</summary>
    public LagMoments LessNewest()
    {
        int window = Window.Length, horizon = Future.Length;
        var m = new LagMoments(window, horizon, Count);
        double newest = Within[0][0];
        for (int i = 0; i < window; i++)
        {
            for (int j = 0; j < window; j++) m.Within[i][j] = (Within[i][j] - Within[i][0]) - (Within[0][j] - newest);
            for (int h = 0; h < horizon; h++) m.Ahead[i][h] = (Ahead[i][h] - Within[i][0]) - (Ahead[0][h] - newest);
            m.Window[i] = Window[i] - Window[0];
        }

        for (int h = 0; h < horizon; h++) m.Future[h] = Future[h] - Window[0];
        return m;
    }

    /// <summary>The same of values less their means over the origins, for regressions with an intercept.</summary>
    public LagMoments LessMeans()
    {
        int window = Window.Length, horizon = Future.Length;
        var m = new LagMoments(window, horizon, Count);
        for (int i = 0; i < window; i++)
        {
            double mean = Window[i] / Count;
            for (int j = 0; j < window; j++) m.Within[i][j] = Within[i][j] - (mean * Window[j]);
            for (int h = 0; h < horizon; h++) m.Ahead[i][h] = Ahead[i][h] - (mean * Future[h]);
            m.Window[i] = Window[i];
        }

        Future.CopyTo(m.Future, 0);
        return m;
    }

    public static double[][] Rows(int rows, int columns) => [.. Enumerable.Range(0, rows).Select(_ => new double[columns])];
}
