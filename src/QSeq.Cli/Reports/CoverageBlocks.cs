using QSeq.Cli.Fleet;

namespace QSeq.Cli.Reports;

/// <summary>How many values the intervals of a fleet held, of its models and of the classical methods.</summary>
internal static class CoverageBlocks
{
    /// <summary>The table and a sentence; nothing where there are no intervals.</summary>
    public static IEnumerable<ReportBlock> Of(IReadOnlyList<FleetCoverage> all)
    {
        if (all.Count == 0) yield break;
        double[] levels = [.. all.Select(one => one.Level).Distinct().Order()];
        FleetCoverage[][] rows = [.. all.GroupBy(one => one.Name).Select(group => group.ToArray())];
        var columns = new List<(TextColumn, Func<FleetCoverage[], TextCell>)> { ("", row => row[0].Name) };
        foreach (double level in levels)
        {
            string percent = ForecastCalibration.Percent(level);
            columns.Add(($">{percent} % hold", row => At(row, level) is { } one ? new TextCell(IntervalReport.Percent(one.Coverage), IsFar(one) ? Tone.Bad : Tone.Plain) : ""));
            columns.Add(($">MSIS {percent}", row => At(row, level)?.Msis is { } msis ? NumberText.Number(msis) : ""));
        }

        columns.Add((">series", row => $"{row.Max(one => one.Series)}"));
        yield return TextTable.Of<FleetCoverage[]>("intervals on the test part, as wide as errors of the validation part; the mean over series", rows, [.. columns]);
        yield return new Paragraph("Intervals: " + Reading(rows));
    }

    private static string Reading(FleetCoverage[][] rows)
    {
        FleetCoverage widest = rows[0][^1], best = rows.Select(row => row[^1]).Where(one => one.Msis is not null).MinBy(one => one.Msis) ?? widest;
        string held = $"{ForecastCalibration.Percent(widest.Level)} % of {rows[0][0].Name} hold {IntervalReport.Percent(widest.Coverage)}";
        string least = rows.Length == 1 ? "" : best.Name == widest.Name ? ", with the least MSIS of all" : best.Msis is { } msis ? $"; {best.Name} has the least MSIS, {NumberText.Number(msis)}, and holds {IntervalReport.Percent(best.Coverage)}" : "";
        return held + least + (IsFar(widest) && widest.Coverage < widest.Level ? ". Errors are larger here than those the intervals are made of: take them as too narrow." : ".");
    }

    private static FleetCoverage? At(FleetCoverage[] row, double level) => Array.Find(row, one => one.Level == level);

    private static bool IsFar(FleetCoverage one) => IntervalReport.IsFar(one.Coverage, one.Level);
}
