using QSeq.Engines;

namespace QSeq.Training;

/// <summary>
/// The batches of an epoch. Samples of one length are drawn in random order. Those of different lengths come in buckets:
/// every epoch draws them in random order, sorts them by length (equals keep the drawn order), cuts batches of neighbours and
/// takes these in random order. So a batch has little padding and is never the same twice.
/// </summary>
internal sealed class BatchOrder
{
    private readonly int[]? _lengths;
    private readonly int[] _buckets; // in the order they are taken; none where all samples are of one length
    private readonly int _batch; // samples of a batch

    public BatchOrder(IBatchSource source, int batchSize)
    {
        _lengths = source.Lengths;
        _batch = Math.Min(batchSize, source.Count);
        Samples = [.. Enumerable.Range(0, source.Count)];
        Count = (source.Count + _batch - 1) / _batch;
        _buckets = _lengths is null ? [] : [.. Enumerable.Range(0, Count)];
    }

    /// <summary>All samples, batch after batch as they are cut.</summary>
    public int[] Samples { get; }

    public int Count { get; }

    /// <summary>Puts the samples in the order of a new epoch.</summary>
    public void Shuffle(RandomSource random)
    {
        random.Shuffle(Samples.AsSpan());
        if (_lengths is null) return;
        Samples.OrderBy(n => _lengths[n]).ToArray().CopyTo(Samples, 0); // stable
        random.Shuffle(_buckets.AsSpan());
    }

    /// <summary>The samples of a batch of the epoch: the first place among <see cref="Samples"/>, and how many there are.</summary>
    public (int Start, int Count) Place(int batch)
    {
        int start = (_lengths is null ? batch : _buckets[batch]) * _batch;
        return (start, Math.Min(_batch, Samples.Length - start));
    }

    public void Exchange(StateStream state)
    {
        state.Exchange(Samples.AsSpan());
        if (_lengths is not null) state.Exchange(_buckets.AsSpan());
    }
}
