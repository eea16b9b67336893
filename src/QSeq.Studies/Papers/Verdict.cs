namespace QSeq.Studies.Papers;

/// <summary>How our figures stand to a published one.</summary>
/// <param name="Word">reproduced, better, worse or not comparable.</param>
/// <param name="Why">The reason in a few words.</param>
public sealed record Verdict(string Word, string Why)
{
    /// <summary>
    /// The rule, printed under every table: the published value inside our range over seeds is reproduced; all our
    /// seeds above it is better, all below it worse.
    /// </summary>
    public const string Rule = "reproduced: the published value lies within our range over seeds; better, worse: all our seeds lie on that side of it";

    /// <summary>Judges a score where more is better.</summary>
    /// <param name="contender">The model.</param>
    /// <param name="ours">Our scores over seeds.</param>
    /// <param name="published">The published score.</param>
    /// <returns>The verdict.</returns>
    public static Verdict Of(Contender contender, Spread ours, double published)
    {
        ArgumentNullException.ThrowIfNull(contender);
        ArgumentNullException.ThrowIfNull(ours);
        if (contender.NotComparable is { } reason) return new("not comparable", reason);
        if (double.IsNaN(ours.Median)) return new("worse", "a run diverged");
        if (ours.Low > published) return new("better", FormattableString.Invariant($"lowest seed {ours.Low:F4}"));
        if (ours.High < published) return new("worse", FormattableString.Invariant($"highest seed {ours.High:F4}"));
        return new("reproduced", FormattableString.Invariant($"{ours.Low:F4} to {ours.High:F4}"));
    }
}
