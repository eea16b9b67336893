using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QSeq.Core;

/// <summary>Which sine and cosine a kernel is compiled with; both give the same bits where both may be used.</summary>
internal interface ISinCos
{
    static abstract void SinCos(Vector512<float> x, out Vector512<float> sin, out Vector512<float> cos);
}

/// <summary>Arguments known to be within <see cref="LaneMath.NearRange"/>: no test, and no call that would cost registers.</summary>
internal readonly struct NearSinCos : ISinCos
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCos(Vector512<float> x, out Vector512<float> sin, out Vector512<float> cos) => LaneMath.SinCosNear(x, out sin, out cos);
}

internal readonly struct AnySinCos : ISinCos
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCos(Vector512<float> x, out Vector512<float> sin, out Vector512<float> cos) => LaneMath.SinCos(x, out sin, out cos);
}
