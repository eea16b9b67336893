using System.Diagnostics;
using QSeq.Data;
using QSeq.Models;
using QSeq.Numerics;

namespace QSeq.Training;

/// <summary>
/// Loss and gradient of a batch of windows. A batch is cut into shards of <see cref="ShardLanes"/> samples whatever
/// the number of threads, each with a gradient of its own; these are added in shard order, so the bits of the result
/// do not depend on the threads. Sized once, allocates nothing afterwards.
/// </summary>
internal sealed class BatchGradient : IDisposable
{
    /// <summary>Samples in a shard: enough lane blocks to use an edge's constants often, few enough to stay in cache.</summary>
    public const int ShardLanes = 128;

    private const int Probes = 8;
    private static readonly TimeSpan WorthAThread = TimeSpan.FromMicroseconds(40);

    private readonly SequenceModel _model;
    private readonly WindowSet _data;
    private readonly Loss _loss;
    private readonly float[] _folded;
    private readonly AlignedBuffer[] _shardGradients;
    private readonly double[] _shardLosses;
    private readonly Worker[] _workers;
    private readonly ShardCrew _crew;
    private TimeSpan _quickest = TimeSpan.MaxValue; // of a shard, over the steps timed
    private int _probes;
    private int[] _samples = [];
    private int _start;
    private int _count;

    public BatchGradient(SequenceModel model, WindowSet data, int batchSize, int threads, Loss loss)
    {
        (_model, _data, _loss) = (model, data, loss);
        int batch = Math.Min(batchSize, data.Count);
        int shards = Math.Max(1, (batch + ShardLanes - 1) / ShardLanes);
        int lanes = Math.Min(ShardLanes, Lanes.Pad(batch));
        _folded = new float[model.FoldedSize];
        _shardGradients = [.. Enumerable.Range(0, shards).Select(_ => new AlignedBuffer(model.GradientSize))];
        _shardLosses = new double[shards];
        Gradient = new float[model.Table.Length];
        _workers = [.. Enumerable.Range(0, Math.Min(threads, shards)).Select(_ => new Worker(model, data, lanes))];
        _crew = new ShardCrew(_workers.Length, RunShard);
    }

    /// <summary>Threads that work, the caller among them: never more than there are shards.</summary>
    public int Threads => _crew.Threads;

    /// <summary>The gradient of the mean loss, laid out like the parameters.</summary>
    public float[] Gradient { get; }

    /// <summary>Computes <see cref="Gradient"/> for some samples.</summary>
    /// <param name="samples">Indices into the windows.</param>
    /// <param name="start">The first of them to use.</param>
    /// <param name="count">How many, at most the batch size.</param>
    /// <returns>The mean loss.</returns>
    public double Compute(int[] samples, int start, int count)
    {
        (_samples, _start, _count) = (samples, start, count);
        _model.Fold(_folded);
        int shards = (count + ShardLanes - 1) / ShardLanes;
        RunShards(shards);
        double sum = _shardLosses[0];
        for (int shard = 1; shard < shards; shard++)
        {
            RowKernel.Add(_shardGradients[shard].Span, _shardGradients[0].Span);
            sum += _shardLosses[shard];
        }

        _model.Unfold(_folded, _shardGradients[0].Span, Gradient);
        return sum / Divisor(count);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose() => _crew.Dispose();

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

    private double Divisor(int count) => (double)count * _model.Config.Outputs * (_data.Sequence ? _data.Window : 1);

    private void RunShard(int worker, int shard)
    {
        Worker own = _workers[worker];
        int first = shard * ShardLanes, count = Math.Min(ShardLanes, _count - first), lanes = Lanes.Pad(count);
        Rows x = own.X(lanes), target = own.Target(lanes), dy = own.Dy(lanes);
        _data.Fill(_samples.AsSpan(_start + first, count), lanes, x.Data, target.Data);
        Rows y = own.Pass.Forward(_folded, x);
        _shardLosses[shard] = LossKernel.Gradient(_loss, y, target, count, Divisor(_count), dy);
        Span<float> gradient = _shardGradients[shard].Span;
        gradient.Clear();
        own.Pass.Backward(_folded, dy, gradient);
    }

    private sealed class Worker(SequenceModel model, WindowSet data, int maxLanes)
    {
        private readonly int _inputRows = data.Window * data.Inputs;
        private readonly int _outputRows = model.Config.Outputs * (data.Sequence ? data.Window : 1);
        private readonly AlignedBuffer _x = new(checked(data.Window * data.Inputs * maxLanes));
        private readonly AlignedBuffer _target = new(checked(model.Config.Outputs * (data.Sequence ? data.Window : 1) * maxLanes));
        private readonly AlignedBuffer _dy = new(checked(model.Config.Outputs * (data.Sequence ? data.Window : 1) * maxLanes));

        public ModelPass Pass { get; } = new(model, data.Window, maxLanes);

        public Rows X(int lanes) => _x.Rows(0, _inputRows, lanes);

        public Rows Target(int lanes) => _target.Rows(0, _outputRows, lanes);

        public Rows Dy(int lanes) => _dy.Rows(0, _outputRows, lanes);
    }
}
