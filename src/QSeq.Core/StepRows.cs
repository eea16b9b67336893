using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QSeq.Core;

/// <summary>
/// A view of the same rows at every time step, [step][row][lane]: rows of a step follow each other without gaps, steps are
/// equally far apart.
/// </summary>
public readonly ref struct StepRows
{
    private readonly int _stride; // rows from a step to the next

    /// <summary>Views rows as equal time steps.</summary>
    /// <param name="rows">The rows of all steps, step after step.</param>
    /// <param name="steps">How many steps, at least 1.</param>
    /// <exception cref="ArgumentException">The rows do not fall into that many equal steps.</exception>
    public StepRows(Rows rows, int steps)
    {
        if (steps < 1 || rows.Count % steps != 0) throw new ArgumentException($"{rows.Count} rows do not fall into {steps} equal steps.", nameof(steps));
        Steps = steps;
        Count = _stride = rows.Count / steps;
        Data = rows.Data;
        Lanes = rows.Lanes;
    }

    // For callers that know how many rows a step has.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal StepRows(Rows rows, int steps, int count)
        : this(rows.Data, rows.Lanes, steps, count, count)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private StepRows(Span<float> data, int lanes, int steps, int stride, int count)
    {
        Data = data;
        Lanes = lanes;
        Steps = steps;
        Count = count;
        _stride = stride;
    }

    /// <summary>How many steps there are.</summary>
    public int Steps { get; }

    /// <summary>Rows of a step.</summary>
    public int Count { get; }

    /// <summary>Values in a row.</summary>
    public int Lanes { get; }

    // From the first row of the first step on.
    private Span<float> Data { get; }

    /// <summary>The rows of one step.</summary>
    /// <param name="step">Its index, from 0.</param>
    public Rows this[int step]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Lanes, Data.Slice(step * Distance, Count * Lanes));
    }

    /// <summary>Some consecutive rows of every step.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <returns>A view of them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A step has no such rows.</exception>
    public StepRows Slice(int first, int count)
    {
        if ((uint)first > (uint)Count || (uint)count > (uint)(Count - first))
            throw new ArgumentOutOfRangeException(nameof(first), first, $"{count} rows from row {first} on were asked for, but a step has {Count}.");
        return new StepRows(Data[(first * Lanes)..], Lanes, Steps, _stride, count);
    }

    internal StepRows Only(int step) => new(this[step], 1, Count);

    /// <summary>Values from a row to the same row of the next step.</summary>
    internal int Distance => _stride * Lanes;

    /// <summary>The first value of a row of the first step, for kernels that walk it by reference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref float At(int row) => ref Unsafe.Add(ref MemoryMarshal.GetReference(Data), row * Lanes);
}
