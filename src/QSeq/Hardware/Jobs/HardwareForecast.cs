using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Layers;
using QSeq.Quantum.Devices;
using QSeq.Quantum.Simulators;

namespace QSeq.Hardware.Jobs;

/// <summary>A forecast whose circuits run on a backend, beside the same by the exact simulator.</summary>
public sealed class HardwareForecast
{
    private readonly TrainedForecaster _model;

    /// <summary>Takes a model.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="ArgumentException">It has no circuits.</exception>
    public HardwareForecast(TrainedForecaster model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        IReadOnlyList<CircuitTemplate> templates = HardwareModel.Templates(model.Model);
        if (templates.Count == 0) throw new ArgumentException("The model has no circuits, so there is nothing to run on a device; forecast without one.", nameof(model));
        Qubits = templates.Max(template => template.Circuit.Qubits);
    }

    /// <summary>Qubits of the largest circuit.</summary>
    public int Qubits { get; }

    /// <summary>What is to be forecast after a history.</summary>
    /// <param name="history">At least a window of rows; columns are found by name.</param>
    /// <param name="horizon">Steps ahead, at least 1.</param>
    /// <param name="names">What the targets are called in the answer; null for their own names.</param>
    /// <returns>The last window, scaled, and the times of the forecast.</returns>
    /// <exception cref="SeriesTooShortException">The history is shorter than a window.</exception>
    /// <exception cref="ArgumentException">An unknown column, or a horizon the model cannot reach.</exception>
    /// <exception cref="InvalidDataException">A value is too large once scaled.</exception>
    public JobSeries SeriesOf(SeriesTable history, int horizon, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        _model.Steps.Reach(horizon);
        _model.Steps.Need(history.Length);
        float[] window = new float[_model.Steps.WindowSize];
        int ahead = _model.Steps.Ahead(horizon);
        if (horizon > Windows.Horizon && ahead > 0)
            throw new ArgumentException($"horizon {horizon} is beyond the model's {Windows.Horizon}, and jobs do not carry what is known of the future; ask for {Windows.Horizon} or less", nameof(horizon));
        _model.Steps.TakeWindow(_model.Recipe.Derived.Add(history, Windows, ahead), horizon, window);
        (DateTime[]? times, _) = ForecastSteps.After(history, horizon, _model.Data?.Step);
        return new JobSeries(history.Source, names ?? Windows.Targets, [.. window.Chunk(Windows.Inputs.Count)], horizon, times);
    }

    /// <summary>The forecast on a backend.</summary>
    /// <param name="series">What is to be forecast.</param>
    /// <param name="backend">What runs the circuits.</param>
    /// <param name="cancellationToken">Ends the work between circuits.</param>
    /// <returns>[targets][horizon], in the units of the data.</returns>
    public double[][] On(JobSeries series, ICircuitBackend backend, CancellationToken cancellationToken = default)
    {
        var model = new HardwareModel(_model.Model, backend);
        return Continue(series, (window, answer) =>
        {
            double[] all = model.Predict([[.. window.ToArray().Select(value => (double)value)]], cancellationToken)[0];
            for (int n = 0; n < answer.Length; n++) answer[n] = (float)all[all.Length - answer.Length + n]; // the last answer of a sequence
        });
    }

    /// <summary>The forecast without a device.</summary>
    /// <param name="series">What is to be forecast.</param>
    /// <returns>[targets][horizon], in the units of the data.</returns>
    public double[][] Exact(JobSeries series)
    {
        Check(series);
        return Continue(series, _model.ExactStep());
    }

    private WindowOptions Windows => _model.Recipe.Windows;

    private double[][] Continue(JobSeries series, StepAnswer step)
    {
        Check(series);
        double[][] columns = [.. Windows.Targets.Select(_ => new double[series.Horizon])];
        _model.Steps.Continue(series.Window.SelectMany(row => row).ToArray(), [], new float[_model.Model.Config.Outputs], step, columns);
        return columns;
    }

    // A manifest may have been edited.
    private void Check(JobSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.Window.Count != Windows.Window || series.Window.Any(row => row.Length != Windows.Inputs.Count))
            throw new InvalidDataException($"The window has {series.Window.Count} rows of {series.Window.Select(row => row.Length).FirstOrDefault()} values, expected {Windows.Window} of {Windows.Inputs.Count}; export again.");
        if (series.Names.Count != Windows.Targets.Count)
            throw new InvalidDataException($"The forecast has {series.Names.Count} names, but the model has {Windows.Targets.Count} targets; export again.");
    }
}
