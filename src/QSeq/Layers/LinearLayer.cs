namespace QSeq.Layers;

/// <summary>
/// y = W x + b, with W [Outputs, Inputs]. As the gate map of an LSTM it has PyTorch's two biases, b_ih and b_hh,
/// which enter as their sum and are counted twice.
/// </summary>
public sealed class LinearLayer : Layer, IReferenceBackward
{
    private readonly ParameterSlice _weight;
    private readonly ParameterSlice[] _biases;
    private readonly BufferSlice _w; // [O][I]
    private readonly BufferSlice _b; // [O], the sum of the biases
    private readonly BufferSlice _dW;
    private readonly BufferSlice _dB;

    /// <summary>Declares the layer's parameters.</summary>
    /// <param name="table">The table they go into.</param>
    /// <param name="inputs">Features in.</param>
    /// <param name="outputs">Features out.</param>
    /// <param name="biases">0, 1 or 2 bias vectors; 2 is how PyTorch's nn.LSTM counts.</param>
    /// <param name="initialBound">First values are uniform within this bound; null for 1/sqrt(inputs), as in PyTorch's nn.Linear.</param>
    public LinearLayer(ParameterTable.Builder table, int inputs, int outputs, int biases = 1, double? initialBound = null)
        : base(inputs, outputs)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (biases is < 0 or > 2)
            throw new ArgumentOutOfRangeException(nameof(biases), biases, "A linear layer has 0, 1 or 2 biases.");

        Initializer init = Initializer.Uniform(initialBound ?? 1 / Math.Sqrt(inputs));
        _weight = table.Add("weight", [outputs, inputs], init);
        string[] names = biases switch { 0 => [], 1 => ["bias"], _ => ["bias_ih", "bias_hh"] };
        _biases = [.. names.Select(name => table.Add(name, [outputs], init))];
        (_w, _b) = (Folded.Add("W", _weight.Count), Folded.Add("b", outputs));
        (_dW, _dB) = (Gradient.Add("W", _weight.Count), Gradient.Add("b", outputs));
        Gradient.Pad();
    }

    /// <inheritdoc/>
    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded)
    {
        _weight.Of(parameters).CopyTo(_w.Of(folded));
        Span<float> bias = _b.Of(folded);
        bias.Clear();
        foreach (ParameterSlice slice in _biases)
        {
            ReadOnlySpan<float> values = slice.Of(parameters);
            for (int j = 0; j < bias.Length; j++) bias[j] += values[j];
        }
    }

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch) =>
        MatrixKernel.Multiply(_w.Of(folded), _b.Of(folded), x, y);

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        // y = W x + b, so dx = W^T dy; W and b follow in Accumulate, for all time steps at once.
        MatrixKernel.MultiplyTransposed(_w.Of(folded), dy, dx);
    }

    /// <inheritdoc/>
    public override void Accumulate(StepRows x, StepRows dy, StepRows tape, Span<float> gradient)
    {
        // y = W x + b, so dW = sum dy x^T and db = sum dy.
        MatrixKernel.AddOuter(dy, x, _dW.Of(gradient));
        MatrixKernel.AddSums(dy, _dB.Of(gradient));
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
            double sum = 0;
            foreach (ParameterSlice slice in _biases) sum += slice.Of(parameters)[j];
            for (int k = 0; k < Inputs; k++) sum += weight[(j * Inputs) + k] * x[k];
            y[j] = sum;
        }
    }

    /// <inheritdoc/>
    void IReferenceBackward.ReferenceBackward(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, Span<double> gradient)
    {
        // y_j = sum_k W_jk x_k + b_j
        ReadOnlySpan<double> weight = _weight.Of(parameters);
        Span<double> dWeight = _weight.Of(gradient);
        for (int j = 0; j < Outputs; j++)
        {
            foreach (ParameterSlice slice in _biases) slice.Of(gradient)[j] += dy[j];
            for (int k = 0; k < Inputs; k++)
            {
                dWeight[(j * Inputs) + k] += dy[j] * x[k];
                dx[k] += dy[j] * weight[(j * Inputs) + k];
            }
        }
    }
}
