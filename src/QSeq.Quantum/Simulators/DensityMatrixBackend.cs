using QSeq.Quantum.Circuits;

namespace QSeq.Quantum.Simulators;

/// <summary>
/// Circuits with noise by their density matrix, exactly (<see cref="PauliVector"/>): 8 bytes times 4^qubits, so up to about
/// 12 qubits.
/// </summary>
public sealed class DensityMatrixBackend : ICircuitBackend
{
    internal const int Most = 12; // 128 MiB

    private readonly NoiseModel _noise;
    private readonly OutcomeMaker _outcomes;

    /// <inheritdoc cref="BlochBackend(NoiseModel?, int?, ulong)"/>
    public DensityMatrixBackend(NoiseModel? noise = null, int? shots = null, ulong seed = 0)
    {
        (_noise, _outcomes) = (noise ?? NoiseModel.None, new OutcomeMaker(shots, seed));
    }

    /// <inheritdoc/>
    public string Name => _outcomes.Name("density matrix", _noise);

    /// <inheritdoc/>
    public int MaxQubits => Most;

    /// <inheritdoc/>
    public int? Shots => _outcomes.Shots;

    /// <inheritdoc/>
    public IReadOnlyList<Outcome> Run(IReadOnlyList<Circuit> circuits, CancellationToken cancellationToken = default)
    {
        CircuitCheck.Check(circuits, MaxQubits, qubits => 8 * Math.ScaleB(1, 2 * qubits), "use fewer qubits, or the state vector without noise");
        return _outcomes.Make(circuits.Count, n => Probabilities(circuits[n], _noise, cancellationToken), cancellationToken);
    }

    /// <summary>The probabilities of a circuit's patterns, misread bits included.</summary>
    internal static double[] Probabilities(Circuit circuit, NoiseModel noise, CancellationToken cancellationToken)
    {
        var rho = new PauliVector(circuit.Qubits);

        // Maps of one qubit wait until a gate of two needs their qubit, and are composed meanwhile.
        var waiting = new BlochMap?[circuit.Qubits];
        void Wait(int qubit, BlochMap? map)
        {
            if (map is { } next) waiting[qubit] = waiting[qubit] is { } first ? first.Then(next) : next;
        }

        void Settle(int qubit)
        {
            if (waiting[qubit] is { } map) rho.Apply(map, qubit);
            waiting[qubit] = null;
        }

        foreach (Operation operation in circuit.Operations)
        {
            if (!operation.IsGate) continue;
            cancellationToken.ThrowIfCancellationRequested();
            int first = operation.Qubits[0];
            if (operation.Qubits.Length == 1)
            {
                Wait(first, BlochMap.Of(operation));
                Wait(first, noise.Of(first).OneQubitMap);
                continue;
            }

            int second = operation.Qubits[1];
            Settle(first);
            Settle(second);
            rho.Apply(operation.Kind, first, second);
            Wait(first, noise.Of(first).TwoQubitMap);
            Wait(second, noise.Of(second).TwoQubitMap);
        }

        for (int qubit = 0; qubit < circuit.Qubits; qubit++) Settle(qubit);
        double[] probabilities = rho.Probabilities(circuit.Measured.AsSpan());
        noise.Misread(circuit, probabilities);
        return probabilities;
    }
}
