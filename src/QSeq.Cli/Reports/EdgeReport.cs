namespace QSeq.Cli.Reports;

/// <summary>The edges of a model, those it had before training, and what became of it where some were set to 0.</summary>
/// <param name="Model">What the model is called.</param>
/// <param name="Edges">Its edges.</param>
/// <param name="First">The same edges with the first values.</param>
internal sealed record EdgeReport(string Model, IReadOnlyList<EdgeSeries> Edges, IReadOnlyList<EdgeSeries> First)
{
    public const double Counted = 0.01; // the share above which a frequency is used
    public const string Definition =
        "phi(x) = constant + sum of a cos(w x) + b sin(w x) + base f(x). Power is (a^2 + b^2)/2, the constant left out; "
        + "a frequency is used where it has more than 1 % of the edge's. "
        + "Part is the edge's share of the mean squares of all edges of its sum, x from -1 to 1.";

    private const int MostShown = 200; // rows of spectra

    public PrunedEdges? Pruned { get; init; }

    public bool Members => Edges.Any(edge => edge.Member > 0);

    public string NameOf(EdgeSeries edge) => EdgeNames.Of(edge, Members);

    public IEnumerable<ReportBlock> Blocks()
    {
        EdgeSeries one = Edges[0];
        string products = one.Reps == 1 ? "" : Invariant($": at most (3^{one.Reps} + 1)/2 = {one.Accessible} frequencies, the constant counted");
        return
        [
            new Heading(Invariant($"{Model}, {NumberText.Count(Edges.Count, "edge")} of {NumberText.Count(one.Reps, "block")}{products}")),
            new Paragraph(Definition),
            .. Tables(int.MaxValue),
        ];
    }

    /// <summary>The numbers of the edges, as many as <paramref name="most"/>, and of what was set to 0.</summary>
    public IEnumerable<ReportBlock> Tables(int most)
    {
        yield return TextTable.Of(
            "edges, before training and after",
            Edges.Zip(First).Take(most),
            ("edge", pair => NameOf(pair.First)),
            (">given", pair => Sides(pair, edge => edge.Frequencies)),
            (">used", pair => Sides(pair, edge => edge.Used(Counted))),
            (">largest", pair => $"{Percent(Largest(pair.Second))} / {Percent(Largest(pair.First))}"),
            (">constant", pair => NumberText.Number(pair.First.PostWeight * (pair.First.Terms[0].Cosine + pair.First.PostBias))),
            (">power", pair => NumberText.Number(pair.First.PostWeight * pair.First.PostWeight * pair.First.Power)),
            ("base", pair => pair.First.BaseWeight == 0 ? "none" : $"{NumberText.Number(pair.First.BaseWeight)} {pair.First.Base.ToString().ToLowerInvariant()}"),
            (">part", pair => Percent(pair.First.Part)));
        if (Edges.Count > most)
            yield return new Paragraph(Invariant($"{Edges.Count - most} more edges; the formats text, json, csharp and python have all."));
        yield return new Paragraph(Summary());
        (EdgeSeries Edge, FourierTerm? After, double Share, FourierTerm? Before, double ShareBefore)[] rows = [.. Edges.Zip(First).SelectMany(pair => Ranks(pair.First, pair.Second))];
        yield return TextTable.Of(
            "frequencies with more than 1 % of the power, largest first",
            rows.Take(MostShown),
            ("edge", row => NameOf(row.Edge)),
            (">w", row => Value(row.After, term => term.Frequency)),
            (">a", row => Value(row.After, term => row.Edge.PostWeight * term.Cosine)),
            (">b", row => Value(row.After, term => row.Edge.PostWeight * term.Sine)),
            (">share", row => row.After is null ? "" : Percent(row.Share)),
            (">w before", row => Value(row.Before, term => term.Frequency)),
            (">share before", row => row.Before is null ? "" : Percent(row.ShareBefore)));
        if (rows.Length > MostShown) yield return new Paragraph(Invariant($"{rows.Length - MostShown} more rows; the formats json, csharp and python have all."));
        foreach (ReportBlock block in Pruned?.Blocks(Members) ?? []) yield return block;
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["model"] = Model,
            ["usedAbove"] = Counted,
            ["edges"] = JsonText.Array(Edges.Zip(First), pair => new JsonObject
            {
                ["member"] = pair.First.Member,
                ["layer"] = pair.First.Layer,
                ["gate"] = pair.First.Gate,
                ["output"] = pair.First.Output,
                ["input"] = pair.First.Input,
                ["blocks"] = pair.First.Reps,
                ["accessible"] = pair.First.Accessible,
                ["part"] = pair.First.Part,
                ["base"] = pair.First.Base.ToString().ToLowerInvariant(),
                ["baseWeight"] = pair.First.BaseWeight,
                ["postWeight"] = pair.First.PostWeight,
                ["postBias"] = pair.First.PostBias,
                ["after"] = Spectrum(pair.First),
                ["before"] = Spectrum(pair.Second),
            }),
        };
        if (Pruned is not null) json["pruned"] = Pruned.ToJson(Members);
        return json;
    }

    public static string Percent(double share) => Invariant($"{100 * share:0.0} %");

    private static JsonObject Spectrum(EdgeSeries edge) => new()
    {
        ["frequencies"] = edge.Frequencies,
        ["used"] = edge.Used(Counted),
        ["largestShare"] = Largest(edge),
        ["power"] = edge.Power,
        ["terms"] = JsonText.Array(edge.Terms, term => new JsonObject { ["w"] = term.Frequency, ["a"] = term.Cosine, ["b"] = term.Sine }),
    };

    private string Summary()
    {
        string Mean(IReadOnlyList<EdgeSeries> edges, Func<EdgeSeries, double> of) => Invariant($"{edges.Average(of):0.0}");
        return $"An edge has {Mean(First, edge => edge.Frequencies)} frequencies before training and {Mean(Edges, edge => edge.Frequencies)} after in the mean, the constant counted, " +
            $"of {Invariant($"{Edges[0].Accessible}")} that {NumberText.Count(Edges[0].Reps, "weight")} can give; used are {Mean(First, edge => edge.Used(Counted))} before and {Mean(Edges, edge => edge.Used(Counted))} after, the constant not counted.";
    }

    private static string Sides((EdgeSeries After, EdgeSeries Before) pair, Func<EdgeSeries, int> of) => Invariant($"{of(pair.Before)} / {of(pair.After)}");

    private static double Largest(EdgeSeries edge) => edge.Terms.Max(edge.ShareOf);

    private static string Value(FourierTerm? term, Func<FourierTerm, double> of) => term is { } one ? NumberText.Number(of(one)) : "";

    private static IEnumerable<(EdgeSeries Edge, FourierTerm? After, double Share, FourierTerm? Before, double ShareBefore)> Ranks(EdgeSeries after, EdgeSeries before)
    {
        FourierTerm[] own = Loud(after), first = Loud(before);
        for (int n = 0; n < Math.Max(own.Length, first.Length); n++)
        {
            FourierTerm? a = n < own.Length ? own[n] : null, b = n < first.Length ? first[n] : null;
            yield return (after, a, a is { } one ? after.ShareOf(one) : 0, b, b is { } other ? before.ShareOf(other) : 0);
        }
    }

    private static FourierTerm[] Loud(EdgeSeries edge)
    {
        if (edge.PostWeight == 0) return [];
        double least = Counted * edge.Power;
        return [.. edge.Terms.Where(term => term.Power > least).OrderByDescending(term => term.Power)];
    }
}
