namespace QSeq.Cli.Reports;

/// <summary>The page of <c>qseq explain --report</c>.</summary>
internal static class EdgePage
{
    private const int MostDrawn = 24; // edges, the strongest
    private const int MostListed = 200; // in the tables

    public static Page Of(TrainedModel file, EdgeReport report, string command)
    {
        EdgeDrawing[] all = [.. report.Edges.Zip(report.First, (after, before) => new EdgeDrawing(after, before, EdgeRange.Of(file, after)))];
        EdgeDrawing[] drawn = [.. all.OrderByDescending(edge => edge.Power).Take(MostDrawn)];
        double power = all.Sum(edge => edge.Power), shown = drawn.Sum(edge => edge.Power);
        string lead = power > 0
            ? $"The strongest edge, {report.NameOf(drawn[0].After)}, has "
                + $"{EdgeReport.Percent(drawn[0].Power / power)} of the power of {All(all.Length)}."
            : "No edge has a circuit that changes with its input.";
        return new Page(
            $"Edges of {file.Name}",
            lead,
            [
                new PageSection("What is drawn", [.. Opening(report, all, drawn, power > 0 ? shown / power : 1)]),
                .. drawn.GroupBy(edge => Gate(report, edge.After))
                    .OrderBy(gate => Array.FindIndex(all, edge => Gate(report, edge.After) == gate.Key))
                    .Select(gate => new PageSection(gate.Key, [.. gate.SelectMany(edge => Blocks(report, edge))])),
                new PageSection("Numbers", [.. report.Tables(MostListed)]),
            ],
            new FactList(
            [
                new Fact("command", command),
                new Fact("qseq", QseqApp.Version),
                new Fact("model digest", file.Digest, report.Pruned is null ? "" : "of the file, before --prune"),
            ]));
    }

    private static IEnumerable<ReportBlock> Opening(EdgeReport report, EdgeDrawing[] all, EdgeDrawing[] drawn, double share)
    {
        yield return new Paragraph(EdgeReport.Definition);
        yield return new Paragraph(
            "Each edge has three drawings. Left: phi(x) after training, before it, and after training the base function alone. "
            + "Middle: the share of its power by frequency. Right: the path of the qubit's state on the Bloch sphere "
            + "as x goes from the dot to the square, seen along y and along x; its height z is what the circuit reads.");
        string left = drawn.Length == all.Length ? "the strongest of each gate first"
            : Invariant($"those with the most power, {100 * share:0.0} % of all; left out are {all.Length - drawn.Length}, ")
            + "whose numbers are below and in --format json";
        yield return new FactList(
        [
            new Fact("edges", Invariant($"{drawn.Length} of {all.Length} drawn"), left),
            .. drawn.DistinctBy(edge => (edge.After.Input, edge.Range)).OrderBy(edge => edge.After.Input, StringComparer.Ordinal)
                .Select(edge => new Fact(
                    $"range of {edge.After.Input}",
                    $"{AxisTicks.Number(edge.Range.Low)} to {AxisTicks.Number(edge.Range.High)}",
                    edge.Range.Why)),
        ]);
        yield return new BarFigure(
            "Power by edge",
            [.. drawn.Select(edge => new Bar(report.NameOf(edge.After), edge.Power, Wanted: edge.PowerBefore))],
            "power",
            "After training; the line stands where it was before.");
    }

    private static IEnumerable<ReportBlock> Blocks(EdgeReport report, EdgeDrawing edge)
    {
        EdgeSeries after = edge.After;
        yield return new Heading(report.NameOf(after));
        yield return new Paragraph(
            $"{EdgeReport.Percent(after.Part)} of {EdgeNames.Sum(after, report.Members)}; "
            + $"power {NumberText.Number(edge.Power)}, before training {NumberText.Number(edge.PowerBefore)}; "
            + $"frequencies used {Used(after)}, before {Used(edge.Before)}.");
        yield return new FigureRow([edge.Curve("phi(x)"), edge.Spectrum("Spectrum"), edge.BlochPath("Bloch path")]);

        string Used(EdgeSeries one) => Invariant($"{one.Used(EdgeReport.Counted)} of {one.Frequencies}");
    }

    private static string Gate(EdgeReport report, EdgeSeries edge) =>
        (report.Members ? Invariant($"Member {edge.Member}, ") : "") + $"{edge.Layer}, "
        + (edge.Gate == "all" ? "all gates" : "gate " + edge.Gate);

    private static string All(int edges) => edges == 1 ? "the one edge" : Invariant($"all {edges} edges");
}
