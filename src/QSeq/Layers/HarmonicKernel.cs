using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using QSeq.Numerics;

namespace QSeq.Layers;

/// <summary>
/// QKAN edges with a single data rotation and &lt;Z&gt; read, in closed form (PAPERS: "On the Bloch sphere"):
/// <code>y_j = K_j + sum_k { A cos(w x_k) + B sin(w x_k) + base f(x_k) }</code>
/// The phase of the encoding and the post weight are inside A and B, all constants of the edges inside K.
/// </summary>
internal static class HarmonicKernel
{
    /// <summary>Folded floats of an edge: w, A, B, base.</summary>
    public const int EdgeSize = 4;

    /// <param name="k">[outputs]</param>
    /// <param name="edges">[outputs][inputs][EdgeSize]</param>
    /// <param name="x">[inputs][lanes]</param>
    /// <param name="f">[inputs][lanes], base function of x; empty rows are not read where <paramref name="hasBase"/> is false.</param>
    /// <param name="hasBase">Whether there is a base term.</param>
    /// <param name="y">[outputs][lanes], overwritten.</param>
    public static void Forward(ReadOnlySpan<float> k, ReadOnlySpan<float> edges, Rows x, Rows f, bool hasBase, Rows y)
    {
        int inputs = x.Count, lanes = x.Lanes;
        ref float edge0 = ref MemoryMarshal.GetReference(edges);
        ref float x0 = ref x.At(0);
        ref float f0 = ref f.At(0);
        for (int j = 0; j < y.Count; j++)
        {
            ref float edge = ref Unsafe.Add(ref edge0, j * inputs * EdgeSize);
            for (int lane = 0; lane < lanes; lane += Lanes.Width)
            {
                Vector512<float> sum = Vector512.Create(k[j]);
                for (int i = 0; i < inputs; i++)
                {
                    ref float c = ref Unsafe.Add(ref edge, i * EdgeSize);
                    nuint at = (nuint)((i * lanes) + lane);
                    LaneMath.SinCos(Vector512.Create(c) * Vector512.LoadUnsafe(ref x0, at), out Vector512<float> sin, out Vector512<float> cos);
                    sum = Lanes.Fma(Vector512.Create(Unsafe.Add(ref c, 1)), cos, sum);
                    sum = Lanes.Fma(Vector512.Create(Unsafe.Add(ref c, 2)), sin, sum);
                    if (hasBase) sum = Lanes.Fma(Vector512.Create(Unsafe.Add(ref c, 3)), Vector512.LoadUnsafe(ref f0, at), sum);
                }

                sum.StoreUnsafe(ref y.At(j), (nuint)lane);
            }
        }
    }

    /// <param name="edges">[outputs][inputs][EdgeSize]</param>
    /// <param name="x">[inputs][lanes]</param>
    /// <param name="f">[inputs][lanes], base function of x.</param>
    /// <param name="hasBase">Whether there is a base term.</param>
    /// <param name="dy">[outputs][lanes]</param>
    /// <param name="dx">[inputs][lanes], the circuit's part is added.</param>
    /// <param name="df">[inputs][lanes], gradient of f, added to.</param>
    /// <param name="dk">[outputs][16], added to lane by lane.</param>
    /// <param name="dEdges">[outputs][inputs][EdgeSize][16], added to lane by lane.</param>
    public static void Backward(
        ReadOnlySpan<float> edges, Rows x, Rows f, bool hasBase, Rows dy, Rows dx, Rows df, Span<float> dk, Span<float> dEdges)
    {
        int inputs = x.Count, lanes = x.Lanes;
        ref float edge0 = ref MemoryMarshal.GetReference(edges);
        ref float dEdge0 = ref MemoryMarshal.GetReference(dEdges);
        ref float dk0 = ref MemoryMarshal.GetReference(dk);
        for (int j = 0; j < dy.Count; j++)
        {
            ref float dyj = ref dy.At(j);
            Vector512<float> sum = default;
            for (int lane = 0; lane < lanes; lane += Lanes.Width) sum += Vector512.LoadUnsafe(ref dyj, (nuint)lane);
            Lanes.AddTo(ref Unsafe.Add(ref dk0, j * Lanes.Width), sum);

            for (int i = 0; i < inputs; i++)
            {
                int index = ((j * inputs) + i) * EdgeSize;
                ref float c = ref Unsafe.Add(ref edge0, index);
                Vector512<float> w = Vector512.Create(c), a = Vector512.Create(Unsafe.Add(ref c, 1));
                Vector512<float> b = Vector512.Create(Unsafe.Add(ref c, 2)), scale = Vector512.Create(Unsafe.Add(ref c, 3));
                Vector512<float> dw = default, da = default, db = default, dBase = default;
                ref float xi = ref x.At(i);
                ref float dxi = ref dx.At(i);
                for (int lane = 0; lane < lanes; lane += Lanes.Width)
                {
                    Vector512<float> v = Vector512.LoadUnsafe(ref xi, (nuint)lane);
                    Vector512<float> g = Vector512.LoadUnsafe(ref dyj, (nuint)lane);

                    // y += A cos(w x) + B sin(w x)
                    LaneMath.SinCos(w * v, out Vector512<float> sin, out Vector512<float> cos);
                    da = Lanes.Fma(g, cos, da);
                    db = Lanes.Fma(g, sin, db);
                    Vector512<float> dAlpha = g * Lanes.Fma(b, cos, -(a * sin));
                    dw = Lanes.Fma(dAlpha, v, dw);
                    Lanes.AddTo(ref Unsafe.Add(ref dxi, lane), dAlpha * w);

                    // y += base f(x)
                    if (hasBase)
                    {
                        dBase = Lanes.Fma(g, Vector512.LoadUnsafe(ref f.At(i), (nuint)lane), dBase);
                        Lanes.AddTo(ref Unsafe.Add(ref df.At(i), lane), g * scale);
                    }
                }

                ref float d = ref Unsafe.Add(ref dEdge0, index * Lanes.Width);
                Lanes.AddTo(ref d, dw);
                Lanes.AddTo(ref Unsafe.Add(ref d, Lanes.Width), da);
                Lanes.AddTo(ref Unsafe.Add(ref d, 2 * Lanes.Width), db);
                if (hasBase) Lanes.AddTo(ref Unsafe.Add(ref d, 3 * Lanes.Width), dBase);
            }
        }
    }
}
