using System.Numerics;
using System.Text;

namespace QSeq.Core;

/// <summary>
/// A named stream of random numbers, the only source of randomness in QSeq. Two streams with the same seed and
/// name give the same numbers on every machine: xoshiro256** (Blackman and Vigna, 2018) seeded by SplitMix64,
/// and normal deviates by Marsaglia's polar method with the logarithm of <see cref="PortableMath"/>.
/// </summary>
public sealed class RandomSource
{
    private ulong _s0, _s1, _s2, _s3;
    private double _spare = double.NaN;

    /// <summary>Opens the stream <paramref name="name"/> of <paramref name="seed"/>.</summary>
    /// <param name="seed">Any value; the one number a run is reproduced from.</param>
    /// <param name="name">What the numbers are for, such as <c>init/head.weight</c> or <c>shuffle</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public RandomSource(ulong seed, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ulong state = seed ^ Fnv1a(name);
        _s0 = SplitMix64(ref state);
        _s1 = SplitMix64(ref state);
        _s2 = SplitMix64(ref state);
        _s3 = SplitMix64(ref state);
    }

    /// <summary>The next 64 random bits.</summary>
    /// <returns>A value uniform over all 64-bit integers.</returns>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A number uniform in [0, 1), a multiple of 2^-53.</summary>
    /// <returns>The number.</returns>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    /// <param name="low">The lower end.</param>
    /// <param name="high">The upper end.</param>
    /// <returns>The number.</returns>
    public double NextUniform(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>An integer uniform in [0, <paramref name="count"/>), without modulo bias (Lemire, 2019).</summary>
    /// <param name="count">How many values there are; at least 1.</param>
    /// <returns>The integer.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    public int NextInt(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ulong threshold = (0UL - (ulong)count) % (ulong)count;
        while (true)
        {
            ulong high = Math.BigMul(NextUInt64(), (ulong)count, out ulong low);
            if (low >= threshold) return (int)high;
        }
    }

    /// <summary>A standard normal deviate (mean 0, variance 1).</summary>
    /// <returns>The deviate.</returns>
    public double NextGaussian()
    {
        if (!double.IsNaN(_spare))
        {
            double kept = _spare;
            _spare = double.NaN;
            return kept;
        }

        double u, v, s;
        do
        {
            u = (2 * NextDouble()) - 1;
            v = (2 * NextDouble()) - 1;
            s = (u * u) + (v * v);
        }
        while (s is >= 1 or 0);

        double scale = Math.Sqrt(-2 * PortableMath.Log(s) / s);
        _spare = v * scale;
        return u * scale;
    }

    /// <summary>Puts <paramref name="items"/> in a uniformly random order (Fisher and Yates).</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="items">The items, rearranged in place.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int other = NextInt(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    internal void Exchange(StateStream state)
    {
        state.Exchange(ref _s0);
        state.Exchange(ref _s1);
        state.Exchange(ref _s2);
        state.Exchange(ref _s3);
        state.Exchange(ref _spare);
    }

    private static ulong SplitMix64(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    private static ulong Fnv1a(string text)
    {
        ulong hash = 0xCBF29CE484222325UL;
        foreach (byte b in Encoding.UTF8.GetBytes(text)) hash = (hash ^ b) * 0x100000001B3UL;
        return hash;
    }
}
