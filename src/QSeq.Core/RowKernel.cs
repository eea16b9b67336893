using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QSeq.Core;

/// <summary>Small elementwise operations on rows of samples.</summary>
internal static class RowKernel
{
    /// <summary>target = a * b.</summary>
    public static void Multiply(Rows a, Rows b, Rows target)
    {
        if (Vector512.IsHardwareAccelerated) Multiply<Block512>(a, b, target);
        else if (Vector256.IsHardwareAccelerated) Multiply<Block256>(a, b, target);
        else Multiply<Block128>(a, b, target);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<T>(Rows a, Rows b, Rows target)
        where T : struct, IBlock<T>
    {
        ref float a0 = ref a.At(0);
        ref float b0 = ref b.At(0);
        ref float t0 = ref target.At(0);
        for (int n = 0; n < target.Data.Length; n += T.Width)
            (T.Load(ref a0, n) * T.Load(ref b0, n)).Store(ref t0, n);
    }

    /// <summary>Multiplies every row by one row, lane by lane.</summary>
    public static void Scale(ReadOnlySpan<float> factor, Rows target)
    {
        if (Vector512.IsHardwareAccelerated) Scale<Block512>(factor, target);
        else if (Vector256.IsHardwareAccelerated) Scale<Block256>(factor, target);
        else Scale<Block128>(factor, target);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale<T>(ReadOnlySpan<float> factor, Rows target)
        where T : struct, IBlock<T>
    {
        ref float f0 = ref MemoryMarshal.GetReference(factor);
        for (int row = 0; row < target.Count; row++)
        {
            ref float t0 = ref target.At(row);
            for (int n = 0; n < target.Lanes; n += T.Width)
                (T.Load(ref f0, n) * T.Load(ref t0, n)).Store(ref t0, n);
        }
    }

    /// <summary>The largest magnitude; NaN if there is a NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float MaxAbs(Rows x)
    {
        ref float x0 = ref x.At(0);
        Vector512<float> most = default;
        for (int n = 0; n < x.Data.Length; n += Lanes.Width) most = Vector512.Max(most, Vector512.Abs(Vector512.LoadUnsafe(ref x0, (nuint)n)));
        Vector256<float> eight = Vector256.Max(most.GetLower(), most.GetUpper());
        Vector128<float> four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        Vector128<float> two = Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return Vector128.Max(two, Vector128.Shuffle(two, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    /// <summary>Adds the blocks of a row to the 16 values of <paramref name="target"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSum(ReadOnlySpan<float> row, Span<float> target)
    {
        ref float r0 = ref MemoryMarshal.GetReference(row);
        Vector512<float> sum = default;
        for (int n = 0; n < row.Length; n += Lanes.Width) sum += Vector512.LoadUnsafe(ref r0, (nuint)n);
        Lanes.AddTo(ref MemoryMarshal.GetReference(target), sum);
    }

    /// <summary>target += a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<float> a, Span<float> target)
    {
        ref float a0 = ref MemoryMarshal.GetReference(a);
        ref float t0 = ref MemoryMarshal.GetReference(target);
        int n = 0;
        for (; n + Lanes.Width <= target.Length; n += Lanes.Width)
            (Vector512.LoadUnsafe(ref t0, (nuint)n) + Vector512.LoadUnsafe(ref a0, (nuint)n)).StoreUnsafe(ref t0, (nuint)n);
        for (; n < target.Length; n++) target[n] += a[n];
    }

    /// <summary>The sum of the block at <paramref name="block"/> of a gradient kept lane by lane.</summary>
    public static float LaneSum(ReadOnlySpan<float> values, int block) =>
        Lanes.Sum(Vector512.Create(values.Slice(block * Lanes.Width, Lanes.Width)));
}
