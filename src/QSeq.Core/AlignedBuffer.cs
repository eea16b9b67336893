using System.Runtime.InteropServices;

namespace QSeq.Core;

/// <summary>
/// Floats, zero at first, that start on a 64-byte boundary, so that no lane block lies across two cache lines: kernels
/// that read and write blocks run up to a fifth slower where it does. The array is pinned, so the boundary stays.
/// </summary>
public sealed class AlignedBuffer
{
    private const int Alignment = 64;

    private readonly float[] _array;
    private readonly int _start;

    /// <summary>Allocates a buffer.</summary>
    /// <param name="length">Floats, 0 or more.</param>
    public AlignedBuffer(int length)
    {
        _array = GC.AllocateArray<float>(checked(length + (Alignment / sizeof(float))), pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0);
        _start = (int)((Alignment - (address % Alignment)) % Alignment) / sizeof(float);
        Length = length;
    }

    /// <summary>The number of floats.</summary>
    public int Length { get; }

    /// <summary>All of them.</summary>
    public Span<float> Span => _array.AsSpan(_start, Length);

    /// <summary>Some rows of the buffer.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="count">How many.</param>
    /// <param name="lanes">Floats a row.</param>
    /// <returns>The rows, [count][lanes].</returns>
    public Rows Rows(int start, int count, int lanes)
    {
        Core.Rows.CheckLanes(lanes);
        return new Rows(lanes, _array.AsSpan(_start + (start * lanes), count * lanes));
    }
}
