using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using X86Fma = System.Runtime.Intrinsics.X86.Fma;

namespace QSeq.Core;

/// <summary>4 samples in a register of 128 bits.</summary>
internal readonly struct Block128(Vector128<float> value) : IBlock<Block128>
{
    public readonly Vector128<float> Value = value;

    public static int Width => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 Create(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 CreateBits(int value) => new(Vector128.Create(value).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 Load(ref float source, int at) => new(Vector128.LoadUnsafe(ref source, (nuint)at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float target, int at) => Value.StoreUnsafe(ref target, (nuint)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 operator +(Block128 a, Block128 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 operator -(Block128 a, Block128 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 operator *(Block128 a, Block128 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 operator /(Block128 a, Block128 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 operator -(Block128 a) => new(-a.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 operator &(Block128 a, Block128 b) => new(a.Value & b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 operator ^(Block128 a, Block128 b) => new(a.Value ^ b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 Fma(Block128 a, Block128 b, Block128 c) => new(Vector128.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 Fms(Block128 a, Block128 b, Block128 c) =>
        X86Fma.IsSupported ? new(X86Fma.MultiplySubtract(a.Value, b.Value, c.Value)) : Fma(a, b, -c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 Fnma(Block128 a, Block128 b, Block128 c) =>
        X86Fma.IsSupported ? new(X86Fma.MultiplyAddNegated(a.Value, b.Value, c.Value)) : Fma(-a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 Sqrt(Block128 a) => new(Vector128.Sqrt(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 Abs(Block128 a) => new(Vector128.Abs(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 Less(Block128 a, Block128 b) => new(Vector128.LessThan(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyGreater(Block128 a, Block128 b) => Vector128.GreaterThanAny(a.Value, b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 Select(Block128 mask, Block128 a, Block128 b) => new(Vector128.ConditionalSelect(mask.Value, a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Exchange(Block128 mask, ref Block128 a, ref Block128 b)
    {
        Block128 swap = (a ^ b) & mask;
        a ^= swap;
        b ^= swap;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 AddBits(Block128 a, Block128 b) => new((a.Value.AsInt32() + b.Value.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 EqualBits(Block128 a, Block128 b) => new(Vector128.Equals(a.Value.AsInt32(), b.Value.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 ShiftLeft(Block128 a, int by) => new(Vector128.ShiftLeft(a.Value.AsInt32(), by).AsSingle());
}
