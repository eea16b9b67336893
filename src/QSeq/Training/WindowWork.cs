using QSeq.Core;
using QSeq.Data;
using QSeq.Models;

namespace QSeq.Training;

/// <summary>Training on windows: batches of samples in random order.</summary>
internal sealed class WindowWork : ITrainingWork
{
    private readonly TrainingOptions _options;
    private readonly BatchPredictor? _validator;
    private readonly BatchGradient _gradient;
    private readonly int[] _order;
    private readonly int _batch; // samples of a batch

    public WindowWork(SequenceModel model, WindowSet train, WindowSet? validation, TrainingOptions options)
    {
        _options = options;
        _validator = validation is null ? null : new BatchPredictor(model, validation);
        _order = [.. Enumerable.Range(0, train.Count)];
        _batch = Math.Min(options.BatchSize, train.Count);
        _gradient = new BatchGradient(model, train, options.BatchSize, options.Threads, options.Loss); // starts threads, so comes last
    }

    public int Batches => (_order.Length + _batch - 1) / _batch;

    public float[] Gradient => _gradient.Gradient;

    public bool Validates => _validator is not null;

    public void Shuffle(RandomSource random) => random.Shuffle(_order.AsSpan());

    public double Compute(int batch, out int weight)
    {
        int start = batch * _batch;
        weight = Math.Min(_batch, _order.Length - start);
        return _gradient.Compute(_order, start, weight);
    }

    public double Validate() => _validator!.Loss(_options.Loss);

    public void Exchange(StateStream state) => state.Exchange(_order.AsSpan());

    public void Dispose() => _gradient.Dispose();
}
