namespace QSeq.Quantum.Simulators;

/// <summary>How often a measured bit is read wrongly.</summary>
public readonly record struct ReadoutError
{
    /// <summary>From both probabilities.</summary>
    /// <param name="oneGivenZero">Probability to read 1 where the qubit is |0&gt;, 0 to 1.</param>
    /// <param name="zeroGivenOne">Probability to read 0 where the qubit is |1&gt;, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">One is out of range.</exception>
    public ReadoutError(double oneGivenZero, double zeroGivenOne)
    {
        OneGivenZero = NoiseChannel.Probability(oneGivenZero, "readout error p(1|0)");
        ZeroGivenOne = NoiseChannel.Probability(zeroGivenOne, "readout error p(0|1)");
    }

    /// <summary>Probability to read 1 where the qubit is |0&gt;.</summary>
    public double OneGivenZero { get; }

    /// <summary>Probability to read 0 where the qubit is |1&gt;.</summary>
    public double ZeroGivenOne { get; }

    /// <summary>Whether every bit is read rightly.</summary>
    public bool IsNone => OneGivenZero == 0 && ZeroGivenOne == 0;

    /// <summary>The same error either way, as a bit flip just before the measurement: &lt;Z&gt; times 1 - 2p.</summary>
    /// <param name="p">The probability, 0 to 1.</param>
    /// <returns>The error.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
    public static ReadoutError Symmetric(double p) => new(p, p);

    /// <summary>p'(0) = (1 - p(1|0)) p(0) + p(0|1) p(1) for one bit of patterns, in place.</summary>
    internal void Apply(Span<double> probabilities, int mask)
    {
        if (IsNone) return;
        for (int zero = 0; zero < probabilities.Length; zero++)
        {
            if ((zero & mask) != 0) continue;
            double p0 = probabilities[zero], p1 = probabilities[zero | mask];
            probabilities[zero] = ((1 - OneGivenZero) * p0) + (ZeroGivenOne * p1);
            probabilities[zero | mask] = (OneGivenZero * p0) + ((1 - ZeroGivenOne) * p1);
        }
    }
}
