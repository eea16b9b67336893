namespace QSeq.Studies.DataSets;

/// <summary>The gaps of one square in one activity before they were filled. A gap is a 10-minute bin in which no row gives the square the activity.</summary>
/// <param name="Square">The square, 1 to 10,000.</param>
/// <param name="Bins">The bins from the first to the last interval of all files.</param>
/// <param name="Missing">How many of them are gaps.</param>
/// <param name="LongestRun">The most gaps in a row.</param>
public readonly record struct MilanGaps(int Square, int Bins, int Missing, int LongestRun)
{
    /// <summary>The fraction of bins that were recorded, 0 to 1.</summary>
    public double Continuity => Bins == 0 ? 0 : (Bins - Missing) / (double)Bins;
}

/// <summary>What was read from a folder of raw Milan files.</summary>
public sealed record MilanReadResult
{
    /// <summary>One table for each activity asked for: columns <c>square_1</c>…, one row every 10 minutes, times on the clocks of Milan (UTC+1), gaps filled.</summary>
    public required IReadOnlyDictionary<MilanActivity, SeriesTable> Tables { get; init; }

    /// <summary>The gaps of each square for each activity asked for, in the order of the table's columns.</summary>
    public required IReadOnlyDictionary<MilanActivity, ImmutableArray<MilanGaps>> Gaps { get; init; }

    /// <summary>How many files were read.</summary>
    public required int FilesRead { get; init; }

    /// <summary>How many rows they hold, those of squares not asked for included.</summary>
    public required long Rows { get; init; }

    /// <summary>How many bytes they hold.</summary>
    public required long Bytes { get; init; }
}
