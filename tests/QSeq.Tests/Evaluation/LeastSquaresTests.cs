using MathNet.Numerics.LinearAlgebra.Double;
using QSeq.Core;
using QSeq.Evaluation;

namespace QSeq.Tests.Evaluation;

public class LeastSquaresTests
{
    private const int Rows = 70;

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(128)]
    public void IsTheSolutionWhateverTheBlocks(int lanes)
    {
        double[,] a = Random("a", 5), y = Random("y", 2);
        double[,] expected = DenseMatrix.OfArray(a).QR().Solve(DenseMatrix.OfArray(y)).ToArray();
        Close.Values("weights", [.. expected.Cast<double>()], [.. Solve(a, y, lanes).Cast<double>()], Tolerance.TwoDoubleRoutes);
    }

    [Fact]
    public void CollinearAndEmptyColumnsShareTheWeightOrGetNone()
    {
        double[,] one = Random("a", 1), a = new double[Rows, 3], y = new double[Rows, 1];
        for (int row = 0; row < Rows; row++) (a[row, 0], a[row, 1], a[row, 2], y[row, 0]) = (one[row, 0], one[row, 0], 0, 4 * one[row, 0]);
        Close.Values("weights", [2, 2, 0], [.. Solve(a, y, 32).Cast<double>()], Tolerance.TwoDoubleRoutes);
    }

    private static double[,] Solve(double[,] a, double[,] y, int lanes)
    {
        int features = a.GetLength(1), outputs = y.GetLength(1);
        var fit = new LeastSquares(features, outputs);
        for (int start = 0; start < Rows; start += lanes)
        {
            int rows = Math.Min(lanes, Rows - start);
            double[] block = new double[(features + outputs) * lanes];
            for (int row = 0; row < rows; row++)
            {
                for (int c = 0; c < features; c++) block[(c * lanes) + row] = a[start + row, c];
                for (int c = 0; c < outputs; c++) block[((features + c) * lanes) + row] = y[start + row, c];
            }

            fit.Add(block, lanes, rows);
        }

        return fit.Solve();
    }

    private static double[,] Random(string name, int columns)
    {
        var random = new RandomSource(3, name);
        double[,] values = new double[Rows, columns];
        for (int row = 0; row < Rows; row++)
            for (int c = 0; c < columns; c++) values[row, c] = random.NextGaussian();
        return values;
    }
}
