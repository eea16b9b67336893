using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QSeq.Core;

/// <summary>
/// A view of activations, [row][lane]: one row a feature, one lane a sample. Rows follow each other without gaps.
/// </summary>
public readonly ref struct Rows
{
    /// <summary>Views <paramref name="data"/> as rows of <paramref name="lanes"/> values.</summary>
    /// <param name="data">The values, a whole number of rows.</param>
    /// <param name="lanes">Values in a row; a positive multiple of <see cref="Core.Lanes.Width"/>.</param>
    /// <exception cref="ArgumentException">The lanes are not whole blocks or the data not whole rows.</exception>
    public Rows(Span<float> data, int lanes)
    {
        CheckLanes(lanes);
        if (data.Length % lanes != 0) ThrowData(data.Length, lanes);
        Data = data;
        Lanes = lanes;
    }

    // Rows of rows need no check.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Rows(int lanes, Span<float> data)
    {
        Data = data;
        Lanes = lanes;
    }

    /// <summary>All values, row after row.</summary>
    public Span<float> Data { get; }

    /// <summary>Values in a row.</summary>
    public int Lanes { get; }

    /// <summary>How many rows there are.</summary>
    public int Count => Data.Length / Lanes;

    /// <summary>One row.</summary>
    /// <param name="row">Its index, from 0.</param>
    public Span<float> this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Data.Slice(row * Lanes, Lanes);
    }

    /// <summary>Some consecutive rows.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <returns>A view of them.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Rows Slice(int first, int count) => new(Lanes, Data.Slice(first * Lanes, count * Lanes));

    /// <summary>The first value of a row, for kernels that walk it by reference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref float At(int row) => ref Unsafe.Add(ref MemoryMarshal.GetReference(Data), row * Lanes);

    /// <summary>Refuses lanes that are not whole blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void CheckLanes(int lanes)
    {
        if (lanes <= 0 || lanes % Core.Lanes.Width != 0) ThrowLanes(lanes);
    }

    private static void ThrowLanes(int lanes) =>
        throw new ArgumentException($"{lanes} lanes are not a positive multiple of {Core.Lanes.Width}; pad with Lanes.Pad.", nameof(lanes));

    private static void ThrowData(int data, int lanes) =>
        throw new ArgumentException($"{data} values do not fill rows of {lanes} lanes.", nameof(data));
}
