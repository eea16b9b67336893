using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QSeq.Layers;

/// <summary>
/// A variational circuit whose angles are not weights but inputs, of every sample its own, as the circuit of arXiv 2605.06734 and of
/// quantum fast-weight programmers is: H on every wire, RY(x_i) on the first I, then for each of the layers CNOTs on even pairs, on odd
/// pairs, and RY(angle) on every wire; read is &lt;Z&gt; of the first O wires. It reads [x; angles]: x [I], angles [depth][qubits].
/// All amplitudes are real; wire 0 is the highest bit of an index.
/// </summary>
internal sealed class FastCircuitLayer : Layer
{
    private const int MaxQubits = 12;

    private readonly int _inputs;
    private readonly int _qubits;
    private readonly int _depth;
    private readonly BufferSlice _state; // [2^qubits], of the end
    private readonly BufferSlice _psi; // the same on the way back
    private readonly BufferSlice _lambda; // its gradient

    /// <exception cref="ArgumentException">A size is out of range.</exception>
    public FastCircuitLayer(int inputs, int outputs, int qubits, int depth)
        : base(checked(inputs + (depth * qubits)), outputs)
    {
        OptionCheck.Require(qubits is >= 1 and <= MaxQubits, $"{qubits} qubits are out of range; choose 1 to {MaxQubits}");
        OptionCheck.Require(depth is >= 1 and <= 64, $"{depth} layers of a circuit are out of range; choose 1 to 64");
        OptionCheck.Require(inputs <= qubits, $"{inputs} inputs do not fit on {qubits} qubits; choose as many qubits at least");
        OptionCheck.Require(outputs <= qubits, $"{outputs} qubits are to be read of {qubits}; choose a hidden size of at most {qubits}");
        (_inputs, _qubits, _depth) = (inputs, qubits, depth);
        _state = Tape.Add("state", Dimension);
        _psi = Scratch.Add("state", Dimension);
        _lambda = Scratch.Add("gradient of the state", Dimension);
    }

    private int Dimension => 1 << _qubits;

    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch)
    {
        Rows state = _state.Of(tape);
        for (int lane = 0; lane < x.Lanes; lane += Lanes.Width)
        {
            Encode(x, state, lane);
            for (int n = 0; n < _depth; n++)
            {
                Entangle(state, lane, backward: false);
                for (int wire = 0; wire < _qubits; wire++) Turn(state, wire, Load(x, Angle(n, wire), lane), lane);
            }

            for (int j = 0; j < Outputs; j++)
            {
                Vector512<float> sum = default;
                for (int k = 0; k < Dimension; k++)
                {
                    Vector512<float> a = Load(state, k, lane);
                    sum = Lanes.Fma(IsOne(k, j) ? -a : a, a, sum);
                }

                sum.StoreUnsafe(ref y.At(j), (nuint)lane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        Rows psi = _psi.Of(scratch), lambda = _lambda.Of(scratch);
        _state.Of(tape).Data.CopyTo(psi.Data);
        for (int lane = 0; lane < x.Lanes; lane += Lanes.Width)
        {
            for (int k = 0; k < Dimension; k++)
            {
                Vector512<float> sum = default;
                for (int j = 0; j < Outputs; j++) sum = IsOne(k, j) ? sum - Load(dy, j, lane) : sum + Load(dy, j, lane);
                ((sum + sum) * Load(psi, k, lane)).StoreUnsafe(ref lambda.At(k), (nuint)lane);
            }

            for (int n = _depth - 1; n >= 0; n--)
            {
                for (int wire = _qubits - 1; wire >= 0; wire--)
                {
                    Vector512<float> angle = Load(x, Angle(n, wire), lane);
                    Slope(psi, lambda, wire, lane).StoreUnsafe(ref dx.At(Angle(n, wire)), (nuint)lane);
                    Turn(psi, wire, -angle, lane);
                    Turn(lambda, wire, -angle, lane);
                }

                Entangle(psi, lane, backward: true);
                Entangle(lambda, lane, backward: true);
            }

            for (int i = 0; i < _inputs; i++) Slope(psi, lambda, i, lane).StoreUnsafe(ref dx.At(i), (nuint)lane);
        }
    }

    public override void Unfold(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
    }

    public override void Reference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, Span<double> y)
    {
        double[] state = new double[Dimension];
        state[0] = 1;
        for (int wire = 0; wire < _qubits; wire++) Hadamard(state, wire);
        for (int i = 0; i < _inputs; i++) Turn(state, i, x[i]);
        for (int n = 0; n < _depth; n++)
        {
            for (int wire = 0; wire + 1 < _qubits; wire += 2) state = Joined(state, wire);
            for (int wire = 1; wire + 1 < _qubits; wire += 2) state = Joined(state, wire);
            for (int wire = 0; wire < _qubits; wire++) Turn(state, wire, x[Angle(n, wire)]);
        }

        for (int j = 0; j < Outputs; j++)
        {
            y[j] = 0;
            for (int k = 0; k < Dimension; k++) y[j] += (IsOne(k, j) ? -1 : 1) * state[k] * state[k];
        }
    }

    private void Hadamard(double[] state, int wire)
    {
        int bit = Bit(wire);
        for (int k = 0; k < Dimension; k++)
        {
            if ((k & bit) != 0) continue;
            (double zero, double one) = (state[k], state[k | bit]);
            (state[k], state[k | bit]) = ((zero + one) / Math.Sqrt(2), (zero - one) / Math.Sqrt(2));
        }
    }

    private void Turn(double[] state, int wire, double angle)
    {
        (double sin, double cos) = PortableMath.SinCos(angle / 2);
        int bit = Bit(wire);
        for (int k = 0; k < Dimension; k++)
        {
            if ((k & bit) != 0) continue;
            (double zero, double one) = (state[k], state[k | bit]);
            (state[k], state[k | bit]) = ((cos * zero) - (sin * one), (sin * zero) + (cos * one));
        }
    }

    // CNOT from a wire to the next.
    private double[] Joined(double[] state, int wire) =>
        [.. state.Select((_, k) => state[IsOne(k, wire) ? k ^ Bit(wire + 1) : k])];

    private int Bit(int wire) => 1 << (_qubits - 1 - wire);

    private bool IsOne(int index, int wire) => (index & Bit(wire)) != 0;

    private int Angle(int layer, int wire) => _inputs + (layer * _qubits) + wire;

    // The product of (cos, sin)(pi/4 + x_i/2), built from the last wire to the first; H|0> is RY(pi/2)|0>.
    private void Encode(Rows x, Rows state, int lane)
    {
        Vector512<float>.One.StoreUnsafe(ref state.At(0), (nuint)lane);
        for (int wire = _qubits - 1, filled = 1; wire >= 0; wire--, filled *= 2)
        {
            Vector512<float> angle = Vector512.Create((float)(Math.PI / 4));
            if (wire < _inputs) angle = Lanes.Fma(Vector512.Create(0.5f), Load(x, wire, lane), angle);
            LaneMath.SinCos(angle, out Vector512<float> sin, out Vector512<float> cos);
            for (int k = 0; k < filled; k++)
            {
                Vector512<float> a = Load(state, k, lane);
                (a * sin).StoreUnsafe(ref state.At(filled + k), (nuint)lane);
                (a * cos).StoreUnsafe(ref state.At(k), (nuint)lane);
            }
        }
    }

    private void Entangle(Rows state, int lane, bool backward)
    {
        for (int half = 0; half < 2; half++)
        {
            for (int wire = backward ? 1 - half : half; wire + 1 < _qubits; wire += 2)
            {
                int control = Bit(wire), target = Bit(wire + 1);
                for (int k = 0; k < Dimension; k++)
                {
                    if ((k & control) == 0 || (k & target) != 0) continue;
                    Vector512<float> zero = Load(state, k, lane), one = Load(state, k | target, lane);
                    one.StoreUnsafe(ref state.At(k), (nuint)lane);
                    zero.StoreUnsafe(ref state.At(k | target), (nuint)lane);
                }
            }
        }
    }

    private void Turn(Rows state, int wire, Vector512<float> angle, int lane)
    {
        LaneMath.SinCos(Vector512.Create(0.5f) * angle, out Vector512<float> sin, out Vector512<float> cos);
        int bit = Bit(wire);
        for (int k = 0; k < Dimension; k++)
        {
            if ((k & bit) != 0) continue;
            Vector512<float> zero = Load(state, k, lane), one = Load(state, k | bit, lane);
            Lanes.Fma(cos, zero, -(sin * one)).StoreUnsafe(ref state.At(k), (nuint)lane);
            Lanes.Fma(sin, zero, cos * one).StoreUnsafe(ref state.At(k | bit), (nuint)lane);
        }
    }

    // lambda . dpsi/dangle for RY of a wire, the same before and after the rotation: dpsi is (-b, a)/2 on each pair (a, b).
    private Vector512<float> Slope(Rows psi, Rows lambda, int wire, int lane)
    {
        Vector512<float> up = default, down = default;
        int bit = Bit(wire);
        for (int k = 0; k < Dimension; k++)
        {
            if ((k & bit) != 0) continue;
            up = Lanes.Fma(Load(lambda, k | bit, lane), Load(psi, k, lane), up);
            down = Lanes.Fma(Load(lambda, k, lane), Load(psi, k | bit, lane), down);
        }

        return Vector512.Create(0.5f) * (up - down);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(Rows rows, int row, int lane) => Vector512.LoadUnsafe(ref rows.At(row), (nuint)lane);
}
