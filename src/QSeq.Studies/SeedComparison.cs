namespace QSeq.Studies;

/// <summary>
/// A model against a baseline of its size, seed by seed: the paired test of Wilcoxon, and its p-value by the rule of Holm over all
/// comparisons of a table. More is better; a run that diverged counts as lower than every number.
/// </summary>
internal sealed record SeedComparison(string Model, string Baseline, WilcoxonTest Test, double PValue)
{
    /// <summary>The level below which a difference is called one.</summary>
    public const double Level = 0.05;

    public bool Differs => PValue < Level;

    /// <summary>Whether the model tends to the higher values.</summary>
    public bool IsHigher => Test.Positive > Test.Negative;

    /// <summary>Compares models with baselines.</summary>
    /// <param name="pairs">Labels of a model and of its baseline.</param>
    /// <param name="bySeed">The values of a label, one a seed, the same seeds for all.</param>
    public static ImmutableArray<SeedComparison> Of(IReadOnlyList<(string Model, string Baseline)> pairs, Func<string, double[]> bySeed)
    {
        double[] Lowest(string label) => [.. bySeed(label).Select(value => double.IsNaN(value) ? double.NegativeInfinity : value)];
        WilcoxonTest[] tests = [.. pairs.Select(pair => WilcoxonTest.Of(Lowest(pair.Model), Lowest(pair.Baseline)))];
        double[] values = DieboldMariano.Holm([.. tests.Select(test => test.PValue)]);
        return [.. pairs.Select((pair, n) => new SeedComparison(pair.Model, pair.Baseline, tests[n], values[n]))];
    }

    /// <summary>Whether so many seeds can make a difference at all, were it the same in each of them.</summary>
    public static bool CanTell(int seeds, int comparisons) => Math.ScaleB(comparisons, 1 - seeds) < Level;

    public JsonObject ToJson() => new()
    {
        ["model"] = Model,
        ["baseline"] = Baseline,
        ["pairs"] = Test.Count,
        ["higher"] = Test.Positive,
        ["lower"] = Test.Negative,
        ["p"] = Test.PValue,
        ["holm"] = PValue,
    };
}
