using QSeq.Quantum.Circuits;

namespace QSeq.Quantum.Simulators;

/// <summary>What runs circuits: a simulator, or a device through files.</summary>
public interface ICircuitBackend
{
    /// <summary>What it is, in a few words, such as <c>state vector, 1024 shots</c>.</summary>
    string Name { get; }

    /// <summary>The most qubits of a circuit.</summary>
    int MaxQubits { get; }

    /// <summary>Shots of every circuit; null where outcomes are exact probabilities.</summary>
    int? Shots { get; }

    /// <summary>Runs circuits.</summary>
    /// <param name="circuits">Bound circuits that measure at least one qubit.</param>
    /// <param name="cancellationToken">Ends the work between circuits.</param>
    /// <returns>One outcome a circuit, in the same order.</returns>
    /// <exception cref="ArgumentException">A circuit is not bound, measures nothing or has too many qubits.</exception>
    IReadOnlyList<Outcome> Run(IReadOnlyList<Circuit> circuits, CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs circuits that are few but for their angles, as layers are made of. The outcomes are those of the bound
    /// circuits, to the bit and the shot; a backend may come to them without making every one.
    /// </summary>
    /// <param name="circuits">Circuits with values for their parameters, each measuring at least one qubit.</param>
    /// <param name="cancellationToken">Ends the work between circuits.</param>
    /// <returns>One outcome a circuit, in the same order.</returns>
    /// <exception cref="ArgumentException">Values are not as many as parameters, or a circuit measures nothing or has too many qubits.</exception>
    IReadOnlyList<Outcome> RunBound(IReadOnlyList<BoundCircuit> circuits, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(circuits);
        return Run([.. circuits.Select(circuit => circuit.Bind())], cancellationToken);
    }
}
