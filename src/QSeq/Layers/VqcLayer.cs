using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QSeq.Numerics;

namespace QSeq.Layers;

/// <summary>
/// Variational circuits on one wire per input (QLSTM, arXiv 2009.01783): RY(x_k) on wire k, then depth times CNOTs and
/// RY(w) on every wire; the outputs are &lt;Z&gt; of the first wires. Several circuits may share the encoding, their
/// outputs one after another (the four gates). All amplitudes are real.
/// </summary>
public sealed class VqcLayer : Layer
{
    private readonly VqcOptions _options;
    private readonly int _circuits;
    private readonly int _read;
    private readonly int _dimension; // 2^n amplitudes; wire 0 is the highest bit of an index
    private readonly int[] _from; // the entangler as a map: amplitude i after it is amplitude _from[i] before it
    private readonly ParameterSlice _theta; // [circuits, depth, n]

    /// <summary>Declares the circuits' angles.</summary>
    /// <param name="table">The table they go into.</param>
    /// <param name="qubits">Inputs, one wire each; at most <see cref="VqcOptions.MaxQubits"/>.</param>
    /// <param name="read">Wires read of each circuit, the first ones.</param>
    /// <param name="options">Depth and entangler; null for the defaults.</param>
    /// <param name="circuits">Circuits that share the inputs.</param>
    /// <param name="alike">Whether the circuits start with the same angles.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or an option is out of range.</exception>
    public VqcLayer(ParameterTable.Builder table, int qubits, int read, VqcOptions? options = null, int circuits = 1, bool alike = false)
        : base(qubits, read * circuits)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentOutOfRangeException.ThrowIfLessThan(circuits, 1);
        _options = options ?? new VqcOptions();
        _options.Validate();
        if (qubits > VqcOptions.MaxQubits)
        {
            throw new ArgumentOutOfRangeException(nameof(qubits), qubits,
                $"{qubits} qubits (hidden size + inputs) are more than the {VqcOptions.MaxQubits} this layer simulates; choose a smaller hidden size or fewer inputs.");
        }

        if (read > qubits)
            throw new ArgumentOutOfRangeException(nameof(read), read, $"{read} wires cannot be read from a circuit of {qubits}.");
        _circuits = circuits;
        _read = read;
        _dimension = 1 << qubits;
        _from = EntanglerMap(qubits, _options.Entangler);

        // Angles uniform over the circle's half either way, the customary start of the RealAmplitudes ansatz.
        Initializer init = Initializer.Uniform(Math.PI) with { Copies = alike ? circuits : 1 };
        _theta = table.Add("theta", [circuits, _options.Depth, qubits], init, kind: ParameterKind.Quantum);
    }

    private int Qubits => Inputs;

    /// <inheritdoc/>
    public override int FoldedSize => 2 * _theta.Count; // cos(w/2), sin(w/2) of every angle

    /// <inheritdoc/>
    public override int GradientSize => _theta.Count * Lanes.Width;

    /// <inheritdoc/>
    public override int TapeRows => _circuits * _dimension; // final states, block after block

    /// <inheritdoc/>
    public override int ScratchRows => (4 * _dimension) + (2 * Qubits);

    /// <inheritdoc/>
    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded)
    {
        ReadOnlySpan<float> theta = _theta.Of(parameters);
        for (int n = 0; n < theta.Length; n++)
        {
            (double s, double c) = Math.SinCos(theta[n] / 2.0);
            folded[2 * n] = (float)c;
            folded[(2 * n) + 1] = (float)s;
        }
    }

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch)
    {
        int size = _dimension * Lanes.Width;
        Span<float> product = scratch.Data[..size], spare = scratch.Data.Slice(size, size);
        for (int block = 0; block < x.Lanes / Lanes.Width; block++)
        {
            Encode(x, block, product, scratch.Data[(4 * size)..]);
            for (int circuit = 0; circuit < _circuits; circuit++)
            {
                Span<float> state = Final(tape, block, circuit);
                product.CopyTo(state);
                for (int d = 0; d < _options.Depth; d++)
                {
                    state.CopyTo(spare);
                    for (int i = 0; i < _dimension; i++) Block(spare, _from[i]).StoreUnsafe(ref state[i * Lanes.Width]);
                    for (int wire = 0; wire < Qubits; wire++)
                    {
                        int angle = 2 * Angle(circuit, d, wire);
                        Rotate(state, wire, Vector512.Create(folded[angle]), Vector512.Create(folded[angle + 1]));
                    }
                }

                for (int wire = 0; wire < _read; wire++)
                    Expectation(state, wire).StoreUnsafe(ref y.At((circuit * _read) + wire), (nuint)(block * Lanes.Width));
            }
        }
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        int size = _dimension * Lanes.Width;
        Span<float> psi = scratch.Data[..size], lambda = scratch.Data.Slice(size, size), spare = scratch.Data.Slice(2 * size, size);
        Span<float> total = scratch.Data.Slice(3 * size, size), factors = scratch.Data[(4 * size)..];
        for (int block = 0; block < x.Lanes / Lanes.Width; block++)
        {
            total.Clear();
            for (int circuit = 0; circuit < _circuits; circuit++)
            {
                // <Z_k> = psi . Z_k psi, so lambda = dL/dpsi = 2 sum_k dy_k Z_k psi.
                Final(tape, block, circuit).CopyTo(psi);
                Seed(dy, block, circuit, psi, lambda);
                for (int d = _options.Depth - 1; d >= 0; d--)
                {
                    // psi = RY(w) psi, and dpsi/dw = (-b, a)/2 for each pair (a, b) the wire joins.
                    for (int wire = 0; wire < Qubits; wire++)
                        Lanes.AddTo(ref gradient[Angle(circuit, d, wire) * Lanes.Width], Slope(psi, lambda, wire));
                    for (int wire = 0; wire < Qubits; wire++)
                    {
                        int angle = 2 * Angle(circuit, d, wire);
                        Vector512<float> cos = Vector512.Create(folded[angle]), minusSin = Vector512.Create(-folded[angle + 1]);
                        Rotate(psi, wire, cos, minusSin);
                        Rotate(lambda, wire, cos, minusSin);
                    }

                    // psi = P psi
                    psi.CopyTo(spare);
                    for (int i = 0; i < _dimension; i++) Block(spare, i).StoreUnsafe(ref psi[_from[i] * Lanes.Width]);
                    lambda.CopyTo(spare);
                    for (int i = 0; i < _dimension; i++) Block(spare, i).StoreUnsafe(ref lambda[_from[i] * Lanes.Width]);
                }

                RowKernel.Add(lambda, total);
            }

            // The product state RY(x_k)|0> is the same for all circuits.
            Encode(x, block, psi, factors);
            for (int wire = 0; wire < Qubits; wire++) Slope(psi, total, wire).StoreUnsafe(ref dx.At(wire), (nuint)(block * Lanes.Width));
        }
    }

    /// <inheritdoc/>
    public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
        Span<float> theta = _theta.Of(gradient);
        for (int n = 0; n < theta.Length; n++) theta[n] += RowKernel.LaneSum(foldedGradient, n);
    }

    /// <inheritdoc/>
    public override void Reference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, Span<double> y)
    {
        ReadOnlySpan<double> theta = _theta.Of(parameters);
        for (int circuit = 0; circuit < _circuits; circuit++)
        {
            double[] state = new double[_dimension];
            state[0] = 1;
            for (int wire = 0; wire < Qubits; wire++) Ry(state, wire, x[wire]);
            for (int d = 0; d < _options.Depth; d++)
            {
                for (int wire = 0; wire + 1 < Qubits; wire++) Cnot(state, wire, wire + 1);
                if (_options.Entangler == Entangler.Ring && Qubits > 1) Cnot(state, Qubits - 1, 0);
                for (int wire = 0; wire < Qubits; wire++) Ry(state, wire, theta[Angle(circuit, d, wire)]);
            }

            for (int wire = 0; wire < _read; wire++)
            {
                double z = 0;
                for (int i = 0; i < _dimension; i++) z += (i & Bit(wire)) == 0 ? state[i] * state[i] : -state[i] * state[i];
                y[(circuit * _read) + wire] = z;
            }
        }
    }

    private static int[] EntanglerMap(int qubits, Entangler entangler)
    {
        int Flip(int index, int control, int target) =>
            (index & (1 << (qubits - 1 - control))) != 0 ? index ^ (1 << (qubits - 1 - target)) : index;

        int[] from = new int[1 << qubits];
        for (int i = 0; i < from.Length; i++)
        {
            // A CNOT is its own inverse, so the source of i is found by applying them in reverse order.
            int index = i;
            if (entangler == Entangler.Ring && qubits > 1) index = Flip(index, qubits - 1, 0);
            for (int wire = qubits - 2; wire >= 0; wire--) index = Flip(index, wire, wire + 1);
            from[i] = index;
        }

        return from;
    }

    private int Angle(int circuit, int d, int wire) => (((circuit * _options.Depth) + d) * Qubits) + wire;

    private int Bit(int wire) => 1 << (Qubits - 1 - wire);

    private Span<float> Final(Rows tape, int block, int circuit) =>
        tape.Data.Slice(((block * _circuits) + circuit) * _dimension * Lanes.Width, _dimension * Lanes.Width);

    // Amplitudes of the product state of (cos x_k/2, sin x_k/2): built wire by wire, from the last to the first.
    private void Encode(Rows x, int block, Span<float> state, Span<float> factors)
    {
        Vector512<float> half = Vector512.Create(0.5f);
        for (int wire = 0; wire < Qubits; wire++)
        {
            LaneMath.SinCos(half * Vector512.LoadUnsafe(ref x.At(wire), (nuint)(block * Lanes.Width)), out Vector512<float> sin, out Vector512<float> cos);
            cos.StoreUnsafe(ref factors[2 * wire * Lanes.Width]);
            sin.StoreUnsafe(ref factors[((2 * wire) + 1) * Lanes.Width]);
        }

        Vector512<float>.One.StoreUnsafe(ref state[0]);
        for (int wire = Qubits - 1, filled = 1; wire >= 0; wire--, filled *= 2)
        {
            Vector512<float> cos = Block(factors, 2 * wire), sin = Block(factors, (2 * wire) + 1);
            for (int i = 0; i < filled; i++)
            {
                Vector512<float> amplitude = Block(state, i);
                (amplitude * sin).StoreUnsafe(ref state[(filled + i) * Lanes.Width]);
                (amplitude * cos).StoreUnsafe(ref state[i * Lanes.Width]);
            }
        }
    }

    // RY on a wire: (a, b) -> (cos a - sin b, sin a + cos b) for each pair of amplitudes that differ in its bit.
    private void Rotate(Span<float> state, int wire, Vector512<float> cos, Vector512<float> sin)
    {
        int bit = Bit(wire);
        ref float s = ref state[0];
        for (int i = 0; i < _dimension; i += 2 * bit)
        {
            for (int k = i; k < i + bit; k++)
            {
                ref float at = ref Unsafe.Add(ref s, k * Lanes.Width);
                ref float other = ref Unsafe.Add(ref s, (k + bit) * Lanes.Width);
                Vector512<float> a = Vector512.LoadUnsafe(ref at), b = Vector512.LoadUnsafe(ref other);
                Lanes.Fma(cos, a, -(sin * b)).StoreUnsafe(ref at);
                Lanes.Fma(sin, a, cos * b).StoreUnsafe(ref other);
            }
        }
    }

    // lambda . d(psi)/dw for RY(w) on a wire whose result is psi.
    private Vector512<float> Slope(Span<float> psi, Span<float> lambda, int wire)
    {
        int bit = Bit(wire);
        Vector512<float> up = default, down = default;
        for (int i = 0; i < _dimension; i += 2 * bit)
        {
            for (int k = i; k < i + bit; k++)
            {
                up = Lanes.Fma(Block(lambda, k + bit), Block(psi, k), up);
                down = Lanes.Fma(Block(lambda, k), Block(psi, k + bit), down);
            }
        }

        return Vector512.Create(0.5f) * (up - down);
    }

    private Vector512<float> Expectation(Span<float> state, int wire)
    {
        int bit = Bit(wire);
        Vector512<float> zero = default, one = default;
        for (int i = 0; i < _dimension; i++)
        {
            Vector512<float> a = Block(state, i);
            if ((i & bit) == 0) zero = Lanes.Fma(a, a, zero);
            else one = Lanes.Fma(a, a, one);
        }

        return zero - one;
    }

    private void Seed(Rows dy, int block, int circuit, Span<float> psi, Span<float> lambda)
    {
        lambda.Clear();
        for (int wire = 0; wire < _read; wire++)
        {
            int bit = Bit(wire);
            Vector512<float> g = Vector512.LoadUnsafe(ref dy.At((circuit * _read) + wire), (nuint)(block * Lanes.Width));
            g += g;
            for (int i = 0; i < _dimension; i++)
                Lanes.AddTo(ref lambda[i * Lanes.Width], (i & bit) == 0 ? g * Block(psi, i) : -(g * Block(psi, i)));
        }
    }

    private void Ry(double[] state, int wire, double angle)
    {
        (double s, double c) = Math.SinCos(angle / 2);
        int bit = Bit(wire);
        for (int i = 0; i < _dimension; i++)
        {
            if ((i & bit) != 0) continue;
            (state[i], state[i | bit]) = ((c * state[i]) - (s * state[i | bit]), (s * state[i]) + (c * state[i | bit]));
        }
    }

    private void Cnot(double[] state, int control, int target)
    {
        for (int i = 0; i < _dimension; i++)
        {
            if ((i & Bit(control)) != 0 && (i & Bit(target)) == 0)
                (state[i], state[i | Bit(target)]) = (state[i | Bit(target)], state[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Block(Span<float> values, int index) => Vector512.LoadUnsafe(ref values[index * Lanes.Width]);
}
