using QSeq.Core;
using QSeq.Data;
using QSeq.Models;

namespace QSeq.Training;

/// <summary>Loss and gradient of a batch of windows.</summary>
internal sealed class BatchGradient : ShardedGradient
{
    private readonly SequenceModel _model;
    private readonly WindowSet _data;
    private readonly Loss _loss;
    private readonly Worker[] _workers;
    private int[] _samples = [];
    private int _start;
    private int _count;

    public BatchGradient(SequenceModel model, WindowSet data, int batchSize, int threads, Loss loss)
        : base(model, Math.Min(batchSize, data.Count), threads)
    {
        (_model, _data, _loss) = (model, data, loss);
        _workers = [.. Enumerable.Range(0, Threads).Select(_ => new Worker(model, data, MaxLanes))];
    }

    /// <summary>Computes the gradient for some samples.</summary>
    /// <param name="samples">Indices into the windows.</param>
    /// <param name="start">The first of them to use.</param>
    /// <param name="count">How many, at most the batch size.</param>
    /// <returns>The mean loss.</returns>
    public double Compute(int[] samples, int start, int count)
    {
        (_samples, _start, _count) = (samples, start, count);
        return Run(count) / Divisor(count);
    }

    /// <inheritdoc/>
    protected override double RunShard(int worker, int shard, ReadOnlySpan<float> folded, Span<float> gradient)
    {
        Worker own = _workers[worker];
        int first = shard * ShardLanes, count = Math.Min(ShardLanes, _count - first), lanes = Lanes.Pad(count);
        Rows x = own.X(lanes), target = own.Target(lanes), dy = own.Dy(lanes);
        _data.Fill(_samples.AsSpan(_start + first, count), lanes, x.Data, target.Data);
        Rows y = own.Pass.Forward(folded, x);
        double loss = LossKernel.Gradient(_loss, y, target, count, Divisor(_count), dy);
        own.Pass.Backward(folded, dy, gradient);
        return loss;
    }

    private double Divisor(int count) => (double)count * _model.Config.Outputs * (_data.Sequence ? _data.Window : 1);

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
