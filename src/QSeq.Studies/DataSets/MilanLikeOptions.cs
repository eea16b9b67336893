namespace QSeq.Studies.DataSets;

/// <summary>What the synthetic, Milan-like activity looks like. The defaults give errors of the size the papers print for SMS-in.</summary>
public sealed record MilanLikeOptions
{
    /// <summary>The seed; the same seed gives the same data on every machine, and square n is the same however many squares there are.</summary>
    public ulong Seed { get; init; }

    /// <summary>How many squares, 1 to 10,000. 4: enough to see that squares differ, quick to train on.</summary>
    public int Squares { get; init; } = 4;

    /// <summary>How many days from 1 November 2013 on, 1 to 366; the real collection has 62. 14: two weekends.</summary>
    public int Days { get; init; } = 14;

    /// <summary>Bursts (events, alarms, holidays' greetings) a square has in a week on average, 0 to 500.</summary>
    public double BurstsPerWeek { get; init; } = 6;

    /// <summary>The chance that an outage starts in a bin, 0 to 0.5; outages last 3 bins on average. 0.001: one a week.</summary>
    public double GapRate { get; init; } = 0.001;

    /// <summary>
    /// What fills gaps in <see cref="MilanLike.Generate"/>. <see cref="GapPolicy.Previous"/> (default): here a gap is an outage, not an
    /// absence of messages, and a straight line would tell a model values that come after its window.
    /// The raw files leave gaps open.
    /// </summary>
    public GapPolicy Gaps { get; init; } = GapPolicy.Previous;
}
