using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QSeq.Layers;

/// <summary>Where a re-upload kernel takes the sine and cosine of a data rotation from; it is compiled for each.</summary>
internal interface IDataTurn
{
    /// <summary>Whether the kernel hands over what <see cref="SharedTurn.Fill"/> computed.</summary>
    static abstract bool IsShared { get; }

    /// <summary>For data rotation l of the edge with constants c; turn is [reps][2][lanes] of the input, at the lane.</summary>
    static abstract void SinCos<TBlock>(
        ReuploadKernel kernel, ref float c, int l, TBlock x, ref float turn, int lanes, out TBlock sin, out TBlock cos)
        where TBlock : struct, IBlock<TBlock>;
}

/// <summary>Computed for every edge.</summary>
internal readonly struct EdgeTurn<T> : IDataTurn
    where T : ISinCos
{
    public static bool IsShared => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCos<TBlock>(
        ReuploadKernel kernel, ref float c, int l, TBlock x, ref float turn, int lanes, out TBlock sin, out TBlock cos)
        where TBlock : struct, IBlock<TBlock> =>
        T.SinCos(kernel.Alpha(ref c, l, x), out sin, out cos);
}

/// <summary>
/// Computed once for all edges of an input, where the encoding is frozen: the sine and cosine of w x, turned on by the
/// edge's phase where it has one.
/// </summary>
internal readonly struct SharedTurn : IDataTurn
{
    public static bool IsShared => true;

    /// <summary>
    /// Sine and cosine of w_l x for every input and data rotation, with the w of the first output: from edges of some size, with
    /// their w from a place on, to turns [inputs][rotations][2][lanes].
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(ReadOnlySpan<float> edges, int edgeSize, int place, Rows x, Rows turns)
    {
        int rotations = turns.Count / (2 * x.Count);
        for (int n = 0; n < x.Count * rotations; n++)
        {
            int i = n / rotations;
            Vector512<float> w = Vector512.Create(edges[(i * edgeSize) + place + (n % rotations)]);
            for (int lane = 0; lane < x.Lanes; lane += Lanes.Width)
            {
                LaneMath.SinCos(w * Vector512.LoadUnsafe(ref x.At(i), (nuint)lane), out Vector512<float> sin, out Vector512<float> cos);
                sin.StoreUnsafe(ref turns.At(2 * n), (nuint)lane);
                cos.StoreUnsafe(ref turns.At((2 * n) + 1), (nuint)lane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCos<TBlock>(
        ReuploadKernel kernel, ref float c, int l, TBlock x, ref float turn, int lanes, out TBlock sin, out TBlock cos)
        where TBlock : struct, IBlock<TBlock>
    {
        sin = TBlock.Load(ref turn, 2 * l * lanes);
        cos = TBlock.Load(ref turn, ((2 * l) + 1) * lanes);
        if (l == 0 || l == kernel.Reps - 1) return;

        ref float phase = ref Unsafe.Add(ref c, kernel.PhaseTurn + (2 * (l - 1)));
        TBlock cosPhase = TBlock.Create(phase), sinPhase = TBlock.Create(Unsafe.Add(ref phase, 1)), before = sin;
        sin = TBlock.Fma(before, cosPhase, cos * sinPhase);
        cos = TBlock.Fms(cos, cosPhase, before * sinPhase);
    }
}
