using QSeq.Quantum.Circuits;
using QSeq.Quantum.Simulators;

namespace QSeq.Studies;

/// <summary>
/// Exact probabilities for all time steps of a window but the last, whose circuits run on a device: what measuring costs where no
/// measured value goes through the recurrence. Every call is to be one time step, <paramref name="steps"/> of them a window.
/// </summary>
internal sealed class LastStepBackend(ICircuitBackend exact, ICircuitBackend device, int steps) : ICircuitBackend
{
    private int _calls;

    public string Name => device.Name + ", last step";

    public int MaxQubits => device.MaxQubits;

    public int? Shots => device.Shots;

    public IReadOnlyList<Outcome> Run(IReadOnlyList<Circuit> circuits, CancellationToken cancellationToken = default) =>
        Next().Run(circuits, cancellationToken);

    public IReadOnlyList<Outcome> RunBound(IReadOnlyList<BoundCircuit> circuits, CancellationToken cancellationToken = default) =>
        Next().RunBound(circuits, cancellationToken);

    private ICircuitBackend Next() => ++_calls % steps == 0 ? device : exact;
}
