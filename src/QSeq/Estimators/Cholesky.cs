namespace QSeq.Estimators;

/// <summary>The triangle L of a symmetric, positive definite matrix A = L L', row after row in place of A.</summary>
internal static class Cholesky
{
    /// <summary>Below this part of a diagonal element what is left of it is rounding: its column depends on those before it.</summary>
    private const double Rounding = 1e-13;

    /// <summary>
    /// Takes A, [size][size], of which the lower triangle is read and overwritten. A column that depends on others gets no weight.
    /// </summary>
    public static void Factor(double[][] a)
    {
        for (int i = 0; i < a.Length; i++)
        {
            for (int j = 0; j < i; j++) a[i][j] = a[j][j] > 0 ? (a[i][j] - Vectors.Dot(a[i].AsSpan(0, j), a[j].AsSpan(0, j))) / a[j][j] : 0;
            double left = a[i][i] - Vectors.Dot(a[i].AsSpan(0, i), a[i].AsSpan(0, i));
            a[i][i] = left > Rounding * a[i][i] ? Math.Sqrt(left) : 0;
        }
    }

    /// <summary>L Z = B in place of B, [rows][columns].</summary>
    public static void Forward(double[][] l, double[][] b)
    {
        for (int i = 0; i < b.Length; i++)
        {
            for (int k = 0; k < i; k++) if (l[i][k] != 0) Vectors.Add(-l[i][k], b[k], b[i]);
            Divide(b[i], l[i][i]);
        }
    }

    /// <summary>L' X = Z in place of Z, for as many rows as are given.</summary>
    public static void Backward(double[][] l, double[][] z)
    {
        for (int i = z.Length - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < z.Length; k++) if (l[k][i] != 0) Vectors.Add(-l[k][i], z[k], z[i]);
            Divide(z[i], l[i][i]);
        }
    }

    private static void Divide(double[] row, double by)
    {
        if (by > 0) for (int n = 0; n < row.Length; n++) row[n] /= by;
        else row.AsSpan().Clear();
    }
}
