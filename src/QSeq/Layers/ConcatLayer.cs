namespace QSeq.Layers;

/// <summary>Layers side by side on the same inputs: y = [f_1(x); f_2(x); ...], as one hybrid QKAN per gate.</summary>
internal sealed class ConcatLayer : Layer
{
    private readonly PartList<Layer> _parts;
    private readonly BufferSlice[] _y; // which outputs are whose
    private readonly BufferSlice[] _tape;
    private readonly BufferSlice _dx; // of one layer
    private readonly BufferSlice _own; // a layer's own working space

    /// <summary>Joins at least one layer; all take the same number of inputs.</summary>
    public ConcatLayer(params Layer[] layers)
        : base(Check(layers)[0].Inputs, layers.Sum(layer => layer.Outputs))
    {
        var y = new BufferLayout();
        _parts = new PartList<Layer>(layers, Folded, Gradient);
        _y = [.. layers.Select((layer, n) => y.Add($"part {n}", layer.Outputs))];
        _tape = [.. layers.Select((layer, n) => Tape.Add($"part {n}", layer.TapeRows))];
        _dx = Scratch.Add("dx", Inputs);
        _own = Scratch.Add("own", layers.Max(layer => layer.ScratchRows));
    }

    /// <summary>The layers, in the order of their outputs.</summary>
    internal ReadOnlySpan<Layer> Parts => _parts.All;

    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded) => _parts.Fold(parameters, folded);

    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch)
    {
        for (int n = 0; n < _parts.Count; n++)
            _parts[n].Forward(_parts.Folded(n, folded), x, _y[n].Of(y), _tape[n].Of(tape), Own(n, scratch));
    }

    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        Rows part = _dx.Of(scratch);
        dx.Data.Clear();
        for (int n = 0; n < _parts.Count; n++)
        {
            Rows d = _y[n].Of(dy), own = _tape[n].Of(tape);
            Span<float> dPart = _parts.Gradient(n, gradient);
            _parts[n].Backward(_parts.Folded(n, folded), x, d, part, own, Own(n, scratch), dPart);
            _parts[n].Accumulate(new StepRows(x, 1, Inputs), new StepRows(d, 1, d.Count), new StepRows(own, 1, own.Count), dPart);
            RowKernel.Add(part.Data, dx.Data);
        }
    }

    public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient) =>
        _parts.Unfold(parameters, folded, foldedGradient, gradient);

    public override void Reference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, Span<double> y)
    {
        for (int n = 0; n < _parts.Count; n++) _parts[n].Reference(parameters, x, y.Slice(_y[n].Offset, _y[n].Count));
    }

    private Rows Own(int n, Rows scratch) => _own.Of(scratch).Slice(0, _parts[n].ScratchRows);

    private static Layer[] Check(Layer[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Length == 0) throw new ArgumentException("There must be at least one layer.", nameof(layers));
        if (layers.Any(layer => layer.Inputs != layers[0].Inputs))
            throw new ArgumentException("Layers side by side take the same number of inputs.", nameof(layers));
        return layers;
    }
}
