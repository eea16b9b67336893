using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace QSeq.Evaluation;

/// <summary>
/// The shortest W that makes |A W - Y| least, A and Y given block of rows after block of rows: only the triangle R and
/// Q'Y of A = QR are kept, which Householder reflections carry from block to block (a tree of one branch, as in TSQR).
/// Of R's singular values those that are 0 but for rounding are left out: constant and collinear columns do no harm.
/// Sums are over four lanes in a fixed order, so every machine gives the same bits. A has a column a feature, Y one an output.
/// </summary>
internal sealed class LeastSquares(int features, int outputs)
{
    private readonly double[,] _r = new double[features, features + outputs]; // [R | Q'Y], R upper triangular
    private long _rows;

    /// <summary>
    /// Takes in rows, [features + outputs][lanes]: A's columns, then Y's; overwritten. Lanes are a multiple of 16; some rows, of
    /// zeros, may be padding.
    /// </summary>
    public void Add(Span<double> block, int lanes, int rows)
    {
        _rows += rows;
        for (int j = 0; j < features; j++)
        {
            // H = I - tau v v' with v = [v0; b] takes [R_jj; b] to [r; 0]; the rows of R below j are 0 and those above not touched.
            ReadOnlySpan<Vector256<double>> b = Lanes(block, j, lanes);
            double square = Dot(b, b), head = _r[j, j];
            if (square == 0) continue;
            double r = -Math.CopySign(Math.Sqrt((head * head) + square), head), v0 = head - r, tau = 2 / ((v0 * v0) + square);
            _r[j, j] = r;
            for (int column = j + 1; column < features + outputs; column++)
            {
                Span<Vector256<double>> c = Lanes(block, column, lanes);
                double w = tau * ((v0 * _r[j, column]) + Dot(b, c));
                _r[j, column] -= w * v0;
                Vector256<double> all = Vector256.Create(w);
                for (int n = 0; n < c.Length; n++) c[n] -= all * b[n];
            }
        }
    }

    /// <summary>W, [features][outputs].</summary>
    public double[,] Solve()
    {
        Matrix<double> whole = DenseMatrix.OfArray(_r);
        Svd<double> svd;
        try
        {
            svd = whole.SubMatrix(0, features, 0, features).Svd();
        }
        catch (NonConvergenceException)
        {
            throw new ArgumentException($"A linear autoregression on {features - 1} values could not be solved; choose a shorter window.");
        }

        double cut = svd.S[0] * _rows * 2.2e-16;
        var inverse = DenseVector.OfEnumerable(svd.S.Select(s => s > cut ? 1 / s : 0));
        Matrix<double> right = whole.SubMatrix(0, features, features, outputs);
        return (svd.VT.Transpose() * (DiagonalMatrix.OfDiagonal(features, features, inverse) * (svd.U.Transpose() * right))).ToArray();
    }

    private static Span<Vector256<double>> Lanes(Span<double> block, int column, int lanes) =>
        MemoryMarshal.Cast<double, Vector256<double>>(block.Slice(column * lanes, lanes));

    private static double Dot(ReadOnlySpan<Vector256<double>> a, ReadOnlySpan<Vector256<double>> b)
    {
        Vector256<double> even = default, odd = default;
        for (int n = 0; n + 1 < a.Length; n += 2)
        {
            even += a[n] * b[n];
            odd += a[n + 1] * b[n + 1];
        }

        Vector256<double> sum = even + odd;
        return (sum[0] + sum[2]) + (sum[1] + sum[3]);
    }
}
