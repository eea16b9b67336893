using QSeq.Quantum.Circuits;
using QSeq.Quantum.Simulators;

namespace QSeq.Quantum.Mitigation;

/// <summary>
/// Undoes readout errors, qubit by qubit: what is measured of a qubit is M p with
/// <code>
/// M = [ 1 - e10    e01   ]    M^-1 = [ 1 - e01   -e01   ] / (1 - e10 - e01)
///     [ e10      1 - e01 ]           [ -e10    1 - e10  ]
/// </code>
/// e10 the probability to read 1 of a 0 and e01 to read 0 of a 1; the probabilities of a circuit are multiplied by the
/// tensor product of M^-1 (Bravyi et al. 2021, the tensored model). Exact for exact probabilities; with shots, some
/// probabilities may come out slightly negative and all noisier, by 1/(1 - e10 - e01) a qubit.
/// </summary>
public sealed class ReadoutInversion : MitigatedBackend
{
    private readonly bool _same; // whether the first qubit's errors are those of all

    /// <summary>With errors that are known and the same for all qubits.</summary>
    /// <param name="inner">The backend beneath.</param>
    /// <param name="errors">The errors of every qubit.</param>
    /// <exception cref="ArgumentException">They leave nothing to read (add up to 1 or more).</exception>
    public ReadoutInversion(ICircuitBackend inner, ReadoutError errors)
        : this(inner, [errors]) => _same = true;

    /// <summary>With known errors.</summary>
    /// <param name="inner">The backend beneath.</param>
    /// <param name="errors">The errors of qubit after qubit.</param>
    /// <exception cref="ArgumentException">There are none, or a qubit's leave nothing to read (add up to 1 or more).</exception>
    public ReadoutInversion(ICircuitBackend inner, IEnumerable<ReadoutError> errors)
        : base(inner)
    {
        ArgumentNullException.ThrowIfNull(errors);
        Errors = [.. errors];
        if (Errors.IsEmpty) throw new ArgumentException("No readout errors were given; give those of every qubit.", nameof(errors));
        for (int qubit = 0; qubit < Errors.Length; qubit++)
        {
            (double one, double zero) = (Errors[qubit].OneGivenZero, Errors[qubit].ZeroGivenOne);
            if (one + zero < 1) continue;
            throw new ArgumentException(
                FormattableString.Invariant($"The readout errors of qubit {qubit} are {one} and {zero}, which leave nothing to read; expected a sum less than 1."), nameof(errors));
        }
    }

    /// <summary>The errors that are undone, of qubit after qubit; one where they are the same for all.</summary>
    public ImmutableArray<ReadoutError> Errors { get; }

    /// <summary>What <see cref="Calibrate"/> ran, in <see cref="MitigatedBackend.Cost"/> too.</summary>
    public HardwareCost Calibration { get; private init; }

    /// <inheritdoc/>
    public override string Name => $"{Inner.Name}, readout inverted";

    /// <inheritdoc/>
    protected override int OwnFactor => 1;

    /// <summary>
    /// With errors measured on the backend itself: two circuits, all qubits left in 0 and all turned to 1 by an X (whose
    /// own error then counts as readout error). They are part of <see cref="MitigatedBackend.Cost"/>.
    /// </summary>
    /// <param name="inner">The backend beneath.</param>
    /// <param name="qubits">Qubits to calibrate, from 0.</param>
    /// <param name="repetitions">How often the two circuits run, at least 1.</param>
    /// <param name="cancellationToken">Ends the work between circuits.</param>
    /// <returns>The mitigated backend.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The backend has fewer qubits, or a number is less than 1.</exception>
    public static ReadoutInversion Calibrate(ICircuitBackend inner, int qubits, int repetitions = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentOutOfRangeException.ThrowIfLessThan(repetitions, 1);
        if (qubits < 1 || qubits > inner.MaxQubits)
            throw new ArgumentOutOfRangeException(nameof(qubits), qubits, $"{qubits} qubits cannot be calibrated, the backend '{inner.Name}' takes 1 to {inner.MaxQubits}.");
        Circuit zeros = new CircuitBuilder(qubits).MeasureAll().Build();
        var builder = new CircuitBuilder(qubits);
        for (int qubit = 0; qubit < qubits; qubit++) builder.Add(GateKind.X, qubit);
        Circuit ones = builder.MeasureAll().Build();
        ICostedBackend costed = inner as ICostedBackend ?? new MeteredBackend(inner);
        HardwareCost before = costed.Cost;
        IReadOnlyList<Outcome> runs = costed.Run([.. Enumerable.Repeat(zeros, repetitions), .. Enumerable.Repeat(ones, repetitions)], cancellationToken);
        var errors = Enumerable.Range(0, qubits).Select(qubit => new ReadoutError(
            Math.Clamp((1 - runs.Take(repetitions).Average(run => run.ExpectationZ(qubit))) / 2, 0, 1),
            Math.Clamp((1 + runs.Skip(repetitions).Average(run => run.ExpectationZ(qubit))) / 2, 0, 1)));
        return new ReadoutInversion(costed, errors) { Calibration = costed.Cost.Since(before) };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Outcome> Run(IReadOnlyList<Circuit> circuits, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(circuits);
        foreach (Circuit circuit in circuits) Check(circuit, nameof(circuits));
        IReadOnlyList<Outcome> runs = Inner.Run(circuits, cancellationToken);
        return [.. runs.Select((run, n) => Invert(run, circuits[n].Measured))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Outcome> RunBound(IReadOnlyList<BoundCircuit> circuits, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(circuits);
        foreach (BoundCircuit bound in circuits) Check(bound.Circuit, nameof(circuits));
        IReadOnlyList<Outcome> runs = Inner.RunBound(circuits, cancellationToken);
        return [.. runs.Select((run, n) => Invert(run, circuits[n].Circuit.Measured))];
    }

    private void Check(Circuit circuit, string name)
    {
        foreach (int qubit in circuit.Measured)
        {
            if (!_same && qubit >= Errors.Length)
                throw new ArgumentException($"A circuit measures qubit {qubit}, but readout errors are known of qubits 0 to {Errors.Length - 1}; calibrate more.", name);
        }
    }

    private Outcome Invert(Outcome run, ImmutableArray<int> measured)
    {
        double[] p = run.Probabilities.ToArray();
        for (int bit = 0; bit < run.Bits; bit++)
        {
            ReadoutError error = Errors[_same ? 0 : measured[bit]];
            int mask = 1 << (run.Bits - 1 - bit);
            double rest = 1 - error.OneGivenZero - error.ZeroGivenOne;
            for (int n = 0; n < p.Length; n++)
            {
                if ((n & mask) != 0) continue;
                (double zero, double one) = (p[n], p[n | mask]);
                p[n] = (((1 - error.ZeroGivenOne) * zero) - (error.ZeroGivenOne * one)) / rest;
                p[n | mask] = (((1 - error.OneGivenZero) * one) - (error.OneGivenZero * zero)) / rest;
            }
        }

        return new Outcome(p, run.Shots);
    }
}
