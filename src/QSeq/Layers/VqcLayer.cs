using System.Runtime.Intrinsics;
using QSeq.Quantum;

namespace QSeq.Layers;

/// <summary>
/// Variational circuits on one wire per input (QLSTM, arXiv 2009.01783): RY(x_k) on wire k, then depth times CNOTs and
/// RY(w) on every wire, with or without H before; the outputs are &lt;Z&gt; of the first wires. Several circuits may share the encoding, their
/// outputs one after another (the four gates). All amplitudes are real.
/// </summary>
internal sealed partial class VqcLayer : Layer
{
    private static readonly Advice Projected = new("QlstmGates.Qubits", null, "project them to fewer qubits");

    private readonly VqcOptions _options;
    private readonly int _circuits;
    private readonly int _read;
    private readonly VqcKernel _kernel;
    private readonly ParameterSlice _theta; // [circuits, depth, n]

    /// <summary>
    /// Declares the angles of circuits on as many qubits as inputs, at most <see cref="VqcOptions.MaxQubits"/>, of which the
    /// first <paramref name="read"/> are read. The circuits start with the same angles if <paramref name="alike"/>.
    /// </summary>
    public VqcLayer(ParameterTable.Builder table, int qubits, int read, VqcOptions? options = null, int circuits = 1, bool alike = false)
        : base(qubits, read * circuits)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentOutOfRangeException.ThrowIfLessThan(circuits, 1);
        _options = options ?? new VqcOptions();
        _options.Validate();
        if (qubits > VqcOptions.MaxQubits)
        {
            ErrorText text = $"{qubits} qubits (hidden size + inputs) are more than the {VqcOptions.MaxQubits} this layer simulates; choose a smaller hidden size or fewer inputs, or {Projected}.";
            throw text.On(message => new ArgumentOutOfRangeException(nameof(qubits), qubits, message));
        }

        OptionCheck.Require(read <= qubits, $"{read} wires cannot be read from a circuit of {qubits}.");
        _circuits = circuits;
        _read = read;
        _kernel = new VqcKernel(qubits, read, _options);

        // Unless they are to start close to 0, uniform over the circle's half either way, the customary start of the RealAmplitudes ansatz.
        Initializer init = (_options.AngleDeviation is { } deviation ? new Initializer(InitialDistribution.Normal, deviation) : Initializer.Uniform(Math.PI)) with { Copies = alike ? circuits : 1 };
        _theta = table.Add("theta", [circuits, _options.Depth, qubits], init, kind: ParameterKind.Quantum);
        Folded.Add("cosine and sine of the half angles", checked(2 * _theta.Count));
        Gradient.Add("theta", checked(_theta.Count * Lanes.Width));
        Tape.Add("final states, block after block", circuits * _kernel.Dimension);
        Scratch.Add("five states of one lane block", 5 * _kernel.Dimension);
    }

    private int Qubits => Inputs;

    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded)
    {
        ReadOnlySpan<float> theta = _theta.Of(parameters);
        for (int first = 0; first < theta.Length; first += Lanes.Width)
        {
            int count = Math.Min(Lanes.Width, theta.Length - first);
            Vector512<float> half = default;
            for (int n = 0; n < count; n++) half = half.WithElement(n, theta[first + n] / 2);
            LaneMath.SinCos(half, out Vector512<float> sin, out Vector512<float> cos);
            for (int n = 0; n < count; n++)
            {
                folded[2 * (first + n)] = cos.GetElement(n);
                folded[(2 * (first + n)) + 1] = sin.GetElement(n);
            }
        }
    }

    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch)
    {
        Span<float> product = State(scratch, 0), spare = State(scratch, 1), outcomes = State(scratch, 2);
        for (int lane = 0; lane < x.Lanes; lane += Lanes.Width)
        {
            _kernel.Encode(x, lane, product);
            for (int circuit = 0; circuit < _circuits; circuit++)
            {
                // Layers write to the tape and to spare in turn, so that the last one writes to the tape.
                Span<float> final = Final(tape, lane, circuit), before = product;
                for (int d = 0; d < _options.Depth; d++)
                {
                    Span<float> after = (_options.Depth - d) % 2 == 1 ? final : spare;
                    _kernel.Layer(Angles(folded, circuit, d), before, after);
                    before = after;
                }

                _kernel.Read(final, outcomes, y.Slice(circuit * _read, _read), lane);
            }
        }
    }

    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        // States 0 and 1 hold psi in turn, 2 and 3 the gradient lambda of it.
        int depth = _options.Depth;
        Span<float> total = State(scratch, 4);
        for (int lane = 0; lane < x.Lanes; lane += Lanes.Width)
        {
            total.Clear();
            for (int circuit = 0; circuit < _circuits; circuit++)
            {
                Final(tape, lane, circuit).CopyTo(State(scratch, 0));
                _kernel.Seed(dy.Slice(circuit * _read, _read), lane, State(scratch, 0), State(scratch, 1), State(scratch, 2));
                for (int d = depth - 1, here = 0; d >= 0; d--, here = 1 - here)
                {
                    Span<float> own = gradient.Slice(Angle(circuit, d, 0) * Lanes.Width, Qubits * Lanes.Width);
                    _kernel.LayerBackward(
                        Angles(folded, circuit, d), State(scratch, here), State(scratch, 2 + here), State(scratch, 1 - here), State(scratch, 3 - here), own);
                }

                RowKernel.Add(State(scratch, 2 + (depth % 2)), total);
            }

            // All circuits start from the same product state RY(x_k)|0>, which psi now is.
            for (int wire = 0; wire < Qubits; wire++)
                _kernel.EncodingGradient(State(scratch, depth % 2), total, wire).StoreUnsafe(ref dx.At(wire), (nuint)lane);
        }
    }

    public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
        Span<float> theta = _theta.Of(gradient);
        for (int n = 0; n < theta.Length; n++) theta[n] += RowKernel.LaneSum(foldedGradient, n);
    }

    public override void Reference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, Span<double> y)
    {
        ReadOnlySpan<double> theta = _theta.Of(parameters);
        for (int circuit = 0; circuit < _circuits; circuit++)
        {
            double[] state = new double[_kernel.Dimension];
            state[0] = 1;
            for (int wire = 0; wire < Qubits; wire++)
            {
                if (_options.HadamardFirst) Hadamard(state, wire);
                Ry(state, wire, x[wire]);
            }

            for (int d = 0; d < _options.Depth; d++)
            {
                foreach ((int control, int target) in EntanglerMap.Pairs(Qubits, _options.Entangler)) Cnot(state, control, target);
                for (int wire = 0; wire < Qubits; wire++) Ry(state, wire, theta[Angle(circuit, d, wire)]);
            }

            for (int wire = 0; wire < _read; wire++)
            {
                double z = 0;
                for (int i = 0; i < _kernel.Dimension; i++) z += (i & Bit(wire)) == 0 ? state[i] * state[i] : -state[i] * state[i];
                y[(circuit * _read) + wire] = z;
            }
        }
    }

    private int Angle(int circuit, int d, int wire) => (((circuit * _options.Depth) + d) * Qubits) + wire;

    private int Bit(int wire) => 1 << (Qubits - 1 - wire);

    private ReadOnlySpan<float> Angles(ReadOnlySpan<float> folded, int circuit, int d) => folded.Slice(2 * Angle(circuit, d, 0), 2 * Qubits);

    private Span<float> State(Rows scratch, int n) => scratch.Data.Slice(n * _kernel.Size, _kernel.Size);

    private Span<float> Final(Rows tape, int lane, int circuit) =>
        tape.Data.Slice(((lane / Lanes.Width * _circuits) + circuit) * _kernel.Size, _kernel.Size);

    private void Ry(double[] state, int wire, double angle)
    {
        (double s, double c) = Math.SinCos(angle / 2);
        int bit = Bit(wire);
        for (int i = 0; i < _kernel.Dimension; i++)
        {
            if ((i & bit) != 0) continue;
            (state[i], state[i | bit]) = ((c * state[i]) - (s * state[i | bit]), (s * state[i]) + (c * state[i | bit]));
        }
    }

    private void Hadamard(double[] state, int wire)
    {
        double half = Math.Sqrt(0.5);
        int bit = Bit(wire);
        for (int i = 0; i < _kernel.Dimension; i++)
            if ((i & bit) == 0) (state[i], state[i | bit]) = (half * (state[i] + state[i | bit]), half * (state[i] - state[i | bit]));
    }

    private void Cnot(double[] state, int control, int target)
    {
        for (int i = 0; i < _kernel.Dimension; i++)
        {
            if ((i & Bit(control)) != 0 && (i & Bit(target)) == 0)
                (state[i], state[i | Bit(target)]) = (state[i | Bit(target)], state[i]);
        }
    }
}
