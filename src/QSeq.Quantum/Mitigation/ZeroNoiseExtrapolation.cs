using System.Runtime.CompilerServices;
using QSeq.Quantum.Circuits;
using QSeq.Quantum.Simulators;

namespace QSeq.Quantum.Mitigation;

/// <summary>
/// Zero-noise extrapolation (Temme et al. 2017, Li and Benjamin 2017) by folding the whole circuit (Giurgica-Tiron et al.
/// 2020): U becomes U (U^dagger U)^k, the same without noise and 2k+1 times as noisy with it; what is measured at these
/// scales is followed to scale 0.
/// <para>
/// What is followed are the expectation values of all products of Z on the measured bits, from which the probabilities come
/// back by a Walsh-Hadamard transform. So probabilities still add up to 1 and fit their marginals, whatever the curve; some
/// may be slightly negative. Lines and polynomials give the same from the probabilities themselves. Exponentials are held within -1
/// and 1; <see cref="Outcome.UnboundedZ"/> is what the curve has.
/// </para>
/// Barriers keep a compiler from cancelling U^dagger U. Readout errors do not grow by folding and are not removed.
/// </summary>
public sealed class ZeroNoiseExtrapolation : MitigatedBackend
{
    private readonly Extrapolation _kind;
    private readonly int[] _scales;
    private readonly ConditionalWeakTable<Circuit, Circuit[]> _folded = []; // [scales], of circuits with open angles

    /// <summary>Stands on a backend.</summary>
    /// <param name="inner">The backend beneath.</param>
    /// <param name="kind">Through which curve.</param>
    /// <param name="scales">Odd noise scales, at least two, all different; 1, 3 and 5 if none are given.</param>
    /// <exception cref="ArgumentException">A scale is even or below 1 or named twice, or there is only one.</exception>
    public ZeroNoiseExtrapolation(ICircuitBackend inner, Extrapolation kind = Extrapolation.Linear, params ImmutableArray<int> scales)
        : base(inner)
    {
        if (!Enum.IsDefined(kind)) throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such extrapolation.");
        _scales = scales.IsDefaultOrEmpty ? [1, 3, 5] : [.. scales];
        if (Array.Exists(_scales, scale => scale < 1 || scale % 2 == 0) || _scales.Length < 2 || _scales.Distinct().Count() < _scales.Length)
            throw new ArgumentException($"The noise scales are {string.Join(", ", _scales)}, expected at least two different odd numbers, such as 1, 3, 5.", nameof(scales));
        _kind = kind;
    }

    /// <inheritdoc/>
    public override string Name => $"{Inner.Name}, {_kind} extrapolation from scales {string.Join(", ", _scales)}";

    /// <inheritdoc/>
    protected override int OwnFactor => _scales.Length;

    /// <summary>U (U^dagger U)^k with k = (scale - 1)/2, then the measurements.</summary>
    /// <param name="circuit">U and its measurements.</param>
    /// <param name="scale">An odd number.</param>
    /// <returns>The folded circuit.</returns>
    public static Circuit Fold(Circuit circuit, int scale)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        if (scale < 1 || scale % 2 == 0) throw new ArgumentOutOfRangeException(nameof(scale), scale, $"noise scale {scale} is not an odd number above 0.");
        if (scale == 1) return circuit;
        var gates = new Circuit(circuit.Qubits, circuit.Parameters, [.. circuit.Operations.Where(operation => operation.Kind != GateKind.Measure)]);
        ImmutableArray<Operation> forth = gates.Operations, back = gates.Adjoint().Operations;
        var barrier = new Operation(GateKind.Barrier, [.. Enumerable.Range(0, circuit.Qubits)]);
        var folded = new List<Operation>(forth);
        for (int n = 1; n < scale; n++) folded.AddRange([barrier, .. n % 2 == 1 ? back : forth]);
        return new Circuit(circuit.Qubits, circuit.Parameters, [.. folded, .. circuit.Operations.Where(operation => operation.Kind == GateKind.Measure)]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Outcome> Run(IReadOnlyList<Circuit> circuits, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(circuits);
        IReadOnlyList<Outcome> runs = Inner.Run([.. circuits.SelectMany(circuit => _scales.Select(scale => Fold(circuit, scale)))], cancellationToken);
        return [.. runs.Chunk(_scales.Length).Select(ToZero)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Outcome> RunBound(IReadOnlyList<BoundCircuit> circuits, CancellationToken cancellationToken = default)
    {
        // Folded once for all values: the adjoint has the same parameters.
        ArgumentNullException.ThrowIfNull(circuits);
        IReadOnlyList<Outcome> runs = Inner.RunBound([.. circuits.SelectMany(bound => Folded(bound.Circuit).Select(circuit => new BoundCircuit(circuit, bound.Values)))], cancellationToken);
        return [.. runs.Chunk(_scales.Length).Select(ToZero)];
    }

    private Circuit[] Folded(Circuit circuit) => _folded.GetValue(circuit, open => Array.ConvertAll(_scales, scale => Fold(open, scale)));

    private Outcome ToZero(Outcome[] runs)
    {
        double[][] values = [.. runs.Select(run => Transform(run.Probabilities))];
        double[] scales = Array.ConvertAll(_scales, scale => (double)scale), zero = new double[values[0].Length];
        zero[0] = 1; // the product of no Z
        for (int n = 1; n < zero.Length; n++)
            zero[n] = Extrapolator.ToZero(_kind, scales, [.. values.Select(value => value[n])]);
        double[] probabilities = Transform(zero);
        for (int n = 0; n < probabilities.Length; n++) probabilities[n] /= probabilities.Length;
        return new Outcome(probabilities, runs[0].Shots is null ? null : runs.Sum(run => run.Shots))
        {
            Unbounded = [.. Enumerable.Range(0, runs[0].Bits).Select(bit => Free(zero.Length >> (bit + 1)))],
        };

        double Free(int product) => Extrapolator.Unbounded(_kind, scales, [.. values.Select(value => value[product])]);
    }

    // y_m = sum_n (-1)^(bits that m and n have in common) x_n; twice is the number of values times the first.
    private static double[] Transform(ReadOnlySpan<double> x)
    {
        double[] y = x.ToArray();
        for (int half = 1; half < y.Length; half *= 2)
        {
            for (int n = 0; n < y.Length; n++)
                if ((n & half) == 0) (y[n], y[n | half]) = (y[n] + y[n | half], y[n] - y[n | half]);
        }

        return y;
    }
}
