using QSeq.Quantum.Circuits;

namespace QSeq.Quantum.Simulators;

/// <summary>
/// Circuits with noise by their density matrix, exactly (<see cref="PauliVector"/>): 8 bytes times 4^qubits, so up to about
/// 12 qubits.
/// </summary>
public sealed class DensityMatrixBackend : ICircuitBackend
{
    private const int Most = 12; // 128 MiB

    private readonly NoiseModel _noise;
    private readonly ShotSampler? _sampler;

    /// <summary>From noise and shots.</summary>
    /// <param name="noise">What goes wrong; null for nothing.</param>
    /// <param name="shots">Shots of every circuit; null for exact probabilities.</param>
    /// <param name="seed">The seed of the stream <c>shots</c>; each circuit moves it on.</param>
    /// <exception cref="ArgumentOutOfRangeException">Shots are below 1.</exception>
    public DensityMatrixBackend(NoiseModel? noise = null, int? shots = null, ulong seed = 0)
    {
        _noise = noise ?? NoiseModel.None;
        Shots = CircuitCheck.Shots(shots);
        _sampler = shots is null ? null : new ShotSampler(seed);
    }

    /// <inheritdoc/>
    public string Name => BackendName.Of("density matrix", _noise, Shots);

    /// <inheritdoc/>
    public int MaxQubits => Most;

    /// <inheritdoc/>
    public int? Shots { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Outcome> Run(IReadOnlyList<Circuit> circuits, CancellationToken cancellationToken = default)
    {
        CircuitCheck.Check(circuits, MaxQubits, qubits => 8 * Math.ScaleB(1, 2 * qubits), "use fewer qubits, or the state vector without noise");
        var outcomes = new Outcome[circuits.Count];
        for (int n = 0; n < outcomes.Length; n++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double[] probabilities = Probabilities(circuits[n], _noise, cancellationToken);
            outcomes[n] = _sampler?.Draw(probabilities, Shots!.Value) ?? new Outcome(probabilities);
        }

        return outcomes;
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
