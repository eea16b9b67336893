using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using MathNet.Numerics.LinearAlgebra.Factorization;
using QSeq.Data;

namespace QSeq.Evaluation;

/// <summary>
/// What a practitioner would try first, on the same windows: models have to beat these. Scores are over all targets and
/// steps ahead, in scaled units, or in those of the data where a scaler is given.
/// </summary>
public static class Baselines
{
    /// <summary>Persistence: every value ahead is the last one. No parameters.</summary>
    /// <param name="test">Windows whose targets are also inputs, with one answer a window.</param>
    /// <param name="scaler">The scaling to undo, or null for scaled units.</param>
    /// <returns>The scores.</returns>
    /// <exception cref="ArgumentException">The windows are of another kind.</exception>
    public static Scores Naive(WindowSet test, Scaler? scaler = null)
    {
        (double[][] x, double[][] y) = Read(test);
        int[] columns = [.. test.Options.Targets.Select(target => ColumnOf(test, target))];
        int last = (test.Window - 1) * test.Inputs;
        return Compare(test, scaler, x.Select(row => Enumerable.Range(0, test.Outputs).Select(n => row[last + columns[n % columns.Length]])), y);
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
        (double[][] x, double[][] y) = Read(train);
        (double[][] testX, double[][] testY) = Read(test);
        int features = train.Window * train.Inputs;
        parameters = (features + 1) * train.Outputs;
        if (x.Length <= features)
            throw new ArgumentException($"A linear autoregression on {features} values needs more than {x.Length} training windows.", nameof(train));

        Matrix<double> weights = LeastSquares(DenseMatrix.OfRowArrays(x.Select(row => (double[])[1, .. row])), DenseMatrix.OfRowArrays(y));
        return Compare(test, scaler, testX.Select(row => DenseVector.OfArray([1, .. row]) * weights), testY);
    }

    /// <summary>
    /// The shortest W that makes |A W - Y| least. A = QR thin, then the singular values of the small R, of which those
    /// that are 0 but for rounding are left out: constant and collinear columns do no harm, and no n x n matrix is made.
    /// </summary>
    private static Matrix<double> LeastSquares(Matrix<double> a, Matrix<double> y)
    {
        QR<double> qr = a.QR(QRMethod.Thin);
        Svd<double> svd = qr.R.Svd();
        double cut = svd.S[0] * a.RowCount * 2.2e-16;
        var inverse = DenseVector.OfEnumerable(svd.S.Select(s => s > cut ? 1 / s : 0));
        return svd.VT.Transpose() * (DiagonalMatrix.OfDiagonal(inverse.Count, inverse.Count, inverse) * (svd.U.Transpose() * (qr.Q.Transpose() * y)));
    }

    private static int ColumnOf(WindowSet windows, string target)
    {
        int column = windows.Options.Inputs.ToList().IndexOf(target);
        return column >= 0 ? column : throw new ArgumentException($"Persistence needs the target '{target}' among the inputs.", nameof(windows));
    }

    private static Scores Compare(WindowSet windows, Scaler? scaler, IEnumerable<IEnumerable<double>> answers, double[][] truth)
    {
        IReadOnlyList<string> targets = windows.Options.Targets;
        int[]? columns = scaler is null ? null : [.. targets.Select(scaler.IndexOf)];
        double Original(double value, int n) => columns is null ? value : scaler!.Inverse(columns[n % columns.Length], value);
        return Scores.Compare(
            [.. answers.SelectMany(row => row.Select(Original))],
            [.. truth.SelectMany(row => row.Select(Original))]);
    }

    /// <summary>All windows: X [samples][window * inputs], Y [samples][outputs].</summary>
    private static (double[][] X, double[][] Y) Read(WindowSet windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        if (windows.Sequence) throw new ArgumentException("Baselines take windows with one answer each, not one for every step.", nameof(windows));

        int rows = windows.Window * windows.Inputs, outputs = windows.Outputs, lanes = Numerics.Lanes.Pad(Math.Max(1, windows.Count));
        float[] x = new float[rows * lanes], y = new float[outputs * lanes];
        windows.Fill([.. Enumerable.Range(0, windows.Count)], lanes, x, y);
        return (Samples(x, windows.Count, rows, lanes), Samples(y, windows.Count, outputs, lanes));
    }

    private static double[][] Samples(float[] values, int samples, int rows, int lanes)
    {
        double[][] result = new double[samples][];
        for (int n = 0; n < samples; n++)
        {
            result[n] = new double[rows];
            for (int row = 0; row < rows; row++) result[n][row] = values[(row * lanes) + n];
        }

        return result;
    }
}
