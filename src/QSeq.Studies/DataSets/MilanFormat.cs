namespace QSeq.Studies.DataSets;

/// <summary>The facts of the raw Milan files that reader and generator share (Barlacchi et al., 2015, doi:10.7910/DVN/EGZHFV).</summary>
internal static class MilanFormat
{
    public const int Squares = 10_000; // 100 x 100, numbered from 1
    public const int Activities = 5;
    public const int Fields = 3 + Activities;
    public const int StepMinutes = 10;
    public const long BinMilliseconds = StepMinutes * 60_000L;
    public const int BinsPerDay = 24 * 60 / StepMinutes;

    /// <summary>The file beside generated raw files that says what they are; real folders have none.</summary>
    public const string SourceFile = "SOURCE";

    public static string ColumnName(int square) => $"square_{square}";

    /// <summary>
    /// The start of a bin on the clocks of Milan. The whole collection, November to January, is winter time (UTC+1), and
    /// daily cycles follow the clock, so tables carry it; the kind is unspecified.
    /// </summary>
    public static DateTime ClockTime(long bin) =>
        DateTime.SpecifyKind(DateTime.UnixEpoch.AddMilliseconds((bin * BinMilliseconds) + 3_600_000), DateTimeKind.Unspecified);

    /// <summary>The bin that starts at a time on the clocks of Milan.</summary>
    public static long BinAt(DateTime clock) => (clock - DateTime.UnixEpoch.AddHours(1)).Ticks / (BinMilliseconds * TimeSpan.TicksPerMillisecond);

    public static DateTime[] ClockTimes(long firstBin, int count) => [.. Enumerable.Range(0, count).Select(k => ClockTime(firstBin + k))];
}
