namespace QSeq.Cli.Reports;

/// <summary>The page of <c>qseq explain --report</c>.</summary>
internal static class EdgePage
{
    private const int MostDrawn = 24; // edges, the strongest
    private const int MostListed = 200; // in the tables
    private const int Places = 121; // of x

    public static Page Of(TrainedModel file, EdgeReport report, string command)
    {
        Drawing[] all = [.. report.Edges.Zip(report.First, (after, before) => new Drawing(after, before, EdgeRange.Of(file, after)))];
        Drawing[] drawn = [.. all.OrderByDescending(edge => edge.Power).Take(MostDrawn)];
        double power = all.Sum(edge => edge.Power), shown = drawn.Sum(edge => edge.Power);
        string lead = power > 0
            ? $"The strongest edge, {report.NameOf(drawn[0].After)}, has {EdgeReport.Percent(drawn[0].Power / power)} of the power of {All(all.Length)}."
            : "No edge has a circuit that changes with its input.";
        return new Page(
            $"Edges of {file.Name}",
            lead,
            [
                new PageSection("What is drawn", [.. Opening(report, all, drawn, power > 0 ? shown / power : 1)]),
                .. drawn.GroupBy(edge => Gate(report, edge.After)).OrderBy(gate => Array.FindIndex(all, edge => Gate(report, edge.After) == gate.Key))
                    .Select(gate => new PageSection(gate.Key, [.. gate.SelectMany(edge => Blocks(report, edge))])),
                new PageSection("Numbers", [.. report.Tables(MostListed)]),
            ],
            new FactList([new Fact("command", command), new Fact("qseq", QseqApp.Version), new Fact("model digest", file.Digest, report.Pruned is null ? "" : "of the file, before --prune")]));
    }

    private static IEnumerable<ReportBlock> Opening(EdgeReport report, Drawing[] all, Drawing[] drawn, double share)
    {
        yield return new Paragraph(EdgeReport.Definition);
        yield return new Paragraph(
            "Each edge has three drawings. Left: phi(x) after training, before it, and after training the base function alone. Middle: the share of its power by frequency. "
            + "Right: the path of the qubit's state on the Bloch sphere as x goes from the dot to the square, seen along y and along x; its height z is what the circuit reads.");
        yield return new FactList(
        [
            new Fact("edges", Invariant($"{drawn.Length} of {all.Length} drawn"), drawn.Length == all.Length ? "the strongest of each gate first" : Invariant($"those with the most power, {100 * share:0.0} % of all; left out are {all.Length - drawn.Length}, whose numbers are below and in --format json")),
            .. drawn.DistinctBy(edge => (edge.After.Input, edge.Range)).OrderBy(edge => edge.After.Input, StringComparer.Ordinal)
                .Select(edge => new Fact($"range of {edge.After.Input}", $"{AxisTicks.Number(edge.Range.Low)} to {AxisTicks.Number(edge.Range.High)}", edge.Range.Why)),
        ]);
        yield return new BarFigure(
            "Power by edge",
            [.. drawn.Select(edge => new Bar(report.NameOf(edge.After), edge.Power, Wanted: edge.PowerBefore))],
            "power",
            "After training; the line stands where it was before.");
    }

    private static IEnumerable<ReportBlock> Blocks(EdgeReport report, Drawing edge)
    {
        EdgeSeries after = edge.After;
        double[] x = [.. Enumerable.Range(0, Places).Select(n => edge.Range.Low + (n * (edge.Range.High - edge.Range.Low) / (Places - 1)))];
        double[] Over(Func<double, double> function) => [.. x.Select(function)];
        yield return new Heading(report.NameOf(after));
        yield return new Paragraph(
            $"{EdgeReport.Percent(after.Part)} of {EdgeNames.Sum(after, report.Members)}; power {NumberText.Number(edge.Power)}, before training {NumberText.Number(edge.PowerBefore)}; "
            + Invariant($"frequencies used {after.Used(EdgeReport.Counted)} of {after.Frequencies}, before {edge.Before.Used(EdgeReport.Counted)} of {edge.Before.Frequencies}."));
        yield return new FigureRow(
        [
            new CurveFigure(
                "phi(x)",
                x,
                [
                    new Line("after", Over(after.Evaluate), LineKind.Model), new Line("before", Over(edge.Before.Evaluate)),
                    .. after.BaseWeight == 0 ? [] : (Line[])[new Line("base alone", Over(after.BaseAt))],
                ],
                "x = " + after.Input),
            new SpectrumFigure("Spectrum", Spectrum(after), Spectrum(edge.Before)),
            new SphereFigure(
                "Bloch path",
                [new SpherePath("before training", Path(edge.Before), LineKind.Other), new SpherePath("after", Path(after), LineKind.Model)]),
        ]);

        ImmutableArray<(double X, double Y, double Z)> Path(EdgeSeries one) => [.. x.Select(one.StateAt)];
    }

    // What has less than a hundredth of a percent cannot be seen.
    private static ImmutableArray<SpectrumLine> Spectrum(EdgeSeries edge) =>
        [.. edge.Terms.Select(term => new SpectrumLine(term.Frequency, edge.ShareOf(term))).Where(line => line.Share >= 1e-4)];

    private static string Gate(EdgeReport report, EdgeSeries edge) =>
        (report.Members ? Invariant($"Member {edge.Member}, ") : "") + $"{edge.Layer}, " + (edge.Gate == "all" ? "all gates" : "gate " + edge.Gate);

    private static string All(int edges) => edges == 1 ? "the one edge" : Invariant($"all {edges} edges");

    /// <summary>An edge as it is, as it was before training, and the range over which it is drawn.</summary>
    private sealed record Drawing(EdgeSeries After, EdgeSeries Before, EdgeRange Range)
    {
        public double Power => PowerOf(After);

        public double PowerBefore => PowerOf(Before);

        private static double PowerOf(EdgeSeries edge) => edge.PostWeight * edge.PostWeight * edge.Power;
    }
}
