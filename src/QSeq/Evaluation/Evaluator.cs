using QSeq.Data;
using QSeq.Engines;
using QSeq.Models;
using QSeq.Objectives;

namespace QSeq.Evaluation;

/// <summary>Takes all outputs of a target value in the units of the data, with the place of the value in its sample.</summary>
internal delegate void TakeOutputs(int sample, int place, ReadOnlySpan<double> outputs, double truth, bool isMeasured);

/// <summary>A model's answers on a set of windows beside the truth, both in scaled and in original units.</summary>
public sealed class Evaluator
{
    private readonly BatchPredictor _predictor;
    private readonly WindowSet _windows;
    private readonly Objective _objective;
    private readonly int _rows; // values a sample

    /// <summary>Prepares buffers; the model's weights are read at every call of <c>Evaluate</c>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="windows">The windows, at least one.</param>
    /// <param name="objective">What the model was trained on, which tells its forecast among several outputs; null for one output a target value.</param>
    /// <exception cref="ArgumentException">The windows do not fit the model.</exception>
    public Evaluator(SequenceModel model, WindowSet windows, Objective? objective = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(windows);
        _objective = objective ?? Objective.Mse;
        _predictor = new BatchPredictor(model, new WindowSource(model, windows, _objective, "evaluation"));
        _windows = windows;
        _rows = windows.Outputs * (windows.Sequence ? windows.Window : 1);
    }

    /// <summary>Scores in scaled units, over all targets and steps ahead that were measured.</summary>
    /// <returns>The scores.</returns>
    public Scores Evaluate() => Sum(null);

    /// <summary>Scores in the units of the data, over all targets and steps ahead that were measured, and of each of them.</summary>
    /// <param name="scaler">The scaling of the windows.</param>
    /// <returns>The scores.</returns>
    public Scores Evaluate(Scaler scaler)
    {
        ArgumentNullException.ThrowIfNull(scaler);
        return Sum(scaler);
    }

    /// <summary>Answers and truth, sample after sample: [samples][steps ahead][targets].</summary>
    /// <param name="scaler">The scaling to undo, or null for scaled units.</param>
    /// <param name="predictions">The answers.</param>
    /// <param name="truth">The truth.</param>
    /// <exception cref="InvalidOperationException">There are more values than an array can hold; <see cref="Evaluate()"/> keeps none.</exception>
    public void Predict(Scaler? scaler, out double[] predictions, out double[] truth)
    {
        long count = (long)_windows.Count * _rows;
        if (count > Array.MaxLength) throw new InvalidOperationException($"{_windows.Count} samples of {_rows} values are more than an array can hold; take a slice of them");
        double[] p = new double[count], t = new double[count];
        int at = 0;
        Each(scaler, (_, prediction, target, _) => (p[at], t[at++]) = (prediction, target));
        (predictions, truth) = (p, t);
    }

    /// <summary>Gives every output of every target value. Values of a sample are [steps ahead][targets]; of a sequence, those after its last step.</summary>
    internal void Outputs(Scaler scaler, TakeOutputs take)
    {
        int[] columns = [.. _windows.Options.Targets.Select(scaler.IndexOf)];
        int each = _objective.OutputsPerTarget, first = _rows - _windows.Outputs;
        double[] outputs = new double[each];
        _predictor.Predict((samples, y, _) =>
        {
            for (int sample = 0; sample < samples.Length; sample++)
            {
                for (int row = first; row < _rows; row++)
                {
                    for (int n = 0; n < each; n++) outputs[n] = scaler.Inverse(columns[row % columns.Length], y[(row * each) + n][sample]);
                    double truth = _windows.Target(samples[sample], row, out bool isMeasured);
                    take(samples[sample], row - first, outputs, truth, isMeasured);
                }
            }
        });
    }

    private Scores Sum(Scaler? scaler)
    {
        var sums = new ScoreSums(_windows.Outputs);
        Each(scaler, sums.Add);
        return sums.Scores();
    }

    // Truth in the units of the data is that of the table: back from scaled single precision, one large value would make others equal.
    private void Each(Scaler? scaler, Action<int, double, double, bool> take)
    {
        int[]? columns = scaler is null ? null : [.. _windows.Options.Targets.Select(scaler.IndexOf)];
        int each = _objective.OutputsPerTarget, forecast = _objective.ForecastOutput;
        _predictor.Predict((samples, y, target) =>
        {
            for (int sample = 0; sample < samples.Length; sample++)
            {
                for (int row = 0; row < _rows; row++)
                {
                    float answer = y[(row * each) + forecast][sample];
                    double truth = _windows.Target(samples[sample], row, out bool isMeasured);
                    if (columns is null) take(row, answer, target[row][sample], isMeasured);
                    else take(row, scaler!.Inverse(columns[row % columns.Length], answer), truth, isMeasured);
                }
            }
        });
    }
}
