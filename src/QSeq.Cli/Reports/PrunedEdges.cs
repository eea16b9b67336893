namespace QSeq.Cli.Reports;

/// <summary>The edges that were set to 0, and what it costs.</summary>
/// <param name="Share">The part below which they were.</param>
/// <param name="Edges">The edges, as they were.</param>
/// <param name="Of">How many edges there are.</param>
/// <param name="Before">How many of them were 0 before.</param>
/// <param name="Costs">Parts of the data with their scores before and after; none where no data was given.</param>
internal sealed record PrunedEdges(double Share, IReadOnlyList<EdgeSeries> Edges, int Of, int Before, IReadOnlyList<(string Part, Scores Before, Scores After)> Costs)
{
    public string Title => Invariant($"{Edges.Count} of {NumberText.Count(Of, "edge")} set to 0, whose part is below {Share}{(Before > 0 ? Invariant($"; {Before} were 0 before") : "")}");

    public IEnumerable<ReportBlock> Blocks(bool members)
    {
        string names = Edges.Count == 0 ? "" : ": " + string.Join(", ", Edges.Select(edge => $"{EdgeNames.Of(edge, members)} {EdgeReport.Percent(edge.Part)}"));
        yield return new Heading(Title);
        if (names.Length > 0) yield return new Paragraph(names[2..]);
        if (Costs.Count == 0) yield break;
        yield return TextTable.Of(
            "errors in original units",
            Costs,
            ("part", cost => cost.Part),
            (">RMSE before", cost => NumberText.Number(cost.Before.Rmse)),
            (">RMSE after", cost => NumberText.Number(cost.After.Rmse)),
            (">MAE before", cost => NumberText.Number(cost.Before.Mae)),
            (">MAE after", cost => NumberText.Number(cost.After.Mae)),
            (">RMSE by", cost => cost.Before.Rmse > 0 ? Invariant($"{100 * ((cost.After.Rmse / cost.Before.Rmse) - 1):+0.00;-0.00;0.00} %") : ""));
    }

    public JsonObject ToJson(bool members) => new()
    {
        ["share"] = Share,
        ["edges"] = JsonText.Array(Edges.Select(edge => EdgeNames.Of(edge, members))),
        ["costs"] = JsonText.Array(Costs, cost => new JsonObject
        {
            ["part"] = cost.Part,
            ["rmseBefore"] = JsonText.Finite(cost.Before.Rmse),
            ["rmseAfter"] = JsonText.Finite(cost.After.Rmse),
            ["maeBefore"] = JsonText.Finite(cost.Before.Mae),
            ["maeAfter"] = JsonText.Finite(cost.After.Mae),
        }),
    };
}
