using System.Diagnostics;
using QSeq.Core;
using QSeq.Models;

namespace QSeq.Training;

/// <summary>
/// Loss and gradient of a batch. A batch is cut into shards of <see cref="ShardLanes"/> samples whatever the number of
/// threads, each with a gradient of its own; these are added in shard order, so the bits of the result do not depend on
/// the threads. Sized once, allocates nothing afterwards.
/// </summary>
internal abstract class ShardedGradient : IDisposable
{
    /// <summary>Samples in a shard: enough lane blocks to use an edge's constants often, few enough to stay in cache.</summary>
    public const int ShardLanes = 128;

    private const int Probes = 8;
    private static readonly TimeSpan WorthAThread = TimeSpan.FromMicroseconds(40);

    private readonly SequenceModel _model;
    private readonly float[] _folded;
    private readonly AlignedBuffer[] _shardGradients;
    private readonly double[] _shardLosses;
    private readonly ShardCrew _crew;
    private TimeSpan _quickest = TimeSpan.MaxValue; // of a shard, over the steps timed
    private int _probes;

    /// <param name="model">The model.</param>
    /// <param name="batch">The most samples of a batch.</param>
    /// <param name="threads">Threads at most.</param>
    protected ShardedGradient(SequenceModel model, int batch, int threads)
    {
        _model = model;
        Shards = Math.Max(1, ShardsOf(batch));
        MaxLanes = Math.Min(ShardLanes, Lanes.Pad(batch));
        _folded = new float[model.FoldedSize];
        _shardGradients = [.. Enumerable.Range(0, Shards).Select(_ => new AlignedBuffer(model.GradientSize))];
        _shardLosses = new double[Shards];
        Gradient = new float[model.Table.Length];
        _crew = new ShardCrew(Math.Min(threads, Shards), RunShard);
    }

    /// <summary>Threads that work, the caller among them: never more than there are shards.</summary>
    public int Threads => _crew.Threads;

    /// <summary>The gradient of the mean loss, laid out like the parameters.</summary>
    public float[] Gradient { get; }

    /// <summary>Ends the threads.</summary>
    public void Dispose() => _crew.Dispose();

    /// <summary>Shards of the largest batch.</summary>
    protected int Shards { get; }

    /// <summary>Lanes of the largest shard.</summary>
    protected int MaxLanes { get; }

    /// <summary>Shards of a batch of some samples.</summary>
    protected static int ShardsOf(int samples) => (samples + ShardLanes - 1) / ShardLanes;

    /// <summary>Computes <see cref="Gradient"/>.</summary>
    /// <param name="samples">How many samples the batch has.</param>
    /// <returns>The sum of the shards' losses.</returns>
    protected double Run(int samples)
    {
        _model.Fold(_folded);
        int shards = ShardsOf(samples);
        RunShards(shards);
        double sum = _shardLosses[0];
        for (int shard = 1; shard < shards; shard++)
        {
            RowKernel.Add(_shardGradients[shard].Span, _shardGradients[0].Span);
            sum += _shardLosses[shard];
        }

        _model.Unfold(_folded, _shardGradients[0].Span, Gradient);
        return sum;
    }

    /// <summary>One shard, forward and back.</summary>
    /// <param name="worker">Which worker does it; what a worker owns is used by no other at the same time.</param>
    /// <param name="shard">Which shard.</param>
    /// <param name="folded">The model's folded constants.</param>
    /// <param name="gradient">The gradient of the folded constants, added to.</param>
    /// <returns>The loss of the shard, summed.</returns>
    protected abstract double RunShard(int worker, int shard, ReadOnlySpan<float> folded, Span<float> gradient);

    private void RunShard(int worker, int shard)
    {
        Span<float> gradient = _shardGradients[shard].Span;
        gradient.Clear();
        _shardLosses[shard] = RunShard(worker, shard, _folded, gradient);
    }

    // Waking a thread costs some ten microseconds. The first steps run alone and are timed; where a shard is done sooner
    // than it is handed over, the batch stays on one thread. The result is the same either way.
    private void RunShards(int shards)
    {
        if (_probes == Probes || shards == 1 || _crew.Threads == 1)
        {
            _crew.Run(shards, alone: _quickest < WorthAThread);
            return;
        }

        long start = Stopwatch.GetTimestamp();
        _crew.Run(shards, alone: true);
        _quickest = TimeSpan.FromTicks(Math.Min(_quickest.Ticks, Stopwatch.GetElapsedTime(start).Ticks / shards));
        _probes++;
    }
}
