using QSeq.Quantum.Circuits;

namespace QSeq.Quantum.Simulators;

/// <summary>
/// Circuits whose gates all act on one qubit, with noise: every qubit is a Bloch vector, gates turn it, channels map it
/// affinely, and patterns are products of single bits. The same numbers as <see cref="DensityMatrixBackend"/> at a
/// fraction of the cost, for any number of qubits of which at most <see cref="MaxQubits"/> are measured.
/// </summary>
public sealed class BlochBackend : ICircuitBackend
{
    private const int MostMeasured = 24; // patterns of so many bits are 128 MiB

    private readonly NoiseModel _noise;
    private readonly OutcomeMaker _outcomes;

    /// <summary>From noise and shots.</summary>
    /// <param name="noise">What goes wrong; null for nothing.</param>
    /// <param name="shots">Shots of every circuit; null for exact probabilities.</param>
    /// <param name="seed">The seed of the stream <c>shots</c>; each circuit moves it on.</param>
    /// <exception cref="ArgumentOutOfRangeException">Shots are below 1.</exception>
    public BlochBackend(NoiseModel? noise = null, int? shots = null, ulong seed = 0)
    {
        (_noise, _outcomes) = (noise ?? NoiseModel.None, new OutcomeMaker(shots, seed));
    }

    /// <inheritdoc/>
    public string Name => _outcomes.Name("Bloch vectors", _noise);

    /// <summary>The most qubits that can all be measured.</summary>
    public int MaxQubits => MostMeasured;

    /// <inheritdoc/>
    public int? Shots => _outcomes.Shots;

    /// <summary>Whether a circuit has gates of one qubit alone.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <returns>Whether it can be run here.</returns>
    public static bool CanRun(Circuit circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        foreach (Operation operation in circuit.Operations)
            if (operation.IsGate && operation.Qubits.Length > 1) return false;
        return circuit.Measured.Length <= MostMeasured;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Outcome> Run(IReadOnlyList<Circuit> circuits, CancellationToken cancellationToken = default)
    {
        CircuitCheck.Check(circuits, int.MaxValue, null, "");
        for (int n = 0; n < circuits.Count; n++)
            if (!CanRun(circuits[n])) throw new ArgumentException(Refusal(n, circuits[n]), nameof(circuits));
        return _outcomes.Make(circuits.Count, n => Probabilities(circuits[n], _noise), cancellationToken);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Outcome> RunBound(IReadOnlyList<BoundCircuit> circuits, CancellationToken cancellationToken = default) =>
        Bound(circuits, _noise, _outcomes, cancellationToken) ?? Run([.. circuits.Select(circuit => circuit.Bind())], cancellationToken);

    /// <summary>The outcomes of circuits of one-qubit gates; null where another is among them, or one to refuse.</summary>
    internal static Outcome[]? Bound(IReadOnlyList<BoundCircuit> circuits, NoiseModel noise, OutcomeMaker outcomes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(circuits);
        Circuit? known = null;
        foreach (BoundCircuit bound in circuits)
        {
            if (!ReferenceEquals(bound.Circuit, known) && (!CanRun(bound.Circuit) || bound.Circuit.Measured.IsEmpty)) return null;
            known = bound.Circuit;
            if (bound.Values.Length != known.Parameters.Length || Array.Exists(bound.Values, value => !double.IsFinite(value))) return null;
        }

        return outcomes.Make(circuits.Count, n => Probabilities(circuits[n].Circuit, noise, circuits[n].Values), cancellationToken);
    }

    /// <summary>The probabilities of a circuit's patterns, misread bits included; its parameters have these values.</summary>
    internal static double[] Probabilities(Circuit circuit, NoiseModel noise, ReadOnlySpan<double> values = default)
    {
        var r = new (double X, double Y, double Z)[circuit.Qubits];
        Array.Fill(r, (0, 0, 1));
        foreach (Operation operation in circuit.Operations)
        {
            if (!operation.IsGate) continue;
            ref (double X, double Y, double Z) v = ref r[operation.Qubits[0]];
            v = BlochMap.Of(operation, values).Apply(1, v.X, v.Y, v.Z);
            if (noise.Of(operation.Qubits[0]).OneQubitMap is { } map) v = map.Apply(1, v.X, v.Y, v.Z);
        }

        int bits = circuit.Measured.Length;
        double[] probabilities = new double[1 << bits];
        probabilities[0] = 1;
        for (int bit = bits - 1, filled = 1; bit >= 0; bit--, filled *= 2)
        {
            double z = r[circuit.Measured[bit]].Z, zero = (1 + z) / 2, one = (1 - z) / 2;
            for (int n = 0; n < filled; n++) (probabilities[n], probabilities[filled + n]) = (probabilities[n] * zero, probabilities[n] * one);
        }

        noise.Misread(circuit, probabilities);
        return probabilities;
    }

    private static string Refusal(int n, Circuit circuit) => circuit.Measured.Length > MostMeasured
        ? $"Circuit {n} measures {circuit.Measured.Length} qubits, expected at most {MostMeasured}, for there is a probability for every pattern; measure fewer at once."
        : $"Circuit {n} has {circuit.Operations.First(o => o.IsGate && o.Qubits.Length > 1).Kind}, a gate of two qubits; use the density matrix or the state vector.";
}
