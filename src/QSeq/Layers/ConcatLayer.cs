using QSeq.Core;

namespace QSeq.Layers;

/// <summary>Layers side by side on the same inputs: y = [f_1(x); f_2(x); ...], as one hybrid QKAN per gate.</summary>
public sealed class ConcatLayer : Layer
{
    private readonly Layer[] _layers;

    /// <summary>Joins layers of equal inputs.</summary>
    /// <param name="layers">At least one layer; all take the same number of inputs.</param>
    /// <exception cref="ArgumentException">There is no layer, or inputs differ.</exception>
    public ConcatLayer(params Layer[] layers)
        : base(Check(layers)[0].Inputs, layers.Sum(layer => layer.Outputs))
    {
        _layers = [.. layers];
        FoldedSize = layers.Sum(layer => layer.FoldedSize);
        GradientSize = layers.Sum(layer => layer.GradientSize);
        TapeRows = layers.Sum(layer => layer.TapeRows);
        ScratchRows = Inputs + layers.Max(layer => layer.ScratchRows);
    }

    /// <summary>The layers, in the order of their outputs.</summary>
    internal ReadOnlySpan<Layer> Parts => _layers;

    /// <inheritdoc/>
    public override int FoldedSize { get; }

    /// <inheritdoc/>
    public override int GradientSize { get; }

    /// <inheritdoc/>
    public override int TapeRows { get; }

    /// <inheritdoc/>
    public override int ScratchRows { get; } // one layer's dx, then its own

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
        int output = 0, kept = 0;
        foreach (Layer layer in _layers)
        {
            layer.Forward(
                folded[..layer.FoldedSize], x, y.Slice(output, layer.Outputs), tape.Slice(kept, layer.TapeRows), scratch.Slice(Inputs, layer.ScratchRows));
            folded = folded[layer.FoldedSize..];
            output += layer.Outputs;
            kept += layer.TapeRows;
        }
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        int output = 0, kept = 0;
        Rows part = scratch.Slice(0, Inputs);
        dx.Data.Clear();
        foreach (Layer layer in _layers)
        {
            Span<float> own = gradient[..layer.GradientSize];
            Rows dOutput = dy.Slice(output, layer.Outputs);
            layer.Backward(
                folded[..layer.FoldedSize], x, dOutput, part, tape.Slice(kept, layer.TapeRows), scratch.Slice(Inputs, layer.ScratchRows), own);
            layer.Accumulate(x, dOutput, own);
            RowKernel.Add(part.Data, dx.Data);
            folded = folded[layer.FoldedSize..];
            gradient = gradient[layer.GradientSize..];
            output += layer.Outputs;
            kept += layer.TapeRows;
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
        foreach (Layer layer in _layers)
        {
            layer.Reference(parameters, x, y[..layer.Outputs]);
            y = y[layer.Outputs..];
        }
    }

    private static Layer[] Check(Layer[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Length == 0) throw new ArgumentException("There must be at least one layer.", nameof(layers));
        if (layers.Any(layer => layer.Inputs != layers[0].Inputs))
            throw new ArgumentException("Layers side by side take the same number of inputs.", nameof(layers));
        return layers;
    }
}
