using QSeq.Quantum.Circuits;

namespace QSeq.Quantum.Simulators;

/// <summary>Circuits without noise by their 2^qubits complex amplitudes in double precision (<see cref="StateVector"/>).</summary>
public sealed class StateVectorBackend : ICircuitBackend
{
    private readonly int _threads;
    private readonly OutcomeMaker _outcomes;

    /// <summary>From options.</summary>
    /// <param name="options">Threads, qubits, shots and seed; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public StateVectorBackend(StateVectorOptions? options = null)
    {
        options ??= new StateVectorOptions();
        options.Validate();
        (MaxQubits, _threads) = (options.MaxQubits, options.Threads ?? Environment.ProcessorCount);
        _outcomes = new OutcomeMaker(options.Shots, options.Seed);
    }

    /// <inheritdoc/>
    public string Name => _outcomes.Name("state vector", NoiseModel.None);

    /// <inheritdoc/>
    public int MaxQubits { get; }

    /// <inheritdoc/>
    public int? Shots => _outcomes.Shots;

    /// <inheritdoc/>
    public IReadOnlyList<Outcome> Run(IReadOnlyList<Circuit> circuits, CancellationToken cancellationToken = default)
    {
        double[][] probabilities = Probabilities(circuits, cancellationToken);
        return _outcomes.Make(probabilities.Length, n => probabilities[n], cancellationToken);
    }

    internal double[][] Probabilities(IReadOnlyList<Circuit> circuits, CancellationToken cancellationToken)
    {
        CircuitCheck.Check(circuits, MaxQubits, qubits => StateVector.Bytes(qubits), "use fewer qubits, or raise MaxQubits where there is so much memory");
        double available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        for (int n = 0; n < circuits.Count; n++)
        {
            // Amplitudes, a probability for every pattern and, for shots, the sampler's tree and shares.
            int measured = circuits[n].Measured.Length;
            if (Shots is not null && measured > ShotSampler.MostBits)
                throw new ArgumentException($"Circuit {n} measures {measured} qubits, more than the {ShotSampler.MostBits} whose patterns shots are drawn from; measure fewer.", nameof(circuits));
            double needed = StateVector.Bytes(circuits[n].Qubits) + ((Shots is null ? 8 : 8 + ShotSampler.BytesAPattern) * Math.ScaleB(1, measured));
            if (needed > available)
                throw new ArgumentException($"Circuit {n} has {circuits[n].Qubits} qubits and needs {ByteText.Of(needed)} of memory; {ByteText.Of(available)} are there. Use fewer qubits.", nameof(circuits));
        }

        // Small circuits are shared out whole, large ones amplitude by amplitude.
        double[][] all = new double[circuits.Count][];
        bool large = circuits.Any(circuit => circuit.Qubits > StateVector.BlockQubits);
        if (large || _threads == 1 || circuits.Count < 64)
        {
            for (int n = 0; n < all.Length; n++) all[n] = StateVector.Run(circuits[n], _threads, cancellationToken);
            return all;
        }

        const int share = 16;
        using var crew = new ShardCrew(_threads, (_, shard) =>
        {
            for (int n = share * shard; n < Math.Min(all.Length, share * (shard + 1)); n++) all[n] = StateVector.Run(circuits[n], 1, cancellationToken);
        });
        crew.Run((all.Length + share - 1) / share);
        return all;
    }
}
