using QSeq.Quantum.Circuits;

namespace QSeq.Quantum.Simulators;

/// <summary>
/// Runs every circuit on the cheapest simulator that is exact for it: Bloch vectors where all gates act on one qubit, the
/// state vector where gates are free of noise, else the density matrix. One stream of shots serves all of them.
/// </summary>
public sealed class NoisyBackend : ICircuitBackend
{
    private readonly NoiseModel _noise;
    private readonly OutcomeMaker _outcomes;
    private readonly StateVectorBackend _exact;

    private NoisyBackend(NoiseModel noise, int? shots, ulong seed, StateVectorOptions options)
    {
        (_noise, _outcomes) = (noise, new OutcomeMaker(shots, seed));
        _exact = new StateVectorBackend(options with { Shots = null });
    }

    /// <inheritdoc/>
    public string Name => _outcomes.Name("simulator", _noise);

    /// <summary>The most qubits of a circuit with gates of two qubits; without, <see cref="BlochBackend"/> says it.</summary>
    public int MaxQubits => _noise.HasExactGates ? _exact.MaxQubits : DensityMatrixBackend.Most;

    /// <inheritdoc/>
    public int? Shots => _outcomes.Shots;

    /// <summary>A backend for a noise model.</summary>
    /// <param name="noise">What goes wrong; null for nothing.</param>
    /// <param name="shots">Shots of every circuit; null for exact probabilities.</param>
    /// <param name="seed">The seed of the stream <c>shots</c>; each circuit moves it on.</param>
    /// <param name="options">Threads and qubits of the state vector; its shots and seed are not read.</param>
    /// <returns>The backend.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Shots are below 1.</exception>
    public static NoisyBackend For(NoiseModel? noise = null, int? shots = null, ulong seed = 0, StateVectorOptions? options = null) =>
        new(noise ?? NoiseModel.None, shots, seed, options ?? new StateVectorOptions());

    /// <inheritdoc/>
    public IReadOnlyList<Outcome> Run(IReadOnlyList<Circuit> circuits, CancellationToken cancellationToken = default)
    {
        CircuitCheck.Check(circuits, int.MaxValue, null, "");
        bool[] product = [.. circuits.Select(BlochBackend.CanRun)];
        Circuit[] entangled = [.. circuits.Where((_, n) => !product[n])];
        double[][] others = _noise.HasExactGates
            ? _exact.Probabilities(entangled, cancellationToken)
            : Density(entangled, cancellationToken);

        // Shots are drawn in the order of the circuits, whichever simulator has worked for them.
        int next = 0;
        double[] Of(int n)
        {
            if (product[n]) return BlochBackend.Probabilities(circuits[n], _noise);
            if (_noise.HasExactGates) _noise.Misread(circuits[n], others[next]);
            return others[next++];
        }

        return _outcomes.Make(circuits.Count, Of, cancellationToken);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Outcome> RunBound(IReadOnlyList<BoundCircuit> circuits, CancellationToken cancellationToken = default) =>
        BlochBackend.Bound(circuits, _noise, _outcomes, cancellationToken) ?? Run([.. circuits.Select(circuit => circuit.Bind())], cancellationToken);

    private double[][] Density(Circuit[] circuits, CancellationToken cancellationToken)
    {
        CircuitCheck.Check(circuits, MaxQubits, qubits => 8 * Math.ScaleB(1, 2 * qubits), "use fewer qubits, or no noise after gates");
        return [.. circuits.Select(circuit => DensityMatrixBackend.Probabilities(circuit, _noise, cancellationToken))];
    }
}
