namespace QSeq.Core;

/// <summary>
/// Chooses samples that lie apart, as k-means++ chooses its first centres (Arthur and Vassilvitskii, 2007): the first
/// uniformly, each further one with a probability in proportion to the square of its distance D to the nearest chosen
/// before (D^2 seeding). The same seed gives the same choice on every machine.
/// </summary>
public static class KMeansPlusPlus
{
    /// <summary>Chooses samples no two of which are equal.</summary>
    /// <param name="samples">[samples][features], finite.</param>
    /// <param name="features">Values a sample, at least 1.</param>
    /// <param name="count">How many to choose, at least 1 and no more than there are different samples.</param>
    /// <param name="seed">What chance is drawn from.</param>
    /// <returns>The indices of the chosen samples, in the order of their choice.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="features"/> or <paramref name="count"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">The samples are none, not whole or not finite, or fewer of them differ than are asked for.</exception>
    public static int[] Choose(ReadOnlySpan<float> samples, int features, int count, ulong seed)
    {
        int[] chosen = ChooseUpTo(samples, features, count, seed);
        if (chosen.Length < count)
            throw new ArgumentException($"Only {chosen.Length} of {samples.Length / features} samples differ, but {count} were to be chosen; ask for {chosen.Length} or fewer.", nameof(count));
        return chosen;
    }

    /// <summary>As <see cref="Choose"/>, but where fewer samples differ, one of each.</summary>
    internal static int[] ChooseUpTo(ReadOnlySpan<float> samples, int features, int count, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (samples.Length == 0 || samples.Length % features != 0)
            throw new ArgumentException($"{samples.Length} values were given, expected one or more samples of {features} features.", nameof(samples));
        foreach (float value in samples)
            if (!float.IsFinite(value)) throw new ArgumentException($"A sample holds {value}, expected finite values.", nameof(samples));

        int n = samples.Length / features;
        var random = new RandomSource(seed, "k-means++");
        int[] chosen = new int[count];
        double[] nearest = new double[n]; // square of the distance to the nearest chosen sample
        Array.Fill(nearest, double.PositiveInfinity);
        chosen[0] = random.NextInt(n);
        for (int k = 1; k < count; k++)
        {
            double total = Shrink(nearest, samples, features, chosen[k - 1]);
            if (total == 0) return chosen[..k];
            chosen[k] = Draw(nearest, random.NextDouble() * total);
        }

        return chosen;
    }

    // Takes a further chosen sample into account; gives the sum of all squared distances.
    private static double Shrink(double[] nearest, ReadOnlySpan<float> samples, int features, int added)
    {
        ReadOnlySpan<float> centre = samples.Slice(added * features, features);
        double total = 0;
        for (int n = 0; n < nearest.Length; n++)
        {
            double square = 0;
            ReadOnlySpan<float> sample = samples.Slice(n * features, features);
            for (int k = 0; k < features; k++)
            {
                double d = (double)sample[k] - centre[k];
                square += d * d;
            }

            nearest[n] = Math.Min(nearest[n], square);
            total += nearest[n];
        }

        return total;
    }

    /// <summary>The sample at whose weight the running sum passes a point, never one of weight 0.</summary>
    private static int Draw(double[] weights, double point)
    {
        int last = 0;
        double sum = 0;
        for (int n = 0; n < weights.Length; n++)
        {
            if (weights[n] == 0) continue;
            last = n;
            sum += weights[n];
            if (sum > point) break;
        }

        return last;
    }
}
