namespace QSeq.Studies;

/// <summary>Where a printed figure lies among ours.</summary>
/// <param name="Word">within, above all seeds, below all seeds, too few seeds, not comparable or baseline.</param>
/// <param name="Why">The reason in a few words; may be empty.</param>
public sealed record Verdict(string Word, string Why)
{
    /// <summary>What the paper's figure is where some seeds lie at or below it and some above.</summary>
    internal const string Within = "within";

    /// <summary>What it is where no seed reaches it.</summary>
    internal const string Above = "above all seeds";

    /// <summary>What it is where every seed does better.</summary>
    internal const string Below = "below all seeds";

    /// <summary>The fewest seeds that are judged.</summary>
    internal const int MinSeeds = 5;

    /// <summary>The rule, printed under every table.</summary>
    public static string Rule { get; } = Invariant(
        $"where the printed value lies among our seeds: within, where some lie at or below it and some above, with the share at or below it and the {SeedShare.Level:P0} interval of that share over all seeds (Clopper-Pearson); above or below all seeds, with how rare such a value may be all the same ({SeedShare.Level:P0}, one-sided); no verdict with fewer than {MinSeeds} seeds");

    /// <summary>Judges a printed score where more is better.</summary>
    /// <param name="ours">Our scores, one for each seed; NaN for a run that diverged.</param>
    /// <param name="printed">The printed score.</param>
    /// <returns>The verdict; what it estimates does not depend on how many seeds there are.</returns>
    public static Verdict Of(IReadOnlyCollection<double> ours, double printed)
    {
        ArgumentNullException.ThrowIfNull(ours);
        if (ours.Count < MinSeeds) return new("too few seeds", Invariant($"{NumberText.Count(ours.Count, "seed")}, {MinSeeds} or more tell"));
        SeedShare share = SeedShare.Of(ours, printed);
        int diverged = ours.Count(double.IsNaN);
        string more = diverged > 0 ? Invariant($"; {diverged} diverged") : "";
        string limit = Invariant($"{share.Count} seeds cannot tell figures rarer than 1 in {Math.Floor(share.Rarest)}{more}");
        if (share.Below == share.Count) return new(Above, $"no seed is above it; {limit}");
        if (share.Below == 0) return new(Below, $"every seed is above it; {limit}");
        return new(Within, Invariant(
            $"{(double)share.Below / share.Count:P0} of {share.Count} seeds at or below it; interval {100 * share.Low:F0} to {share.High:P0}{more}"));
    }
}
