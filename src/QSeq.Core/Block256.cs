using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using X86Fma = System.Runtime.Intrinsics.X86.Fma;

namespace QSeq.Core;

/// <summary>8 samples in a register of 256 bits.</summary>
internal readonly struct Block256(Vector256<float> value) : IBlock<Block256>
{
    public readonly Vector256<float> Value = value;

    public static int Width => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 Create(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 CreateBits(int value) => new(Vector256.Create(value).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 Load(ref float source, int at) => new(Vector256.LoadUnsafe(ref source, (nuint)at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float target, int at) => Value.StoreUnsafe(ref target, (nuint)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 operator +(Block256 a, Block256 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 operator -(Block256 a, Block256 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 operator *(Block256 a, Block256 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 operator /(Block256 a, Block256 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 operator -(Block256 a) => new(-a.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 operator &(Block256 a, Block256 b) => new(a.Value & b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 operator ^(Block256 a, Block256 b) => new(a.Value ^ b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 Fma(Block256 a, Block256 b, Block256 c) => new(Vector256.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 Fms(Block256 a, Block256 b, Block256 c) =>
        X86Fma.IsSupported ? new(X86Fma.MultiplySubtract(a.Value, b.Value, c.Value)) : Fma(a, b, -c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 Fnma(Block256 a, Block256 b, Block256 c) =>
        X86Fma.IsSupported ? new(X86Fma.MultiplyAddNegated(a.Value, b.Value, c.Value)) : Fma(-a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 Sqrt(Block256 a) => new(Vector256.Sqrt(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 Abs(Block256 a) => new(Vector256.Abs(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 Less(Block256 a, Block256 b) => new(Vector256.LessThan(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyGreater(Block256 a, Block256 b) => Vector256.GreaterThanAny(a.Value, b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 Select(Block256 mask, Block256 a, Block256 b) => new(Vector256.ConditionalSelect(mask.Value, a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Exchange(Block256 mask, ref Block256 a, ref Block256 b)
    {
        Block256 swap = (a ^ b) & mask;
        a ^= swap;
        b ^= swap;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 AddBits(Block256 a, Block256 b) => new((a.Value.AsInt32() + b.Value.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 EqualBits(Block256 a, Block256 b) => new(Vector256.Equals(a.Value.AsInt32(), b.Value.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 ShiftLeft(Block256 a, int by) => new(Vector256.ShiftLeft(a.Value.AsInt32(), by).AsSingle());
}
