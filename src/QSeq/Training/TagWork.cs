using QSeq.Core;
using QSeq.Models;

namespace QSeq.Training;

/// <summary>
/// Training on sentences in buckets: every epoch draws them in random order, sorts them by length (equals keep the drawn
/// order), cuts batches of neighbours and takes these in random order. So a batch has little padding and is never the
/// same twice.
/// </summary>
internal sealed class TagWork : ITrainingWork
{
    private readonly TagSequence[] _data;
    private readonly TagPredictor? _validator;
    private readonly TagGradient _gradient;
    private readonly int[] _order; // sentences, bucket after bucket
    private readonly int[] _buckets; // in the order they are taken
    private readonly int _batch; // sentences of a bucket

    public TagWork(SequenceModel model, TagSequence[] train, TagSequence[]? validation, TrainingOptions options)
    {
        _data = train;
        _validator = validation is null ? null : new TagPredictor(model, validation);
        _batch = Math.Min(options.BatchSize, train.Length);
        _order = [.. Enumerable.Range(0, train.Length)];
        _buckets = [.. Enumerable.Range(0, (train.Length + _batch - 1) / _batch)];
        _gradient = new TagGradient(model, train, _batch, options.Threads); // starts threads, so comes last
    }

    public int Batches => _buckets.Length;

    public float[] Gradient => _gradient.Gradient;

    public bool Validates => _validator is not null;

    public void Shuffle(RandomSource random)
    {
        random.Shuffle(_order.AsSpan());
        int[] sorted = [.. _order.OrderBy(n => _data[n].Length)]; // stable
        sorted.CopyTo(_order, 0);
        random.Shuffle(_buckets.AsSpan());
    }

    /// <summary>The sentences of a batch.</summary>
    public ReadOnlySpan<int> Sentences(int batch) => _order.AsSpan(Start(batch), Count(batch));

    public double Compute(int batch, out int weight) => _gradient.Compute(_order, Start(batch), Count(batch), out weight);

    public double Validate() => _validator!.Loss();

    public void Exchange(StateStream state)
    {
        state.Exchange(_order.AsSpan());
        state.Exchange(_buckets.AsSpan());
    }

    public void Dispose() => _gradient.Dispose();

    private int Start(int batch) => _buckets[batch] * _batch;

    private int Count(int batch) => Math.Min(_batch, _order.Length - Start(batch));
}
