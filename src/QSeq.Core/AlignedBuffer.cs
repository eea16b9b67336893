using System.Runtime.InteropServices;

namespace QSeq.Core;

/// <summary>
/// Floats, zero at first, that start on a 64-byte boundary, so that no lane block lies across two cache lines: kernels
/// that read and write blocks run up to a fifth slower where it does. The array is pinned, so the boundary stays.
/// </summary>
internal sealed class AlignedBuffer
{
    private const int Alignment = 64;

    private readonly float[] _array;
    private readonly int _start;

    public AlignedBuffer(int length)
    {
        _array = GC.AllocateArray<float>(checked(length + (Alignment / sizeof(float))), pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0);
        _start = (int)((Alignment - (address % Alignment)) % Alignment) / sizeof(float);
        Length = length;
    }

    public int Length { get; }

    public Span<float> Span => _array.AsSpan(_start, Length);

    /// <summary>The first rows of the buffer, from <paramref name="start"/> on.</summary>
    public Rows Rows(int start, int count, int lanes) => new(_array.AsSpan(_start + (start * lanes), count * lanes), lanes);
}
