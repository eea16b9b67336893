using QSeq.Core;
using QSeq.Data;
using QSeq.Models;

namespace QSeq.Training;

/// <summary>
/// Forecasts the values after the end of a series, in the units of the data. Steps beyond the model's horizon are
/// made from its own forecasts, which needs every input to be a target as well.
/// </summary>
public sealed class Forecaster
{
    private readonly SequenceModel _model;
    private readonly Scaler _scaler;
    private readonly WindowOptions _windows;
    private readonly ModelPass _pass;
    private readonly float[] _folded;

    /// <summary>Joins a trained model with the scaling and the columns it was trained on.</summary>
    /// <param name="model">The model; its weights are read here, once.</param>
    /// <param name="scaler">The scaling, by column name.</param>
    /// <param name="windows">Window, horizon, input and target columns, all named.</param>
    /// <exception cref="ArgumentException">The columns do not fit the model.</exception>
    public Forecaster(SequenceModel model, Scaler scaler, WindowOptions windows)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(scaler);
        ArgumentNullException.ThrowIfNull(windows);
        if (windows.Inputs.Count != model.Config.Inputs || windows.Targets.Count * windows.Horizon != model.Config.Outputs)
        {
            throw new ArgumentException(
                $"{windows.Inputs.Count} input columns and {windows.Targets.Count} targets at horizon {windows.Horizon} do not fit a model of {model.Config.Inputs} inputs and {model.Config.Outputs} outputs.",
                nameof(windows));
        }

        if (windows.Sequence != (model.Config.Output == OutputMode.Sequence))
            throw new ArgumentException($"The windows are {(windows.Sequence ? "sequence to sequence" : "sequence to one")}, but the model's output mode is {model.Config.Output}.", nameof(windows));
        foreach (string name in windows.Inputs.Concat(windows.Targets)) _ = scaler.IndexOf(name);

        (_model, _scaler, _windows) = (model, scaler, windows);
        _pass = new ModelPass(model, windows.Window, Lanes.Width);
        _folded = new float[model.FoldedSize];
        model.Fold(_folded);
    }

    /// <summary>Forecasts.</summary>
    /// <param name="history">At least a window of rows; columns are found by name.</param>
    /// <param name="horizon">Steps ahead, at least 1.</param>
    /// <returns>The targets' columns over <paramref name="horizon"/> rows; with times where the history has them.</returns>
    /// <exception cref="SeriesTooShortException">The history is shorter than a window.</exception>
    /// <exception cref="ArgumentException">An unknown column, or a horizon the model cannot reach.</exception>
    /// <exception cref="InvalidDataException">The forecast, or a value of the history once scaled, is not finite.</exception>
    public SeriesTable Forecast(SeriesTable history, int horizon)
    {
        OptionCheck.Require(horizon >= 1, $"horizon is {horizon}, expected 1 or more");
        float[][] window = Window(history);
        CheckReach(horizon);
        return new SeriesTable($"forecast of {horizon} steps after {history.Source}", _windows.Targets, Continue(window, horizon), TimesAfter(history, horizon));
    }

    /// <summary>The last window of a history as the model reads it.</summary>
    /// <returns>[window][inputs], scaled.</returns>
    internal float[][] Window(SeriesTable history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.Length < _windows.Window)
            throw new SeriesTooShortException($"The model looks back over {_windows.Window} values, but the series has {history.Length}; give a longer series.");
        return
        [
            .. Enumerable.Range(history.Length - _windows.Window, _windows.Window)
                .Select(row => (float[])[.. _windows.Inputs.Select(name => Scale(name, row, history.Column(name)[row]))]),
        ];
    }

    /// <summary>Forecasts from a window.</summary>
    /// <param name="window">[window][inputs], scaled.</param>
    /// <param name="horizon">Steps ahead, within reach.</param>
    /// <param name="step">From the last rows to the model's answer, scaled; null for the model itself.</param>
    /// <returns>[targets][horizon], in the units of the data.</returns>
    internal double[][] Continue(IReadOnlyList<float[]> window, int horizon, Func<IReadOnlyList<float[]>, float[]>? step = null)
    {
        int targets = _windows.Targets.Count;
        var recent = new List<float[]>(window); // the last rows of scaled inputs
        double[][] columns = [.. _windows.Targets.Select(_ => new double[horizon])];
        for (int done = 0; done < horizon;)
        {
            float[] answer = (step ?? Step)(recent);
            for (int h = 0; h < _windows.Horizon; h++)
            {
                ReadOnlySpan<float> row = answer.AsSpan(h * targets, targets);
                if (done + h < horizon)
                {
                    for (int j = 0; j < targets; j++)
                        columns[j][done + h] = _scaler.Inverse(_scaler.IndexOf(_windows.Targets[j]), row[j]);
                }

                recent.Add(NextInputs(row));
            }

            done += _windows.Horizon;
            recent.RemoveRange(0, recent.Count - window.Count);
        }

        return columns.Any(column => column.Any(value => !double.IsFinite(value)))
            ? throw new InvalidDataException("The forecast is not finite: the model has diverged; train it again with a smaller learning rate.")
            : columns;
    }

    /// <summary>The times of the steps after a history, where it has times.</summary>
    internal static List<DateTime>? TimesAfter(SeriesTable history, int horizon)
    {
        if (history.Times is not { Count: > 1 } times) return null;
        TimeSpan step = times[^1] - times[^2];
        return [.. Enumerable.Range(1, horizon).Select(n => times[^1] + (n * step))];
    }

    /// <summary>Refuses a horizon that the model cannot reach.</summary>
    internal void CheckReach(int horizon)
    {
        string[] missing = [.. _windows.Inputs.Where(name => !_windows.Targets.Contains(name))];
        if (horizon <= _windows.Horizon || missing.Length == 0) return;
        throw new ArgumentException(
            $"horizon {horizon} is beyond the model's {_windows.Horizon}, and it cannot go on from its own forecasts: the future of its inputs {string.Join(", ", missing)} is not known. Train it with --horizon {horizon}.",
            nameof(horizon));
    }

    private float Scale(string name, int row, double value)
    {
        float scaled = (float)_scaler.Transform(_scaler.IndexOf(name), value);
        return float.IsFinite(scaled)
            ? scaled
            : throw new InvalidDataException(FormattableString.Invariant($"column '{name}', row {row}: {value:R} scaled is too large for single precision; correct the value"));
    }

    // The scaled inputs of the row just forecast; inputs without a forecast keep no meaning and are not read again.
    private float[] NextInputs(ReadOnlySpan<float> targets)
    {
        float[] inputs = new float[_windows.Inputs.Count];
        for (int k = 0; k < inputs.Length; k++)
        {
            for (int j = 0; j < targets.Length; j++)
                if (_windows.Targets[j] == _windows.Inputs[k]) inputs[k] = targets[j];
        }

        return inputs;
    }

    private float[] Step(IReadOnlyList<float[]> recent)
    {
        int inputs = _windows.Inputs.Count;
        float[] x = new float[_windows.Window * inputs * Lanes.Width]; // one sample in lane 0
        for (int t = 0; t < _windows.Window; t++)
        {
            for (int k = 0; k < inputs; k++) x[((t * inputs) + k) * Lanes.Width] = recent[recent.Count - _windows.Window + t][k];
        }

        Rows y = _pass.Forward(_folded, new Rows(x, Lanes.Width));
        float[] answer = new float[_model.Config.Outputs];
        int first = y.Count - answer.Length; // the last answer of a sequence
        for (int n = 0; n < answer.Length; n++) answer[n] = y[first + n][0];
        return answer;
    }
}
