using System.Runtime.InteropServices;

namespace QSeq.Core;

/// <summary>
/// The state of something at work, as bytes: one description of it both saves and restores. Lengths are written
/// and must be the same on the way back, so that a state is not laid over something of another shape.
/// </summary>
internal sealed class StateStream
{
    private readonly MemoryStream? _bytes; // null where they are only counted
    private readonly bool _restores;
    private long _count;

    private StateStream(MemoryStream? bytes, bool restores) => (_bytes, _restores) = (bytes, restores);

    public static byte[] Save(Action<StateStream> exchange)
    {
        using var bytes = new MemoryStream();
        exchange(new StateStream(bytes, restores: false));
        return bytes.ToArray();
    }

    /// <summary>How many bytes <see cref="Save"/> gives, which cannot give more than an array holds.</summary>
    public static long Count(Action<StateStream> exchange)
    {
        var counted = new StateStream(null, restores: false);
        exchange(counted);
        return counted._count;
    }

    /// <summary>Restores what <paramref name="exchange"/> names.</summary>
    /// <exception cref="InvalidDataException">The bytes are of something else; what was restored so far is of no use.</exception>
    public static void Restore(byte[] state, Action<StateStream> exchange)
    {
        using var bytes = new MemoryStream(state, writable: false);
        exchange(new StateStream(bytes, restores: true));
        if (bytes.Position != bytes.Length) throw Foreign();
    }

    /// <summary>Exchanges numbers in place.</summary>
    public void Exchange<T>(Span<T> values)
        where T : unmanaged
    {
        Span<byte> raw = MemoryMarshal.AsBytes(values);
        Span<byte> length = stackalloc byte[sizeof(int)];
        if (_bytes is null)
        {
            _count += length.Length + raw.Length;
            return;
        }

        if (!_restores)
        {
            MemoryMarshal.Write(length, raw.Length);
            _bytes.Write(length);
            _bytes.Write(raw);
            return;
        }

        if (_bytes.ReadAtLeast(length, length.Length, throwOnEndOfStream: false) < length.Length || MemoryMarshal.Read<int>(length) != raw.Length
            || _bytes.ReadAtLeast(raw, raw.Length, throwOnEndOfStream: false) < raw.Length) throw Foreign();
    }

    public void Exchange<T>(ref T value)
        where T : unmanaged => Exchange(MemoryMarshal.CreateSpan(ref value, 1));

    /// <summary>Exchanges a list, of any length, of numbers or records of numbers.</summary>
    public void Exchange<T>(List<T> values)
        where T : unmanaged
    {
        int count = values.Count;
        Exchange(ref count);
        if (_restores)
        {
            if (count < 0 || count > _bytes!.Length) throw Foreign();
            CollectionsMarshal.SetCount(values, count);
        }

        Exchange(CollectionsMarshal.AsSpan(values));
    }

    private static InvalidDataException Foreign() => new("the state is of another run; begin anew");
}
