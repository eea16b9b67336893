using QSeq.Layers;

namespace QSeq.Networks;

/// <summary>The same layer at every step, such as a model's head: y_t = f(x_t).</summary>
public sealed class PerStep : SequenceLayer
{
    /// <summary>Applies a layer at every step.</summary>
    /// <param name="layer">The layer.</param>
    public PerStep(Layer layer)
        : base(Checked(layer).Inputs, layer.Outputs)
    {
        Layer = layer;
        Folded.Add("layer", layer.FoldedSize);
        Gradient.Add("layer", layer.GradientSize);
    }

    /// <summary>The layer.</summary>
    public Layer Layer { get; }

    /// <inheritdoc/>
    public override int TapeRows(int steps) => checked(steps * Layer.TapeRows);

    /// <inheritdoc/>
    public override int ScratchRows(int steps) => Layer.ScratchRows;

    /// <inheritdoc/>
    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded) => Layer.Fold(parameters, folded);

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows y, Rows tape, Rows scratch)
    {
        int steps = x.Count / Inputs;
        StepRows xs = new(x, steps, Inputs), ys = new(y, steps, Outputs), tapes = new(tape, steps, Layer.TapeRows);
        for (int t = 0; t < steps; t++) Layer.Forward(folded, xs[t], ys[t], tapes[t], scratch);
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        int steps = x.Count / Inputs;
        StepRows xs = new(x, steps, Inputs), dys = new(dy, steps, Outputs), dxs = new(dx, steps, Inputs), tapes = new(tape, steps, Layer.TapeRows);
        for (int t = 0; t < steps; t++)
        {
            Layer.Backward(folded, xs[t], dys[t], dxs[t], tapes[t], scratch, gradient);
            Layer.Accumulate(xs.Only(t), dys.Only(t), tapes.Only(t), gradient);
        }
    }

    /// <inheritdoc/>
    public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient) =>
        Layer.Unfold(parameters, folded, foldedGradient, gradient);

    /// <inheritdoc/>
    public override double[][] Reference(ReadOnlySpan<double> parameters, double[][] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        double[][] y = new double[x.Length][];
        for (int t = 0; t < y.Length; t++) Layer.Reference(parameters, x[t], y[t] = new double[Outputs]);
        return y;
    }

    private static Layer Checked(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer;
    }
}
