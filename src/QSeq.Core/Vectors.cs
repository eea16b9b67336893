using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QSeq.Core;

/// <summary>Sums over rows of numbers, four side by side in a fixed order, so that every machine gives the same bits.</summary>
internal static class Vectors
{
    /// <summary>The sum of products of as many as the shorter one has.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        int count = Math.Min(a.Length, b.Length), whole = count & ~7;
        ReadOnlySpan<Vector256<double>> x = MemoryMarshal.Cast<double, Vector256<double>>(a[..whole]);
        ReadOnlySpan<Vector256<double>> y = MemoryMarshal.Cast<double, Vector256<double>>(b[..whole]);
        Vector256<double> even = default, odd = default;
        for (int n = 0; n + 1 < x.Length; n += 2)
        {
            even += x[n] * y[n];
            odd += x[n + 1] * y[n + 1];
        }

        Vector256<double> four = even + odd;
        double sum = (four[0] + four[2]) + (four[1] + four[3]);
        for (int n = whole; n < count; n++) sum += a[n] * b[n];
        return sum;
    }

    /// <summary>y += a x.</summary>
    public static void Add(double a, ReadOnlySpan<double> x, Span<double> y)
    {
        int whole = y.Length & ~3;
        ReadOnlySpan<Vector256<double>> from = MemoryMarshal.Cast<double, Vector256<double>>(x[..whole]);
        Span<Vector256<double>> to = MemoryMarshal.Cast<double, Vector256<double>>(y[..whole]);
        Vector256<double> all = Vector256.Create(a);
        for (int n = 0; n < to.Length; n++) to[n] += all * from[n];
        for (int n = whole; n < y.Length; n++) y[n] += a * x[n];
    }
}
