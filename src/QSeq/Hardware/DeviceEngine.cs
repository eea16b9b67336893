using QSeq.Data;
using QSeq.Engines;
using QSeq.Objectives;

namespace QSeq.Hardware;

/// <summary>Losses and gradients of windows from a backend that runs the circuits.</summary>
internal sealed class DeviceEngine : IEngine
{
    private readonly HardwareModel _model;
    private readonly HardwareWindows _train;
    private readonly HardwareWindows? _validation;
    private readonly double[][] _windows; // [samples][steps * inputs]
    private readonly double[][] _validationWindows;
    private readonly Objective _objective;
    private readonly SpsaGradient? _spsa;
    private readonly CancellationToken _cancellation;

    public DeviceEngine(HardwareModel model, WindowSet train, WindowSet? validation, HardwareTrainingOptions options, CancellationToken cancellationToken)
    {
        (_model, _objective, _cancellation) = (model, options.Training.Objective, cancellationToken);
        _train = new HardwareWindows(train);
        _windows = _train.All();
        _validation = validation is null ? null : new HardwareWindows(validation);
        _validationWindows = _validation?.All() ?? [];
        _spsa = options.Spsa is { } spsa ? new SpsaGradient(model.Model.Table, spsa, options.Training.Seed) : null;
        Gradient = new float[model.Model.Table.Length];
    }

    public float[] Gradient { get; }

    public bool Validates => _validation is not null;

    public double Compute(int[] samples, int start, int count, out int weight)
    {
        weight = count;
        int[] own = samples[start..(start + count)];
        double[][] windows = [.. own.Select(sample => _windows[sample])];
        double[] gradient;
        double loss;
        if (_spsa is not null)
        {
            gradient = new double[Gradient.Length];
            loss = _spsa.Compute(
                HardwareModel.Wide(_model.Model.Parameters), parameters => _train.Loss(_objective, own, _model.Predict(parameters, windows, _cancellation)).Loss, gradient);
        }
        else
        {
            loss = double.NaN;
            gradient = _model.Gradient(
                windows,
                answers =>
                {
                    (loss, double[][] slope) = _train.Loss(_objective, own, answers);
                    return slope;
                },
                _cancellation).Parameters;
        }

        for (int n = 0; n < gradient.Length; n++) Gradient[n] = (float)gradient[n];
        return loss;
    }

    public double Validate() =>
        _validation!.Loss(_objective, [.. Enumerable.Range(0, _validationWindows.Length)], _model.Predict(_validationWindows, _cancellation)).Loss;

    public void Exchange(StateStream state) => _spsa?.Exchange(state);

    public void Dispose()
    {
    }
}
