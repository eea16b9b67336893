using QSeq.Data;
using QSeq.Engines;
using QSeq.Models;

namespace QSeq.Training;

/// <summary>
/// Training by single steps, for loops of one's own and for timing: the gradient of a batch, then the optimiser. All buffers
/// are made once, so a step allocates nothing. Not to be shared between threads.
/// </summary>
public sealed class TrainingStep : IDisposable
{
    private readonly SequenceModel _model;
    private readonly TrainingOptions _options;
    private readonly CpuEngine _engine;
    private readonly Optimizer _optimizer;

    /// <summary>Prepares buffers.</summary>
    /// <param name="model">The model; its weights change with every step.</param>
    /// <param name="windows">The windows that batches are taken from.</param>
    /// <param name="options">Batch size, objective, optimiser, clipping and threads; null for the defaults. Epochs, schedule and seed are not read.</param>
    /// <exception cref="ArgumentException">Options out of range, or windows that do not fit the model.</exception>
    public TrainingStep(SequenceModel model, WindowSet windows, TrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(windows);
        _options = options ?? new TrainingOptions();
        _options.Validate();
        var source = new WindowSource(model, windows, _options.Objective, "training");
        (_model, _engine) = (model, new CpuEngine(model, source, source, _options.ForEngine()));
        _optimizer = _options.Optimizer.Build(model.Table);
    }

    /// <summary>Samples of a shard: a batch is cut into shards of so many, which threads share.</summary>
    public const int ShardSize = CpuEngine.ShardLanes;

    /// <summary>Threads a step uses: no more than there are shards in a batch.</summary>
    public int Threads => _engine.Threads;

    /// <summary>Moves the weights by one step.</summary>
    /// <param name="samples">Indices of windows.</param>
    /// <param name="start">The place of the batch's first index.</param>
    /// <param name="count">Windows of the batch, from 1 to the batch size.</param>
    /// <returns>The mean loss of the batch before the step, scaled units.</returns>
    public double Run(int[] samples, int start, int count)
    {
        Check(samples, count);
        double loss = _engine.Compute(samples, start, count, out _);
        Move();
        return loss;
    }

    /// <summary>The same step on this thread alone, and how long each shard took: what more threads would share.</summary>
    /// <param name="samples">Indices of windows.</param>
    /// <param name="start">The place of the batch's first index.</param>
    /// <param name="count">Windows of the batch, from 1 to the batch size.</param>
    /// <param name="shards">Receives a time for every <see cref="ShardSize"/> windows, begun or whole.</param>
    /// <returns>The mean loss of the batch before the step, scaled units.</returns>
    /// <exception cref="ArgumentException">There is not room for the times of all shards.</exception>
    public double Run(int[] samples, int start, int count, Span<TimeSpan> shards)
    {
        Check(samples, count);
        if (shards.Length < CpuEngine.ShardsOf(count))
            throw new ArgumentException($"There is room for the times of {shards.Length} shards, expected {CpuEngine.ShardsOf(count)}.", nameof(shards));
        double loss = _engine.Compute(samples, start, count, shards);
        Move();
        return loss;
    }

    /// <summary>A forward pass over all windows with the weights as they are, on one thread.</summary>
    /// <returns>The mean loss, scaled units.</returns>
    public double Loss() => _engine.Validate();

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();

    private void Check(int[] samples, int count)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _options.BatchSize);
    }

    private void Move()
    {
        if (_options.ClipNorm is not null) GradientClip.Apply(_engine.Gradient, _options.ClipNorm);
        _optimizer.Step(_model.Parameters, _engine.Gradient, _options.Optimizer.LearningRate);
    }
}
