using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QSeq.Layers;

/// <summary>
/// QKAN edges with a single data rotation and &lt;Z&gt; read, in closed form (Daruan.md):
/// <code>y_j += sum_k { A cos(w x_k) + B sin(w x_k) }</code>
/// The phase of the encoding and the post weight are inside A and B; the constants C go to the layer's offsets.
/// </summary>
internal static class HarmonicKernel
{
    /// <summary>Folded floats of an edge, and gradient blocks: w, A, B.</summary>
    public const int EdgeSize = 3;

    /// <summary>From edges [outputs][inputs][EdgeSize] and x [inputs][lanes] to y [outputs][lanes], added to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<T>(ReadOnlySpan<float> edges, Rows x, Rows y)
        where T : ISinCos
    {
        int inputs = x.Count, lanes = x.Lanes;
        ref float edge0 = ref MemoryMarshal.GetReference(edges);
        ref float x0 = ref x.At(0);
        for (int j = 0; j < y.Count; j++)
        {
            ref float edge = ref Unsafe.Add(ref edge0, j * inputs * EdgeSize);
            ref float yj = ref y.At(j);
            for (int lane = 0; lane < lanes; lane += Lanes.Width)
            {
                Vector512<float> sum = Vector512.LoadUnsafe(ref yj, (nuint)lane);
                for (int i = 0; i < inputs; i++)
                {
                    ref float c = ref Unsafe.Add(ref edge, i * EdgeSize);
                    Vector512<float> v = Vector512.LoadUnsafe(ref x0, (nuint)((i * lanes) + lane));
                    T.SinCos(Vector512.Create(c) * v, out Vector512<float> sin, out Vector512<float> cos);
                    sum = Lanes.Fma(Vector512.Create(Unsafe.Add(ref c, 1)), cos, sum);
                    sum = Lanes.Fma(Vector512.Create(Unsafe.Add(ref c, 2)), sin, sum);
                }

                sum.StoreUnsafe(ref yj, (nuint)lane);
            }
        }
    }

    /// <summary>Adds to dx [inputs][lanes] and, lane by lane, to dEdges [outputs][inputs][EdgeSize][16].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<T>(ReadOnlySpan<float> edges, Rows x, Rows dy, Rows dx, Span<float> dEdges)
        where T : ISinCos
    {
        int inputs = x.Count, lanes = x.Lanes;
        ref float edge0 = ref MemoryMarshal.GetReference(edges);
        ref float dEdge0 = ref MemoryMarshal.GetReference(dEdges);
        for (int j = 0; j < dy.Count; j++)
        {
            ref float dyj = ref dy.At(j);
            for (int i = 0; i < inputs; i++)
            {
                int index = ((j * inputs) + i) * EdgeSize;
                ref float c = ref Unsafe.Add(ref edge0, index);
                Vector512<float> w = Vector512.Create(c), a = Vector512.Create(Unsafe.Add(ref c, 1)), b = Vector512.Create(Unsafe.Add(ref c, 2));
                Vector512<float> dw = default, da = default, db = default;
                ref float xi = ref x.At(i);
                ref float dxi = ref dx.At(i);
                for (int lane = 0; lane < lanes; lane += Lanes.Width)
                {
                    // y += A cos(w x) + B sin(w x)
                    Vector512<float> v = Vector512.LoadUnsafe(ref xi, (nuint)lane);
                    Vector512<float> g = Vector512.LoadUnsafe(ref dyj, (nuint)lane);
                    T.SinCos(w * v, out Vector512<float> sin, out Vector512<float> cos);
                    da = Lanes.Fma(g, cos, da);
                    db = Lanes.Fma(g, sin, db);
                    Vector512<float> dAlpha = g * Lanes.Fma(b, cos, -(a * sin));
                    dw = Lanes.Fma(dAlpha, v, dw);
                    Lanes.Fma(dAlpha, w, Vector512.LoadUnsafe(ref dxi, (nuint)lane)).StoreUnsafe(ref dxi, (nuint)lane);
                }

                ref float d = ref Unsafe.Add(ref dEdge0, index * Lanes.Width);
                Lanes.AddTo(ref d, dw);
                Lanes.AddTo(ref Unsafe.Add(ref d, Lanes.Width), da);
                Lanes.AddTo(ref Unsafe.Add(ref d, 2 * Lanes.Width), db);
            }
        }
    }

    /// <summary>
    /// <see cref="Forward"/> where all edges of an input have the same w, as when the encoding does not train: a sine
    /// and a cosine for each input, not for each edge, in turns [inputs][2][lanes].
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ForwardShared(ReadOnlySpan<float> edges, Rows turns, Rows y)
    {
        int inputs = turns.Count / 2, lanes = turns.Lanes;
        ref float edge0 = ref MemoryMarshal.GetReference(edges);
        for (int j = 0; j < y.Count; j++)
        {
            ref float edge = ref Unsafe.Add(ref edge0, j * inputs * EdgeSize);
            ref float yj = ref y.At(j);
            for (int lane = 0; lane < lanes; lane += Lanes.Width)
            {
                Vector512<float> sum = Vector512.LoadUnsafe(ref yj, (nuint)lane);
                for (int i = 0; i < inputs; i++)
                {
                    ref float c = ref Unsafe.Add(ref edge, i * EdgeSize);
                    sum = Lanes.Fma(Vector512.Create(Unsafe.Add(ref c, 1)), Vector512.LoadUnsafe(ref turns.At((2 * i) + 1), (nuint)lane), sum);
                    sum = Lanes.Fma(Vector512.Create(Unsafe.Add(ref c, 2)), Vector512.LoadUnsafe(ref turns.At(2 * i), (nuint)lane), sum);
                }

                sum.StoreUnsafe(ref yj, (nuint)lane);
            }
        }
    }

    /// <summary>The way back of <see cref="ForwardShared"/>; w has no gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardShared(ReadOnlySpan<float> edges, Rows turns, Rows dy, Rows dx, Span<float> dEdges)
    {
        int inputs = dx.Count, lanes = dx.Lanes;
        ref float edge0 = ref MemoryMarshal.GetReference(edges);
        for (int i = 0; i < inputs; i++)
        {
            for (int lane = 0; lane < lanes; lane += Lanes.Width)
            {
                Vector512<float> sin = Vector512.LoadUnsafe(ref turns.At(2 * i), (nuint)lane), cos = Vector512.LoadUnsafe(ref turns.At((2 * i) + 1), (nuint)lane);
                Vector512<float> dCos = default, dSin = default;
                for (int j = 0; j < dy.Count; j++)
                {
                    int index = ((j * inputs) + i) * EdgeSize;
                    ref float c = ref Unsafe.Add(ref edge0, index);
                    Vector512<float> g = Vector512.LoadUnsafe(ref dy.At(j), (nuint)lane);
                    dCos = Lanes.Fma(g, Vector512.Create(Unsafe.Add(ref c, 1)), dCos);
                    dSin = Lanes.Fma(g, Vector512.Create(Unsafe.Add(ref c, 2)), dSin);
                    Lanes.AddTo(ref dEdges[(index + 1) * Lanes.Width], g * cos);
                    Lanes.AddTo(ref dEdges[(index + 2) * Lanes.Width], g * sin);
                }

                // y += A cos(w x) + B sin(w x)
                Vector512<float> w = Vector512.Create(Unsafe.Add(ref edge0, i * EdgeSize));
                Vector512<float> dAlpha = Lanes.Fma(dSin, cos, -(dCos * sin));
                ref float target = ref Unsafe.Add(ref dx.At(i), lane);
                Lanes.Fma(dAlpha, w, Vector512.LoadUnsafe(ref target)).StoreUnsafe(ref target);
            }
        }
    }
}
