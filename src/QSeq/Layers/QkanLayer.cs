using QSeq.Quantum;

namespace QSeq.Layers;

/// <summary>
/// A QKAN layer (QKAN-LSTM, Eq. 2 and 3): every edge from an input to an output is a single-qubit data re-uploading
/// circuit, y_j = sum_k { postWeight (read(x_k) + postBias) + base f(x_k) }.
/// </summary>
public sealed partial class QkanLayer : Layer
{
    private readonly QkanOptions _options;
    private readonly DaruanFold _fold;
    private readonly ReuploadKernel? _reupload; // null: one data rotation and <Z>, the closed form
    private readonly ParameterSlice _theta; // [O, I, blocks, angles]
    private readonly ParameterSlice _w; // [O, I, L]
    private readonly ParameterSlice _b; // [O, I, L]
    private readonly ParameterSlice? _base; // [O, I]
    private readonly ParameterSlice _postWeight; // [O, I]
    private readonly ParameterSlice _postBias; // [O, I]
    private readonly BufferSlice _k; // [O], what does not depend on x
    private readonly BufferSlice _f; // [O][I], base weights
    private readonly BufferSlice _edges; // [O][I][EdgeSize]
    private readonly BufferSlice _sines; // of all angles, padded to lane blocks
    private readonly BufferSlice _cosines;
    private readonly BufferSlice _reach; // the largest |w| and the largest |phase|
    private readonly BufferSlice _spread; // how far the w of an input's edges are apart, where they do not train
    private readonly BufferSlice _dK; // [O][16]
    private readonly BufferSlice _dEdges; // [O][I][EdgeGradientSize][16]
    private readonly BufferSlice _dF; // [O][I]
    private readonly BufferSlice _value; // f(x)
    private readonly BufferSlice _slope; // f'(x)
    private readonly BufferSlice _dValue; // the gradient of f(x)
    private readonly BufferSlice _turns; // [I][reps][2], sines and cosines that all edges of an input share
    private readonly BufferSlice _steps; // the kernel's own

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
        OptionCheck.Require(parts >= 1 && outputs % parts == 0, $"{outputs} outputs do not fall into {parts} equal parts.");
        _options = options ?? new QkanOptions();
        _options.Validate();

        _fold = new DaruanFold(_options.Encoding, _options.Reps, _options.Noise);
        bool harmonic = _fold.Reps == 1 && _options.Readout == Readout.Expectation;
        _reupload = harmonic ? null : new ReuploadKernel(_fold.Reps, _fold.HasGamma, _options.Readout, frozen: !_options.TrainPreactivation, _options.Noise is null ? null : _fold.Step);

        // PyTorch's xavier_normal_ on [O, I, blocks, angles] counts blocks*angles as a receptive field.
        (int blocks, int angles) = _fold.ThetaShape;
        double field = blocks * angles;
        Initializer init = Initializer.XavierNormal(inputs * field, outputs / (double)parts * field, alike ? parts : 1);
        bool trainBias = _options.TrainPreactivation || _options.Encoding == Encoding.Rpz;
        _theta = table.Add("theta", [outputs, inputs, blocks, angles], init, kind: ParameterKind.Quantum);
        _w = table.Add("preact_weight", [outputs, inputs, _options.Reps], Initializer.Constant(1), _options.TrainPreactivation);
        _b = table.Add("preact_bias", [outputs, inputs, _options.Reps], Initializer.Constant(0), trainBias);
        _base = _options.Base != BaseFunction.None && _options.TrainBase ? table.Add("base_weight", [outputs, inputs], Initializer.Constant(0.5)) : null;
        _postWeight = table.Add("postact_weight", [outputs, inputs], Initializer.Constant(1), _options.TrainPostWeight);
        _postBias = table.Add("postact_bias", [outputs, inputs], Initializer.Constant(0), _options.TrainPostBias);

        // Kernels walk these buffers by reference, so a size that does not fit must not wrap around.
        checked
        {
            _k = Folded.Add("constants", outputs);
            _f = Folded.Add("base weights", _base?.Count ?? 0);
            _edges = Folded.Add("edges", Edges * EdgeSize);
            _sines = Folded.Add("sines", Lanes.Pad(Edges * _fold.Angles));
            _cosines = Folded.Add("cosines", _sines.Count);
            _reach = Folded.Add("reach", 2);
            _spread = Folded.Add("spread", _w.Trainable ? 0 : 1);
            _dK = Gradient.Add("constants", outputs * Lanes.Width);
            _dEdges = Gradient.Add("edges", Edges * EdgeGradientSize * Lanes.Width);
            _dF = Gradient.Add("base weights", _f.Count);
            Gradient.Pad();
            _value = Scratch.Add("base functions", inputs);
            _slope = Scratch.Add("slopes", inputs);
            _dValue = Scratch.Add("gradient of base functions", inputs);
            _turns = Scratch.Add("shared turns", 2 * _fold.Reps * inputs);
            _steps = Scratch.Add("steps", _reupload?.StepRows ?? 0);
        }
    }

    private int Edges => checked(Inputs * Outputs);

    private int EdgeSize => _reupload?.EdgeSize ?? HarmonicKernel.EdgeSize;

    private int EdgeGradientSize => _reupload?.GradientSize ?? HarmonicKernel.EdgeSize;

    /// <inheritdoc/>
    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded)
    {
        ReadOnlySpan<float> theta = _theta.Of(parameters), w = _w.Of(parameters), b = _b.Of(parameters);
        ReadOnlySpan<float> postWeight = _postWeight.Of(parameters), postBias = _postBias.Of(parameters);
        int reps = _options.Reps, angles = _theta.Count / Edges;
        Span<float> sines = _sines.Of(folded), edges = _edges.Of(folded), k = _k.Of(folded), reach = _reach.Of(folded);
        for (int e = 0; e < Edges; e++)
            _fold.WriteAngles(theta.Slice(e * angles, angles), b.Slice(e * reps, reps), sines.Slice(e * _fold.Angles, _fold.Angles));
        LaneMath.SinCos(sines, sines, _cosines.Of(folded));

        k.Clear();
        reach.Clear();
        _base?.Of(parameters).CopyTo(_f.Of(folded));
        for (int e = 0; e < Edges; e++)
        {
            Turns turns = TurnsOf(folded, e);
            Span<float> edge = edges.Slice(e * EdgeSize, EdgeSize);
            Bloch r = _fold.Start(turns), m = _fold.Observable(turns);
            float scale = postWeight[e], constant = postBias[e] + _fold.Shift;
            ReadOnlySpan<float> own = w.Slice(e * reps, reps), ownB = b.Slice(e * reps, reps), ownTheta = theta.Slice(e * angles, angles);
            if (_reupload is null)
            {
                // <Z> = A cos(w x) + B sin(w x) + C
                edge[0] = _fold.WeightOf(own, 0);
                edge[1] = scale * A(r, m);
                edge[2] = scale * B(r, m);
                constant += m.Z * r.Z;
            }
            else
            {
                Pack(_reupload, r, m, scale, ownTheta, own, ownB, turns, edge);
            }

            k[e / Inputs] += scale * constant;
            for (int l = 0; l < _fold.Reps; l++)
            {
                reach[0] = MathF.Max(reach[0], MathF.Abs(_fold.WeightOf(own, l)));
                reach[1] = MathF.Max(reach[1], MathF.Abs(_fold.PhaseOf(ownTheta, ownB, l)));
            }
        }

        Span<float> spread = _spread.Of(folded);
        spread.Clear();
        for (int n = 0; !_w.Trainable && n < w.Length; n++) spread[0] = MathF.Max(spread[0], MathF.Abs(w[n] - w[n % (Inputs * reps)]));
    }

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch)
    {
        ReadOnlySpan<float> k = _k.Of(folded), edges = _edges.Of(folded);
        if (_base is null)
        {
            for (int j = 0; j < Outputs; j++) y[j].Fill(k[j]);
        }
        else
        {
            Rows f = _value.Of(scratch);
            BaseFunctionKernel.Evaluate(_options.Base, x, f);
            MatrixKernel.Multiply(_f.Of(folded), k, f, y);
        }

        Rows turns = _turns.Of(scratch);
        bool shared = SharesTurns(folded), near = !shared && IsNear(folded, x);
        if (shared) SharedTurn.Fill(edges, EdgeSize, _reupload?.W ?? 0, x, turns);
        if (_reupload is null && shared) HarmonicKernel.ForwardShared(edges, turns, y);
        else if (_reupload is null && near) HarmonicKernel.Forward<NearSinCos>(edges, x, y);
        else if (_reupload is null) HarmonicKernel.Forward<AnySinCos>(edges, x, y);
        else if (shared) _reupload.Forward<SharedTurn>(edges, x, y, turns);
        else if (near) _reupload.Forward<EdgeTurn<NearSinCos>>(edges, x, y, turns);
        else _reupload.Forward<EdgeTurn<AnySinCos>>(edges, x, y, turns);
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        // y = K + base f(x) + circuits(x)
        Span<float> dK = _dK.Of(gradient), dEdges = _dEdges.Of(gradient), steps = _steps.Of(scratch).Data;
        for (int j = 0; j < Outputs; j++) RowKernel.AddSum(dy[j], dK.Slice(j * Lanes.Width, Lanes.Width));
        if (_base is null)
        {
            dx.Data.Clear();
        }
        else
        {
            Rows f = _value.Of(scratch), slope = _slope.Of(scratch), df = _dValue.Of(scratch);
            BaseFunctionKernel.Evaluate(_options.Base, x, f, slope);
            MatrixKernel.MultiplyTransposed(_f.Of(folded), dy, df);
            RowKernel.Multiply(df, slope, dx);
            MatrixKernel.AddOuter(new StepRows(dy, 1, Outputs), new StepRows(f, 1, Inputs), _dF.Of(gradient));
        }

        Rows turns = _turns.Of(scratch);
        ReadOnlySpan<float> edges = _edges.Of(folded);
        bool shared = SharesTurns(folded), near = !shared && IsNear(folded, x);
        if (shared) SharedTurn.Fill(edges, EdgeSize, _reupload?.W ?? 0, x, turns);
        if (_reupload is null && shared) HarmonicKernel.BackwardShared(edges, turns, dy, dx, dEdges);
        else if (_reupload is null && near) HarmonicKernel.Backward<NearSinCos>(edges, x, dy, dx, dEdges);
        else if (_reupload is null) HarmonicKernel.Backward<AnySinCos>(edges, x, dy, dx, dEdges);
        else if (shared) _reupload.Backward<SharedTurn>(edges, x, dy, dx, turns, steps, dEdges);
        else if (near) _reupload.Backward<EdgeTurn<NearSinCos>>(edges, x, dy, dx, turns, steps, dEdges);
        else _reupload.Backward<EdgeTurn<AnySinCos>>(edges, x, dy, dx, turns, steps, dEdges);
    }

    /// <inheritdoc/>
    public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
        ReadOnlySpan<float> postWeight = _postWeight.Of(parameters), postBias = _postBias.Of(parameters);
        Span<float> dTheta = _theta.Of(gradient), dW = _w.Of(gradient), dB = _b.Of(gradient);
        Span<float> dPostWeight = _postWeight.Of(gradient), dPostBias = _postBias.Of(gradient);
        if (_base is not null) RowKernel.Add(_dF.Of(foldedGradient), _base.Of(gradient));
        ReadOnlySpan<float> dK = _dK.Of(foldedGradient), dEdges = _dEdges.Of(foldedGradient);

        Span<float> dConstants = stackalloc float[_fold.Size];
        Span<float> d = stackalloc float[EdgeGradientSize];
        int reps = _options.Reps, angles = _theta.Count / Edges;
        for (int e = 0; e < Edges; e++)
        {
            float dk = RowKernel.LaneSum(dK, e / Inputs);
            for (int n = 0; n < d.Length; n++) d[n] = RowKernel.LaneSum(dEdges, (e * d.Length) + n);
            Turns turns = TurnsOf(folded, e);
            float read = _reupload is null
                ? HarmonicGradient(_fold.Start(turns), _fold.Observable(turns), d, dk, postWeight[e], dConstants)
                : ReuploadGradient(_reupload, _fold.Observable(turns), d, postWeight[e], dConstants);

            // y += postWeight (read + shift + postBias)
            dPostWeight[e] += read + ((postBias[e] + _fold.Shift) * dk);
            dPostBias[e] += postWeight[e] * dk;
            _fold.Unfold(turns, dConstants, dTheta.Slice(e * angles, angles), dW.Slice(e * reps, reps), dB.Slice(e * reps, reps));
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
            ReadOnlySpan<double> theta = _theta.Of(parameters).Slice(e * angles, angles);
            ReadOnlySpan<double> w = _w.Of(parameters).Slice(e * reps, reps), b = _b.Of(parameters).Slice(e * reps, reps);
            double read = _options.Noise is { } noise
                ? NoisyDaruanReference.Evaluate(_options.Encoding, noise, theta, w, b, input)
                : DaruanReference.Evaluate(_options.Encoding, _options.Readout, theta, w, b, input);
            y[e / Inputs] += _postWeight.Of(parameters)[e] * (read + _postBias.Of(parameters)[e]);
            if (_base is not null) y[e / Inputs] += _base.Of(parameters)[e] * BaseFunctionKernel.Reference(_options.Base, input);
        }
    }

    // Whether all edges of an input have the same sine and cosine of w x. Frozen encoding weights are all 1 unless somebody
    // set them otherwise; those that train need gradients of their own.
    private bool SharesTurns(ReadOnlySpan<float> folded) => !_w.Trainable && _spread.Of(folded)[0] == 0;

    // Whether |w x + phase| is within reach of the quick sine for every edge and sample; false for NaN. The bound is
    // rounded otherwise than the arguments are, and must not let one pass that its neighbours' company would turn back.
    private bool IsNear(ReadOnlySpan<float> folded, Rows x)
    {
        ReadOnlySpan<float> reach = _reach.Of(folded);
        return (reach[0] * RowKernel.MaxAbs(x)) + reach[1] < LaneMath.NearRange - 1;
    }

    private static float A(Bloch r, Bloch m) => (m.X * r.X) + (m.Y * r.Y);

    private static float B(Bloch r, Bloch m) => (m.Y * r.X) - (m.X * r.Y);

    private Turns TurnsOf(ReadOnlySpan<float> folded, int e) => new(
        _sines.Of(folded).Slice(e * _fold.Angles, _fold.Angles), _cosines.Of(folded).Slice(e * _fold.Angles, _fold.Angles));

    private void Pack(
        ReuploadKernel kernel, Bloch r, Bloch m, float scale, ReadOnlySpan<float> theta, ReadOnlySpan<float> w, ReadOnlySpan<float> b, Turns turns, Span<float> edge)
    {
        (edge[0], edge[1], edge[2]) = r;
        (edge[3], edge[4], edge[5]) = kernel.HasScale ? m : new Bloch(scale * m.X, scale * m.Y, scale * m.Z);
        if (kernel.HasScale) edge[^1] = scale;
        for (int l = 0; l < _fold.Reps; l++) edge[kernel.W + l] = _fold.WeightOf(w, l);
        for (int l = 1; l < _fold.Reps - 1; l++)
        {
            edge[kernel.Phase + l - 1] = _fold.PhaseOf(theta, b, l);
            if (!_w.Trainable) (edge[kernel.PhaseTurn + (2 * (l - 1))], edge[kernel.PhaseTurn + (2 * (l - 1)) + 1]) = turns[_fold.PhaseAngle(l)];
        }

        for (int l = 1; l < _fold.Reps; l++)
        {
            int at = kernel.Beta + (2 * (l - 1));
            (edge[at], edge[at + 1]) = turns[_fold.BetaAngle(l)];
            if (!_fold.HasGamma) continue;
            at += 2 * (_fold.Reps - 1);
            (edge[at], edge[at + 1]) = turns[_fold.GammaAngle(l)];
        }
    }

    // A = s (m_x r_x + m_y r_y), B = s (m_y r_x - m_x r_y), K = s (m_z r_z + ...); returns the part of ds that is not postBias.
    private float HarmonicGradient(Bloch r, Bloch m, ReadOnlySpan<float> d, float dk, float scale, Span<float> dConstants)
    {
        float da = scale * d[1], db = scale * d[2], dc = scale * dk;
        dConstants[0] = (m.X * da) + (m.Y * db);
        dConstants[1] = (m.Y * da) - (m.X * db);
        dConstants[2] = m.Z * dc;
        dConstants[3] = (r.X * da) - (r.Y * db);
        dConstants[4] = (r.Y * da) + (r.X * db);
        dConstants[5] = r.Z * dc;
        dConstants[_fold.W] = d[0];
        return (A(r, m) * d[1]) + (B(r, m) * d[2]) + (m.Z * r.Z * dk);
    }

    // Returns the part of the post weight's gradient that is not postBias: sum g read, with read = m . r unless it stands apart.
    private static float ReuploadGradient(ReuploadKernel kernel, Bloch m, ReadOnlySpan<float> d, float scale, Span<float> dConstants)
    {
        d[..dConstants.Length].CopyTo(dConstants);
        if (kernel.HasScale) return d[^1];
        for (int n = 3; n < 6; n++) dConstants[n] *= scale;
        return m.Dot(new Bloch(d[3], d[4], d[5]));
    }
}
