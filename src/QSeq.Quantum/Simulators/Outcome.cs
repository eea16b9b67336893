namespace QSeq.Quantum.Simulators;

/// <summary>
/// What measuring a circuit gave: the probability of every pattern of its classical bits, exact or as the share of shots.
/// Bit 0, the first measured qubit, is the highest bit of a pattern's number, as it is written first.
/// </summary>
public sealed class Outcome
{
    private readonly double[] _probabilities;

    /// <summary>From probabilities.</summary>
    /// <param name="probabilities">[2^bits]; mitigation may have made some of them slightly negative.</param>
    /// <param name="shots">How many shots they are the shares of; null where they are exact.</param>
    /// <exception cref="ArgumentException">They are not as many as a power of two, or not finite.</exception>
    public Outcome(double[] probabilities, int? shots = null)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        if (probabilities.Length < 2 || (probabilities.Length & (probabilities.Length - 1)) != 0)
            throw new ArgumentException($"{probabilities.Length} probabilities are not those of whole bits.", nameof(probabilities));
        if (Array.Exists(probabilities, p => !double.IsFinite(p))) throw new ArgumentException("A probability is not finite.", nameof(probabilities));
        (_probabilities, Shots) = (probabilities, shots);
        Bits = System.Numerics.BitOperations.Log2((uint)probabilities.Length);
    }

    /// <summary>Classical bits.</summary>
    public int Bits { get; }

    /// <summary>Shots; null where the probabilities are exact.</summary>
    public int? Shots { get; }

    /// <summary>The probabilities by pattern, [2^bits].</summary>
    public ReadOnlySpan<double> Probabilities => _probabilities;

    /// <summary>The probability that all bits are 0, within 0 and 1; what mitigation made of it is the first of <see cref="Probabilities"/>.</summary>
    public double AllZero => Math.Clamp(_probabilities[0], 0, 1);

    /// <summary>The expectation value of Z on the qubit of a bit, within -1 and 1.</summary>
    /// <param name="bit">Which bit.</param>
    /// <returns><see cref="UnboundedZ"/>, or the nearer of -1 and 1 where it is beyond them.</returns>
    public double ExpectationZ(int bit) => Math.Clamp(UnboundedZ(bit), -1, 1);

    /// <summary>What mitigation made of Z, [bit], where the probabilities do not say it; default where they do.</summary>
    internal ImmutableArray<double> Unbounded { get; init; }

    /// <summary>P(0) - P(1) of a bit as it is: beyond -1 and 1 by rounding, or by what mitigation made of noisy shots.</summary>
    /// <param name="bit">Which bit.</param>
    /// <returns>A finite number.</returns>
    public double UnboundedZ(int bit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bit);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bit, Bits);
        if (!Unbounded.IsDefault) return Unbounded[bit];
        int mask = 1 << (Bits - 1 - bit);
        double z = 0;
        for (int pattern = 0; pattern < _probabilities.Length; pattern++) z += (pattern & mask) == 0 ? _probabilities[pattern] : -_probabilities[pattern];
        return z;
    }
}
