using System.Numerics;
using QSeq.Quantum.Circuits;
using QSeq.Quantum.Simulators;

namespace QSeq.Tests.Quantum.Mitigation;

/// <summary>
/// An independent exact simulator, amplitude by amplitude. <paramref name="shrink"/> is what every gate leaves of the state
/// beside the fully mixed one, which for one qubit is depolarising after each gate; flips are readout errors of every qubit.
/// </summary>
internal sealed class TinyBackend(double shrink = 1, double oneOfZero = 0, double zeroOfOne = 0, int maxQubits = 12) : ICircuitBackend
{
    public string Name => "tiny";

    public int MaxQubits => maxQubits;

    public int? Shots => null;

    /// <summary>How many circuits each call ran.</summary>
    public List<int> Jobs { get; } = [];

    /// <summary>What was run, in order.</summary>
    public List<Circuit> Circuits { get; } = [];

    /// <summary>Called before every job.</summary>
    public Action? Before { get; init; }

    public IReadOnlyList<Outcome> Run(IReadOnlyList<Circuit> circuits, CancellationToken cancellationToken = default)
    {
        Before?.Invoke();
        cancellationToken.ThrowIfCancellationRequested();
        Jobs.Add(circuits.Count);
        Circuits.AddRange(circuits);
        return [.. circuits.Select(Run)];
    }

    private Outcome Run(Circuit circuit)
    {
        int n = circuit.Qubits;
        Complex[] state = new Complex[1 << n];
        state[0] = 1;
        foreach (Operation operation in circuit.Operations) Apply(state, n, operation);
        double left = Math.Pow(shrink, circuit.Operations.Count(operation => operation.IsGate));
        double[] p = new double[1 << circuit.Measured.Length];
        for (int i = 0; i < state.Length; i++)
        {
            int pattern = circuit.Measured.Aggregate(0, (bits, qubit) => (bits << 1) | ((i >> (n - 1 - qubit)) & 1));
            double share = Complex.Abs(state[i]);
            p[pattern] += (left * share * share) + ((1 - left) / state.Length);
        }

        for (int bit = 1; bit < p.Length; bit *= 2)
        {
            for (int i = 0; i < p.Length; i++)
            {
                if ((i & bit) == 0)
                    (p[i], p[i | bit]) = (((1 - oneOfZero) * p[i]) + (zeroOfOne * p[i | bit]), (oneOfZero * p[i]) + ((1 - zeroOfOne) * p[i | bit]));
            }
        }

        return new Outcome(p);
    }

    private static void Apply(Complex[] state, int n, Operation operation)
    {
        if (!operation.IsGate) return;
        int Bit(int place) => 1 << (n - 1 - operation.Qubits[place]);
        if (operation.Kind is GateKind.CNOT or GateKind.CZ or GateKind.SWAP)
        {
            int a = Bit(0), b = Bit(1);
            for (int i = 0; i < state.Length; i++)
            {
                if (operation.Kind == GateKind.CNOT && (i & a) != 0 && (i & b) == 0) (state[i], state[i | b]) = (state[i | b], state[i]);
                if (operation.Kind == GateKind.CZ && (i & a) != 0 && (i & b) != 0) state[i] = -state[i];
                if (operation.Kind == GateKind.SWAP && (i & a) != 0 && (i & b) == 0) (state[i], state[i ^ a ^ b]) = (state[i ^ a ^ b], state[i]);
            }

            return;
        }

        Complex[] u = Matrix(operation.Kind, operation.Angle?.At([]) ?? 0);
        int bit = Bit(0);
        for (int i = 0; i < state.Length; i++)
        {
            if ((i & bit) == 0) (state[i], state[i | bit]) = ((u[0] * state[i]) + (u[1] * state[i | bit]), (u[2] * state[i]) + (u[3] * state[i | bit]));
        }
    }

    private static Complex[] Matrix(GateKind kind, double angle)
    {
        (Complex i, double s, double c, double h) = (Complex.ImaginaryOne, Math.Sin(angle / 2), Math.Cos(angle / 2), Math.Sqrt(0.5));
        Complex Turn(double a) => Complex.FromPolarCoordinates(1, a);
        return kind switch
        {
            GateKind.H => [h, h, h, -h],
            GateKind.X => [0, 1, 1, 0],
            GateKind.Y => [0, -i, i, 0],
            GateKind.Z => [1, 0, 0, -1],
            GateKind.S => [1, 0, 0, i],
            GateKind.Sdg => [1, 0, 0, -i],
            GateKind.T => [1, 0, 0, Turn(Math.PI / 4)],
            GateKind.Tdg => [1, 0, 0, Turn(-Math.PI / 4)],
            GateKind.RX => [c, -i * s, -i * s, c],
            GateKind.RY => [c, -s, s, c],
            GateKind.RZ => [Turn(-angle / 2), 0, 0, Turn(angle / 2)],
            GateKind.P => [1, 0, 0, Turn(angle)],
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such gate"),
        };
    }
}
