using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace QSeq.Studies.Systems;

/// <summary>
/// A linear autoregression: the target as an affine function of all columns over a window, by least squares on the training rows, in
/// double precision; the shortest solution where columns depend on each other. Forecasts can be fed back where the target is the only
/// column.
/// </summary>
internal sealed class LinearForecast
{
    private const double Rounding = 2.2e-16;

    private readonly double[][] _columns;
    private readonly int _window;
    private readonly double[] _weights; // the intercept, then [row of the window][column]

    private LinearForecast(double[][] columns, int window, double[] weights) => (_columns, _window, _weights) = (columns, window, weights);

    /// <summary>Weights and intercept.</summary>
    public int Parameters => _weights.Length;

    /// <summary>Fits one on the windows whose target is among the first rows.</summary>
    /// <param name="table">The series; all columns are read.</param>
    /// <param name="target">The column that is forecast.</param>
    /// <param name="window">Rows looked back on.</param>
    /// <param name="trainRows">How many rows there are to learn from.</param>
    public static LinearForecast Fit(SeriesTable table, string target, int window, int trainRows)
    {
        // The target is the last of the columns, so that a fed back one has its place.
        double[][] columns = [.. table.Names.Where(name => name != target).Append(target).Select(name => table.Column(name).ToArray())];
        IEnumerable<int> train = Enumerable.Range(window, trainRows - window);
        Matrix<double> rows = DenseMatrix.OfRowArrays(train.Select(row => Features(columns, window, row)));
        Vector<double> truth = DenseVector.OfEnumerable(train.Select(row => columns[^1][row]));
        QR<double> qr = rows.QR(QRMethod.Thin);
        Svd<double> svd = qr.R.Svd();
        double cut = svd.S[0] * rows.RowCount * Rounding;
        Vector<double> scaled = svd.U.TransposeThisAndMultiply(qr.Q.TransposeThisAndMultiply(truth));
        for (int n = 0; n < scaled.Count; n++) scaled[n] = svd.S[n] > cut ? scaled[n] / svd.S[n] : 0;
        return new LinearForecast(columns, window, svd.VT.TransposeThisAndMultiply(scaled).ToArray());
    }

    /// <summary>Forecasts from a row on, each fed back for the next, as <see cref="Systems.Ahead"/> says.</summary>
    public double[] Ahead(int row, int steps)
    {
        double[] known = Features(_columns, _window, row), ahead = new double[steps];
        for (int step = 0; step < steps; step++)
        {
            double sum = 0;
            for (int n = 0; n < known.Length; n++) sum += _weights[n] * known[n];
            ahead[step] = sum;
            if (step + 1 == steps) break;
            if (_columns.Length > 1) throw new InvalidOperationException("Other columns than the target are not known in the future.");
            known.AsSpan(2).CopyTo(known.AsSpan(1));
            known[^1] = sum;
        }

        return ahead;
    }

    private static double[] Features(double[][] columns, int window, int row) =>
        [1, .. Enumerable.Range(row - window, window).SelectMany(at => columns.Select(column => column[at]))];
}
