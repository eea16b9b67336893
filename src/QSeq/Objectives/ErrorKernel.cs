using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QSeq.Objectives;

/// <summary>Squared and absolute errors over a block of samples, and their gradients.</summary>
internal static class ErrorKernel
{
    /// <summary>As <see cref="Objective.Gradient"/>: of squared errors, or else of their size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Gradient(bool squared, Rows y, Rows target, int samples, double divisor, Rows dy)
    {
        double sum = 0;
        Vector512<float> scale = Vector512.Create((float)((squared ? 2 : 1) / divisor));
        Vector512<int> lanes = Vector512.CreateSequence(0, 1);
        for (int row = 0; row < y.Count; row++)
        {
            for (int lane = 0; lane < y.Lanes; lane += Lanes.Width)
            {
                Vector512<float> used = Vector512.LessThan(lanes, Vector512.Create(samples - lane)).AsSingle();
                Vector512<float> e = (Vector512.LoadUnsafe(ref y.At(row), (nuint)lane) - Vector512.LoadUnsafe(ref target.At(row), (nuint)lane)) & used;
                sum += Lanes.Sum(squared ? e * e : Vector512.Abs(e));
                Vector512<float> slope = squared
                    ? e
                    : Vector512.ConditionalSelect(Vector512.Equals(e, default), default, Vector512.CopySign(Vector512<float>.One, e));
                (scale * slope).StoreUnsafe(ref dy.At(row), (nuint)lane);
            }
        }

        return sum;
    }
}
