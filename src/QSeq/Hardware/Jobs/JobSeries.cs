using QSeq.Core;
using QSeq.Data;
using QSeq.Layers;
using QSeq.Models;
using QSeq.Quantum.Simulators;
using QSeq.Training;

namespace QSeq.Hardware.Jobs;

/// <summary>What is to be forecast.</summary>
/// <param name="Source">Where the data is from.</param>
/// <param name="Names">What the targets are called in the answer.</param>
/// <param name="Window">[window][inputs]: the last rows, scaled.</param>
/// <param name="Horizon">Steps ahead.</param>
/// <param name="Times">The times of the steps; null where the data has none.</param>
public sealed record JobSeries(string Source, IReadOnlyList<string> Names, IReadOnlyList<float[]> Window, int Horizon, IReadOnlyList<DateTime>? Times);

/// <summary>A forecast whose circuits run on a backend, beside the same by the exact simulator.</summary>
public sealed class HardwareForecast
{
    private readonly SequenceModel _model;
    private readonly Forecaster _forecaster;
    private readonly WindowOptions _windows;

    /// <summary>Joins a model with its scaling and columns.</summary>
    /// <param name="model">The model.</param>
    /// <param name="scaler">The scaling, by column name.</param>
    /// <param name="windows">Window, horizon, input and target columns, all named.</param>
    /// <exception cref="ArgumentException">The columns do not fit the model, or it has no circuits.</exception>
    public HardwareForecast(SequenceModel model, Scaler scaler, WindowOptions windows)
    {
        _forecaster = new Forecaster(model, scaler, windows);
        (_model, _windows) = (model, windows);
        IReadOnlyList<CircuitTemplate> templates = HardwareModel.Templates(model);
        if (templates.Count == 0) throw new ArgumentException("The model has no circuits, so there is nothing to run on a device; use qseq forecast.", nameof(model));
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
        OptionCheck.Require(horizon >= 1, $"horizon is {horizon}, expected 1 or more");
        float[][] window = _forecaster.Window(history);
        _forecaster.CheckReach(horizon);
        return new JobSeries(history.Source, names ?? _windows.Targets, window, horizon, Forecaster.TimesAfter(history, horizon));
    }

    /// <summary>The forecast on a backend.</summary>
    /// <param name="series">What is to be forecast.</param>
    /// <param name="backend">What runs the circuits.</param>
    /// <param name="cancellationToken">Ends the work between circuits.</param>
    /// <returns>[targets][horizon], in the units of the data.</returns>
    public double[][] On(JobSeries series, ICircuitBackend backend, CancellationToken cancellationToken = default)
    {
        Check(series);
        var model = new HardwareModel(_model, backend);
        return _forecaster.Continue(series.Window, series.Horizon, recent =>
        {
            double[] window = [.. recent.Skip(recent.Count - _windows.Window).SelectMany(row => row).Select(value => (double)value)];
            double[] answer = model.Predict([window], cancellationToken)[0];
            return [.. answer[^_model.Config.Outputs..].Select(value => (float)value)]; // the last answer of a sequence
        });
    }

    /// <summary>The forecast without a device, as <see cref="Forecaster"/> gives it.</summary>
    /// <param name="series">What is to be forecast.</param>
    /// <returns>[targets][horizon], in the units of the data.</returns>
    public double[][] Exact(JobSeries series)
    {
        Check(series);
        return _forecaster.Continue(series.Window, series.Horizon);
    }

    // A manifest may have been edited.
    private void Check(JobSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.Window.Count != _windows.Window || series.Window.Any(row => row.Length != _windows.Inputs.Count))
            throw new InvalidDataException($"The window has {series.Window.Count} rows of {series.Window.Select(row => row.Length).FirstOrDefault()} values, expected {_windows.Window} of {_windows.Inputs.Count}; export again.");
        if (series.Names.Count != _windows.Targets.Count)
            throw new InvalidDataException($"The forecast has {series.Names.Count} names, but the model has {_windows.Targets.Count} targets; export again.");
    }
}
