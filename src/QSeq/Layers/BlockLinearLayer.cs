namespace QSeq.Layers;

/// <summary>
/// Affine maps side by side, one for each of g = 0..blocks-1: y_g = W_g x_g + b_g, with x_g a block of inputs of its own
/// or one that all blocks read. Tied blocks use one W and one b: the same read-out behind every gate's circuit
/// (arXiv 2110.06510), for instance.
/// </summary>
internal sealed class BlockLinearLayer : Layer, IReferenceBackward
{
    private readonly int _blocks; // maps that are computed
    private readonly int _inputs; // features that one map reads
    private readonly int _outputs; // features that one map writes
    private readonly bool _tied;
    private readonly bool _sharedInput;
    private readonly ParameterSlice _weight; // [blocks or 1, outputs, inputs]
    private readonly ParameterSlice[] _biases; // each [blocks or 1, outputs]
    private readonly BufferSlice _w; // [blocks or 1][outputs][inputs]
    private readonly BufferSlice _b; // [blocks or 1][outputs], the sum of the biases
    private readonly BufferSlice _dW;
    private readonly BufferSlice _dB;

    /// <summary>Declares the layer's parameters.</summary>
    /// <param name="table">The table they go into.</param>
    /// <param name="blocks">Maps side by side, at least 1.</param>
    /// <param name="inputs">Features that each map reads, at least 1.</param>
    /// <param name="outputs">Features that each map writes, at least 1.</param>
    /// <param name="tied">Whether all blocks use the same weights.</param>
    /// <param name="sharedInput">Whether all blocks read the same features, instead of one block of features each.</param>
    /// <param name="options">Biases and first values; null for one bias and PyTorch's first values.</param>
    /// <param name="alike">Whether blocks that are not tied start with the same values.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or there are not 0, 1 or 2 biases.</exception>
    /// <exception cref="ArgumentException">Several blocks are tied and read the same features, so that all would give the same.</exception>
    public BlockLinearLayer(
        ParameterTable.Builder table, int blocks, int inputs, int outputs, bool tied, bool sharedInput, LinearOptions? options = null, bool alike = false)
        : base(Total(blocks, inputs, nameof(inputs), sharedInput), Total(blocks, outputs, nameof(outputs)))
    {
        ArgumentNullException.ThrowIfNull(table);
        options ??= new LinearOptions();
        if (options.Biases is < 0 or > 2)
            throw new ArgumentOutOfRangeException(nameof(options), options.Biases, "A linear layer has 0, 1 or 2 biases.");
        if (tied && sharedInput && blocks > 1)
            throw new ArgumentException($"{blocks} tied blocks that read the same input would all give the same; untie them or give each an input of its own.", nameof(tied));

        (_blocks, _inputs, _outputs, _tied, _sharedInput) = (blocks, inputs, outputs, tied, sharedInput);
        int maps = tied ? 1 : blocks;
        Initializer init = Initializer.Uniform(options.InitialBound ?? 1 / Math.Sqrt(inputs)) with { Copies = alike ? maps : 1 };
        _weight = table.Add("weight", [maps, outputs, inputs], init);
        string[] names = options.Biases switch { 0 => [], 1 => ["bias"], _ => ["bias_ih", "bias_hh"] };
        _biases = [.. names.Select(name => table.Add(name, [maps, outputs], init))];
        (_w, _b) = (Folded.Add("W", _weight.Count), Folded.Add("b", maps * outputs));
        (_dW, _dB) = (Gradient.Add("W", _weight.Count), Gradient.Add("b", maps * outputs));
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
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch)
    {
        ReadOnlySpan<float> weight = _w.Of(folded), bias = _b.Of(folded);
        if (_sharedInput)
        {
            MatrixKernel.Multiply(weight, bias, x, y); // the blocks' matrices on top of each other are one matrix
            return;
        }

        for (int g = 0; g < _blocks; g++)
        {
            int map = _tied ? 0 : g;
            MatrixKernel.Multiply(Weight(weight, map), bias.Slice(map * _outputs, _outputs), x.Slice(g * _inputs, _inputs), y.Slice(g * _outputs, _outputs));
        }
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        // y_g = W_g x_g + b_g, so dx_g = W_g^T dy_g, summed over g where all read the same x; W and b follow in Accumulate.
        ReadOnlySpan<float> weight = _w.Of(folded);
        if (_sharedInput)
        {
            MatrixKernel.MultiplyTransposed(weight, dy, dx);
            return;
        }

        for (int g = 0; g < _blocks; g++)
            MatrixKernel.MultiplyTransposed(Weight(weight, _tied ? 0 : g), dy.Slice(g * _outputs, _outputs), dx.Slice(g * _inputs, _inputs));
    }

    /// <inheritdoc/>
    public override void Accumulate(StepRows x, StepRows dy, StepRows tape, Span<float> gradient)
    {
        // y_g = W_g x_g + b_g, so dW_g = sum dy_g x_g^T and db_g = sum dy_g.
        Span<float> weight = _dW.Of(gradient), bias = _dB.Of(gradient);
        if (_sharedInput)
        {
            MatrixKernel.AddOuter(dy, x, weight);
            MatrixKernel.AddSums(dy, bias);
            return;
        }

        if (_tied)
        {
            for (int t = 0; t < dy.Steps; t++)
            {
                StepRows d = new(dy[t], _blocks, _outputs); // blocks are to the weights what steps are
                MatrixKernel.AddOuter(d, new StepRows(x[t], _blocks, _inputs), weight);
                MatrixKernel.AddSums(d, bias);
            }

            return;
        }

        int size = _outputs * _inputs;
        for (int g = 0; g < _blocks; g++)
        {
            StepRows d = dy.Slice(g * _outputs, _outputs);
            MatrixKernel.AddOuter(d, x.Slice(g * _inputs, _inputs), weight.Slice(g * size, size));
            MatrixKernel.AddSums(d, bias.Slice(g * _outputs, _outputs));
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
        for (int g = 0; g < _blocks; g++)
        {
            ReadOnlySpan<double> block = _sharedInput ? x : x.Slice(g * _inputs, _inputs);
            for (int j = 0; j < _outputs; j++)
            {
                int row = ((_tied ? 0 : g) * _outputs) + j;
                double sum = 0;
                foreach (ParameterSlice slice in _biases) sum += slice.Of(parameters)[row];
                for (int k = 0; k < _inputs; k++) sum += weight[(row * _inputs) + k] * block[k];
                y[(g * _outputs) + j] = sum;
            }
        }
    }

    /// <inheritdoc/>
    void IReferenceBackward.ReferenceBackward(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, Span<double> gradient)
    {
        // y_gj = sum_k W_gjk x_gk + b_gj
        ReadOnlySpan<double> weight = _weight.Of(parameters);
        Span<double> dWeight = _weight.Of(gradient);
        for (int g = 0; g < _blocks; g++)
        {
            int first = _sharedInput ? 0 : g * _inputs;
            for (int j = 0; j < _outputs; j++)
            {
                int row = ((_tied ? 0 : g) * _outputs) + j;
                double d = dy[(g * _outputs) + j];
                foreach (ParameterSlice slice in _biases) slice.Of(gradient)[row] += d;
                for (int k = 0; k < _inputs; k++)
                {
                    dWeight[(row * _inputs) + k] += d * x[first + k];
                    dx[first + k] += d * weight[(row * _inputs) + k];
                }
            }
        }
    }

    private static int Total(int blocks, int size, string name, bool shared = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, name);
        return shared ? size : checked(blocks * size);
    }

    private ReadOnlySpan<float> Weight(ReadOnlySpan<float> weight, int map) => weight.Slice(map * _outputs * _inputs, _outputs * _inputs);
}

/// <summary>Options of <see cref="BlockLinearLayer"/>.</summary>
internal sealed record LinearOptions
{
    /// <summary>0, 1 (default) or 2 bias vectors; 2 is how PyTorch's nn.LSTM counts.</summary>
    public int Biases { get; init; } = 1;

    /// <summary>First values are uniform within this bound; null for 1/sqrt(inputs), as in PyTorch's nn.Linear.</summary>
    public double? InitialBound { get; init; }
}
