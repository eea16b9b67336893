using QSeq.Data;
using QSeq.Models;
using QSeq.Objectives;

namespace QSeq.Forecasting;

/// <summary>A model's answer, [horizon][targets][outputs of a target], to a window, [window][inputs]; both scaled.</summary>
internal delegate void StepAnswer(ReadOnlySpan<float> window, Span<float> answer);

/// <summary>
/// From a history to the values after it: the last window, scaled, the model's answers, and the window moved on over them
/// where the forecast goes beyond the model's horizon. Has no buffers of its own, so threads can share it.
/// </summary>
internal sealed class ForecastSteps
{
    private readonly Scaler _scaler;
    private readonly WindowOptions _windows;
    private readonly Objective _objective;
    private readonly int[] _inputs; // columns of the scaler
    private readonly int[] _targets;
    private readonly int[] _fed; // the target that each input is, or -1
    private readonly int[] _known; // inputs that are known in the future
    private readonly int[] _masks; // inputs that say whether a target was measured, as forecasts are taken to be
    private readonly string[] _unknown; // inputs of which nothing is known

    /// <summary>Prepares the columns, all of which the recipe names.</summary>
    public ForecastSteps(SequenceModelConfig config, Scaler scaler, ForecastRecipe recipe)
    {
        (WindowOptions windows, Objective objective) = (recipe.Windows, recipe.Training.Objective);
        if (windows.Inputs.Count != config.Inputs || windows.Targets.Count * windows.Horizon * objective.OutputsPerTarget != config.Outputs)
        {
            throw new ArgumentException(
                $"{windows.Inputs.Count} input columns and {windows.Targets.Count} targets at horizon {windows.Horizon} do not fit a model of {config.Inputs} inputs and {config.Outputs} outputs.",
                nameof(recipe));
        }

        if (windows.Sequence != (config.Output == OutputMode.Sequence))
            throw new ArgumentException($"The windows are {(windows.Sequence ? "sequence to sequence" : "sequence to one")}, but the model's output mode is {config.Output}.", nameof(recipe));
        (_scaler, _windows, _objective) = (scaler, windows, objective);
        _inputs = Arrays.Of(windows.Inputs.Count, n => scaler.IndexOf(windows.Inputs[n]));
        _targets = Arrays.Of(windows.Targets.Count, n => scaler.IndexOf(windows.Targets[n]));
        _known = Arrays.Places(windows.Inputs.Count, k => windows.Known.Contains(windows.Inputs[k]));
        _masks = Arrays.Places(windows.Inputs.Count, k => recipe.Derived.IsMask(windows.Inputs[k], windows));
        _unknown = [.. windows.Inputs.Where(name => !windows.Known.Contains(name) && !recipe.Derived.IsMask(name, windows) && !windows.Targets.Contains(name))];
        _fed = [.. windows.Inputs.Select(name => windows.Targets.ToList().IndexOf(name))];
    }

    /// <summary>Values of a window: window times inputs.</summary>
    public int WindowSize => _windows.Window * _inputs.Length;

    /// <summary>Rows after the end of the history of which known inputs are needed for so many steps ahead: as many as the model answers for; 0 without such inputs.</summary>
    public int Ahead(int steps) => _known.Length == 0 ? 0 : checked((steps + _windows.Horizon - 1) / _windows.Horizon * _windows.Horizon);

    /// <summary>
    /// Takes the last window of a history, [window][inputs], scaled; columns are found by name. What is known after its end, of
    /// which there has to be enough for the steps ahead, comes back as [rows][known inputs], from the first that the window does
    /// not hold yet.
    /// </summary>
    /// <exception cref="InvalidDataException">Not enough is known of the future, or a value is too large once scaled.</exception>
    public float[] TakeWindow(SeriesTable history, int steps, Span<float> window)
    {
        Need(history.Length);
        int ahead = Ahead(steps), horizon = _windows.Horizon, inputs = _inputs.Length;
        float[] later = new float[Math.Max(0, ahead - horizon) * _known.Length];
        for (int k = 0; k < inputs; k++)
        {
            string name = _windows.Inputs[k];
            int place = Array.IndexOf(_known, k);
            if (place < 0)
            {
                TakeColumn(k, history.Column(name), window);
                continue;
            }

            double[] future = FutureOf(history, name, ahead);
            double[] all = [.. history.Column(name)[^(_windows.Window - horizon)..], .. future.AsSpan(0, ahead)];
            for (int t = 0; t < all.Length; t++)
            {
                float scaled = Scaled(k, all[t], history.Length - _windows.Window + horizon + t);
                if (t < _windows.Window) window[(t * inputs) + k] = scaled;
                else later[((t - _windows.Window) * _known.Length) + place] = scaled;
            }
        }

        return later;
    }

    private static double[] FutureOf(SeriesTable history, string name, int ahead)
    {
        double[] known = history.Future is { } future && future.Has(name) ? future.Column(name).ToArray() : [];
        if (known.Length >= ahead) return known;
        string rows = known.Length == 0 ? "nothing is known of it after the end of the series" : $"it is known for {known.Length} {(known.Length == 1 ? "row" : "rows")} after the end of the series";
        var advice = new Advice("SeriesTable.Future", ahead, $"give {ahead} {(ahead == 1 ? "row" : "rows")} in all after it in Future");
        throw BadData.Of($"the model reads the future of '{name}', and {rows}; {advice}");
    }

    /// <summary>Takes the last window of the only series of the model.</summary>
    public void TakeWindow(ReadOnlySpan<double> history, Span<float> window)
    {
        if (_inputs.Length != 1)
            throw new ArgumentException($"the model reads {_inputs.Length} series ({string.Join(", ", _windows.Inputs)}); give a table that has them", nameof(history));
        TakeColumn(0, history, window);
    }

    /// <summary>
    /// Forecasts, [targets][steps ahead] in the units of the data, from a window, [window][inputs], which is scaled and moves
    /// on; the answer is working space, [horizon][targets][outputs of a target]; what is known later is as
    /// <see cref="TakeWindow(SeriesTable, int, Span{float})"/> gives it.
    /// </summary>
    public void Continue(Span<float> window, ReadOnlySpan<float> later, Span<float> answer, StepAnswer step, ReadOnlySpan<double[]> columns)
    {
        int inputs = _inputs.Length, targets = _targets.Length, steps = columns[0].Length;
        for (int done = 0; done < steps; done += _windows.Horizon)
        {
            step(window, answer);
            _objective.Decode(answer);
            for (int h = 0; h < _windows.Horizon; h++)
            {
                ReadOnlySpan<float> row = answer.Slice(h * targets, targets);
                for (int j = 0; done + h < steps && j < targets; j++)
                {
                    columns[j][done + h] = Original(j, row[j]);
                }

                // Inputs without a forecast keep no meaning and are not read again.
                window[inputs..].CopyTo(window);
                for (int k = 0; k < inputs; k++) window[^(inputs - k)] = _fed[k] < 0 ? 0 : row[_fed[k]];
                foreach (int k in _masks) window[^(inputs - k)] = (float)_scaler.Transform(_inputs[k], 1);
                for (int k = 0; k < _known.Length && !later.IsEmpty; k++) window[^(inputs - _known[k])] = later[k];
                if (!later.IsEmpty) later = later[_known.Length..];
            }
        }
    }

    /// <summary>All outputs of the model's own steps ahead in the units of the data, [horizon][targets][outputs of a target].</summary>
    public double[] Outputs(ReadOnlySpan<float> window, Span<float> answer, StepAnswer step)
    {
        step(window, answer);
        double[] outputs = new double[answer.Length];
        for (int n = 0; n < outputs.Length; n++) outputs[n] = Original(n / _objective.OutputsPerTarget % _targets.Length, answer[n]);
        return outputs;
    }

    private double Original(int target, float answer)
    {
        double value = _scaler.Inverse(_targets[target], answer);
        return double.IsFinite(value) ? value : throw new InvalidDataException("The forecast is not finite: the model has diverged; train it again with a smaller learning rate.");
    }

    /// <summary>The steps ahead asked for, the model's own where none are; refuses a horizon that the model cannot reach.</summary>
    public int Reach(int? horizon)
    {
        int steps = horizon ?? _windows.Horizon;
        OptionCheck.Require(steps >= 1, $"horizon is {steps}, expected 1 or more");
        if (steps <= _windows.Horizon || _unknown.Length == 0) return steps; // what is known of the future is seen when it is taken
        throw new ArgumentException(
            $"horizon {steps} is beyond the model's {_windows.Horizon}, and it cannot go on from its own forecasts: the future of its inputs {string.Join(", ", _unknown)} is not known. Train it with horizon {steps}.",
            nameof(horizon));
    }

    /// <summary>The axis of the steps after a history: its own step, or else the model's.</summary>
    /// <param name="history">The history.</param>
    /// <param name="horizon">Steps ahead.</param>
    /// <param name="known">The step of the data the model was trained on; null where it had none.</param>
    /// <exception cref="InvalidDataException">The two differ.</exception>
    public static (DateTime[]? Times, SeriesStep? Step) After(SeriesTable history, int horizon, SeriesStep? known)
    {
        CheckStep(history, known);
        SeriesStep? step = history.Step ?? (history.Times is null ? null : known);
        if (step is null) return (null, null);
        if (step.IsNumbers) return (null, step.From(history.Length));
        return history.Times is { } times ? (Arrays.Of(horizon, n => step.After(times[^1], n + 1)), step) : (null, null);
    }

    /// <summary>Refuses a series in other steps than those of the data the model was trained on.</summary>
    public static void CheckStep(SeriesTable series, SeriesStep? known)
    {
        if (series.Step is { } step && known is not null && !step.Equivalent(known))
            throw new InvalidDataException($"the series goes in steps of {step}, but the model was trained on steps of {known}; give a series in the model's steps");
    }

    /// <summary>Refuses a history without a window, before anything of a window's size is made.</summary>
    /// <exception cref="SeriesTooShortException">It has fewer values.</exception>
    public void Need(int values)
    {
        if (values < _windows.Window)
            throw new SeriesTooShortException($"The model looks back over {_windows.Window} values, but the series has {values}; give a longer series.");
    }

    private void TakeColumn(int input, ReadOnlySpan<double> column, Span<float> window)
    {
        Need(column.Length);
        int first = column.Length - _windows.Window;
        for (int t = 0; t < _windows.Window; t++) window[(t * _inputs.Length) + input] = Scaled(input, column[first + t], first + t);
    }

    private float Scaled(int input, double value, int row)
    {
        float scaled = (float)_scaler.Transform(_inputs[input], value);
        return float.IsFinite(scaled)
            ? scaled
            : throw new InvalidDataException(FormattableString.Invariant($"column '{_windows.Inputs[input]}', row {row}: {value:R} scaled is too large for single precision; correct the value"));
    }
}
