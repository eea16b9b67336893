using System.Numerics;
using System.Runtime.CompilerServices;

namespace QSeq.Data;

/// <summary>
/// A list that only grows, in pieces: one that doubles would hold a long file up to three times. Eight pieces of 1,024 entries,
/// eight more, then eight of twice as many, and so on: no more than an eighth is spare, and large ones are never moved.
/// </summary>
internal sealed class ChunkedList<T>
    where T : unmanaged
{
    private const int FirstBits = 10, LevelBits = 13; // entries of the smallest piece, and of eight of them

    private readonly List<T[]> _chunks = [];
    private T[] _last = [];
    private int _place; // of the next entry in the last piece

    /// <summary>Entries.</summary>
    public int Count { get; private set; }

    /// <summary>An entry.</summary>
    public T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            return _chunks[Find(index, out int place)][place];
        }
    }

    /// <summary>Adds an entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T value)
    {
        if (_place == _last.Length) Grow();
        _last[_place++] = value;
        Count++;
    }

    /// <summary>Entries from one on, up to the end of its piece; at least one.</summary>
    public ReadOnlySpan<T> From(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
        int chunk = Find(index, out int place);
        return chunk == _chunks.Count - 1 ? _last.AsSpan(place, _place - place) : _chunks[chunk].AsSpan(place);
    }

    /// <summary>Copies entries that follow each other, as many as the target has.</summary>
    public void CopyTo(int index, Span<T> target)
    {
        while (!target.IsEmpty)
        {
            ReadOnlySpan<T> part = From(index);
            if (part.Length > target.Length) part = part[..target.Length];
            part.CopyTo(target);
            target = target[part.Length..];
            index += part.Length;
        }
    }

    /// <summary>Lets the piece of an entry go, which is not asked for again.</summary>
    public void Drop(int index) => _chunks[Find(index, out _)] = [];

    /// <summary>Lets all entries go.</summary>
    public void Clear()
    {
        _chunks.Clear();
        (_last, _place, Count) = ([], 0, 0);
    }

    // The piece of an entry, and its place in it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Find(int index, out int place)
    {
        int level = BitOperations.Log2(((uint)index >> LevelBits) | 1), bits = FirstBits + level; // of its size
        place = index & ((1 << bits) - 1);
        return (index >> bits) + (8 * level);
    }

    private void Grow()
    {
        int level = Math.Max(0, (_chunks.Count / 8) - 1);
        _last = GC.AllocateUninitializedArray<T>(1 << (FirstBits + level));
        _chunks.Add(_last);
        _place = 0;
    }
}
