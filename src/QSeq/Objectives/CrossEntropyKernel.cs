using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QSeq.Objectives;

/// <summary>
/// Cross-entropy of the right class (QK-LSTM, section II-B4) over a block of sequences whose ends differ:
/// L = sum over words of (log sum_k exp(y_k) - y_right), dL/dy_k = softmax(y)_k - [k is right].
/// </summary>
internal static class CrossEntropyKernel
{
    /// <summary>The class of a place that does not count: behind a sequence's end, or of a class that is not known.</summary>
    public const int NoClass = -1;

    /// <summary>
    /// From scores y [steps * classes][lanes] and right classes [steps][lanes], or <see cref="NoClass"/>, to the gradient dy of
    /// the mean over <paramref name="divisor"/> words. Returns the sum of the loss, not yet divided.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Gradient(Rows y, Rows right, double divisor, Rows dy)
    {
        int lanes = y.Lanes, steps = right.Count, classes = y.Count / steps;
        double loss = 0;
        Vector512<float> scale = Vector512.Create((float)(1 / divisor));
        for (int t = 0; t < steps; t++)
        {
            Rows scores = y.Slice(t * classes, classes), slopes = dy.Slice(t * classes, classes);
            for (int lane = 0; lane < lanes; lane += Lanes.Width)
            {
                Vector512<int> places = Vector512.ConvertToInt32(Load(right, t, lane));
                Vector512<float> used = (~Vector512.Equals(places, Vector512.Create(NoClass))).AsSingle();

                // exp of what is below the largest, so that nothing overflows; a NaN stays one.
                Vector512<float> most = Load(scores, 0, lane), sum = default;
                for (int k = 1; k < classes; k++) most = Vector512.Max(most, Load(scores, k, lane));
                for (int k = 0; k < classes; k++)
                {
                    Vector512<float> e = LaneMath.Exp(Load(scores, k, lane) - most);
                    sum += e;
                    e.StoreUnsafe(ref slopes.At(k), (nuint)lane);
                }

                // A sum is at least 1; a diverged run has NaN or infinity here, which must reach the caller.
                for (int n = 0; n < Lanes.Width; n++)
                {
                    int own = places.GetElement(n);
                    float total = sum.GetElement(n);
                    if (own != NoClass) loss += (float.IsFinite(total) && total > 0 ? PortableMath.Log(total) : double.NaN) - (scores[own][lane + n] - most.GetElement(n));
                }

                Vector512<float> factor = scale / sum;
                for (int k = 0; k < classes; k++)
                {
                    Vector512<float> one = Vector512.Equals(places, Vector512.Create(k)).AsSingle() & scale;
                    (((Load(slopes, k, lane) * factor) - one) & used).StoreUnsafe(ref slopes.At(k), (nuint)lane);
                }
            }
        }

        return loss;
    }

    /// <summary>The class of the highest score, the first of equals.</summary>
    public static int Best(Rows scores, int lane)
    {
        int best = 0;
        for (int k = 1; k < scores.Count; k++)
            if (scores[k][lane] > scores[best][lane]) best = k;
        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(Rows rows, int row, int lane) => Vector512.LoadUnsafe(ref rows.At(row), (nuint)lane);
}
