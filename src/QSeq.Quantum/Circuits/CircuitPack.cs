using QSeq.Quantum.Simulators;

namespace QSeq.Quantum.Circuits;

/// <summary>
/// Many small circuits on the wires of few jobs: each circuit goes onto wires of its own, one after another, without
/// barriers between them, and a job's outcome is taken apart again into one for each circuit. Circuits on different wires
/// do not touch, so without noise between wires the marginals are what each circuit would have given alone.
/// </summary>
public sealed class CircuitPack
{
    private CircuitPack(ImmutableArray<Circuit> jobs, ImmutableArray<PackedCircuit> circuits) => (Jobs, Circuits) = (jobs, circuits);

    /// <summary>The circuits to run.</summary>
    public ImmutableArray<Circuit> Jobs { get; }

    /// <summary>Where each source circuit is, in the order they were given.</summary>
    public ImmutableArray<PackedCircuit> Circuits { get; }

    /// <summary>Packs circuits in their order: a job is closed as soon as the next circuit does not fit.</summary>
    /// <param name="circuits">Bound circuits that measure.</param>
    /// <param name="qubits">The most qubits of a job.</param>
    /// <returns>The jobs and how to take them apart.</returns>
    /// <exception cref="ArgumentException">A circuit is not bound, measures nothing, or has more qubits than a job.</exception>
    public static CircuitPack Pack(IReadOnlyList<Circuit> circuits, int qubits)
    {
        ArgumentNullException.ThrowIfNull(circuits);
        ArgumentOutOfRangeException.ThrowIfLessThan(qubits, 1);
        var jobs = ImmutableArray.CreateBuilder<Circuit>();
        var places = ImmutableArray.CreateBuilder<PackedCircuit>(circuits.Count);
        int first = 0, used = 0, bits = 0;
        for (int n = 0; n < circuits.Count; n++)
        {
            Check(circuits[n], n, qubits);
            if (used + circuits[n].Qubits > qubits)
            {
                jobs.Add(Join(circuits, first, n, used));
                (first, used, bits) = (n, 0, 0);
            }

            places.Add(new PackedCircuit(jobs.Count, used, bits, circuits[n].Measured.Length));
            used += circuits[n].Qubits;
            bits += circuits[n].Measured.Length;
        }

        if (used > 0) jobs.Add(Join(circuits, first, circuits.Count, used));
        return new CircuitPack(jobs.ToImmutable(), places.MoveToImmutable());
    }

    /// <summary>Takes outcomes of the jobs apart.</summary>
    /// <param name="outcomes">One for each of <see cref="Jobs"/>.</param>
    /// <returns>One for each of <see cref="Circuits"/>: its marginal, with the job's shots.</returns>
    /// <exception cref="ArgumentException">There are more or fewer outcomes than jobs, or one has other bits than its job.</exception>
    public IReadOnlyList<Outcome> Unpack(IReadOnlyList<Outcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        if (outcomes.Count != Jobs.Length) throw new ArgumentException($"There are {outcomes.Count} outcomes, expected one for each of {Jobs.Length} jobs.", nameof(outcomes));
        for (int n = 0; n < Jobs.Length; n++)
        {
            if (outcomes[n].Bits != Jobs[n].Measured.Length)
                throw new ArgumentException($"The outcome of job {n} has {outcomes[n].Bits} bits, but the job measures {Jobs[n].Measured.Length} qubits.", nameof(outcomes));
        }

        return [.. Circuits.Select(circuit => Marginal(outcomes[circuit.Job], circuit))];
    }

    private static void Check(Circuit circuit, int number, int qubits)
    {
        if (circuit.Qubits > qubits)
            throw new ArgumentException($"Circuit {number} has {circuit.Qubits} qubits, more than the {qubits} of a job; choose more qubits a job.", nameof(circuit));
        if (!circuit.IsBound) throw new ArgumentException($"Circuit {number} has open parameters; bind it first.", nameof(circuit));
        if (circuit.Measured.IsEmpty) throw new ArgumentException($"Circuit {number} measures nothing.", nameof(circuit));
    }

    private static Circuit Join(IReadOnlyList<Circuit> circuits, int first, int end, int qubits)
    {
        var operations = ImmutableArray.CreateBuilder<Operation>();
        for (int n = first, wire = 0; n < end; wire += circuits[n++].Qubits)
        {
            foreach (Operation operation in circuits[n].Operations)
                operations.Add(operation with { Qubits = [.. operation.Qubits.Select(qubit => wire + qubit)] });
        }

        return new Circuit(qubits, [], operations.ToImmutable());
    }

    // Bit 0 is the highest of a pattern, so a circuit's bits are those above everything measured after them.
    private static Outcome Marginal(Outcome job, PackedCircuit circuit)
    {
        int below = job.Bits - circuit.FirstBit - circuit.Bits, mask = (1 << circuit.Bits) - 1;
        double[] sum = new double[1 << circuit.Bits];
        ReadOnlySpan<double> probabilities = job.Probabilities;
        for (int pattern = 0; pattern < probabilities.Length; pattern++) sum[(pattern >> below) & mask] += probabilities[pattern];
        return new Outcome(sum, job.Shots);
    }
}

/// <summary>Where a circuit is in a pack.</summary>
/// <param name="Job">Which job.</param>
/// <param name="FirstQubit">The wire of its qubit 0; the others follow.</param>
/// <param name="FirstBit">The classical bit of its first measurement; the others follow.</param>
/// <param name="Bits">Its classical bits.</param>
public readonly record struct PackedCircuit(int Job, int FirstQubit, int FirstBit, int Bits);
