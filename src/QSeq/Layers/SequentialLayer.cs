using QSeq.Core;

namespace QSeq.Layers;

/// <summary>Layers one after another: y = f_n(...f_2(f_1(x))). What passes between them is kept on the tape.</summary>
public class SequentialLayer : Layer
{
    private readonly Layer[] _layers;
    private readonly int _between; // rows that pass from layer to layer

    /// <summary>Joins layers whose sizes fit.</summary>
    /// <param name="layers">At least one layer, each taking as many inputs as the one before has outputs.</param>
    /// <exception cref="ArgumentException">There is no layer, or sizes do not fit.</exception>
    public SequentialLayer(params Layer[] layers)
        : base(First(layers).Inputs, layers[^1].Outputs)
    {
        for (int n = 1; n < layers.Length; n++)
        {
            if (layers[n].Inputs != layers[n - 1].Outputs)
                throw new ArgumentException($"Layer {n} takes {layers[n].Inputs} inputs, but layer {n - 1} has {layers[n - 1].Outputs} outputs.", nameof(layers));
        }

        _layers = [.. layers];
        _between = layers[..^1].Sum(layer => layer.Outputs);
        FoldedSize = layers.Sum(layer => layer.FoldedSize);
        GradientSize = layers.Sum(layer => layer.GradientSize);
        TapeRows = _between + layers.Sum(layer => layer.TapeRows);
        ScratchRows = _between + layers.Max(layer => layer.ScratchRows);
    }

    /// <summary>The layers, the first to be applied first.</summary>
    internal ReadOnlySpan<Layer> Chain => _layers;

    /// <inheritdoc/>
    public override int FoldedSize { get; }

    /// <inheritdoc/>
    public override int GradientSize { get; }

    /// <inheritdoc/>
    public override int TapeRows { get; } // outputs between, then the layers' tapes

    /// <inheritdoc/>
    public override int ScratchRows { get; } // gradients between, then a layer's own

    /// <inheritdoc/>
    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded)
    {
        foreach (Layer layer in _layers)
        {
            layer.Fold(parameters, folded[..layer.FoldedSize]);
            folded = folded[layer.FoldedSize..];
        }
    }

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch)
    {
        int output = 0, kept = _between;
        for (int n = 0; n < _layers.Length; n++)
        {
            Layer layer = _layers[n];
            Rows result = n == _layers.Length - 1 ? y : tape.Slice(output, layer.Outputs);
            layer.Forward(folded[..layer.FoldedSize], x, result, tape.Slice(kept, layer.TapeRows), scratch.Slice(_between, layer.ScratchRows));
            folded = folded[layer.FoldedSize..];
            output += layer.Outputs;
            kept += layer.TapeRows;
            x = result;
        }
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        int output = _between, kept = TapeRows;
        int foldedEnd = FoldedSize, gradientEnd = GradientSize;
        for (int n = _layers.Length - 1; n >= 0; n--)
        {
            Layer layer = _layers[n];
            output -= layer.Inputs * (n == 0 ? 0 : 1);
            kept -= layer.TapeRows;
            foldedEnd -= layer.FoldedSize;
            gradientEnd -= layer.GradientSize;
            Rows input = n == 0 ? x : tape.Slice(output, layer.Inputs);
            Rows dInput = n == 0 ? dx : scratch.Slice(output, layer.Inputs);
            Span<float> own = gradient.Slice(gradientEnd, layer.GradientSize);
            layer.Backward(
                folded.Slice(foldedEnd, layer.FoldedSize), input, dy, dInput, tape.Slice(kept, layer.TapeRows), scratch.Slice(_between, layer.ScratchRows), own);
            layer.Accumulate(input, dy, own);
            dy = dInput;
        }
    }

    /// <inheritdoc/>
    public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
        foreach (Layer layer in _layers)
        {
            layer.Unfold(parameters, folded[..layer.FoldedSize], foldedGradient[..layer.GradientSize], gradient);
            folded = folded[layer.FoldedSize..];
            foldedGradient = foldedGradient[layer.GradientSize..];
        }
    }

    /// <inheritdoc/>
    public override void Reference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, Span<double> y)
    {
        double[] input = x.ToArray();
        foreach (Layer layer in _layers)
        {
            double[] output = new double[layer.Outputs];
            layer.Reference(parameters, input, output);
            input = output;
        }

        input.CopyTo(y);
    }

    private static Layer First(Layer[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Length == 0) throw new ArgumentException("A sequence needs at least one layer.", nameof(layers));
        return layers[0];
    }
}
