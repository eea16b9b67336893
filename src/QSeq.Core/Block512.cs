using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace QSeq.Core;

/// <summary>16 samples in a register of 512 bits.</summary>
internal readonly struct Block512(Vector512<float> value) : IBlock<Block512>
{
    public readonly Vector512<float> Value = value;

    public static int Width => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 Create(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 CreateBits(int value) => new(Vector512.Create(value).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 Load(ref float source, int at) => new(Vector512.LoadUnsafe(ref source, (nuint)at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float target, int at) => Value.StoreUnsafe(ref target, (nuint)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 operator +(Block512 a, Block512 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 operator -(Block512 a, Block512 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 operator *(Block512 a, Block512 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 operator /(Block512 a, Block512 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 operator -(Block512 a) => new(-a.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 operator &(Block512 a, Block512 b) => new(a.Value & b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 operator ^(Block512 a, Block512 b) => new(a.Value ^ b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 Fma(Block512 a, Block512 b, Block512 c) => new(Vector512.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 Fms(Block512 a, Block512 b, Block512 c) =>
        Avx512F.IsSupported ? new(Avx512F.FusedMultiplySubtract(a.Value, b.Value, c.Value)) : Fma(a, b, -c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 Fnma(Block512 a, Block512 b, Block512 c) =>
        Avx512F.IsSupported ? new(Avx512F.FusedMultiplyAddNegated(a.Value, b.Value, c.Value)) : Fma(-a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 Sqrt(Block512 a) => new(Vector512.Sqrt(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 Abs(Block512 a) => new(Vector512.Abs(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 Less(Block512 a, Block512 b) => new(Vector512.LessThan(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyGreater(Block512 a, Block512 b) => Vector512.GreaterThanAny(a.Value, b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 Select(Block512 mask, Block512 a, Block512 b) => new(Vector512.ConditionalSelect(mask.Value, a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Exchange(Block512 mask, ref Block512 a, ref Block512 b)
    {
        Block512 before = a;
        a = Select(mask, b, a);
        b = Select(mask, before, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 AddBits(Block512 a, Block512 b) => new((a.Value.AsInt32() + b.Value.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 EqualBits(Block512 a, Block512 b) => new(Vector512.Equals(a.Value.AsInt32(), b.Value.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 ShiftLeft(Block512 a, int by) => new(Vector512.ShiftLeft(a.Value.AsInt32(), by).AsSingle());
}
