using QSeq.Quantum.Simulators;

namespace QSeq.Quantum.Devices;

/// <summary>What a device counted of a job: patterns, bit 0 first, and how often each came.</summary>
internal sealed record JobCounts(int Bits, IReadOnlyList<(string Bits, double Count)> Patterns)
{
    public double Shots => Patterns.Sum(pattern => pattern.Count);

    /// <summary>What one circuit of the job gave; the other bits are summed over.</summary>
    public Outcome Of(JobPart part)
    {
        double[] shares = new double[1 << part.Bits];
        double shots = Shots;
        foreach ((string bits, double count) in Patterns)
        {
            int pattern = 0;
            foreach (char bit in bits.AsSpan(part.FirstBit, part.Bits)) pattern = (pattern << 1) | (bit - '0');
            shares[pattern] += count / shots;
        }

        return new Outcome(shares, (int)Math.Round(shots));
    }
}
