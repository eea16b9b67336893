using QSeq.Cli.Benches;

namespace QSeq.Cli.Reports;

/// <summary>What <c>qseq bench --width</c> prints: a case a line, the widths side by side.</summary>
internal static class WidthReport
{
    public static void WriteTable(CliContext context, IReadOnlyList<WidthTime> times)
    {
        int[] widths = [.. times.Select(time => time.Width).Distinct()];
        IGrouping<string, WidthTime>[] cases = [.. times.GroupBy(time => time.Case)];
        context.Show(
            null,
            cases,
            [
                ("case", one => one.Key),
                .. widths.Select(width => ((TextColumn)Invariant($">{width} bits"), (Func<IGrouping<string, WidthTime>, TextCell>)(one => Text(Of(one, width))))),
                .. widths.Skip(1).Select(width => (
                    (TextColumn)Invariant($">{width} / {widths[0]}"),
                    (Func<IGrouping<string, WidthTime>, TextCell>)(one => Invariant($"{Of(one, width).Figure / Of(one, widths[0]).Figure:F2}")))),
                ("same bits", one => SameBits(one) switch { true => "yes", false => "NO", null => "-" }),
            ]);
        context.Paragraph(
            "Median of a training step, each width in a process of its own, one after the other for each case; simulators M and N by their figures. "
            + "same bits: whether the weights after three steps are equal, bit for bit.");
    }

    public static JsonObject ToJson(WidthTime time) => new()
    {
        ["case"] = time.Case,
        ["vector_width"] = time.Width,
        [time.IsTime ? "median_us" : "figure"] = Math.Round(time.Figure, 3),
        ["digest"] = time.Digest,
    };

    /// <summary>Whether all widths have the same weights; null where nothing is trained or there is one width.</summary>
    internal static bool? SameBits(IEnumerable<WidthTime> widths)
    {
        WidthTime[] all = [.. widths];
        string?[] digests = [.. all.Select(time => time.Digest).Distinct()];
        return digests.Contains(null) || all.Select(time => time.Width).Distinct().Count() < 2 ? null : digests.Length == 1;
    }

    private static WidthTime Of(IEnumerable<WidthTime> one, int width) => one.First(time => time.Width == width);

    private static string Text(WidthTime one) => one.IsTime ? BenchReport.Time(one.Figure) : Invariant($"{one.Figure:F2}");
}
