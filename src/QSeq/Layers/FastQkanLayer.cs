using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QSeq.Quantum;

namespace QSeq.Layers;

/// <summary>
/// A QKAN layer whose angles are not weights but inputs, of every sample its own, as the fast programmer of arXiv 2605.06734 is:
/// y_j = sum_i { read(x_i; theta_ji) + base_ji silu(x_i) }, the circuits those of <see cref="Encoding.Pz"/> with encoding angle x.
/// It reads [x; theta]: x [I], then theta [O][reps + 1][I][2], which is the order of an outer product of [O][reps + 1] and [I][2].
/// <code>
/// r = (1, 0, 0)   then for l = 0 to reps: RZ(theta_l0 + x, where l > 0), RY(theta_l1)
/// with the gradient q of r:   dRZ = q_y r_x - q_x r_y   dRY = q_x r_z - q_z r_x   after each rotation, then both are turned back
/// </code>
/// </summary>
internal sealed class FastQkanLayer : Layer
{
    private const int MaxReps = 64;
    private const float PoleFloor = 1e-4f; // of |alpha| and |beta| in the slope of the amplitude difference, as in ReuploadKernel

    private readonly int _inputs;
    private readonly int _reps;
    private readonly bool _amplitudes;
    private readonly ParameterSlice? _base; // [O, I]
    private readonly BufferSlice _f; // the same
    private readonly BufferSlice _dF;
    private readonly BufferSlice _value; // silu(x)
    private readonly BufferSlice _slope; // and its slope
    private readonly BufferSlice _dValue;

    /// <summary>Declares the weights of the base function, if it has any.</summary>
    /// <exception cref="ArgumentException">A size is out of range.</exception>
    public FastQkanLayer(ParameterTable.Builder table, int inputs, int outputs, int reps, Readout readout, bool trainBase)
        : base(Reads(inputs, outputs, reps), outputs)
    {
        (_inputs, _reps, _amplitudes) = (inputs, reps, readout == Readout.AmplitudeDifference);
        _base = trainBase ? table.Add("base_weight", [outputs, inputs], Initializer.Constant(0.5)) : null;
        _f = Folded.Add("base weights", _base?.Count ?? 0);
        _dF = Gradient.Add("base weights", _f.Count);
        Gradient.Pad();
        int rows = _base is null ? 0 : inputs;
        _value = Scratch.Add("base functions", rows);
        _slope = Scratch.Add("slopes", rows);
        _dValue = Scratch.Add("gradient of base functions", rows);
    }

    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded) => _base?.Of(parameters).CopyTo(_f.Of(folded));

    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch)
    {
        if (_base is null)
        {
            y.Data.Clear();
        }
        else
        {
            BaseFunctionKernel.Evaluate(BaseFunction.Silu, x.Slice(0, _inputs), _value.Of(scratch));
            MatrixKernel.Multiply(_f.Of(folded), default, _value.Of(scratch), y);
        }

        Circuits(x, y);
    }

    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        if (_base is null)
        {
            dx.Slice(0, _inputs).Data.Clear();
        }
        else
        {
            Rows value = _value.Of(scratch), slope = _slope.Of(scratch), dValue = _dValue.Of(scratch);
            BaseFunctionKernel.Evaluate(BaseFunction.Silu, x.Slice(0, _inputs), value, slope);
            MatrixKernel.MultiplyTransposed(_f.Of(folded), dy, dValue);
            RowKernel.Multiply(dValue, slope, dx.Slice(0, _inputs));
            MatrixKernel.AddOuter(new StepRows(dy, 1, Outputs), new StepRows(value, 1, _inputs), _dF.Of(gradient));
        }

        CircuitsBackward(x, dy, dx);
    }

    public override void Unfold(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
        if (_base is not null) RowKernel.Add(_dF.Of(foldedGradient), _base.Of(gradient));
    }

    public override void Reference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, Span<double> y)
    {
        double[] ones = [.. Enumerable.Repeat(1.0, _reps)], zeros = new double[_reps], theta = new double[2 * (_reps + 1)];
        for (int j = 0; j < Outputs; j++)
        {
            y[j] = 0;
            for (int i = 0; i < _inputs; i++)
            {
                for (int n = 0; n < theta.Length; n++) theta[n] = x[Angle(j, i, n / 2) + (n % 2)];
                Readout readout = _amplitudes ? Readout.AmplitudeDifference : Readout.Expectation;
                y[j] += DaruanReference.Evaluate(Encoding.Pz, readout, theta, ones, zeros, x[i]);
                if (_base is null) continue;
                y[j] += _base.Of(parameters)[(j * _inputs) + i] * BaseFunctionKernel.Reference(BaseFunction.Silu, x[i]);
            }
        }
    }

    private static int Reads(int inputs, int outputs, int reps)
    {
        OptionCheck.Require(
            reps is >= 1 and <= MaxReps, $"reps {reps} is out of range; a DARUAN circuit has 1 to {MaxReps} re-uploading blocks");
        return checked(inputs + (outputs * (reps + 1) * inputs * 2));
    }

    // Where the angle of RZ stands among the inputs; that of RY follows.
    private int Angle(int j, int i, int l) => _inputs + (2 * ((((j * (_reps + 1)) + l) * _inputs) + i));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Circuits(Rows x, Rows y)
    {
        for (int j = 0; j < Outputs; j++)
        {
            for (int lane = 0; lane < x.Lanes; lane += Lanes.Width)
            {
                Vector512<float> sum = default;
                for (int i = 0; i < _inputs; i++)
                {
                    Vector512<float> v = Load(x, i, lane), rx = Vector512<float>.One, ry = default, rz = default;
                    for (int l = 0; l <= _reps; l++)
                    {
                        int row = Angle(j, i, l);
                        Vector512<float> angle = Load(x, row, lane);
                        LaneMath.SinCos(l == 0 ? angle : angle + v, out Vector512<float> s, out Vector512<float> c);
                        (rx, ry) = (Lanes.Fma(c, rx, -(s * ry)), Lanes.Fma(s, rx, c * ry));
                        LaneMath.SinCos(Load(x, row + 1, lane), out s, out c);
                        (rx, rz) = (Lanes.Fma(c, rx, s * rz), Lanes.Fma(c, rz, -(s * rx)));
                    }

                    sum += _amplitudes ? Amplitudes(rx, ry, rz, out _) : rz;
                }

                Lanes.AddTo(ref Unsafe.Add(ref y.At(j), lane), sum);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CircuitsBackward(Rows x, Rows dy, Rows dx)
    {
        Span<Vector512<float>> sin = stackalloc Vector512<float>[2 * (_reps + 1)], cos = stackalloc Vector512<float>[2 * (_reps + 1)];
        for (int j = 0; j < Outputs; j++)
        {
            for (int lane = 0; lane < x.Lanes; lane += Lanes.Width)
            {
                for (int i = 0; i < _inputs; i++)
                {
                    Vector512<float> v = Load(x, i, lane), rx = Vector512<float>.One, ry = default, rz = default;
                    for (int l = 0; l <= _reps; l++)
                    {
                        int row = Angle(j, i, l);
                        Vector512<float> angle = Load(x, row, lane);
                        LaneMath.SinCos(l == 0 ? angle : angle + v, out sin[2 * l], out cos[2 * l]);
                        LaneMath.SinCos(Load(x, row + 1, lane), out sin[(2 * l) + 1], out cos[(2 * l) + 1]);
                        (rx, ry) = (Lanes.Fma(cos[2 * l], rx, -(sin[2 * l] * ry)), Lanes.Fma(sin[2 * l], rx, cos[2 * l] * ry));
                        Vector512<float> s = sin[(2 * l) + 1], c = cos[(2 * l) + 1];
                        (rx, rz) = (Lanes.Fma(c, rx, s * rz), Lanes.Fma(c, rz, -(s * rx)));
                    }

                    Vector512<float> qx = default, qy = default, qz = Load(dy, j, lane), dInput = default;
                    if (_amplitudes)
                    {
                        Amplitudes(rx, ry, rz, out Vector512<float> slope);
                        qz *= slope;
                    }

                    for (int l = _reps; l >= 0; l--)
                    {
                        int row = Angle(j, i, l);
                        Vector512<float> s = sin[(2 * l) + 1], c = cos[(2 * l) + 1];
                        Lanes.Fma(qx, rz, -(qz * rx)).StoreUnsafe(ref dx.At(row + 1), (nuint)lane);
                        (rx, rz) = (Lanes.Fma(c, rx, -(s * rz)), Lanes.Fma(c, rz, s * rx));
                        (qx, qz) = (Lanes.Fma(c, qx, -(s * qz)), Lanes.Fma(c, qz, s * qx));
                        (s, c) = (sin[2 * l], cos[2 * l]);
                        Vector512<float> turn = Lanes.Fma(qy, rx, -(qx * ry));
                        turn.StoreUnsafe(ref dx.At(row), (nuint)lane);
                        if (l > 0) dInput += turn;
                        (rx, ry) = (Lanes.Fma(c, rx, s * ry), Lanes.Fma(c, ry, -(s * rx)));
                        (qx, qy) = (Lanes.Fma(c, qx, s * qy), Lanes.Fma(c, qy, -(s * qx)));
                    }

                    Lanes.AddTo(ref Unsafe.Add(ref dx.At(i), lane), dInput);
                }
            }
        }
    }

    // |alpha| - |beta| and its slope by <Z>, (1/|alpha| + 1/|beta|)/4. The larger comes from <Z>, the smaller from 2 |alpha| |beta|,
    // the length of (x, y), so that it is good near the poles too.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Amplitudes(Vector512<float> x, Vector512<float> y, Vector512<float> z, out Vector512<float> slope)
    {
        Vector512<float> half = Vector512.Create(0.5f), floor = Vector512.Create(PoleFloor), up = Vector512.GreaterThanOrEqual(z, default);
        Vector512<float> large = Vector512.Sqrt(Lanes.Fma(Vector512.Abs(z), half, half));
        Vector512<float> small = half * Vector512.Sqrt(Lanes.Fma(x, x, y * y)) / large;
        Vector512<float> quarter = Vector512.Create(0.25f);
        Vector512<float> capped = Vector512.ConditionalSelect(Vector512.LessThan(small, floor), floor, small);
        slope = (quarter / large) + (quarter / capped);
        return Vector512.ConditionalSelect(up, large - small, small - large);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(Rows rows, int row, int lane) => Vector512.LoadUnsafe(ref rows.At(row), (nuint)lane);
}
