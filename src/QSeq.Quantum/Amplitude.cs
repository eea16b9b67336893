using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QSeq.Quantum;

/// <summary>One amplitude of 16 states, which stands in a state as [re, im][16].</summary>
internal struct Amplitude(Vector512<float> re, Vector512<float> im)
{
    public Vector512<float> Re = re;

    public Vector512<float> Im = im;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Amplitude Load(ref float state, int index) => new(
        Vector512.LoadUnsafe(ref state, (nuint)(2 * index * Lanes.Width)),
        Vector512.LoadUnsafe(ref state, (nuint)(((2 * index) + 1) * Lanes.Width)));

    /// <summary>The one of a single state, [re, im], for all 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Amplitude Of(ref float state, int index) =>
        new(Vector512.Create(Unsafe.Add(ref state, 2 * index)), Vector512.Create(Unsafe.Add(ref state, (2 * index) + 1)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float state, int index)
    {
        Re.StoreUnsafe(ref state, (nuint)(2 * index * Lanes.Width));
        Im.StoreUnsafe(ref state, (nuint)(((2 * index) + 1) * Lanes.Width));
    }

    /// <summary>sum + this other</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Amplitude Times(Amplitude other, Amplitude sum) =>
        new(Lanes.Fma(-Im, other.Im, Lanes.Fma(Re, other.Re, sum.Re)), Lanes.Fma(Re, other.Im, Lanes.Fma(Im, other.Re, sum.Im)));

    /// <summary>sum + conj(this) other</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Amplitude ConjugateTimes(Amplitude other, Amplitude sum) =>
        new(Lanes.Fma(Im, other.Im, Lanes.Fma(Re, other.Re, sum.Re)), Lanes.Fma(-Im, other.Re, Lanes.Fma(Re, other.Im, sum.Im)));
}
