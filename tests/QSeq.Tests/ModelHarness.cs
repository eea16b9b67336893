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
        foreach (ModelPass.CellTrace trace in pass.Cells)
        {
            float[]?[] states = new float[2][];
            trace.Visit(folded, _lanes, (step, v, h, memory) =>
            {
                Put(h, step, ref states[0]);
                Put(memory, step, ref states[1]); // a GRU has none
            });
            hidden.Add(states[0]!);
            cell.Add(states[1]!);
        }

        (Hidden, Cell) = ([.. hidden], [.. cell]);
        Dx = BySample(pass.Backward(folded, ByRow(lossGradient(Y), Answers * config.Outputs), foldedGradient));
        Gradient = new float[model.Table.Length];
        model.Unfold(folded, foldedGradient, Gradient);
        return this;

        void Put(Rows rows, int step, ref float[]? all)
        {
            if (step >= window) return; // cells of a decoder run on
            all ??= new float[samples * window * rows.Count];
            float[] values = BySample(rows);
            for (int s = 0; s < samples; s++) values.AsSpan(s * rows.Count, rows.Count).CopyTo(all.AsSpan(((s * window) + step) * rows.Count));
        }
    }

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
