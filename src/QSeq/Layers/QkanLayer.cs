using QSeq.Numerics;
using QSeq.Quantum;

namespace QSeq.Layers;

/// <summary>
/// A QKAN layer (QKAN-LSTM, Eq. 2 and 3): every edge from an input to an output is a single-qubit data re-uploading
/// circuit, y_j = sum_k { postWeight (read(x_k) + postBias) + base f(x_k) }.
/// </summary>
public sealed class QkanLayer : Layer
{
    private readonly QkanOptions _options;
    private readonly DaruanFold _fold;
    private readonly ReuploadKernel? _reupload; // null: one data rotation and <Z>, the closed form
    private readonly bool _hasBase;
    private readonly ParameterSlice _theta; // [O, I, blocks, angles]
    private readonly ParameterSlice _w; // [O, I, L]
    private readonly ParameterSlice _b; // [O, I, L]
    private readonly ParameterSlice? _base; // [O, I]
    private readonly ParameterSlice _postWeight; // [O, I]
    private readonly ParameterSlice _postBias; // [O, I]

    /// <summary>Declares the layer's parameters.</summary>
    /// <param name="table">The table they go into.</param>
    /// <param name="inputs">Features in.</param>
    /// <param name="outputs">Features out.</param>
    /// <param name="options">The circuits; null for the defaults.</param>
    /// <param name="parts">
    /// How many layers of equal size stand side by side in the outputs (the four gates): first values are drawn as for
    /// a layer of outputs/parts.
    /// </param>
    /// <param name="alike">Whether these parts start with the same values, as in the papers' code.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or an option is out of range.</exception>
    public QkanLayer(ParameterTable.Builder table, int inputs, int outputs, QkanOptions? options = null, int parts = 1, bool alike = false)
        : base(inputs, outputs)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (parts < 1 || outputs % parts != 0)
            throw new ArgumentOutOfRangeException(nameof(parts), parts, $"{outputs} outputs do not fall into {parts} equal parts.");
        _options = options ?? new QkanOptions();
        _options.Validate();

        _fold = new DaruanFold(_options.Encoding, _options.Reps);
        bool harmonic = _fold.Reps == 1 && _options.Readout == Readout.Expectation;
        _reupload = harmonic ? null : new ReuploadKernel(_fold.Reps, _fold.HasGamma, _options.Readout);
        _hasBase = _options.Base != BaseFunction.None && _options.TrainBase;

        // PyTorch's xavier_normal_ on [O, I, blocks, angles] counts blocks*angles as a receptive field.
        (int blocks, int angles) = _fold.ThetaShape;
        double field = blocks * angles;
        Initializer init = Initializer.XavierNormal(inputs * field, outputs / (double)parts * field, alike ? parts : 1);
        bool trainBias = _options.TrainPreactivation || _options.Encoding == Encoding.Rpz;
        _theta = table.Add("theta", [outputs, inputs, blocks, angles], init, kind: ParameterKind.Quantum);
        _w = table.Add("preact_weight", [outputs, inputs, _options.Reps], Initializer.Constant(1), _options.TrainPreactivation);
        _b = table.Add("preact_bias", [outputs, inputs, _options.Reps], Initializer.Constant(0), trainBias);
        _base = _hasBase ? table.Add("base_weight", [outputs, inputs], Initializer.Constant(0.5)) : null;
        _postWeight = table.Add("postact_weight", [outputs, inputs], Initializer.Constant(1), _options.TrainPostWeight);
        _postBias = table.Add("postact_bias", [outputs, inputs], Initializer.Constant(0), _options.TrainPostBias);
    }

    private int Edges => Inputs * Outputs;

    private int EdgeSize => _reupload?.EdgeSize ?? HarmonicKernel.EdgeSize;

    private int EdgeGradientSize => _reupload?.GradientSize ?? HarmonicKernel.EdgeSize;

    /// <inheritdoc/>
    public override int FoldedSize => Outputs + (Edges * EdgeSize); // K [O], edges [O][I][EdgeSize]

    /// <inheritdoc/>
    public override int GradientSize => (Outputs + (Edges * EdgeGradientSize)) * Lanes.Width; // the same, lane by lane

    /// <inheritdoc/>
    public override int ScratchRows => 3 * Inputs; // f(x), f'(x), gradient of f

    /// <inheritdoc/>
    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded)
    {
        Span<float> k = folded[..Outputs];
        k.Clear();
        Span<double> constants = stackalloc double[_fold.Size];
        for (int e = 0; e < Edges; e++)
        {
            FoldEdge(parameters, e, constants);
            float scale = _postWeight.Of(parameters)[e], offset = _postBias.Of(parameters)[e];
            float baseWeight = _base is null ? 0 : _base.Of(parameters)[e];
            Span<float> edge = folded.Slice(Outputs + (e * EdgeSize), EdgeSize);
            if (_reupload is not null)
            {
                _reupload.Pack(_fold, constants, scale, baseWeight, edge);
                k[e / Inputs] += scale * offset;
                continue;
            }

            // <Z> = A cos(w x) + B sin(w x) + C
            (Bloch r, Bloch m) = Vectors(constants);
            edge[0] = (float)constants[_fold.W];
            edge[1] = (float)(scale * ((m.X * r.X) + (m.Y * r.Y)));
            edge[2] = (float)(scale * ((m.Y * r.X) - (m.X * r.Y)));
            edge[3] = baseWeight;
            k[e / Inputs] += (float)(scale * ((m.Z * r.Z) + offset));
        }
    }

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch)
    {
        ReadOnlySpan<float> k = folded[..Outputs], edges = folded[Outputs..];
        Rows f = scratch.Slice(0, Inputs);
        if (_hasBase) BaseFunctionKernel.Evaluate(_options.Base, x, f);
        if (_reupload is null) HarmonicKernel.Forward(k, edges, x, f, _hasBase, y);
        else _reupload.Forward(k, edges, x, f, _hasBase, y);
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        ReadOnlySpan<float> edges = folded[Outputs..];
        Span<float> dk = gradient[..(Outputs * Lanes.Width)], dEdges = gradient[(Outputs * Lanes.Width)..];
        Rows f = scratch.Slice(0, Inputs), slope = scratch.Slice(Inputs, Inputs), df = scratch.Slice(2 * Inputs, Inputs);
        if (_hasBase) BaseFunctionKernel.Evaluate(_options.Base, x, f, slope);
        dx.Data.Clear();
        df.Data.Clear();
        if (_reupload is null) HarmonicKernel.Backward(edges, x, f, _hasBase, dy, dx, df, dk, dEdges);
        else _reupload.Backward(edges, x, f, _hasBase, dy, dx, df, dk, dEdges);
        if (_hasBase) RowKernel.AddProduct(df, slope, dx);
    }

    /// <inheritdoc/>
    public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
        Span<double> constants = stackalloc double[_fold.Size];
        Span<double> dConstants = stackalloc double[_fold.Size];
        Span<float> d = stackalloc float[EdgeGradientSize];
        int reps = _options.Reps, angles = _theta.Count / Edges;
        for (int e = 0; e < Edges; e++)
        {
            float dk = RowKernel.LaneSum(foldedGradient, e / Inputs);
            for (int n = 0; n < d.Length; n++) d[n] = RowKernel.LaneSum(foldedGradient, Outputs + (e * d.Length) + n);
            FoldEdge(parameters, e, constants);
            float scale = _postWeight.Of(parameters)[e], offset = _postBias.Of(parameters)[e];
            double read = _reupload is null
                ? HarmonicGradient(constants, d, dk, scale, dConstants)
                : ReuploadGradient(d, dConstants);

            // y += postWeight (read + postBias) + base f
            _postWeight.Of(gradient)[e] += (float)(read + (offset * dk));
            _postBias.Of(gradient)[e] += scale * dk;
            if (_base is not null) _base.Of(gradient)[e] += d[_reupload is null ? 3 : 7];
            _fold.Unfold(
                _theta.Of(parameters).Slice(e * angles, angles),
                _b.Of(parameters).Slice(e * reps, reps),
                constants,
                dConstants,
                _theta.Of(gradient).Slice(e * angles, angles),
                _w.Of(gradient).Slice(e * reps, reps),
                _b.Of(gradient).Slice(e * reps, reps));
        }
    }

    /// <inheritdoc/>
    public override void Reference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, Span<double> y)
    {
        y.Clear();
        int reps = _options.Reps, angles = _theta.Count / Edges;
        for (int e = 0; e < Edges; e++)
        {
            double input = x[e % Inputs];
            double read = DaruanReference.Evaluate(
                _options.Encoding,
                _options.Readout,
                _theta.Of(parameters).Slice(e * angles, angles),
                _w.Of(parameters).Slice(e * reps, reps),
                _b.Of(parameters).Slice(e * reps, reps),
                input);
            y[e / Inputs] += _postWeight.Of(parameters)[e] * (read + _postBias.Of(parameters)[e]);
            if (_base is not null) y[e / Inputs] += _base.Of(parameters)[e] * BaseFunctionKernel.Reference(_options.Base, input);
        }
    }

    private void FoldEdge(ReadOnlySpan<float> parameters, int e, Span<double> constants)
    {
        int reps = _options.Reps, angles = _theta.Count / Edges;
        _fold.Fold(
            _theta.Of(parameters).Slice(e * angles, angles),
            _w.Of(parameters).Slice(e * reps, reps),
            _b.Of(parameters).Slice(e * reps, reps),
            constants);
    }

    private static (Bloch R, Bloch M) Vectors(ReadOnlySpan<double> constants) =>
        (new Bloch(constants[0], constants[1], constants[2]), new Bloch(constants[3], constants[4], constants[5]));

    // A = s (m_x r_x + m_y r_y), B = s (m_y r_x - m_x r_y), K = s (m_z r_z + ...); returns the part of ds that is not postBias.
    private double HarmonicGradient(ReadOnlySpan<double> constants, ReadOnlySpan<float> d, float dk, float scale, Span<double> dConstants)
    {
        (Bloch r, Bloch m) = Vectors(constants);
        double da = scale * d[1], db = scale * d[2], dc = scale * dk;
        dConstants[0] = (m.X * da) + (m.Y * db);
        dConstants[1] = (m.Y * da) - (m.X * db);
        dConstants[2] = m.Z * dc;
        dConstants[3] = (r.X * da) - (r.Y * db);
        dConstants[4] = (r.Y * da) + (r.X * db);
        dConstants[5] = r.Z * dc;
        dConstants[_fold.W] = d[0];
        return (((m.X * r.X) + (m.Y * r.Y)) * d[1]) + (((m.Y * r.X) - (m.X * r.Y)) * d[2]) + (m.Z * r.Z * dk);
    }

    private static double ReuploadGradient(ReadOnlySpan<float> d, Span<double> dConstants)
    {
        for (int n = 0; n < 6; n++) dConstants[n] = d[n];
        for (int n = 6; n < dConstants.Length; n++) dConstants[n] = d[n + 2]; // scale and base stand between
        return d[6];
    }
}
