namespace QSeq.Studies.DataSets;

/// <summary>Which part of the raw Milan files is kept, and how gaps are filled.</summary>
public sealed record MilanReadOptions
{
    /// <summary>The squares to keep, each 1 to 10,000, in the order of the columns; null (default) keeps all that occur, in order.</summary>
    public IReadOnlyList<int>? Squares { get; init; }

    /// <summary>The activities to keep, none twice. Incoming messages by default, as in the papers. Each takes 714 MB for all squares and 62 days.</summary>
    public IReadOnlyList<MilanActivity> Activities { get; init; } = [MilanActivity.SmsIn];

    /// <summary>
    /// What fills a 10-minute bin in which no row gives a square the activity. <see cref="GapPolicy.Zero"/> (default), because
    /// the data's publishers say that empty means none recorded.
    /// </summary>
    public GapPolicy Gaps { get; init; } = GapPolicy.Zero;

    /// <summary>The names of the files within the folder, with * and ?. All .txt files by default, as in the published set.</summary>
    public string Pattern { get; init; } = "*.txt";
}

/// <summary>How far the reading of Milan files has come.</summary>
/// <param name="File">The name of the file being read.</param>
/// <param name="FilesDone">How many files have been read to the end.</param>
/// <param name="Files">How many files there are.</param>
/// <param name="BytesRead">Bytes read so far, over all files.</param>
/// <param name="TotalBytes">Bytes of all files.</param>
public readonly record struct MilanProgress(string File, int FilesDone, int Files, long BytesRead, long TotalBytes);
