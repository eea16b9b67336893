namespace QSeq.Data;

/// <summary>A list that only grows, in pieces: one that doubles would hold a long file up to three times.</summary>
internal sealed class ChunkedList<T>
{
    private const int ChunkLength = 1024;

    private readonly List<T[]> _chunks = [];

    /// <summary>Entries.</summary>
    public int Count { get; private set; }

    /// <summary>An entry.</summary>
    public T this[int index] => _chunks[index / ChunkLength][index % ChunkLength];

    /// <summary>Adds an entry.</summary>
    public void Add(T value)
    {
        int place = Count % ChunkLength;
        if (place == 0) _chunks.Add(new T[ChunkLength]);
        _chunks[^1][place] = value;
        Count++;
    }

    /// <summary>Lets all entries go.</summary>
    public void Clear()
    {
        _chunks.Clear();
        Count = 0;
    }
}
