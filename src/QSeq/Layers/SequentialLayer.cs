namespace QSeq.Layers;

/// <summary>Layers one after another: y = f_n(...f_2(f_1(x))). What passes between them is kept on the tape.</summary>
public class SequentialLayer : Layer
{
    private readonly PartList<Layer> _parts;
    private readonly BufferSlice[] _between; // the output of each layer but the last
    private readonly BufferSlice[] _dBetween; // the gradient of it
    private readonly BufferSlice[] _tape;
    private readonly BufferSlice _own; // a layer's own working space

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

        _parts = new PartList<Layer>(layers, Folded, Gradient);
        _between = [.. layers[..^1].Select((layer, n) => Tape.Add($"output {n}", layer.Outputs))];
        _dBetween = [.. layers[..^1].Select((layer, n) => Scratch.Add($"gradient of output {n}", layer.Outputs))];
        _tape = [.. layers.Select((layer, n) => Tape.Add($"part {n}", layer.TapeRows))];
        _own = Scratch.Add("own", layers.Max(layer => layer.ScratchRows));
    }

    /// <summary>The layers, the first to be applied first.</summary>
    internal ReadOnlySpan<Layer> Chain => _parts.All;

    private int Last => _parts.Count - 1;

    /// <inheritdoc/>
    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded) => _parts.Fold(parameters, folded);

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch)
    {
        for (int n = 0; n <= Last; n++)
        {
            Rows result = n == Last ? y : _between[n].Of(tape);
            _parts[n].Forward(_parts.Folded(n, folded), x, result, _tape[n].Of(tape), Own(n, scratch));
            x = result;
        }
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        for (int n = Last; n >= 0; n--)
        {
            Rows input = n == 0 ? x : _between[n - 1].Of(tape), dInput = n == 0 ? dx : _dBetween[n - 1].Of(scratch);
            Rows own = _tape[n].Of(tape);
            Span<float> part = _parts.Gradient(n, gradient);
            _parts[n].Backward(_parts.Folded(n, folded), input, dy, dInput, own, Own(n, scratch), part);
            _parts[n].Accumulate(new StepRows(input, 1, _parts[n].Inputs), new StepRows(dy, 1, _parts[n].Outputs), new StepRows(own, 1, _parts[n].TapeRows), part);
            dy = dInput;
        }
    }

    /// <inheritdoc/>
    public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient) =>
        _parts.Unfold(parameters, folded, foldedGradient, gradient);

    /// <inheritdoc/>
    public override void Reference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, Span<double> y)
    {
        double[] input = x.ToArray();
        foreach (Layer layer in _parts.All)
        {
            double[] output = new double[layer.Outputs];
            layer.Reference(parameters, input, output);
            input = output;
        }

        input.CopyTo(y);
    }

    private Rows Own(int n, Rows scratch) => _own.Of(scratch).Slice(0, _parts[n].ScratchRows);

    private static Layer First(Layer[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Length == 0) throw new ArgumentException("A sequence needs at least one layer.", nameof(layers));
        return layers[0];
    }
}
