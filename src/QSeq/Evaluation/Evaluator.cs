using QSeq.Data;
using QSeq.Models;
using QSeq.Training;

namespace QSeq.Evaluation;

/// <summary>A model's answers on a set of windows beside the truth, both in scaled and in original units.</summary>
public sealed class Evaluator
{
    private readonly BatchPredictor _predictor;
    private readonly WindowSet _windows;
    private readonly float[] _predictions; // [samples][rows]
    private readonly float[] _targets; // [samples][rows]

    /// <summary>Prepares buffers; the model's weights are read at every call of <c>Evaluate</c>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="windows">The windows, at least one.</param>
    /// <exception cref="ArgumentException">The windows do not fit the model.</exception>
    public Evaluator(SequenceModel model, WindowSet windows)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(windows);
        _predictor = new BatchPredictor(model, windows);
        _windows = windows;
        int rows = windows.Outputs * (windows.Sequence ? windows.Window : 1);
        _predictions = new float[windows.Count * rows];
        _targets = new float[windows.Count * rows];
    }

    /// <summary>Scores in scaled units, over all targets and steps ahead.</summary>
    /// <returns>The scores.</returns>
    public Scores Evaluate()
    {
        Predict(null, out double[] predictions, out double[] truth);
        return Scores.Compare(predictions, truth);
    }

    /// <summary>Scores in the units of the data, over all targets and steps ahead.</summary>
    /// <param name="scaler">The scaling of the windows.</param>
    /// <returns>The scores.</returns>
    public Scores Evaluate(Scaler scaler)
    {
        ArgumentNullException.ThrowIfNull(scaler);
        Predict(scaler, out double[] predictions, out double[] truth);
        return Scores.Compare(predictions, truth);
    }

    /// <summary>Answers and truth, sample after sample: [samples][steps ahead][targets].</summary>
    /// <param name="scaler">The scaling to undo, or null for scaled units.</param>
    /// <param name="predictions">The answers.</param>
    /// <param name="truth">The truth.</param>
    public void Predict(Scaler? scaler, out double[] predictions, out double[] truth)
    {
        _predictor.Predict(_predictions, _targets);
        predictions = new double[_predictions.Length];
        truth = new double[_targets.Length];
        IReadOnlyList<string> names = _windows.Options.Targets;
        for (int n = 0; n < predictions.Length; n++)
        {
            (predictions[n], truth[n]) = (_predictions[n], _targets[n]);
            if (scaler is null) continue;
            int column = scaler.IndexOf(names[n % names.Count]);
            predictions[n] = scaler.Inverse(column, predictions[n]);
            truth[n] = scaler.Inverse(column, truth[n]);
        }
    }
}
