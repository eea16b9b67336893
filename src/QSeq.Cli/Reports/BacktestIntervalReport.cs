namespace QSeq.Cli.Reports;

/// <summary>How many values lay inside the intervals of each candidate of a backtest.</summary>
internal static class BacktestIntervalReport
{
    private const double Far = 0.05 + 1e-9; // of coverage from its level
    private const int LevelsBeside = 2; // in 100 columns

    /// <summary>Tables and sentences; the pinball loss too where there is room for <paramref name="all"/>.</summary>
    public static IEnumerable<ReportBlock> Blocks(BacktestFindings found, bool all = false)
    {
        if (found.Levels.Count == 0) yield break;
        BacktestEntry[] entries = [.. found.Ranked];
        foreach (int[] some in Enumerable.Range(0, found.Levels.Count).Where(n => entries.Any(entry => Of(entry, n).Scores.Count > 0)).Chunk(LevelsBeside))
        {
            yield return TextTable.Of<BacktestEntry>(
                Title(found.IsAdaptive),
                entries,
                [("", entry => entry.Name), .. some.SelectMany(Columns)]);
        }

        foreach (string line in Readings(found)) yield return new Paragraph(line);

        BacktestIntervals Of(BacktestEntry entry, int level) => found.Intervals(entry)[level];

        IEnumerable<(TextColumn, Func<BacktestEntry, TextCell>)> Columns(int n)
        {
            string level = $"{ForecastCalibration.Percent(found.Levels[n])} %";
            yield return (new TextColumn($"{level}\ncoverage", Right: true), entry => new TextCell(Percent(Of(entry, n).Scores.Coverage), IsFar(Of(entry, n)) ? Tone.Bad : Tone.Plain));
            yield return (new TextColumn($"{level}\nwidth", Right: true), entry => NumberText.Number(Of(entry, n).Scores.MeanWidth));
            if (all) yield return (new TextColumn($"{level}\npinball", Right: true), entry => NumberText.Number(Of(entry, n).Scores.Pinball));
            yield return (new TextColumn($"{level}\nMSIS", Right: true), entry => BacktestReport.Scaled(Of(entry, n).Msis));
        }
    }

    /// <summary>What the coverage says, and which levels have too few errors.</summary>
    public static IEnumerable<string> Readings(BacktestFindings found)
    {
        BacktestEntry[] entries = [.. found.Ranked];
        for (int n = 0; n < found.Levels.Count && entries.Length > 0; n++)
        {
            double level = found.Levels[n];
            long count = found.Intervals(entries[0])[n].Scores.Count, all = entries[0].Scores.Count;
            string percent = $"{ForecastCalibration.Percent(level)} %";
            if (count == 0)
            {
                yield return $"{NumberText.Count(found.Result.Origins.Length, "origin")} {(found.Result.Origins.Length == 1 ? "is" : "are")} too few for intervals of {percent}: they need {SplitConformal.Needed(level)} errors of each step that are known at an origin.";
                continue;
            }

            if (count * Far < 1) continue; // one value is more than that
            BacktestEntry[] less = [.. entries.Where(entry => found.Intervals(entry)[n] is var own && IsFar(own) && own.Scores.Coverage < level)];
            if (less.Length == 0) continue;
            BacktestEntry worst = less.MinBy(entry => found.Intervals(entry)[n].Scores.Coverage)!;
            string advice = found.IsAdaptive ? "" : "; intervals that follow the errors may do better, see --adaptive";
            yield return $"Intervals of {percent} fall short by more than 5 points for {less.Length} of {entries.Length}, most for {worst.Name} ({Percent(found.Intervals(worst)[n].Scores.Coverage)} of {count} of {all} values): errors are larger than at the origins before{advice}.";
        }
    }

    public static JsonArray ToJson(BacktestFindings found, BacktestEntry entry) => JsonText.Array(found.Measure(entry), own => new JsonObject
    {
        ["level"] = own.Level,
        ["count"] = own.Scores.Count,
        ["coverage"] = JsonText.Finite(own.Scores.Coverage),
        ["meanWidth"] = JsonText.Finite(own.Scores.MeanWidth),
        ["pinball"] = JsonText.Finite(own.Scores.Pinball),
        ["score"] = JsonText.Finite(own.Scores.Score),
        ["msis"] = JsonText.Finite(own.Msis),
    });

    public static string Title(bool adaptive) => $"Intervals, from errors at earlier origins{(adaptive ? ", as they change" : "")}";

    public static string Percent(double share) => double.IsNaN(share) ? "" : Invariant($"{100 * share:F1} %");

    public static bool IsFar(BacktestIntervals own) => Math.Abs(own.Scores.Coverage - own.Level) > Far;
}
