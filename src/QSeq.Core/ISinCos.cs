using System.Runtime.CompilerServices;

namespace QSeq.Core;

/// <summary>Which sine and cosine a kernel is compiled with; both give the same bits where both may be used.</summary>
internal interface ISinCos
{
    static abstract void SinCos<T>(T x, out T sin, out T cos)
        where T : struct, IBlock<T>;
}

/// <summary>Arguments known to be within <see cref="LaneMath.NearRange"/>: no test, and no call that would cost registers.</summary>
internal readonly struct NearSinCos : ISinCos
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCos<T>(T x, out T sin, out T cos)
        where T : struct, IBlock<T> => LaneMath.SinCosNear(x, out sin, out cos);
}

internal readonly struct AnySinCos : ISinCos
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCos<T>(T x, out T sin, out T cos)
        where T : struct, IBlock<T> => LaneMath.SinCos(x, out sin, out cos);
}
