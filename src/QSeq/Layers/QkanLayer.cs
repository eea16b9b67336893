using QSeq.Core;
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
    private readonly int _edges; // where the edges' constants start in the folded buffer
    private readonly int _angles; // where the sines and cosines start in it
    private readonly int _angleRoom; // how many of each, padded to lane blocks
    private readonly int _reach; // where the largest |w| and |phase| stand
    private readonly int _shared; // where it says whether all edges of an input share sine and cosine
    private readonly int _dBase; // where the gradient of the base weights starts

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
            _edges = outputs + (_base is null ? 0 : Edges);
            _angles = _edges + (Edges * EdgeSize);
            _angleRoom = Lanes.Pad(Edges * _fold.Angles);
            _reach = _angles + (2 * _angleRoom);
            _shared = _reach + 2;
            _dBase = (outputs + (Edges * EdgeGradientSize)) * Lanes.Width;
        }
    }

    /// <inheritdoc/>
    public override int FoldedSize => _shared + 1; // K [O], base [O][I], edges [O][I][EdgeSize]; sines, cosines; largest |w|, |phase|; shared

    /// <inheritdoc/>
    public override int GradientSize => checked(_dBase + (_base is null ? 0 : Lanes.Pad(Edges))); // K [O][16], edges [O][I][..][16]; base [O][I]

    /// <inheritdoc/>
    public override int ScratchRows => ((3 + (2 * _fold.Reps)) * Inputs) + (_reupload?.StepRows ?? 0); // f(x), f'(x), gradient of f; shared sines and cosines; steps

    private int Edges => checked(Inputs * Outputs);

    private int EdgeSize => _reupload?.EdgeSize ?? HarmonicKernel.EdgeSize;

    private int EdgeGradientSize => _reupload?.GradientSize ?? HarmonicKernel.EdgeSize;

    /// <inheritdoc/>
    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded)
    {
        ReadOnlySpan<float> theta = _theta.Of(parameters), w = _w.Of(parameters), b = _b.Of(parameters);
        ReadOnlySpan<float> postWeight = _postWeight.Of(parameters), postBias = _postBias.Of(parameters);
        int reps = _options.Reps, angles = _theta.Count / Edges;
        Span<float> sines = folded.Slice(_angles, _angleRoom), cosines = folded.Slice(_angles + _angleRoom, _angleRoom);
        for (int e = 0; e < Edges; e++)
            _fold.WriteAngles(theta.Slice(e * angles, angles), b.Slice(e * reps, reps), sines.Slice(e * _fold.Angles, _fold.Angles));
        LaneMath.SinCos(sines, sines, cosines);

        Span<float> k = folded[..Outputs];
        k.Clear();
        if (_base is not null) _base.Of(parameters).CopyTo(folded.Slice(Outputs, Edges));
        for (int e = 0; e < Edges; e++)
        {
            Turns turns = TurnsOf(folded, e);
            Span<float> edge = folded.Slice(_edges + (e * EdgeSize), EdgeSize);
            Bloch r = _fold.Start(turns), m = _fold.Observable(turns);
            float scale = postWeight[e], constant = postBias[e] + _fold.Shift;
            ReadOnlySpan<float> own = w.Slice(e * reps, reps);
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
                Pack(_reupload, r, m, scale, theta.Slice(e * angles, angles), own, b.Slice(e * reps, reps), turns, edge);
            }

            k[e / Inputs] += scale * constant;
        }

        folded[_shared] = !_w.Trainable && SameForAllOutputs(w) ? 1 : 0;
        folded[_reach] = folded[_reach + 1] = 0;
        for (int e = 0; e < Edges; e++)
        {
            for (int l = 0; l < _fold.Reps; l++)
            {
                folded[_reach] = MathF.Max(folded[_reach], MathF.Abs(_fold.WeightOf(w.Slice(e * reps, reps), l)));
                folded[_reach + 1] = MathF.Max(folded[_reach + 1], MathF.Abs(_fold.PhaseOf(theta.Slice(e * angles, angles), b.Slice(e * reps, reps), l)));
            }
        }
    }

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch)
    {
        ReadOnlySpan<float> k = folded[..Outputs];
        if (_base is null)
        {
            for (int j = 0; j < Outputs; j++) y[j].Fill(k[j]);
        }
        else
        {
            Rows f = scratch.Slice(0, Inputs);
            BaseFunctionKernel.Evaluate(_options.Base, x, f);
            MatrixKernel.Multiply(folded.Slice(Outputs, Edges), k, f, y);
        }

        ReadOnlySpan<float> edges = folded[_edges.._angles];
        Rows turns = Turns(scratch);
        if (folded[_shared] == 0)
        {
            if (IsNear(folded, x)) Circuits<NearSinCos>(edges, x, y, turns);
            else Circuits<AnySinCos>(edges, x, y, turns);
        }
        else if (_reupload is null)
        {
            HarmonicKernel.Turns(edges, x, turns);
            HarmonicKernel.ForwardShared(edges, turns, y);
        }
        else
        {
            _reupload.Turns(edges, x, turns);
            _reupload.Forward<SharedTurn>(edges, x, y, turns);
        }
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        // y = K + base f(x) + circuits(x)
        for (int j = 0; j < Outputs; j++) RowKernel.AddSum(dy[j], gradient.Slice(j * Lanes.Width, Lanes.Width));
        if (_base is null)
        {
            dx.Data.Clear();
        }
        else
        {
            Rows f = scratch.Slice(0, Inputs), slope = scratch.Slice(Inputs, Inputs), df = scratch.Slice(2 * Inputs, Inputs);
            BaseFunctionKernel.Evaluate(_options.Base, x, f, slope);
            MatrixKernel.MultiplyTransposed(folded.Slice(Outputs, Edges), dy, df);
            RowKernel.Multiply(df, slope, dx);
            MatrixKernel.AddOuter(dy, f, Outputs, Inputs, gradient.Slice(_dBase, Edges));
        }

        Rows turns = Turns(scratch);
        Span<float> steps = scratch.Data[((3 + (2 * _fold.Reps)) * Inputs * scratch.Lanes)..], dEdges = gradient[(Outputs * Lanes.Width).._dBase];
        ReadOnlySpan<float> edges = folded[_edges.._angles];
        if (folded[_shared] == 0)
        {
            if (IsNear(folded, x)) CircuitsBackward<NearSinCos>(edges, x, dy, dx, turns, steps, dEdges);
            else CircuitsBackward<AnySinCos>(edges, x, dy, dx, turns, steps, dEdges);
        }
        else if (_reupload is null)
        {
            HarmonicKernel.Turns(edges, x, turns);
            HarmonicKernel.BackwardShared(edges, turns, dy, dx, dEdges);
        }
        else
        {
            _reupload.Turns(edges, x, turns);
            _reupload.Backward<SharedTurn>(edges, x, dy, dx, turns, steps, dEdges);
        }
    }

    /// <inheritdoc/>
    public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
        ReadOnlySpan<float> postWeight = _postWeight.Of(parameters), postBias = _postBias.Of(parameters);
        Span<float> dTheta = _theta.Of(gradient), dW = _w.Of(gradient), dB = _b.Of(gradient);
        Span<float> dPostWeight = _postWeight.Of(gradient), dPostBias = _postBias.Of(gradient);
        if (_base is not null) RowKernel.Add(foldedGradient.Slice(_dBase, Edges), _base.Of(gradient));

        Span<float> dConstants = stackalloc float[_fold.Size];
        Span<float> d = stackalloc float[EdgeGradientSize];
        int reps = _options.Reps, angles = _theta.Count / Edges;
        for (int e = 0; e < Edges; e++)
        {
            float dk = RowKernel.LaneSum(foldedGradient, e / Inputs);
            for (int n = 0; n < d.Length; n++) d[n] = RowKernel.LaneSum(foldedGradient, Outputs + (e * d.Length) + n);
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

    private Rows Turns(Rows scratch) => scratch.Slice(3 * Inputs, 2 * _fold.Reps * Inputs);

    private void Circuits<T>(ReadOnlySpan<float> edges, Rows x, Rows y, Rows turns)
        where T : ISinCos
    {
        if (_reupload is null) HarmonicKernel.Forward<T>(edges, x, y);
        else _reupload.Forward<EdgeTurn<T>>(edges, x, y, turns);
    }

    private void CircuitsBackward<T>(ReadOnlySpan<float> edges, Rows x, Rows dy, Rows dx, Rows turns, Span<float> steps, Span<float> dEdges)
        where T : ISinCos
    {
        if (_reupload is null) HarmonicKernel.Backward<T>(edges, x, dy, dx, dEdges);
        else _reupload.Backward<EdgeTurn<T>>(edges, x, dy, dx, turns, steps, dEdges);
    }

    // Frozen encoding weights are all 1 unless somebody set them otherwise.
    private bool SameForAllOutputs(ReadOnlySpan<float> w)
    {
        int size = Inputs * _options.Reps;
        for (int n = size; n < w.Length; n++)
            if (w[n] != w[n % size]) return false;
        return true;
    }

    // Whether |w x + phase| is within reach of the quick sine for every edge and sample; false for NaN. The bound is
    // rounded otherwise than the arguments are, and must not let one pass that its neighbours' company would turn back.
    private bool IsNear(ReadOnlySpan<float> folded, Rows x) =>
        (folded[_reach] * RowKernel.MaxAbs(x)) + folded[_reach + 1] < LaneMath.NearRange - 1;

    private static float A(Bloch r, Bloch m) => (m.X * r.X) + (m.Y * r.Y);

    private static float B(Bloch r, Bloch m) => (m.Y * r.X) - (m.X * r.Y);

    private Turns TurnsOf(ReadOnlySpan<float> folded, int e) => new(
        folded.Slice(_angles + (e * _fold.Angles), _fold.Angles), folded.Slice(_angles + _angleRoom + (e * _fold.Angles), _fold.Angles));

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
