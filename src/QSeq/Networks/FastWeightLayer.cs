using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QSeq.Layers;

namespace QSeq.Networks;

/// <summary>
/// Gated fast weights (arXiv 2605.06734, Gated QKAN-FWP; the update as in its published code): a slow programmer reads each step by
/// itself and writes the parameters p of a fast programmer, which reads the last step. One answer, after the window.
/// <code>
/// [A_t; B_t; C_t; z_t] = slow(x_t)   g_t = sigmoid(z_t + gate bias)   delta_t = [A_t outer B_t; C_t]
/// p_t = (1 - g_t) delta_t + g_t p_(t-1)   from p_0 = 0      y = fast([u; p_T])   u = input(x_T)
/// </code>
/// As only p_T is read, the gradient of every p_t is that of p_T, D, times the product G_t of the gates behind it, and no p but the last
/// is kept: with q_t = D . delta_t and h_t = D . p_t = (1 - g_t) q_t + g_t h_(t-1), dg_t is G_t (h_(t-1) - q_t).
/// </summary>
internal sealed class FastWeightLayer : SequenceLayer
{
    private const double FirstGateBias = 2; // as in the published code: most of p is kept at first

    private readonly FastWeightShape _shape;
    private readonly Layer _slow;
    private readonly Layer? _input;
    private readonly Layer _fast;
    private readonly PartList<Layer> _parts;
    private readonly ParameterSlice _bias; // [1]
    private readonly BufferSlice _b;
    private readonly BufferSlice _dB; // [16]
    private readonly BufferLayout _last = new(); // rows of the tape behind those of the steps
    private readonly BufferSlice _reads; // [u; p]
    private readonly BufferSlice _inputTape;
    private readonly BufferSlice _fastTape;
    private readonly BufferLayout _step = new(); // rows of the tape of a step
    private readonly BufferSlice _said; // [A; B; C; z]
    private readonly BufferSlice _gate; // g, then G
    private readonly BufferSlice _slowTape;
    private readonly BufferLayout _work = new();
    private readonly BufferSlice _dReads;
    private readonly BufferSlice _dSaid;
    private readonly BufferSlice _kept; // h
    private readonly BufferSlice _dInput;
    private readonly BufferSlice _own;

    /// <param name="table">Where the gate's bias is declared.</param>
    /// <param name="shape">How the slow programmer's answer makes parameters.</param>
    /// <param name="slow">From x_t to [A; B; C; z].</param>
    /// <param name="input">From x_T to what the fast programmer reads; null for x_T itself.</param>
    /// <param name="fast">From [u; p] to the answer.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public FastWeightLayer(ParameterTable.Builder table, FastWeightShape shape, Layer slow, Layer? input, Layer fast)
        : base(slow.Inputs, fast.Outputs)
    {
        (_shape, _slow, _input, _fast) = (shape, slow, input, fast);
        int reads = input?.Outputs ?? Inputs;
        if (slow.Outputs != shape.Said || fast.Inputs != reads + shape.Count || (input is not null && input.Inputs != Inputs))
            throw new ArgumentException(
                $"The slow programmer says {slow.Outputs} values, expected {shape.Said}; the fast one reads {fast.Inputs}, "
                + $"expected {reads + shape.Count}.",
                nameof(slow));
        _parts = new PartList<Layer>(input is null ? [slow, fast] : [slow, fast, input], Folded, Gradient);
        _bias = table.Add("gate_bias", [1], Initializer.Constant(FirstGateBias));
        _b = Folded.Add("gate bias", 1);
        Gradient.Pad();
        _dB = Gradient.Add("gate bias", Lanes.Width);
        _said = _step.Add("said", shape.Said);
        _gate = _step.Add("gates", 2);
        _slowTape = _step.Add("slow", slow.TapeRows);
        _reads = _last.Add("reads", fast.Inputs);
        _inputTape = _last.Add("input", input?.TapeRows ?? 0);
        _fastTape = _last.Add("fast", fast.TapeRows);
        _dReads = _work.Add("gradient of reads", fast.Inputs);
        _dSaid = _work.Add("gradient of said", shape.Said);
        _kept = _work.Add("kept", 1);
        _dInput = _work.Add("gradient of inputs", Inputs);
        _own = _work.Add("own", Math.Max(Math.Max(slow.ScratchRows, fast.ScratchRows), input?.ScratchRows ?? 0));
    }

    /// <inheritdoc/>
    public override int Answers(int steps) => 1;

    /// <inheritdoc/>
    public override int TapeRows(int steps) => checked((steps * _step.Length) + _last.Length);

    /// <inheritdoc/>
    public override int ScratchRows(int steps) => _work.Length;

    /// <inheritdoc/>
    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded)
    {
        _parts.Fold(parameters, folded);
        _bias.Of(parameters).CopyTo(_b.Of(folded));
    }

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows y, Rows tape, Rows scratch)
    {
        if (!mask.Data.IsEmpty) throw new ArgumentException("A layer that answers once reads sequences of one length.", nameof(mask));
        int steps = x.Count / Inputs;
        Rows last = tape.Slice(steps * _step.Length, _last.Length), reads = _reads.Of(last), own = _own.Of(scratch);
        Rows p = reads.Slice(reads.Count - _shape.Count, _shape.Count), u = reads.Slice(0, reads.Count - _shape.Count);
        p.Data.Clear();
        for (int t = 0; t < steps; t++)
        {
            Rows step = tape.Slice(t * _step.Length, _step.Length), said = _said.Of(step);
            _slow.Forward(_parts.Folded(0, folded), x.Slice(t * Inputs, Inputs), said, _slowTape.Of(step), own.Slice(0, _slow.ScratchRows));
            Update(said, _gate.Of(step), p, _b.Of(folded)[0]);
        }

        Rows now = x.Slice((steps - 1) * Inputs, Inputs);
        if (_input is null) now.Data.CopyTo(u.Data);
        else _input.Forward(_parts.Folded(2, folded), now, u, _inputTape.Of(last), own.Slice(0, _input.ScratchRows));
        _fast.Forward(_parts.Folded(1, folded), reads, y, _fastTape.Of(last), own.Slice(0, _fast.ScratchRows));
        Products(tape, steps);
    }

    /// <inheritdoc/>
    public override void Backward(
        ReadOnlySpan<float> folded, Rows x, Rows mask, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        int steps = x.Count / Inputs;
        Rows last = tape.Slice(steps * _step.Length, _last.Length), reads = _reads.Of(last), own = _own.Of(scratch);
        Rows dReads = _dReads.Of(scratch), dSaid = _dSaid.Of(scratch), kept = _kept.Of(scratch), dInput = _dInput.Of(scratch);
        Rows d = dReads.Slice(reads.Count - _shape.Count, _shape.Count), du = dReads.Slice(0, reads.Count - _shape.Count);
        Pass(_fast, 1, reads, dy, dReads, _fastTape.Of(last), folded, own, gradient);
        kept.Data.Clear();
        for (int t = 0; t < steps; t++)
        {
            Rows step = tape.Slice(t * _step.Length, _step.Length), dNow = dx.Slice(t * Inputs, Inputs);
            UpdateBackward(_said.Of(step), _gate.Of(step), d, kept, dSaid, _dB.Of(gradient));
            Pass(_slow, 0, x.Slice(t * Inputs, Inputs), dSaid, dNow, _slowTape.Of(step), folded, own, gradient);
        }

        Rows now = x.Slice((steps - 1) * Inputs, Inputs), dLast = dx.Slice((steps - 1) * Inputs, Inputs);
        if (_input is not null) Pass(_input, 2, now, du, dInput, _inputTape.Of(last), folded, own, gradient);
        RowKernel.Add(_input is null ? du.Data : dInput.Data, dLast.Data);
    }

    /// <inheritdoc/>
    public override void Unfold(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
        _parts.Unfold(parameters, folded, foldedGradient, gradient);
        _bias.Of(gradient)[0] += RowKernel.LaneSum(_dB.Of(foldedGradient), 0);
    }

    /// <inheritdoc/>
    public override double[][] Reference(ReadOnlySpan<double> parameters, double[][] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        double[] p = new double[_shape.Count], said = new double[_shape.Said], u = x[^1], y = new double[Outputs];
        foreach (double[] now in x)
        {
            _slow.Reference(parameters, now, said);
            double gate = 1 / (1 + PortableMath.Exp(-(said[^1] + _bias.Of(parameters)[0])));
            for (int n = 0; n < p.Length; n++)
            {
                double delta = n < _shape.Rows * _shape.Columns
                    ? said[n / _shape.Columns] * said[_shape.Rows + (n % _shape.Columns)]
                    : said[_shape.Rows + _shape.Columns + n - (_shape.Rows * _shape.Columns)];
                p[n] = ((1 - gate) * delta) + (gate * p[n]);
            }
        }

        if (_input is not null) _input.Reference(parameters, x[^1], u = new double[_input.Outputs]);
        _fast.Reference(parameters, [.. u, .. p], y);
        return [y];
    }

    private void Pass(Layer layer, int n, Rows x, Rows dy, Rows dx, Rows tape, ReadOnlySpan<float> folded, Rows own, Span<float> gradient)
    {
        Span<float> part = _parts.Gradient(n, gradient);
        layer.Backward(_parts.Folded(n, folded), x, dy, dx, tape, own.Slice(0, layer.ScratchRows), part);
        layer.Accumulate(new StepRows(x, 1, layer.Inputs), new StepRows(dy, 1, layer.Outputs), new StepRows(tape, 1, layer.TapeRows), part);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Update(Rows said, Rows gate, Rows p, float bias)
    {
        for (int lane = 0; lane < p.Lanes; lane += Lanes.Width)
        {
            Vector512<float> g = LaneMath.Sigmoid(Load(said, _shape.Said - 1, lane) + Vector512.Create(bias));
            Vector512<float> rest = Vector512<float>.One - g;
            g.StoreUnsafe(ref gate.At(0), (nuint)lane);
            for (int row = 0; row < _shape.Rows; row++)
            {
                Vector512<float> a = rest * Load(said, row, lane);
                for (int column = 0; column < _shape.Columns; column++)
                {
                    int n = (row * _shape.Columns) + column;
                    Lanes.Fma(a, Load(said, _shape.Rows + column, lane), g * Load(p, n, lane)).StoreUnsafe(ref p.At(n), (nuint)lane);
                }
            }

            for (int k = 0; k < _shape.Plain; k++)
            {
                int n = (_shape.Rows * _shape.Columns) + k;
                Vector512<float> c = Load(said, _shape.Rows + _shape.Columns + k, lane);
                Lanes.Fma(rest, c, g * Load(p, n, lane)).StoreUnsafe(ref p.At(n), (nuint)lane);
            }
        }
    }

    // G_t, the product of the gates behind step t.
    private void Products(Rows tape, int steps)
    {
        for (int lane = 0; lane < tape.Lanes; lane += Lanes.Width)
        {
            Vector512<float> product = Vector512<float>.One;
            for (int t = steps - 1; t >= 0; t--)
            {
                Rows gate = _gate.Of(tape.Slice(t * _step.Length, _step.Length));
                product.StoreUnsafe(ref gate.At(1), (nuint)lane);
                product *= Load(gate, 0, lane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UpdateBackward(Rows said, Rows gate, Rows d, Rows kept, Rows dSaid, Span<float> dBias)
    {
        int columns = _shape.Columns;
        for (int lane = 0; lane < d.Lanes; lane += Lanes.Width)
        {
            Vector512<float> g = Load(gate, 0, lane), behind = Load(gate, 1, lane), rest = Vector512<float>.One - g, q = default;
            Vector512<float> weight = rest * behind;
            for (int column = 0; column < columns; column++)
                Vector512<float>.Zero.StoreUnsafe(ref dSaid.At(_shape.Rows + column), (nuint)lane);
            for (int row = 0; row < _shape.Rows; row++)
            {
                Vector512<float> a = Load(said, row, lane), wa = weight * a, sum = default;
                for (int column = 0; column < columns; column++)
                {
                    Vector512<float> own = Load(d, (row * columns) + column, lane);
                    sum = Lanes.Fma(own, Load(said, _shape.Rows + column, lane), sum);
                    ref float target = ref dSaid.At(_shape.Rows + column);
                    Lanes.Fma(wa, own, Vector512.LoadUnsafe(ref target, (nuint)lane)).StoreUnsafe(ref target, (nuint)lane);
                }

                q = Lanes.Fma(a, sum, q);
                (weight * sum).StoreUnsafe(ref dSaid.At(row), (nuint)lane);
            }

            for (int k = 0; k < _shape.Plain; k++)
            {
                Vector512<float> own = Load(d, (_shape.Rows * columns) + k, lane);
                q = Lanes.Fma(own, Load(said, _shape.Rows + columns + k, lane), q);
                (weight * own).StoreUnsafe(ref dSaid.At(_shape.Rows + columns + k), (nuint)lane);
            }

            Vector512<float> h = Load(kept, 0, lane), dz = behind * (h - q) * (g * rest);
            dz.StoreUnsafe(ref dSaid.At(_shape.Said - 1), (nuint)lane);
            Lanes.AddTo(ref dBias[0], dz);
            Lanes.Fma(rest, q, g * h).StoreUnsafe(ref kept.At(0), (nuint)lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(Rows rows, int row, int lane) => Vector512.LoadUnsafe(ref rows.At(row), (nuint)lane);
}

/// <summary>What a slow programmer says at a step, A [Rows], B [Columns], C [Plain] and z: the parameters are [A outer B; C].</summary>
/// <param name="Rows">Length of A.</param>
/// <param name="Columns">Length of B.</param>
/// <param name="Plain">Length of C, parameters that are said one by one.</param>
internal readonly record struct FastWeightShape(int Rows, int Columns, int Plain = 0)
{
    /// <summary>Values said at a step.</summary>
    public int Said => checked(Rows + Columns + Plain + 1);

    /// <summary>Parameters of the fast programmer.</summary>
    public int Count => checked((Rows * Columns) + Plain);
}
