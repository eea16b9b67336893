using System.Diagnostics;
using QSeq.Models;
using QSeq.Objectives;

namespace QSeq.Engines;

/// <summary>
/// Loss and gradient of batches on this machine's processor. A batch is cut into shards of <see cref="ShardLanes"/> samples
/// whatever the number of threads, each with a gradient of its own; these are added in shard order, so the bits of the result
/// do not depend on the threads. Sized once, allocates nothing afterwards.
/// </summary>
internal sealed class CpuEngine : IEngine
{
    /// <summary>Samples in a shard: enough lane blocks to use an edge's constants often, few enough to stay in cache.</summary>
    public const int ShardLanes = 128;

    private const int Probes = 8;
    private static readonly TimeSpan WorthAThread = TimeSpan.FromMicroseconds(40);
    private static readonly TimeSpan WithoutDoubt = TimeSpan.FromMilliseconds(4);

    private readonly SequenceModel _model;
    private readonly IBatchSource _source;
    private readonly bool _learnsInputs;
    private readonly BatchPredictor? _validator;
    private readonly Objective _objective;
    private readonly float[] _folded;
    private readonly AlignedBuffer[] _shardGradients;
    private readonly double[] _shardLosses;
    private readonly BatchBlock[] _workers;
    private readonly AlignedBuffer[] _dx; // of each shard, [steps][inputs][lanes], kept until all are done; none where no inputs learn
    private readonly int[] _steps; // of each shard
    private readonly ShardCrew _crew;
    private TimeSpan _quickest = TimeSpan.MaxValue; // of a shard, over the steps timed
    private int _probes;
    private int[] _samples = [];
    private int _start;
    private int _count;
    private double _divisor; // target values of the batch
    private long[]? _clock; // ticks that each shard took, where that is asked for

    /// <param name="model">The model.</param>
    /// <param name="train">Training data.</param>
    /// <param name="validation">Validation data, or null.</param>
    /// <param name="options">How it works.</param>
    /// <exception cref="ArgumentException">Its buffers take more memory than it may have, on one thread as well.</exception>
    public CpuEngine(SequenceModel model, IBatchSource train, IBatchSource? validation, EngineOptions options)
    {
        (_model, _source, _learnsInputs, _objective) = (model, train, train.LearnsInputs, options.Objective);
        _validator = validation is null ? null : new BatchPredictor(model, validation);
        (int workers, Bytes) = EngineMemory.Fit(model, train, _validator?.Bytes ?? 0, options);
        int batch = Math.Min(options.BatchSize, train.Count), shards = Math.Max(1, ShardsOf(batch)), lanes = LanesOf(batch);
        _folded = new float[model.FoldedSize];
        _shardGradients = [.. Enumerable.Range(0, shards).Select(_ => new AlignedBuffer(model.GradientSize))];
        _shardLosses = new double[shards];
        _steps = new int[shards];
        _dx = _learnsInputs ? [.. _steps.Select(_ => new AlignedBuffer(checked(train.MaxSteps * model.Config.Inputs * lanes)))] : [];
        _workers = [.. Enumerable.Range(0, workers).Select(_ => new BatchBlock(model, train, train.MaxSteps, lanes))];
        Gradient = new float[model.Table.Length];
        _crew = new ShardCrew(_workers.Length, RunShard); // starts threads, so comes last
    }

    /// <summary>Threads that work, the caller among them: never more than there are shards.</summary>
    public int Threads => _crew.Threads;

    public long Bytes { get; }

    public float[] Gradient { get; }

    public bool Validates => _validator is not null;

    public double Compute(int[] samples, int start, int count, out int weight)
    {
        (_samples, _start, _count) = (samples, start, count);
        weight = _source.Weight(samples.AsSpan(start, count));
        _divisor = (double)Math.Max(1, weight) * _source.TargetsPerWeight;
        _model.Fold(_folded);
        int shards = ShardsOf(count);
        RunShards(shards);
        double sum = _shardLosses[0];
        for (int shard = 1; shard < shards; shard++)
        {
            RowKernel.Add(_shardGradients[shard].Span, _shardGradients[0].Span);
            sum += _shardLosses[shard];
        }

        _model.Unfold(_folded, _shardGradients[0].Span, Gradient);

        // What inputs are made of is shared by all shards, so it follows here, in the order of the samples.
        for (int shard = 0; shard < shards && _learnsInputs; shard++)
        {
            ReadOnlySpan<int> own = Samples(shard);
            _source.Scatter(own, _dx[shard].Rows(0, _steps[shard] * _model.Config.Inputs, Lanes.Pad(own.Length)), Gradient);
        }

        return sum / _divisor;
    }

    /// <summary>The same on this thread alone, with the time that each shard took.</summary>
    public double Compute(int[] samples, int start, int count, Span<TimeSpan> shards)
    {
        _clock = new long[ShardsOf(count)];
        double loss = Compute(samples, start, count, out _);
        for (int n = 0; n < _clock.Length; n++) shards[n] = Stopwatch.GetElapsedTime(0, _clock[n]);
        _clock = null;
        return loss;
    }

    public double Validate() => _validator!.Loss(_objective);

    public void Exchange(StateStream state)
    {
    }

    public void Dispose() => _crew.Dispose();

    /// <summary>Lanes of the widest shard of a batch.</summary>
    public static int LanesOf(int samples) => Math.Min(ShardLanes, Lanes.Pad(samples));

    /// <summary>Shards of a batch.</summary>
    public static int ShardsOf(int samples) => (samples + ShardLanes - 1) / ShardLanes;

    private ReadOnlySpan<int> Samples(int shard) => _samples.AsSpan(_start + (shard * ShardLanes), Math.Min(ShardLanes, _count - (shard * ShardLanes)));

    private void RunShard(int worker, int shard)
    {
        long start = _clock is null ? 0 : Stopwatch.GetTimestamp();
        Work(worker, shard);
        if (_clock is not null) _clock[shard] = Stopwatch.GetTimestamp() - start;
    }

    private void Work(int worker, int shard)
    {
        Span<float> gradient = _shardGradients[shard].Span;
        gradient.Clear();
        BatchBlock block = _workers[worker];
        ReadOnlySpan<int> samples = Samples(shard);
        Rows y = block.Forward(_folded, samples), dy = block.Dy(y);
        _shardLosses[shard] = _objective.Gradient(y, block.Target(y.Lanes), samples.Length, _divisor, dy);
        Rows dx = block.Pass.Backward(_folded, dy, gradient);
        if (!_learnsInputs) return;
        _steps[shard] = block.Steps;
        dx.Data.CopyTo(_dx[shard].Span);
    }

    // Waking a thread costs some ten microseconds. The first steps run alone and are timed, one where it leaves no doubt; where
    // a shard is done sooner than it is handed over, the batch stays on one thread. The result is the same either way.
    private void RunShards(int shards)
    {
        if (_probes == Probes || shards == 1 || _crew.Threads == 1 || _clock is not null)
        {
            _crew.Run(shards, alone: _quickest < WorthAThread || _clock is not null);
            return;
        }

        long start = Stopwatch.GetTimestamp();
        _crew.Run(shards, alone: true);
        _quickest = TimeSpan.FromTicks(Math.Min(_quickest.Ticks, Stopwatch.GetElapsedTime(start).Ticks / shards));
        _probes = _quickest > WithoutDoubt ? Probes : _probes + 1;
    }
}
