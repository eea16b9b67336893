using QSeq.Core;
using QSeq.Models;

namespace QSeq.Training;

/// <summary>Loss and gradient of a batch of sentences, the mean over its words.</summary>
internal sealed class TagGradient : ShardedGradient
{
    private readonly SequenceModel _model;
    private readonly TagSequence[] _data;
    private readonly TagBlock[] _workers;
    private readonly AlignedBuffer[] _dx; // of each shard, [steps][inputs][lanes], kept until all are done
    private readonly int[] _steps; // of each shard
    private int[] _order = [];
    private int _start;
    private int _count;
    private int _words;

    public TagGradient(SequenceModel model, TagSequence[] data, int batchSize, int threads)
        : base(model, Math.Min(batchSize, data.Length), threads)
    {
        (_model, _data) = (model, data);
        int longest = data.Max(sentence => sentence.Length);
        _workers = [.. Enumerable.Range(0, Threads).Select(_ => new TagBlock(model, longest, MaxLanes))];
        _dx = [.. Enumerable.Range(0, Shards).Select(_ => new AlignedBuffer(checked(longest * model.Config.Inputs * MaxLanes)))];
        _steps = new int[Shards];
    }

    /// <summary>Computes the gradient for some sentences.</summary>
    /// <param name="order">Indices of sentences.</param>
    /// <param name="start">The first of them to use.</param>
    /// <param name="count">How many, at most the batch size.</param>
    /// <param name="words">How many words they have whose tag is known.</param>
    /// <returns>The mean loss over words.</returns>
    public double Compute(int[] order, int start, int count, out int words)
    {
        words = 0;
        foreach (int n in order.AsSpan(start, count))
            foreach (int tag in _data[n].Tags) words += tag == CrossEntropyKernel.NoClass ? 0 : 1;
        (_order, _start, _count, _words) = (order, start, count, Math.Max(1, words));
        double loss = Run(count);

        // Vectors are shared by all shards, so they follow here, in the order of the sentences.
        for (int shard = 0; shard < ShardsOf(count); shard++)
        {
            ReadOnlySpan<int> which = Which(shard);
            TagBlock.Scatter(_model, _dx[shard].Rows(0, _steps[shard] * _model.Config.Inputs, Lanes.Pad(which.Length)), _data, which, Gradient);
        }

        return loss / _words;
    }

    /// <inheritdoc/>
    protected override double RunShard(int worker, int shard, ReadOnlySpan<float> folded, Span<float> gradient)
    {
        TagBlock block = _workers[worker];
        ReadOnlySpan<int> which = Which(shard);
        int lanes = Lanes.Pad(which.Length);
        Rows y = block.Forward(folded, _data, which), dy = block.Dy(lanes);
        double loss = CrossEntropyKernel.Gradient(y, block.Right(lanes), _model.Config.Outputs, _words, dy);
        Rows dx = block.Pass.Backward(folded, dy, gradient);
        _steps[shard] = dx.Count / _model.Config.Inputs;
        dx.Data.CopyTo(_dx[shard].Span);
        return loss;
    }

    private ReadOnlySpan<int> Which(int shard)
    {
        int first = shard * ShardLanes;
        return _order.AsSpan(_start + first, Math.Min(ShardLanes, _count - first));
    }
}
