using QSeq.Data;
using QSeq.Estimators;

namespace QSeq.Evaluation;

/// <summary>
/// What a practitioner would try first, on the same windows: models have to beat these. Scores are over all targets and
/// steps ahead, in scaled units, or in those of the data where a scaler is given.
/// </summary>
public static class Baselines
{
    private const int BlockLanes = 128;
    private const int MostFeatures = 1024; // the fit keeps a square of so many numbers and works with it at every window
    private const long MostBlockValues = 1 << 26;

    /// <summary>Persistence: every value ahead is the last one. No parameters.</summary>
    /// <param name="test">Windows whose targets are also inputs, with one answer a window.</param>
    /// <param name="scaler">The scaling to undo, or null for scaled units.</param>
    /// <returns>The scores.</returns>
    /// <exception cref="ArgumentException">The windows are of another kind.</exception>
    public static Scores Naive(WindowSet test, Scaler? scaler = null)
    {
        CheckKind(test);
        int[] columns = [.. test.Options.Targets.Select(target => test.Options.Inputs.ToList().IndexOf(target))];
        if (Array.IndexOf(columns, -1) is >= 0 and int missing)
            throw new ArgumentException($"Persistence needs the target '{test.Options.Targets[missing]}' among the inputs.", nameof(test));
        int last = (test.Window - 1) * test.Inputs;
        return Compare(test, scaler, (b, lane, n) => scaler is null ? b.X[((last + columns[n % columns.Length]) * b.Lanes) + lane] : test.Last(b.First + lane, n));
    }

    /// <summary>
    /// Linear autoregression on the window, fitted by least squares on the training windows: for every value ahead,
    /// window times inputs weights and an intercept.
    /// </summary>
    /// <param name="train">Training windows, with one answer a window.</param>
    /// <param name="test">Test windows of the same kind.</param>
    /// <param name="parameters">The number of coefficients.</param>
    /// <param name="scaler">The scaling to undo, or null for scaled units.</param>
    /// <returns>The scores.</returns>
    /// <exception cref="ArgumentException">The windows are of another kind, or there are fewer of them than coefficients.</exception>
    public static Scores LinearAr(WindowSet train, WindowSet test, out int parameters, Scaler? scaler = null)
    {
        CheckKind(train);
        CheckKind(test);
        if ((long)train.Window * train.Inputs > MostFeatures)
            throw new ArgumentException($"A linear autoregression takes {MostFeatures} values a window at most, not {(long)train.Window * train.Inputs}.", nameof(train));
        int features = train.Window * train.Inputs;
        parameters = (features + 1) * train.Outputs;
        if (train.Count <= features)
            throw new ArgumentException($"A linear autoregression on {features} values needs more than {train.Count} training windows.", nameof(train));

        double[,] weights = Fit(train, features);
        int[]? columns = scaler is null ? null : [.. test.Options.Targets.Select(scaler.IndexOf)];
        return Compare(test, scaler, (b, lane, n) =>
        {
            double sum = weights[0, n];
            for (int f = 0; f < features; f++) sum += weights[f + 1, n] * b.X[(f * b.Lanes) + lane];
            return columns is null ? sum : scaler!.Inverse(columns[n % columns.Length], sum);
        });
    }

    /// <summary>
    /// A classical method on the same windows: fitted on all values before the first of their targets, a series at a time, then
    /// forecasting from the end of each window with all that is known there. Gaps are held at the last value before them.
    /// </summary>
    /// <param name="methods">The method of each target.</param>
    /// <param name="table">The series that the windows were cut from, from its first row on.</param>
    /// <param name="test">Test windows, at least one, with one answer a window.</param>
    /// <param name="parameters">The number of coefficients, over all targets.</param>
    /// <param name="form">What was fitted, such as ETS(A,N,A); of the first target.</param>
    /// <param name="cancellationToken">Ends the fit.</param>
    /// <returns>The scores, in the units of the data.</returns>
    /// <exception cref="SeriesTooShortException">There are too few values before the windows to fit it on.</exception>
    /// <exception cref="ArgumentException">The windows are of another kind.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static Scores Classical(IReadOnlyList<SeriesMethod> methods, SeriesTable table, WindowSet test, out int parameters, out string form, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(methods);
        ArgumentNullException.ThrowIfNull(table);
        CheckKind(test);
        if (methods.Count != test.Options.Targets.Count) throw new ArgumentException($"{methods.Count} methods were given for {test.Options.Targets.Count} targets; each needs one.", nameof(methods));
        if (test.Count == 0) throw new ArgumentException("There is no window to forecast from.", nameof(test));
        var sums = new ScoreSums(test.Outputs);
        (parameters, form) = (0, "");
        for (int j = 0; j < methods.Count; j++)
        {
            FittedSeries fitted = Classical(methods[j], table, test, j, sums.Add, cancellationToken);
            parameters += fitted.Parameters;
            if (j == 0) form = fitted.Form;
        }

        return sums.Scores();
    }

    /// <summary>The same for one target, telling of each forecast: its place (target j of step h at h * targets + j), what it is, the truth, and whether that was measured.</summary>
    internal static FittedSeries Classical(
        SeriesMethod method, SeriesTable table, WindowSet test, int target, Action<int, double, double, bool> tell, CancellationToken cancellationToken)
    {
        int[] origins = [.. Enumerable.Range(0, test.Count).Select(test.TargetIndex)];
        int targets = test.Options.Targets.Count, horizon = test.Horizon;
        double[] ahead = new double[origins.Length * horizon], values = Held(table, table.ColumnIndex(test.Options.Targets[target]));
        FittedSeries fitted = method.Fit(values.AsSpan(0, origins[0]), cancellationToken);
        fitted.Forecast(values, origins, horizon, ahead);
        for (int n = 0; n < ahead.Length; n++)
        {
            int place = ((n % horizon) * targets) + target;
            double truth = test.Target(n / horizon, place, out bool isMeasured);
            tell(place, ahead[n], truth, isMeasured);
        }

        return fitted;
    }

    // What was filled in may know what comes after it.
    private static double[] Held(SeriesTable table, int column)
    {
        double[] values = [.. table.Values(column)];
        for (int row = 1; row < values.Length; row++)
            if (!table.IsMeasured(column, row)) values[row] = values[row - 1];
        return values;
    }

    /// <summary>The weights, [1 + features][outputs], the intercept first.</summary>
    private static double[,] Fit(WindowSet train, int features)
    {
        var fit = new LeastSquares(features + 1, train.Outputs);
        double[] block = new double[(1 + features + train.Outputs) * BlockLanes];
        foreach (Block b in Blocks(train))
        {
            block.AsSpan(0, b.Lanes).Clear();
            block.AsSpan(0, b.Count).Fill(1);
            for (int n = 0; n < features * b.Lanes; n++) block[b.Lanes + n] = b.X[n];
            for (int n = 0; n < train.Outputs * b.Lanes; n++) block[((1 + features) * b.Lanes) + n] = b.Y[n];
            fit.Add(block.AsSpan(0, (1 + features + train.Outputs) * b.Lanes), b.Lanes, b.Count);
        }

        return fit.Solve();
    }

    // The answer is the value ahead at place n of the sample in a lane of a block, in the units that are scored.
    private static Scores Compare(WindowSet windows, Scaler? scaler, Func<Block, int, int, double> answer)
    {
        var sums = new ScoreSums(windows.Outputs);
        foreach (Block b in Blocks(windows))
        {
            for (int lane = 0; lane < b.Count; lane++)
            {
                for (int n = 0; n < windows.Outputs; n++)
                {
                    double truth = windows.Target(b.First + lane, n, out bool isMeasured);
                    sums.Add(n, answer(b, lane, n), scaler is null ? b.Y[(n * b.Lanes) + lane] : truth, isMeasured);
                }
            }
        }

        return sums.Scores();
    }

    private static void CheckKind(WindowSet windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        if (windows.Sequence) throw new ArgumentException("Baselines take windows with one answer each, not one for every step.", nameof(windows));
    }

    /// <summary>All windows in order, block after block in the same buffers.</summary>
    private static IEnumerable<Block> Blocks(WindowSet windows)
    {
        // Long windows come fewer at a time: a block's size does not grow with the data, nor beyond what an index can reach.
        long values = Math.Max((long)windows.Window * windows.Inputs, windows.Outputs);
        int most = values * BlockLanes <= MostBlockValues ? BlockLanes : Lanes.Width;
        if (values * most > Array.MaxLength) throw new ArgumentException($"A baseline takes {Array.MaxLength / most} values a window at most, not {values}.", nameof(windows));
        float[] x = new float[windows.Window * windows.Inputs * most], y = new float[windows.Outputs * most];
        int[] samples = new int[most];
        for (int start = 0; start < windows.Count; start += most)
        {
            int count = Math.Min(most, windows.Count - start), lanes = Lanes.Pad(count);
            for (int n = 0; n < count; n++) samples[n] = start + n;
            windows.Fill(samples.AsSpan(0, count), lanes, x, y);
            yield return new Block(x, y, lanes, start, count);
        }
    }

    /// <summary>Some windows: X [window * inputs][lanes], Y [outputs][lanes], from a first window on.</summary>
    private readonly record struct Block(float[] X, float[] Y, int Lanes, int First, int Count);
}
