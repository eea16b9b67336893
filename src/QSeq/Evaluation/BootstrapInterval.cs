namespace QSeq.Evaluation;

/// <summary>
/// The percentile interval of a median by the bootstrap (Efron, "Bootstrap methods: another look at the jackknife", 1979): as many
/// values as there are, drawn from them with replacement many times, and the range of the middle share of the medians of these draws.
/// </summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
/// <param name="Level">The share of the medians between the ends, above 0 and below 1.</param>
public sealed record BootstrapInterval(double Low, double High, double Level)
{
    /// <summary>The interval of a median.</summary>
    /// <param name="values">The values, 1 or more; finite, or negative infinity, as for runs that diverged.</param>
    /// <param name="seed">The seed of the draws: the same values and seed give the same interval on every machine.</param>
    /// <param name="level">The share of the medians between the ends, above 0 and below 1.</param>
    /// <param name="draws">How often values are drawn, 1 or more.</param>
    /// <returns>The interval; it does not depend on the order of the values.</returns>
    /// <exception cref="ArgumentException">There are no values, one is NaN or infinity, or a number is out of its range.</exception>
    public static BootstrapInterval OfMedian(ReadOnlySpan<double> values, ulong seed = 0, double level = 0.95, int draws = 9_999)
    {
        OptionCheck.Require(values.Length > 0, $"{values.Length} values were given, expected 1 or more");
        OptionCheck.Require(level > 0 && level < 1, $"the level is {level}, expected above 0 and below 1");
        OptionCheck.Require(draws > 0, $"there are {draws} draws, expected 1 or more");
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        foreach (double end in (ReadOnlySpan<double>)[sorted[0], sorted[^1]]) // NaN is sorted before all numbers
            OptionCheck.Require(end < double.PositiveInfinity, $"a value is {end}, expected finite ones or negative infinity");

        var random = new RandomSource(seed, "bootstrap of a median");
        double[] medians = new double[draws];
        int[] drawn = new int[sorted.Length];
        for (int draw = 0; draw < draws; draw++)
        {
            Array.Clear(drawn);
            for (int n = 0; n < drawn.Length; n++) drawn[random.NextInt(drawn.Length)]++;
            medians[draw] = Middle(sorted, drawn);
        }

        Array.Sort(medians);
        int outside = (int)Math.Floor((1 - level) / 2 * (draws - 1));
        return new BootstrapInterval(medians[outside], medians[^(outside + 1)], level);
    }

    // The median of the values, each as often as it was drawn.
    private static double Middle(double[] sorted, int[] drawn)
    {
        int lower = At((sorted.Length - 1) / 2), upper = At(sorted.Length / 2);
        return lower == upper ? sorted[lower] : (sorted[lower] + sorted[upper]) / 2;

        int At(int place)
        {
            int n = 0;
            for (int passed = drawn[0]; passed <= place; passed += drawn[n]) n++;
            return n;
        }
    }
}
