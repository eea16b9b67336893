namespace QSeq.Studies.DataSets;

/// <summary>
/// Synthetic activity that behaves like the Milan SMS-in data, for use where the real data is absent: a daily profile and
/// weekdays of each square's own, slow and fast multiplicative noise, heavy-tailed bursts that die away, outages, never
/// negative, on a 10-minute grid from 1 November 2013. It is not real data and every table says so. Only additions,
/// multiplications, divisions and square roots, so a seed gives the same bits on every machine.
/// </summary>
public static class MilanLike
{
    /// <summary>The first midnight of the collection on the clocks of Milan.</summary>
    internal static readonly DateTime FirstDay = new(2013, 11, 1, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>Makes the incoming messages of each square, columns <c>square_1</c>…, times on the clocks of Milan (UTC+1).</summary>
    /// <param name="options">Size, seed and roughness; null for the defaults.</param>
    /// <returns>The table, gaps filled as the options say and counted in its notes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="InvalidDataException">Gaps are to be an error and there is one.</exception>
    public static SeriesTable Generate(MilanLikeOptions? options = null)
    {
        MilanLikeOptions o = options ?? new MilanLikeOptions();
        Check(o);

        string[] names = new string[o.Squares];
        double[][] columns = new double[o.Squares][];
        int gaps = 0, withGaps = 0;
        for (int s = 0; s < o.Squares; s++)
        {
            names[s] = MilanFormat.ColumnName(s + 1);
            columns[s] = MilanLikeSquare.SmsIn(o, s + 1);
            int missing = columns[s].Count(double.IsNaN);
            if (missing == columns[s].Length) columns[s][0] = missing = 0; // an outage from end to end: a silent square
            if (missing == 0) continue;
            gaps += missing;
            withGaps++;
            if (o.Gaps == GapPolicy.Error)
                throw new InvalidDataException($"generated square {s + 1} has {missing} gaps; choose another gap policy, or a gap rate of 0");
            GapFill.Fill(columns[s], o.Gaps);
        }

        DateTime[] times = MilanFormat.ClockTimes(MilanFormat.BinAt(FirstDay), o.Days * MilanFormat.BinsPerDay);
        string[] notes = gaps == 0 ? [] : [$"{gaps} bins of {withGaps} squares lie in synthetic outages and were filled by {GapFill.Name(o.Gaps)}"];
        return new SeriesTable(Source(o), names, columns, times).WithNotes(notes);
    }

    /// <summary>
    /// Writes the same squares in the raw format of the Milan collection: one tab-separated file a day, named
    /// <c>sms-call-internet-mi-2013-11-01.txt</c>, no header, several country codes for a square and time, empty fields where
    /// nothing was recorded, all five activities; and a file <c>SOURCE</c> that says they are synthetic. Files that are there are replaced, each whole or not at all.
    /// </summary>
    /// <param name="folder">Where to; made when it does not exist.</param>
    /// <param name="options">Size, seed and roughness.</param>
    /// <param name="progress">Told the fraction written, 0 to 1, after each day; may be null.</param>
    /// <param name="cancellationToken">Stops the writing; finished days stay.</param>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is null or blank, or <paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static void WriteRaw(string folder, MilanLikeOptions options, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        MilanRawWriter.Write(folder, options, progress, cancellationToken);
    }

    internal static string Source(MilanLikeOptions o) => Invariant(
        $"generated: synthetic Milan-like SMS-in activity (not real data), seed {o.Seed}, {o.Squares} squares, {o.Days} days from 2013-11-01 in 10-minute bins, {o.BurstsPerWeek} bursts a week, gap rate {o.GapRate}");

    private static void Check(MilanLikeOptions o)
    {
        OptionCheck.Require(o.Squares is >= 1 and <= MilanFormat.Squares, $"squares is {o.Squares}, expected 1 to {MilanFormat.Squares}");
        OptionCheck.Require(o.Days is >= 1 and <= 366, $"days is {o.Days}, expected 1 to 366");
        OptionCheck.Require(o.BurstsPerWeek is >= 0 and <= 500, $"bursts per week is {o.BurstsPerWeek}, expected 0 to 500");
        OptionCheck.Require(o.GapRate is >= 0 and <= 0.5, $"gap rate is {o.GapRate}, expected 0 to 0.5");
    }
}
