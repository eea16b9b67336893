using System.Runtime.CompilerServices;

namespace QSeq.Layers;

/// <summary>A Bloch vector for each sample of a block.</summary>
internal readonly struct BlochBlock<TBlock>(TBlock x, TBlock y, TBlock z)
    where TBlock : struct, IBlock<TBlock>
{
    public readonly TBlock X = x;
    public readonly TBlock Y = y;
    public readonly TBlock Z = z;

    /// <summary>The same for every sample: three values from a place on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlochBlock<TBlock> From(ref float c, int at) =>
        new(TBlock.Create(Unsafe.Add(ref c, at)), TBlock.Create(Unsafe.Add(ref c, at + 1)), TBlock.Create(Unsafe.Add(ref c, at + 2)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TBlock Dot(BlochBlock<TBlock> other) => TBlock.Fma(X, other.X, TBlock.Fma(Y, other.Y, Z * other.Z));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BlochBlock<TBlock> AboutX(TBlock cos, TBlock sin) =>
        new(X, TBlock.Fms(cos, Y, sin * Z), TBlock.Fma(sin, Y, cos * Z));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BlochBlock<TBlock> AboutY(TBlock cos, TBlock sin) =>
        new(TBlock.Fma(cos, X, sin * Z), Y, TBlock.Fms(cos, Z, sin * X));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BlochBlock<TBlock> AboutZ(TBlock cos, TBlock sin) =>
        new(TBlock.Fms(cos, X, sin * Y), TBlock.Fma(sin, X, cos * Y), Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BlochBlock<TBlock> BackAboutX(TBlock cos, TBlock sin) =>
        new(X, TBlock.Fma(cos, Y, sin * Z), TBlock.Fnma(sin, Y, cos * Z));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BlochBlock<TBlock> BackAboutY(TBlock cos, TBlock sin) =>
        new(TBlock.Fms(cos, X, sin * Z), Y, TBlock.Fma(cos, Z, sin * X));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BlochBlock<TBlock> BackAboutZ(TBlock cos, TBlock sin) =>
        new(TBlock.Fma(cos, X, sin * Y), TBlock.Fnma(sin, X, cos * Y), Z);
}
