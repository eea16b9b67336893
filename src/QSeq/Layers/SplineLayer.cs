namespace QSeq.Layers;

/// <summary>
/// A B-spline on every edge, the layer of KAN (Liu et al. 2024, arXiv 2404.19756, Eq. 2.10 to 2.12) as the classical counterpart
/// of a <see cref="QkanLayer"/>: y_j = sum_i { w_ji silu(x_i) + sum_k c_jik B_k(x_i) }, with the G + p splines of
/// <see cref="SplineBasis"/>. KAN's further factor w_s of the sum of splines is folded into c, which it only scales. An edge has
/// G + p + 1 parameters: with p = 3 and G = 4 reps - 1 as many as a QKAN edge of that many reps and otherwise default
/// options has (4 reps + 3). The grid stays where it is; KAN's code can move it to where the samples are.
/// <para>The splines of an input are the same for all its edges, so y is a product of a matrix with them.</para>
/// </summary>
internal sealed class SplineLayer : Layer
{
    private const double FirstDeviation = 0.1; // of c, as in the paper

    private readonly SplineBasis _basis;
    private readonly ParameterSlice _w; // [O, I]
    private readonly ParameterSlice _c; // [O, I, K]
    private readonly BufferSlice _edges; // [O][I][1 + K]: w, then c
    private readonly BufferSlice _dEdges; // the same
    private readonly BufferSlice _features; // [I][1 + K]: silu(x), then all B_k(x)
    private readonly BufferSlice _dFeatures;
    private readonly BufferSlice _value; // silu(x)
    private readonly BufferSlice _slope; // and its slope

    /// <summary>
    /// Declares the parameters. The outputs are <paramref name="parts"/> layers of equal size side by side (the gates), drawn as one
    /// of them, with the same first values if <paramref name="alike"/>: w as in Glorot and Bengio (2010), c normal with
    /// deviation 0.1.
    /// </summary>
    public SplineLayer(ParameterTable.Builder table, int inputs, int outputs, SplineBasis basis, int parts = 1, bool alike = false)
        : base(inputs, outputs)
    {
        OptionCheck.Require(parts >= 1 && outputs % parts == 0, $"{outputs} outputs do not fall into {parts} equal parts");
        _basis = basis;
        int copies = alike ? parts : 1;
        _w = table.Add("base_weight", [outputs, inputs], Initializer.XavierNormal(inputs, (double)outputs / parts, copies));
        _c = table.Add("coefficient", [outputs, inputs, basis.Count], new Initializer(InitialDistribution.Normal, FirstDeviation, copies));
        _edges = Folded.Add("edges", checked(_w.Count * EdgeSize));
        _dEdges = Gradient.Add("edges", _edges.Count);
        Gradient.Pad();
        _features = Tape.Add("features", checked(inputs * EdgeSize));
        _dFeatures = Scratch.Add("gradient of features", _features.Count);
        _value = Scratch.Add("base functions", inputs);
        _slope = Scratch.Add("slopes", inputs);
    }

    private int EdgeSize => 1 + _basis.Count;

    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded)
    {
        ReadOnlySpan<float> w = _w.Of(parameters), c = _c.Of(parameters);
        Span<float> edges = _edges.Of(folded);
        for (int e = 0; e < w.Length; e++)
        {
            edges[e * EdgeSize] = w[e];
            c.Slice(e * _basis.Count, _basis.Count).CopyTo(edges[((e * EdgeSize) + 1)..]);
        }
    }

    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch)
    {
        Rows features = _features.Of(tape), value = _value.Of(scratch);
        BaseFunctionKernel.Evaluate(BaseFunction.Silu, x, value);
        for (int i = 0; i < Inputs; i++)
        {
            value[i].CopyTo(features[i * EdgeSize]);
            _basis.Evaluate(x[i], features.Slice((i * EdgeSize) + 1, _basis.Count));
        }

        MatrixKernel.Multiply(_edges.Of(folded), default, features, y);
    }

    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        // y = W features(x); W follows in Accumulate, for all time steps at once.
        Rows d = _dFeatures.Of(scratch), slope = _slope.Of(scratch);
        MatrixKernel.MultiplyTransposed(_edges.Of(folded), dy, d);
        BaseFunctionKernel.Evaluate(BaseFunction.Silu, x, _value.Of(scratch), slope);
        for (int i = 0; i < Inputs; i++)
        {
            RowKernel.Multiply(d.Slice(i * EdgeSize, 1), slope.Slice(i, 1), dx.Slice(i, 1));
            _basis.AddGradient(x[i], d.Slice((i * EdgeSize) + 1, _basis.Count), dx[i]);
        }
    }

    public override void Accumulate(StepRows x, StepRows dy, StepRows tape, Span<float> gradient) =>
        MatrixKernel.AddOuter(dy, _features.Of(tape), _dEdges.Of(gradient));

    public override void Unfold(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
        ReadOnlySpan<float> d = _dEdges.Of(foldedGradient);
        Span<float> dW = _w.Of(gradient), dC = _c.Of(gradient);
        for (int e = 0; e < dW.Length; e++)
        {
            dW[e] += d[e * EdgeSize];
            for (int k = 0; k < _basis.Count; k++) dC[(e * _basis.Count) + k] += d[(e * EdgeSize) + 1 + k];
        }
    }

    public override void Reference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, Span<double> y)
    {
        y.Clear();
        for (int e = 0; e < _w.Count; e++)
        {
            double at = x[e % Inputs], sum = _w.Of(parameters)[e] * BaseFunctionKernel.Reference(BaseFunction.Silu, at);
            for (int k = 0; k < _basis.Count; k++) sum += _c.Of(parameters)[(e * _basis.Count) + k] * _basis.Reference(k, at);
            y[e / Inputs] += sum;
        }
    }
}
