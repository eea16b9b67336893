namespace QSeq.Studies;

/// <summary>
/// Forecasting models on some series, by the length of the window: errors in the units of the data, mean over series. The condition
/// of a case is its window.
/// </summary>
public sealed record WindowStudy : Study
{
    internal ImmutableArray<string> Windows => [.. Cases.Select(one => one.Condition).Distinct()];

    internal static Verdict VerdictOf(StudyEntry entry) => entry.Printed.IsEmpty
        ? new("baseline", "")
        : new("not comparable", entry.NotComparable ?? "errors in the units of other data");

    /// <inheritdoc/>
    public override ImmutableArray<string> Findings(StudyTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        (string Label, double[] Mae, double[] Mse)[] rows = [.. Entries.Select(entry => entry.Label).Concat(BaselineLabels).Select(label => (label, Of("original_mae", label), Of("original_mse", label)))];
        double[] Of(string metric, string label) => [.. Windows.Select(window => Figure(table, label, metric, window))];
        List<string> text = [$"Lowest MAE by window: {Lowest([.. rows.Select(r => (r.Label, r.Mae))])}; lowest MSE: {Lowest([.. rows.Select(r => (r.Label, r.Mse))])}."];
        if (rows.FirstOrDefault(r => r.Label == CurveStudy.Small).Mae is { } small)
        {
            foreach ((string label, double[] mae, _) in rows.Where(r => r.Label is "QKAN-LSTM" or "HQKAN-LSTM"))
                text.Add(Invariant($"{label} has a lower MAE than the small LSTM in {mae.Zip(small).Count(pair => pair.First < pair.Second)} of {Windows.Length} windows."));
        }

        double[] naive = Of("original_mae", "naive");
        string[] losers = [.. rows.Where(r => r.Label != "naive" && r.Mae.Zip(naive).Any(pair => !(pair.First < pair.Second))).Select(r => r.Label)];
        text.Add(losers.Length == 0 ? "All have a lower MAE than the naive baseline at every window." : $"Without a lower MAE than the naive baseline at some window: {string.Join(", ", losers)}.");
        return [.. text];
    }

    /// <inheritdoc/>
    public override IEnumerable<ReportBlock> Report(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        StudyTable table = result.Table;
        return
        [
            .. Opening(result),
            ErrorTable(table, "MAE", "mae"),
            ErrorTable(table, "MSE", "mse"),
            new Paragraph("MAE and MSE in original units: mean over series, median over seeds. Behind a model stand its parameters. Range, quartiles and interval over seeds are in results.json (mae and mse)."),
            .. Closing(result, Entries, VerdictOf),
        ];
    }

    private TextTable ErrorTable(StudyTable table, string title, string metric) => new(
        title,
        ["model", .. Windows.Select(window => (TextColumn)(">" + window.Replace(' ', '\n')))],
        [
            .. Entries.SelectMany(entry => (ImmutableArray<TextCell>[])
            [
                Row(table, entry.Label, "original_" + metric),
                .. entry.Printed.IsEmpty
                    ? Array.Empty<ImmutableArray<TextCell>>()
                    : [["  paper", .. Windows.Select(window => (TextCell)(entry.PrintedValue(metric, 0, window) is { } printed ? NumberText.Number(printed) : "-"))]],
            ]),
            .. BaselineLabels.Select(label => Row(table, label, "original_" + metric)),
        ]);

    private ImmutableArray<TextCell> Row(StudyTable table, string label, string metric)
    {
        double[] counts = [.. Windows.Select(window => table.Value(label, "parameters", null, window)).Distinct()];
        string count = counts.Length == 1 ? Invariant($"{counts[0]}") : Invariant($"{counts.Min()}-{counts.Max()}");
        return [$"{label}, {count}", .. Windows.Select(window => (TextCell)NumberText.Number(Figure(table, label, metric, window)))];
    }

    private double Figure(StudyTable table, string label, string metric, string window) => BaselineLabels.Contains(label)
        ? table.Value(label, metric, null, window)
        : table.Spread(label, metric, null, window).Median;

    // Who is lowest at how many windows, the most frequent first.
    private string Lowest((string Label, double[] Values)[] rows)
    {
        IEnumerable<string> winners = Enumerable.Range(0, Windows.Length).Select(n => rows.Where(r => !double.IsNaN(r.Values[n])).MinBy(r => r.Values[n]).Label ?? "none");
        return string.Join(", ", winners.CountBy(label => label).OrderByDescending(g => g.Value).Select(g => Invariant($"{g.Key} in {g.Value} of {Windows.Length}")));
    }
}
