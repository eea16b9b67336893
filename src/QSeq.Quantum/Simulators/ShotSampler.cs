using System.Numerics;

namespace QSeq.Quantum.Simulators;

/// <summary>
/// Finite shots: counts of a multinomial distribution, drawn exactly. The shots are split between the halves of the
/// patterns by a binomial draw, and so on down to single patterns; a binomial draw compares 64 random numbers with p at
/// once, bit by bit from the highest, until each is known to be below or not. Every draw moves the stream of the seed on.
/// </summary>
internal sealed class ShotSampler(ulong seed)
{
    /// <summary>The most bits whose patterns are drawn from: twice as many numbers have to fit into an array.</summary>
    public const int MostBits = 29;

    /// <summary>Memory of a draw for each pattern: two numbers of the tree and a share.</summary>
    public const int BytesAPattern = 24;

    private readonly RandomSource _random = new(seed, "shots");

    /// <summary>An outcome of shots; rounding may have left the probabilities slightly negative or their sum off 1.</summary>
    public Outcome Draw(ReadOnlySpan<double> probabilities, int shots)
    {
        // [2 patterns]: the probability of a half stands before those of its own halves, single patterns last.
        int patterns = probabilities.Length;
        double[] weight = new double[2 * patterns];
        for (int n = 0; n < patterns; n++) weight[patterns + n] = Math.Max(0, probabilities[n]);
        for (int n = patterns - 1; n >= 1; n--) weight[n] = weight[2 * n] + weight[(2 * n) + 1];
        double[] shares = new double[patterns];
        Split(weight, 1, shots, shots, shares);
        return new Outcome(shares, shots);
    }

    /// <summary>How many of <paramref name="trials"/> succeed, each with probability p.</summary>
    public int Binomial(int trials, double p)
    {
        if (!(p > 0)) return 0;
        if (p >= 1) return trials;

        // p in binary fractions, 64 of them: the rest is below what a double near 1/2 can tell.
        ulong bits = (ulong)(p * 18446744073709551616.0);
        int successes = 0;
        for (int left = trials; left > 0; left -= 64)
        {
            ulong open = left >= 64 ? ulong.MaxValue : (1UL << left) - 1, below = 0;
            for (int bit = 63; bit >= 0 && open != 0; bit--)
            {
                ulong drawn = _random.NextUInt64();
                if ((bits >> bit & 1) != 0)
                {
                    below |= open & ~drawn;
                    open &= drawn;
                }
                else
                {
                    open &= ~drawn;
                }
            }

            successes += BitOperations.PopCount(below);
        }

        return successes;
    }

    private void Split(double[] weight, int node, int count, int shots, double[] shares)
    {
        if (count == 0) return;
        if (node >= shares.Length)
        {
            shares[node - shares.Length] = count / (double)shots;
            return;
        }

        double zero = weight[2 * node], one = weight[(2 * node) + 1];
        int ones = Binomial(count, one / (zero + one));
        Split(weight, 2 * node, count - ones, shots, shares);
        Split(weight, (2 * node) + 1, ones, shots, shares);
    }
}
