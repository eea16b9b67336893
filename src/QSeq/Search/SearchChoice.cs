using QSeq.Evaluation;

namespace QSeq.Search;

/// <summary>
/// What is picked, by the validation part alone: the combination, unless a single candidate is better on the second half of the origins, where the
/// combination has errors to weigh by, and by more than chance (a test of Diebold and Mariano, p below 0.1 over as many candidates as there are). A
/// network has to be better than the best method from every seed as well.
/// </summary>
internal static class SearchChoice
{
    private const double Chance = 0.1;

    /// <summary>Picks.</summary>
    /// <param name="methods">The methods, at least one.</param>
    /// <param name="networks">The networks that were trained from enough seeds.</param>
    /// <param name="combined">The losses of the combination from each origin.</param>
    /// <param name="overlap">With how many forecasts before it one overlaps, and one more.</param>
    /// <returns>The candidate; null for the combination.</returns>
    public static Candidate? Of(IReadOnlyList<Candidate> methods, IReadOnlyList<Candidate> networks, double[] combined, int overlap)
    {
        double least = methods.Min(method => method.Mae);
        Candidate[] single = [.. methods, .. networks.Where(network => network.Seeds.All(error => error < least))];
        int half = combined.Length / 2;
        return single.OrderBy(one => one.Losses.Skip(half).Average()).FirstOrDefault() is { } best && IsBetter(best.Losses.AsSpan(half), combined.AsSpan(half), overlap, single.Length) ? best : null;
    }

    private static bool IsBetter(ReadOnlySpan<double> first, ReadOnlySpan<double> second, int overlap, int tests)
    {
        if (overlap >= first.Length) return false;
        var test = DieboldMariano.OfLosses(first, second, overlap);
        return test.Statistic < 0 && test.PValue * tests < Chance;
    }
}
