namespace QSeq.Data;

/// <summary>What to put where a series has no value. Every filled gap is reported, whichever policy fills it.</summary>
public enum GapPolicy
{
    /// <summary>Nothing: a gap is an error that names its place.</summary>
    Error,

    /// <summary>Zero, for counts where "none recorded" means none.</summary>
    Zero,

    /// <summary>The last value before the gap (the first after it at the start of a series). Uses no later value, so a forecast cannot see the future through it.</summary>
    Previous,

    /// <summary>A straight line between the values on either side (the nearest value at either end of a series).</summary>
    Linear,
}
