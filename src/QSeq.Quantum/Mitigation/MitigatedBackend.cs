using QSeq.Quantum.Circuits;
using QSeq.Quantum.Simulators;

namespace QSeq.Quantum.Mitigation;

/// <summary>A backend that runs other or more circuits on the one beneath it and corrects what they gave.</summary>
public abstract class MitigatedBackend : ICostedBackend
{
    /// <summary>Stands on a backend.</summary>
    /// <param name="inner">The backend beneath, itself mitigated or not.</param>
    protected MitigatedBackend(ICircuitBackend inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Inner = inner as ICostedBackend ?? new MeteredBackend(inner);
    }

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public int MaxQubits => Inner.MaxQubits;

    /// <inheritdoc/>
    public int? Shots => Inner.Shots * OwnFactor;

    /// <inheritdoc/>
    public HardwareCost Cost => Inner.Cost;

    /// <inheritdoc/>
    public int CircuitFactor => OwnFactor * Inner.CircuitFactor;

    /// <summary>Circuits that run on the backend beneath for one circuit.</summary>
    protected abstract int OwnFactor { get; }

    /// <summary>The backend beneath, which counts.</summary>
    protected ICostedBackend Inner { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<Outcome> Run(IReadOnlyList<Circuit> circuits, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public virtual IReadOnlyList<Outcome> RunBound(IReadOnlyList<BoundCircuit> circuits, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(circuits);
        return Run([.. circuits.Select(circuit => circuit.Bind())], cancellationToken);
    }
}
