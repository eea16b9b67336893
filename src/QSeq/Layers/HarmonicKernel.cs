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
    public static void Forward<T>(ReadOnlySpan<float> edges, Rows x, Rows y)
        where T : ISinCos
    {
        if (Vector512.IsHardwareAccelerated) Forward<T, Block512>(edges, x, y);
        else if (Vector256.IsHardwareAccelerated) Forward<T, Block256>(edges, x, y);
        else Forward<T, Block128>(edges, x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward<T, TBlock>(ReadOnlySpan<float> edges, Rows x, Rows y)
        where T : ISinCos
        where TBlock : struct, IBlock<TBlock>
    {
        int inputs = x.Count, lanes = x.Lanes;
        ref float edge0 = ref MemoryMarshal.GetReference(edges);
        ref float x0 = ref x.At(0);
        for (int j = 0; j < y.Count; j++)
        {
            ref float edge = ref Unsafe.Add(ref edge0, j * inputs * EdgeSize);
            ref float yj = ref y.At(j);
            for (int lane = 0; lane < lanes; lane += TBlock.Width)
            {
                TBlock sum = TBlock.Load(ref yj, lane);
                for (int i = 0; i < inputs; i++)
                {
                    ref float c = ref Unsafe.Add(ref edge, i * EdgeSize);
                    TBlock v = TBlock.Load(ref x0, (i * lanes) + lane);
                    T.SinCos(TBlock.Create(c) * v, out TBlock sin, out TBlock cos);
                    sum = TBlock.Fma(TBlock.Create(Unsafe.Add(ref c, 1)), cos, sum);
                    sum = TBlock.Fma(TBlock.Create(Unsafe.Add(ref c, 2)), sin, sum);
                }

                sum.Store(ref yj, lane);
            }
        }
    }

    /// <summary>Adds to dx [inputs][lanes] and, lane by lane, to dEdges [outputs][inputs][EdgeSize][16].</summary>
    public static void Backward<T>(ReadOnlySpan<float> edges, Rows x, Rows dy, Rows dx, Span<float> dEdges)
        where T : ISinCos
    {
        if (Vector512.IsHardwareAccelerated) Backward<T, Block512>(edges, x, dy, dx, dEdges);
        else if (Vector256.IsHardwareAccelerated) Backward<T, Block256>(edges, x, dy, dx, dEdges);
        else Backward<T, Block128>(edges, x, dy, dx, dEdges);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward<T, TBlock>(ReadOnlySpan<float> edges, Rows x, Rows dy, Rows dx, Span<float> dEdges)
        where T : ISinCos
        where TBlock : struct, IBlock<TBlock>
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
                TBlock w = TBlock.Create(c), a = TBlock.Create(Unsafe.Add(ref c, 1)), b = TBlock.Create(Unsafe.Add(ref c, 2));
                ref float xi = ref x.At(i);
                ref float dxi = ref dx.At(i);
                for (int part = 0; part < Lanes.Width; part += TBlock.Width)
                {
                    TBlock dw = default, da = default, db = default;
                    for (int lane = part; lane < lanes; lane += Lanes.Width)
                    {
                        // y += A cos(w x) + B sin(w x)
                        TBlock v = TBlock.Load(ref xi, lane);
                        TBlock g = TBlock.Load(ref dyj, lane);
                        T.SinCos(w * v, out TBlock sin, out TBlock cos);
                        da = TBlock.Fma(g, cos, da);
                        db = TBlock.Fma(g, sin, db);
                        TBlock dAlpha = g * TBlock.Fms(b, cos, a * sin);
                        dw = TBlock.Fma(dAlpha, v, dw);
                        TBlock.Fma(dAlpha, w, TBlock.Load(ref dxi, lane)).Store(ref dxi, lane);
                    }

                    ref float d = ref Unsafe.Add(ref dEdge0, (index * Lanes.Width) + part);
                    AddTo(ref d, 0, dw);
                    AddTo(ref d, Lanes.Width, da);
                    AddTo(ref d, 2 * Lanes.Width, db);
                }
            }
        }
    }

    /// <summary>
    /// <see cref="Forward{T}"/> where all edges of an input have the same w, as when the encoding does not train: a sine
    /// and a cosine for each input, not for each edge, in turns [inputs][2][lanes].
    /// </summary>
    public static void ForwardShared(ReadOnlySpan<float> edges, Rows turns, Rows y)
    {
        if (Vector512.IsHardwareAccelerated) ForwardShared<Block512>(edges, turns, y);
        else if (Vector256.IsHardwareAccelerated) ForwardShared<Block256>(edges, turns, y);
        else ForwardShared<Block128>(edges, turns, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardShared<TBlock>(ReadOnlySpan<float> edges, Rows turns, Rows y)
        where TBlock : struct, IBlock<TBlock>
    {
        int inputs = turns.Count / 2, lanes = turns.Lanes;
        ref float edge0 = ref MemoryMarshal.GetReference(edges);
        for (int j = 0; j < y.Count; j++)
        {
            ref float edge = ref Unsafe.Add(ref edge0, j * inputs * EdgeSize);
            ref float yj = ref y.At(j);
            for (int lane = 0; lane < lanes; lane += TBlock.Width)
            {
                TBlock sum = TBlock.Load(ref yj, lane);
                for (int i = 0; i < inputs; i++)
                {
                    ref float c = ref Unsafe.Add(ref edge, i * EdgeSize);
                    sum = TBlock.Fma(TBlock.Create(Unsafe.Add(ref c, 1)), TBlock.Load(ref turns.At((2 * i) + 1), lane), sum);
                    sum = TBlock.Fma(TBlock.Create(Unsafe.Add(ref c, 2)), TBlock.Load(ref turns.At(2 * i), lane), sum);
                }

                sum.Store(ref yj, lane);
            }
        }
    }

    /// <summary>The way back of <see cref="ForwardShared(ReadOnlySpan{float}, Rows, Rows)"/>; w has no gradient.</summary>
    public static void BackwardShared(ReadOnlySpan<float> edges, Rows turns, Rows dy, Rows dx, Span<float> dEdges)
    {
        if (Vector512.IsHardwareAccelerated) BackwardShared<Block512>(edges, turns, dy, dx, dEdges);
        else if (Vector256.IsHardwareAccelerated) BackwardShared<Block256>(edges, turns, dy, dx, dEdges);
        else BackwardShared<Block128>(edges, turns, dy, dx, dEdges);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackwardShared<TBlock>(ReadOnlySpan<float> edges, Rows turns, Rows dy, Rows dx, Span<float> dEdges)
        where TBlock : struct, IBlock<TBlock>
    {
        int inputs = dx.Count, lanes = dx.Lanes;
        ref float edge0 = ref MemoryMarshal.GetReference(edges);
        for (int i = 0; i < inputs; i++)
        {
            for (int lane = 0; lane < lanes; lane += TBlock.Width)
            {
                TBlock sin = TBlock.Load(ref turns.At(2 * i), lane), cos = TBlock.Load(ref turns.At((2 * i) + 1), lane);
                TBlock dCos = default, dSin = default;
                for (int j = 0; j < dy.Count; j++)
                {
                    int index = ((j * inputs) + i) * EdgeSize;
                    ref float c = ref Unsafe.Add(ref edge0, index);
                    TBlock g = TBlock.Load(ref dy.At(j), lane);
                    dCos = TBlock.Fma(g, TBlock.Create(Unsafe.Add(ref c, 1)), dCos);
                    dSin = TBlock.Fma(g, TBlock.Create(Unsafe.Add(ref c, 2)), dSin);
                    ref float d = ref dEdges[(index * Lanes.Width) + (lane & (Lanes.Width - 1))];
                    AddTo(ref d, Lanes.Width, g * cos);
                    AddTo(ref d, 2 * Lanes.Width, g * sin);
                }

                // y += A cos(w x) + B sin(w x)
                TBlock w = TBlock.Create(Unsafe.Add(ref edge0, i * EdgeSize));
                TBlock dAlpha = TBlock.Fms(dSin, cos, dCos * sin);
                ref float target = ref Unsafe.Add(ref dx.At(i), lane);
                TBlock.Fma(dAlpha, w, TBlock.Load(ref target, 0)).Store(ref target, 0);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo<TBlock>(ref float target, int at, TBlock value)
        where TBlock : struct, IBlock<TBlock> => (TBlock.Load(ref target, at) + value).Store(ref target, at);
}
