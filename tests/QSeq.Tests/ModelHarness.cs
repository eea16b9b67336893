using QSeq.Core;
using QSeq.Models;

namespace QSeq.Tests;

/// <summary>A whole model run over a batch of windows, forward and back, for a loss given by its gradient.</summary>
internal sealed class ModelHarness(SequenceModel model, int window, int samples)
{
    private readonly int _lanes = Lanes.Pad(samples);

    private int Answers => model.Config.Output == OutputMode.Last ? 1 : window;

    /// <summary>[samples][answers][outputs]</summary>
    public float[] Y { get; private set; } = [];

    /// <summary>[samples][window][inputs]</summary>
    public float[] Dx { get; private set; } = [];

    public float[] Gradient { get; private set; } = [];

    /// <summary>Hidden states of each cell, [samples][window][hidden].</summary>
    public float[][] Hidden { get; private set; } = [];

    /// <summary>Cell states of each cell, [samples][window][hidden].</summary>
    public float[][] Cell { get; private set; } = [];

    /// <param name="x">[samples][window][inputs]</param>
    /// <param name="lossGradient">From the outputs to their gradient, both [samples][answers][outputs].</param>
    public ModelHarness Run(ReadOnlySpan<float> x, Func<float[], float[]> lossGradient)
    {
        SequenceModelConfig config = model.Config;
        float[] folded = new float[model.FoldedSize], foldedGradient = new float[model.GradientSize];
        model.Fold(folded);
        var pass = new ModelPass(model, window, _lanes);

        Y = BySample(pass.Forward(model, folded, ByRow(x, window * config.Inputs)));
        List<float[]> hidden = [], cell = [];
        for (int n = 0; n < pass.Cells.Length; n++)
        {
            hidden.Add(Steps(t => pass.Cells[n].Hidden(t, _lanes)));
            cell.Add(Steps(t => pass.Cells[n].Memory(t, _lanes)));
        }

        (Hidden, Cell) = ([.. hidden], [.. cell]);
        Dx = BySample(pass.Backward(folded, ByRow(lossGradient(Y), Answers * config.Outputs), foldedGradient));
        Gradient = new float[model.Table.Length];
        model.Unfold(folded, foldedGradient, Gradient);
        return this;

        float[] Steps(StepRows rows)
        {
            int size = rows(0).Count; // a GRU has no memory
            float[] all = new float[samples * window * size];
            for (int t = 0; t < window; t++)
            {
                float[] step = BySample(rows(t));
                for (int s = 0; s < samples; s++)
                    step.AsSpan(s * size, size).CopyTo(all.AsSpan(((s * window) + t) * size));
            }

            return all;
        }
    }

    private delegate Rows StepRows(int t);

    private Rows ByRow(ReadOnlySpan<float> bySample, int features)
    {
        var rows = new Rows(new float[features * _lanes], _lanes);
        for (int n = 0; n < bySample.Length; n++) rows[n % features][n / features] = bySample[n];
        return rows;
    }

    private float[] BySample(Rows rows)
    {
        float[] values = new float[samples * rows.Count];
        for (int n = 0; n < values.Length; n++) values[n] = rows[n % rows.Count][n / rows.Count];
        return values;
    }
}
