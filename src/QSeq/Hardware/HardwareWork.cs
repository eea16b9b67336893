using QSeq.Core;
using QSeq.Data;
using QSeq.Training;

namespace QSeq.Hardware;

/// <summary>Training on windows where every loss and gradient comes from a backend.</summary>
internal sealed class HardwareWork : ITrainingWork
{
    private readonly HardwareModel _model;
    private readonly HardwareWindows _train;
    private readonly HardwareWindows? _validation;
    private readonly double[][] _windows; // [samples][steps * inputs]
    private readonly double[][] _validationWindows;
    private readonly Loss _loss;
    private readonly SpsaGradient? _spsa;
    private readonly CancellationToken _cancellation;
    private readonly int[] _order;
    private readonly int _batch;

    public HardwareWork(HardwareModel model, WindowSet train, WindowSet? validation, HardwareTrainingOptions options, CancellationToken cancellationToken)
    {
        (_model, _loss, _cancellation) = (model, options.Training.Loss, cancellationToken);
        _train = new HardwareWindows(train);
        _windows = [.. Enumerable.Range(0, train.Count).Select(_train.Inputs)];
        _validation = validation is null ? null : new HardwareWindows(validation);
        _validationWindows = validation is null ? [] : [.. Enumerable.Range(0, validation.Count).Select(_validation!.Inputs)];
        _spsa = options.Rule == GradientRule.Spsa ? new SpsaGradient(model.Model.Table, options.Spsa, options.Training.Seed) : null;
        _order = [.. Enumerable.Range(0, train.Count)];
        _batch = Math.Min(options.Training.BatchSize, train.Count);
        Gradient = new float[model.Model.Table.Length];
    }

    public int Batches => (_order.Length + _batch - 1) / _batch;

    public float[] Gradient { get; }

    public bool Validates => _validation is not null;

    public void Shuffle(RandomSource random) => random.Shuffle(_order.AsSpan());

    public double Compute(int batch, out int weight)
    {
        int start = batch * _batch;
        weight = Math.Min(_batch, _order.Length - start);
        int[] samples = _order[start..(start + weight)];
        double[][] windows = [.. samples.Select(sample => _windows[sample])];
        double[] gradient;
        double loss;
        if (_spsa is not null)
        {
            gradient = new double[Gradient.Length];
            loss = _spsa.Compute(
                HardwareModel.Wide(_model.Model.Parameters), parameters => _train.Loss(_loss, samples, _model.Predict(parameters, windows, _cancellation)).Loss, gradient);
        }
        else
        {
            loss = double.NaN;
            gradient = _model.Gradient(
                windows,
                answers =>
                {
                    (loss, double[][] slope) = _train.Loss(_loss, samples, answers);
                    return slope;
                },
                _cancellation).Parameters;
        }

        for (int n = 0; n < gradient.Length; n++) Gradient[n] = (float)gradient[n];
        return loss;
    }

    public double Validate() =>
        _validation!.Loss(_loss, [.. Enumerable.Range(0, _validationWindows.Length)], _model.Predict(_validationWindows, _cancellation)).Loss;

    public void Exchange(StateStream state)
    {
        state.Exchange(_order.AsSpan());
        _spsa?.Exchange(state);
    }

    public void Dispose()
    {
    }
}
