using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using QSeq.Data;

namespace QSeq.Evaluation;

/// <summary>
/// What a practitioner would try first, on the same windows and in scaled units: models have to beat these.
/// </summary>
public static class Baselines
{
    /// <summary>Persistence: the next value is the last one. No parameters.</summary>
    /// <param name="test">Windows whose single target is also an input, horizon 1.</param>
    /// <returns>The scores.</returns>
    /// <exception cref="ArgumentException">The windows are of another kind.</exception>
    public static Scores Naive(WindowSet test)
    {
        (double[][] x, double[] y) = Read(test);
        int column = ColumnOfTarget(test), inputs = test.Inputs;
        return Scores.Compare([.. x.Select(row => row[((test.Window - 1) * inputs) + column])], y);
    }

    /// <summary>
    /// Linear autoregression on the window, fitted by least squares on the training windows: window times inputs
    /// weights and an intercept.
    /// </summary>
    /// <param name="train">Training windows, single target, horizon 1.</param>
    /// <param name="test">Test windows of the same kind.</param>
    /// <param name="parameters">The number of coefficients.</param>
    /// <returns>The scores.</returns>
    /// <exception cref="ArgumentException">The windows are of another kind.</exception>
    public static Scores LinearAr(WindowSet train, WindowSet test, out int parameters)
    {
        (double[][] x, double[] y) = Read(train);
        (double[][] testX, double[] testY) = Read(test);
        parameters = x[0].Length + 1;

        // Least squares by singular values: columns of a constant or collinear series do no harm.
        Matrix<double> design = DenseMatrix.OfRowArrays(x.Select(row => (double[])[1, .. row]));
        Vector<double> weights = design.Svd().Solve(DenseVector.OfArray(y));
        return Scores.Compare([.. testX.Select(row => weights[0] + row.Select((value, n) => value * weights[n + 1]).Sum())], testY);
    }

    private static int ColumnOfTarget(WindowSet windows)
    {
        int column = windows.Options.Inputs.ToList().IndexOf(windows.Options.Targets[0]);
        return column >= 0 ? column : throw new ArgumentException($"Persistence needs the target '{windows.Options.Targets[0]}' among the inputs.", nameof(windows));
    }

    private static (double[][] X, double[] Y) Read(WindowSet windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        if (windows.Outputs != 1 || windows.Sequence)
            throw new ArgumentException("Baselines take windows with one target at horizon 1.", nameof(windows));

        int rows = windows.Window * windows.Inputs, lanes = Numerics.Lanes.Pad(Math.Max(1, windows.Count));
        float[] x = new float[rows * lanes], y = new float[lanes];
        windows.Fill([.. Enumerable.Range(0, windows.Count)], lanes, x, y);
        double[][] samples = new double[windows.Count][];
        for (int n = 0; n < samples.Length; n++)
        {
            samples[n] = new double[rows];
            for (int row = 0; row < rows; row++) samples[n][row] = x[(row * lanes) + n];
        }

        return (samples, [.. y.AsSpan(0, windows.Count).ToArray().Select(value => (double)value)]);
    }
}
