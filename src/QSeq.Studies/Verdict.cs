namespace QSeq.Studies;

/// <summary>How our figures stand to a printed one.</summary>
/// <param name="Word">reproduced, better, worse, too few seeds, not comparable or baseline.</param>
/// <param name="Why">The reason in a few words; may be empty.</param>
public sealed record Verdict(string Word, string Why)
{
    /// <summary>The rule, printed under every table.</summary>
    public static string Rule { get; } = Invariant(
        $"the distribution-free interval of our median over seeds, at {MedianInterval.LeastLevel:P0} or more, is held against the printed value: reproduced where it holds the value, better or worse where it lies above or below it; no verdict with fewer than {MedianInterval.MinValues} seeds");

    /// <summary>Judges a score where more is better.</summary>
    /// <param name="ours">Our scores, one for each seed; NaN for a run that diverged.</param>
    /// <param name="printed">The printed score.</param>
    /// <returns>The verdict; it does not become another one only because there are more seeds.</returns>
    public static Verdict Of(IReadOnlyCollection<double> ours, double printed)
    {
        ArgumentNullException.ThrowIfNull(ours);
        if (MedianInterval.Of(ours) is not { } interval)
            return new("too few seeds", Invariant($"{NumberText.Count(ours.Count, "seed")}, {MedianInterval.MinValues} or more tell"));
        int diverged = ours.Count(double.IsNaN);
        string why = Invariant($"{interval.Level:P1} interval {interval.Low:F4} to {interval.High:F4}{(diverged > 0 ? $", {diverged} diverged" : "")}");
        return new(interval.Low > printed ? "better" : interval.High < printed ? "worse" : "reproduced", why);
    }
}
