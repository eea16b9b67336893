namespace QSeq.Layers;

/// <summary>
/// y = W x + b, with W [Outputs, Inputs]. As the gate map of an LSTM it has PyTorch's two biases, b_ih and b_hh,
/// which enter as their sum and are counted twice.
/// </summary>
public sealed class LinearLayer : Layer, IReferenceBackward
{
    private readonly int _blocks; // maps side by side, y_g = W_g x_g + b_g
    private readonly int _inputs; // features that one map reads
    private readonly int _outputs; // features that one map writes
    private readonly bool _tied; // whether all maps have the same W and b
    private readonly ParameterSlice _weight; // [blocks or 1][outputs][inputs]
    private readonly ParameterSlice[] _biases; // each [blocks or 1][outputs]
    private readonly BufferSlice _w;
    private readonly BufferSlice _b; // the sum of the biases
    private readonly BufferSlice _dW;
    private readonly BufferSlice _dB;

    /// <summary>Declares the layer's parameters.</summary>
    /// <param name="table">The table they go into.</param>
    /// <param name="inputs">Features in.</param>
    /// <param name="outputs">Features out.</param>
    /// <param name="biases">0, 1 or 2 bias vectors; 2 is how PyTorch's nn.LSTM counts.</param>
    /// <param name="initialBound">First values are uniform within this bound; null for 1/sqrt(inputs), as in PyTorch's nn.Linear.</param>
    public LinearLayer(ParameterTable.Builder table, int inputs, int outputs, int biases = 1, double? initialBound = null)
        : this(table, [outputs, inputs], 1, outputs, tied: false, biases, initialBound, copies: 1)
    {
    }

    /// <summary>
    /// Affine maps side by side, for g = 0..blocks-1: y_g = W_g x_g + b_g, with x_g a block of inputs of its own or one that
    /// all read. Tied blocks use one W and one b: the same read-out behind every gate's circuit (arXiv 2110.06510), for
    /// instance. Sizes are those of one map; blocks that are not tied may start alike.
    /// </summary>
    /// <exception cref="ArgumentException">A size is out of range, or several tied blocks read the same.</exception>
    internal LinearLayer(
        ParameterTable.Builder table, int blocks, int inputs, int outputs, bool tied, bool sharedInput, int biases = 1, double? initialBound = null, bool alike = false)
        : this(
            table, Shape(blocks, inputs, outputs, tied, sharedInput), sharedInput ? 1 : blocks, sharedInput ? checked(blocks * outputs) : outputs,
            tied && !sharedInput, biases, initialBound, alike && !tied ? blocks : 1)
    {
        // Blocks that read the same are one map, their matrices on top of each other.
    }

    private LinearLayer(ParameterTable.Builder table, int[] shape, int blocks, int outputs, bool tied, int biases, double? initialBound, int copies)
        : base(checked(blocks * shape[^1]), checked(blocks * outputs))
    {
        ArgumentNullException.ThrowIfNull(table);
        if (biases is < 0 or > 2)
            throw new ArgumentOutOfRangeException(nameof(biases), biases, "A linear layer has 0, 1 or 2 biases.");

        (_blocks, _inputs, _outputs, _tied) = (blocks, shape[^1], outputs, tied);
        Initializer init = Initializer.Uniform(initialBound ?? 1 / Math.Sqrt(_inputs)) with { Copies = copies };
        _weight = table.Add("weight", [.. shape], init);
        string[] names = biases switch { 0 => [], 1 => ["bias"], _ => ["bias_ih", "bias_hh"] };
        _biases = [.. names.Select(name => table.Add(name, [.. shape[..^1]], init))];
        (_w, _b) = (Folded.Add("W", _weight.Count), Folded.Add("b", _weight.Count / _inputs));
        (_dW, _dB) = (Gradient.Add("W", _w.Count), Gradient.Add("b", _b.Count));
        Gradient.Pad();
    }

    /// <inheritdoc/>
    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded)
    {
        _weight.Of(parameters).CopyTo(_w.Of(folded));
        Span<float> bias = _b.Of(folded);
        bias.Clear();
        foreach (ParameterSlice slice in _biases) RowKernel.Add(slice.Of(parameters), bias);
    }

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch)
    {
        if (_blocks == 1) MatrixKernel.Multiply(_w.Of(folded), _b.Of(folded), x, y); // the small step of an LSTM: slices would cost some per cent of it
        for (int g = 0; _blocks > 1 && g < _blocks; g++)
            MatrixKernel.Multiply(Weight(folded, g), Bias(folded, g), x.Slice(g * _inputs, _inputs), y.Slice(g * _outputs, _outputs));
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        // y = W x + b, so dx = W^T dy; W and b follow in Accumulate, for all time steps at once.
        if (_blocks == 1) MatrixKernel.MultiplyTransposed(_w.Of(folded), dy, dx);
        for (int g = 0; _blocks > 1 && g < _blocks; g++)
            MatrixKernel.MultiplyTransposed(Weight(folded, g), dy.Slice(g * _outputs, _outputs), dx.Slice(g * _inputs, _inputs));
    }

    /// <inheritdoc/>
    public override void Accumulate(StepRows x, StepRows dy, StepRows tape, Span<float> gradient)
    {
        // y = W x + b, so dW = sum dy x^T and db = sum dy.
        Span<float> weight = _dW.Of(gradient), bias = _dB.Of(gradient);
        int size = _outputs * _inputs;
        for (int g = 0; !_tied && g < _blocks; g++)
        {
            StepRows d = dy.Slice(g * _outputs, _outputs);
            MatrixKernel.AddOuter(d, x.Slice(g * _inputs, _inputs), weight.Slice(g * size, size));
            MatrixKernel.AddSums(d, bias.Slice(g * _outputs, _outputs));
        }

        for (int t = 0; _tied && t < dy.Steps; t++)
        {
            StepRows d = new(dy[t], _blocks, _outputs); // blocks are to the weights what steps are
            MatrixKernel.AddOuter(d, new StepRows(x[t], _blocks, _inputs), weight);
            MatrixKernel.AddSums(d, bias);
        }
    }

    /// <inheritdoc/>
    public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
        RowKernel.Add(_dW.Of(foldedGradient), _weight.Of(gradient));
        foreach (ParameterSlice slice in _biases) RowKernel.Add(_dB.Of(foldedGradient), slice.Of(gradient));
    }

    /// <inheritdoc/>
    public override void Reference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, Span<double> y)
    {
        ReadOnlySpan<double> weight = _weight.Of(parameters);
        for (int j = 0; j < Outputs; j++)
        {
            int g = j / _outputs, row = (Map(g) * _outputs) + (j % _outputs);
            double sum = 0;
            foreach (ParameterSlice slice in _biases) sum += slice.Of(parameters)[row];
            for (int k = 0; k < _inputs; k++) sum += weight[(row * _inputs) + k] * x[(g * _inputs) + k];
            y[j] = sum;
        }
    }

    void IReferenceBackward.ReferenceBackward(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, Span<double> gradient)
    {
        // y_j = sum_k W_jk x_k + b_j
        ReadOnlySpan<double> weight = _weight.Of(parameters);
        Span<double> dWeight = _weight.Of(gradient);
        for (int j = 0; j < Outputs; j++)
        {
            int g = j / _outputs, row = (Map(g) * _outputs) + (j % _outputs);
            foreach (ParameterSlice slice in _biases) slice.Of(gradient)[row] += dy[j];
            for (int k = 0; k < _inputs; k++)
            {
                dWeight[(row * _inputs) + k] += dy[j] * x[(g * _inputs) + k];
                dx[(g * _inputs) + k] += dy[j] * weight[(row * _inputs) + k];
            }
        }
    }

    private static int[] Shape(int blocks, int inputs, int outputs, bool tied, bool sharedInput)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 1);
        if (tied && sharedInput && blocks > 1)
            throw new ArgumentException($"{blocks} tied blocks that read the same input would all give the same; untie them or give each an input of its own.", nameof(tied));
        return [tied ? 1 : blocks, outputs, inputs];
    }

    private int Map(int block) => _tied ? 0 : block;

    private ReadOnlySpan<float> Weight(ReadOnlySpan<float> folded, int g) => _w.Of(folded).Slice(Map(g) * _outputs * _inputs, _outputs * _inputs);

    private ReadOnlySpan<float> Bias(ReadOnlySpan<float> folded, int g) => _b.Of(folded).Slice(Map(g) * _outputs, _outputs);
}
