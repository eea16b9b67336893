using System.Numerics;

namespace QSeq.Quantum.Simulators;

/// <summary>
/// A noise channel of one qubit by its Kraus operators, rho -> sum_k K_k rho K_k^dagger with sum_k K_k^dagger K_k = 1
/// (Nielsen and Chuang, section 8.3). Parameters mean what they mean in PennyLane.
/// </summary>
public sealed class NoiseChannel
{
    private const double Complete = 1e-10;

    private NoiseChannel(string name, params ImmutableArray<KrausOperator> operators)
    {
        (Name, Operators) = (name, operators);
        Map = BlochMap.Of(operators);
    }

    /// <summary>What it is and how strong, such as <c>depolarising 0.01</c>.</summary>
    public string Name { get; }

    /// <summary>Its Kraus operators.</summary>
    public ImmutableArray<KrausOperator> Operators { get; }

    /// <summary>What it does to the Bloch vector.</summary>
    internal BlochMap Map { get; }

    /// <summary>X, Y or Z with probability p/3 each: the Bloch vector shrinks by 1 - 4p/3 (at p = 3/4 nothing is left of it).</summary>
    /// <param name="p">The probability, 0 to 1.</param>
    /// <returns>The channel.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
    public static NoiseChannel Depolarising(double p)
    {
        double s = Math.Sqrt(Probability(p, "depolarising probability") / 3), i = s;
        return new(Named("depolarising", p), KrausOperator.Identity(Math.Sqrt(1 - p)), new(0, s, s, 0), new(0, new(0, -i), new(0, i), 0), new(s, 0, 0, -s));
    }

    /// <summary>Decay from |1&gt; to |0&gt; with probability gamma: z' = gamma + (1 - gamma) z, x and y times sqrt(1 - gamma).</summary>
    /// <param name="gamma">The probability, 0 to 1.</param>
    /// <returns>The channel.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
    public static NoiseChannel AmplitudeDamping(double gamma) => new(Named("amplitude damping", gamma), [.. Decay(Probability(gamma, "amplitude damping gamma"))]);

    /// <summary>Loss of phase: x and y times sqrt(1 - gamma).</summary>
    /// <inheritdoc cref="AmplitudeDamping"/>
    public static NoiseChannel PhaseDamping(double gamma) => new(Named("phase damping", gamma), [.. Dephasing(Probability(gamma, "phase damping gamma"))]);

    /// <summary>X with probability p: y and z times 1 - 2p.</summary>
    /// <inheritdoc cref="Depolarising"/>
    public static NoiseChannel BitFlip(double p)
    {
        double s = Math.Sqrt(Probability(p, "bit flip probability"));
        return new(Named("bit flip", p), KrausOperator.Identity(Math.Sqrt(1 - p)), new(0, s, s, 0));
    }

    /// <summary>
    /// What happens to a qubit during a gate, towards |0&gt;: z' = 1 + (z - 1) exp(-t/T1), x and y times exp(-t/T2). Amplitude
    /// damping with gamma = 1 - exp(-t/T1), then phase damping with gamma = 1 - exp(t/T1 - 2t/T2). One unit of time for all.
    /// </summary>
    /// <param name="t1">Relaxation time, above 0; infinity for none.</param>
    /// <param name="t2">Coherence time, above 0 and at most 2 T1.</param>
    /// <param name="time">How long the gate takes, 0 or more.</param>
    /// <returns>The channel.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A time is out of range.</exception>
    public static NoiseChannel ThermalRelaxation(double t1, double t2, double time)
    {
        if (!(t1 > 0)) throw new ArgumentOutOfRangeException(nameof(t1), t1, $"T1 is {Text(t1)}, expected a time above 0.");
        if (!(t2 > 0)) throw new ArgumentOutOfRangeException(nameof(t2), t2, $"T2 is {Text(t2)}, expected a time above 0.");
        if (t2 > 2 * t1) throw new ArgumentOutOfRangeException(nameof(t2), t2, $"T2 is {Text(t2)}, more than twice T1 = {Text(t1)}: no qubit keeps its phase that long; give a T2 of at most 2 T1.");
        if (!(time >= 0) || double.IsInfinity(time)) throw new ArgumentOutOfRangeException(nameof(time), time, $"The gate time is {Text(time)}, expected 0 or more.");
        double decay = 1 - PortableMath.Exp(-time / t1), dephasing = 1 - PortableMath.Exp(Math.Min(0, (time / t1) - (2 * time / t2)));
        KrausOperator[] damp = Decay(decay), dephase = Dephasing(dephasing);
        return new(
            string.Create(CultureInfo.InvariantCulture, $"thermal relaxation T1 {t1} T2 {t2} time {time}"),
            dephase[0].After(damp[0]), dephase[0].After(damp[1]), dephase[1].After(damp[0]), dephase[1].After(damp[1]));
    }

    /// <summary>Any channel by its Kraus operators.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="operators">The operators.</param>
    /// <returns>The channel.</returns>
    /// <exception cref="ArgumentException">sum K^dagger K is not 1.</exception>
    public static NoiseChannel FromKraus(string name, params IEnumerable<KrausOperator> operators)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ImmutableArray<KrausOperator> kept = [.. operators];
        Complex a = 0, b = 0, d = 0;
        foreach (KrausOperator k in kept)
        {
            KrausOperator square = k.Adjoint().After(k);
            (a, b, d) = (a + square.K00, b + square.K01, d + square.K11);
        }

        if (!(Complex.Abs(a - 1) <= Complete && Complex.Abs(b) <= Complete && Complex.Abs(d - 1) <= Complete))
            throw new ArgumentException($"The Kraus operators of '{name}' do not add up: sum of K^dagger K is [{a}, {b}; .., {d}], expected the identity.", nameof(operators));
        return new(name, kept);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal static double Probability(double p, string what) => p is >= 0 and <= 1
        ? p
        : throw new ArgumentOutOfRangeException(nameof(p), p, $"The {what} is {Text(p)}, expected 0 to 1.");

    private static KrausOperator[] Decay(double gamma) => [new(1, 0, 0, Math.Sqrt(1 - gamma)), new(0, Math.Sqrt(gamma), 0, 0)];

    private static KrausOperator[] Dephasing(double gamma) => [new(1, 0, 0, Math.Sqrt(1 - gamma)), new(0, 0, 0, Math.Sqrt(gamma))];

    private static string Named(string what, double p) => $"{what} {Text(p)}";

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
