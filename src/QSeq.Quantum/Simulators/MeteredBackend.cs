using QSeq.Quantum.Circuits;

namespace QSeq.Quantum.Simulators;

/// <summary>A backend with a meter that starts at 0. Over one that counts itself (mitigation), it shows what that one has counted since.</summary>
public sealed class MeteredBackend : ICostedBackend
{
    private readonly ICircuitBackend _inner;
    private readonly HardwareCost _before; // of an inner meter
    private HardwareCost _own;

    /// <summary>Puts a meter on a backend.</summary>
    /// <param name="inner">The backend.</param>
    public MeteredBackend(ICircuitBackend inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
        _before = (inner as ICostedBackend)?.Cost ?? default;
    }

    /// <inheritdoc/>
    public string Name => _inner.Name;

    /// <inheritdoc/>
    public int MaxQubits => _inner.MaxQubits;

    /// <inheritdoc/>
    public int? Shots => _inner.Shots;

    /// <inheritdoc/>
    public HardwareCost Cost => _inner is ICostedBackend costed ? costed.Cost.Since(_before) : _own;

    /// <inheritdoc/>
    public int CircuitFactor => (_inner as ICostedBackend)?.CircuitFactor ?? 1;

    /// <inheritdoc/>
    public IReadOnlyList<Outcome> Run(IReadOnlyList<Circuit> circuits, CancellationToken cancellationToken = default) =>
        Counted(_inner.Run(circuits, cancellationToken));

    /// <inheritdoc/>
    public IReadOnlyList<Outcome> RunBound(IReadOnlyList<BoundCircuit> circuits, CancellationToken cancellationToken = default) =>
        Counted(_inner.RunBound(circuits, cancellationToken));

    private IReadOnlyList<Outcome> Counted(IReadOnlyList<Outcome> outcomes)
    {
        _own = _own.Plus(new HardwareCost(outcomes.Count, outcomes.Sum(outcome => (long)(outcome.Shots ?? 0))));
        return outcomes;
    }
}
