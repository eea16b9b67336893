using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QSeq.Core;

/// <summary>
/// Products of a small row-major matrix with a block of samples. Four rows at a time share each load of a sample
/// block; sums over features run in index order, so the bits do not depend on the blocking.
/// </summary>
internal static class MatrixKernel
{
    /// <summary>y[j] = b[j] + sum_k w[j,k] x[k] with w [y.Count][x.Count].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(ReadOnlySpan<float> w, ReadOnlySpan<float> b, Rows x, Rows y) => Multiply(w, x.Count, 1, b, x, y);

    /// <summary>x[k] = sum_j w[j,k] y[j], the transpose.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyTransposed(ReadOnlySpan<float> w, Rows y, Rows x) => Multiply(w, 1, x.Count, default, y, x);

    // y[j] = b[j] + sum_k w[j row + k column] x[k]; without b from 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(ReadOnlySpan<float> w, int row, int column, ReadOnlySpan<float> b, Rows x, Rows y)
    {
        int inputs = x.Count, outputs = y.Count, lanes = x.Lanes;
        ref float weight = ref MemoryMarshal.GetReference(w);
        for (int lane = 0; lane < lanes; lane += Lanes.Width)
        {
            ref float source = ref Unsafe.Add(ref x.At(0), lane);
            int j = 0;
            for (; j + 4 <= outputs; j += 4)
            {
                ref float own = ref Unsafe.Add(ref weight, j * row);
                Vector512<float> y0 = Start(b, j), y1 = Start(b, j + 1), y2 = Start(b, j + 2), y3 = Start(b, j + 3);
                for (int k = 0; k < inputs; k++)
                {
                    Vector512<float> v = Vector512.LoadUnsafe(ref source, (nuint)(k * lanes));
                    ref float at = ref Unsafe.Add(ref own, k * column);
                    y0 = Lanes.Fma(Vector512.Create(at), v, y0);
                    y1 = Lanes.Fma(Vector512.Create(Unsafe.Add(ref at, row)), v, y1);
                    y2 = Lanes.Fma(Vector512.Create(Unsafe.Add(ref at, 2 * row)), v, y2);
                    y3 = Lanes.Fma(Vector512.Create(Unsafe.Add(ref at, 3 * row)), v, y3);
                }

                ref float target = ref Unsafe.Add(ref y.At(j), lane);
                y0.StoreUnsafe(ref target);
                y1.StoreUnsafe(ref target, (nuint)lanes);
                y2.StoreUnsafe(ref target, (nuint)(2 * lanes));
                y3.StoreUnsafe(ref target, (nuint)(3 * lanes));
            }

            for (; j < outputs; j++)
            {
                ref float own = ref Unsafe.Add(ref weight, j * row);
                Vector512<float> sum = Start(b, j);
                for (int k = 0; k < inputs; k++)
                    sum = Lanes.Fma(Vector512.Create(Unsafe.Add(ref own, k * column)), Vector512.LoadUnsafe(ref source, (nuint)(k * lanes)), sum);
                sum.StoreUnsafe(ref y.At(j), (nuint)lane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Start(ReadOnlySpan<float> b, int j) => b.IsEmpty ? default : Vector512.Create(b[j]);

    /// <summary>dw[j,k] += sum over steps and samples of dy[j] x[k] with dw [dy.Count][x.Count].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddOuter(StepRows dy, StepRows x, Span<float> dw)
    {
        int lanes = x.Lanes, steps = x.Steps, outputs = dy.Count, inputs = x.Count, yStep = dy.Distance, xStep = x.Distance;
        for (int j = 0; j < outputs; j++)
        {
            ref float yj = ref dy.At(j);
            int k = 0;
            for (; k + 4 <= inputs; k += 4)
            {
                ref float xk = ref x.At(k);
                Vector512<float> w0 = default, w1 = default, w2 = default, w3 = default;
                for (int t = 0; t < steps; t++)
                {
                    ref float g = ref Unsafe.Add(ref yj, t * yStep);
                    ref float v = ref Unsafe.Add(ref xk, t * xStep);
                    for (int lane = 0; lane < lanes; lane += Lanes.Width)
                    {
                        Vector512<float> d = Vector512.LoadUnsafe(ref g, (nuint)lane);
                        w0 = Lanes.Fma(d, Vector512.LoadUnsafe(ref v, (nuint)lane), w0);
                        w1 = Lanes.Fma(d, Vector512.LoadUnsafe(ref v, (nuint)(lane + lanes)), w1);
                        w2 = Lanes.Fma(d, Vector512.LoadUnsafe(ref v, (nuint)(lane + (2 * lanes))), w2);
                        w3 = Lanes.Fma(d, Vector512.LoadUnsafe(ref v, (nuint)(lane + (3 * lanes))), w3);
                    }
                }

                Span<float> target = dw.Slice((j * inputs) + k, 4);
                target[0] += Lanes.Sum(w0);
                target[1] += Lanes.Sum(w1);
                target[2] += Lanes.Sum(w2);
                target[3] += Lanes.Sum(w3);
            }

            for (; k < inputs; k++)
            {
                ref float xk = ref x.At(k);
                Vector512<float> sum = default;
                for (int t = 0; t < steps; t++)
                {
                    ref float g = ref Unsafe.Add(ref yj, t * yStep);
                    ref float v = ref Unsafe.Add(ref xk, t * xStep);
                    for (int lane = 0; lane < lanes; lane += Lanes.Width)
                        sum = Lanes.Fma(Vector512.LoadUnsafe(ref g, (nuint)lane), Vector512.LoadUnsafe(ref v, (nuint)lane), sum);
                }

                dw[(j * inputs) + k] += Lanes.Sum(sum);
            }
        }
    }

    /// <summary>db[j] += sum over steps and samples of dy[j].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSums(StepRows dy, Span<float> db)
    {
        int lanes = dy.Lanes, steps = dy.Steps, yStep = dy.Distance;
        for (int j = 0; j < dy.Count; j++)
        {
            ref float yj = ref dy.At(j);
            Vector512<float> sum = default;
            for (int t = 0; t < steps; t++)
            {
                ref float g = ref Unsafe.Add(ref yj, t * yStep);
                for (int lane = 0; lane < lanes; lane += Lanes.Width) sum += Vector512.LoadUnsafe(ref g, (nuint)lane);
            }

            db[j] += Lanes.Sum(sum);
        }
    }
}
