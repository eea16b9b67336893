using QSeq.Data;
using QSeq.Engines;

namespace QSeq.Hardware;

/// <summary>Losses and gradients of windows from a backend that runs the circuits.</summary>
internal sealed class DeviceEngine(
    HardwareModel model, WindowSet train, WindowSet? validation, HardwareTrainingOptions options, CancellationToken cancellationToken) : IEngine
{
    private readonly HardwareWindows _train = new(train);
    private readonly double[][] _windows = new HardwareWindows(train).All();
    private readonly HardwareWindows? _validation = validation is null ? null : new(validation);
    private readonly double[][] _validationWindows = validation is null ? [] : new HardwareWindows(validation).All();
    private readonly SpsaGradient? _spsa = options.Spsa is { } spsa ? new(model.Model.Table, spsa, options.Training.Seed) : null;

    public long Bytes => 0; // one sample at a time

    public float[] Gradient { get; } = new float[model.Model.Table.Length];

    public bool Validates => _validation is not null;

    public double Compute(int[] samples, int start, int count, out int weight)
    {
        weight = count;
        int[] own = samples[start..(start + count)];
        double[][] windows = [.. own.Select(sample => _windows[sample])];
        double loss = double.NaN;
        double[] gradient = new double[Gradient.Length];
        if (_spsa is null) gradient = model.Gradient(windows, Slopes, cancellationToken).Parameters;
        else loss = _spsa.Compute(HardwareModel.Wide(model.Model.Parameters), LossAt, gradient);
        for (int n = 0; n < gradient.Length; n++) Gradient[n] = (float)gradient[n];
        return loss;

        double[][] Slopes(double[][] answers)
        {
            (loss, double[][] slopes) = _train.Loss(options.Training.Objective, own, answers);
            return slopes;
        }

        double LossAt(double[] parameters) => _train.Loss(options.Training.Objective, own, model.Predict(parameters, windows, cancellationToken)).Loss;
    }

    public double Validate() =>
        _validation!.Loss(options.Training.Objective, [.. Enumerable.Range(0, _validationWindows.Length)], model.Predict(_validationWindows, cancellationToken)).Loss;

    public void Exchange(StateStream state) => _spsa?.Exchange(state);

    public void Dispose()
    {
    }
}
