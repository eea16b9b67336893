namespace QSeq.Studies;

/// <summary>Forecasting models on one series, by epoch: R2 and loss on the test part after some epochs, beside printed ones.</summary>
public sealed record CurveStudy : Study
{
    /// <summary>The label of the baseline network of about equal size.</summary>
    internal const string Small = "LSTM (small)";

    private static readonly string[] Qkan = ["QKAN-LSTM", "HQKAN-LSTM"];

    /// <summary>The epochs of the printed table; the last is that of its verdict.</summary>
    internal ImmutableArray<int> PrintedEpochs { get; init; } = [1, 15, 30];

    /// <summary>The epochs shown: the printed ones before the last, and the last.</summary>
    internal ImmutableArray<int> Marks => [.. PrintedEpochs.Where(epoch => epoch < Training.Epochs), Training.Epochs];

    internal Verdict VerdictOf(StudyEntry entry, StudyTable table)
    {
        if (entry.Printed.IsEmpty) return new("baseline", "");
        if (Training.Epochs != PrintedEpochs[^1] || entry.PrintedValue("test_r2", Training.Epochs) is not { } printed)
            return new("not comparable", Invariant($"the paper trains {PrintedEpochs[^1]} epochs"));
        return entry.NotComparable is { } reason ? new("not comparable", reason) : Verdict.Of(table.BySeed(entry.Label, "test_r2", epoch: Training.Epochs), printed);
    }

    /// <inheritdoc/>
    public override ImmutableArray<string> Findings(StudyTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        (string Label, double Final, double Parameters)[] sound =
        [
            .. Entries.Select(entry => (entry.Label, Final: table.Spread(entry.Label, "test_r2", epoch: Training.Epochs).Median, table.Value(entry.Label, "parameters")))
                .Where(model => !double.IsNaN(model.Final)),
        ];
        if (sound.Length == 0) return ["Every model diverged."];
        (string Label, double Final, double Parameters) best = sound.MaxBy(model => model.Final);
        List<string> text = [Invariant($"Best network after {Training.Epochs} epochs by median R2: {best.Label} with {best.Final:F4} and {best.Parameters} parameters.")];
        foreach (var small in sound.Where(model => model.Label == Small))
        {
            foreach (var model in sound.Where(model => Qkan.Contains(model.Label)))
                text.Add(Invariant($"{model.Label} ({model.Parameters}) {(model.Final > small.Final ? "beats" : "does not beat")} the LSTM of {small.Parameters} parameters: {model.Final:F4} against {small.Final:F4}."));
        }

        string linear = BaselineLabels.MaxBy(label => table.Value(label, "r2") is var r2 && double.IsNaN(r2) ? double.NegativeInfinity : r2)!;
        double reached = table.Value(linear, "r2");
        text.Add(Invariant($"The {linear} baseline with {table.Value(linear, "parameters")} parameters reaches {reached:F4}, {(reached > best.Final ? "above every network" : "below the best network")}."));
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
            new TextTable(
                null,
                ["model", "", .. Marks.Select(epoch => (TextColumn)Invariant($">epoch {epoch}"))],
                [.. Entries.Select(entry => Row(entry, table)), .. BaselineLabels.Select(label => Row(label, table))]),
            new Paragraph("R2 and loss (MSE, scaled units) on the test part: median over seeds, lowest..highest below."),
            .. Closing(result, entry => VerdictOf(entry, table)),
        ];
    }

    private ImmutableArray<TextCell> Row(StudyEntry entry, StudyTable table)
    {
        List<string> heads = [];
        List<string>[] cells = [.. Marks.Select(_ => new List<string>())];
        foreach ((string name, string metric, Func<double, string> number) in ((string, string, Func<double, string>)[])[("R2", "test_r2", NumberText.Fixed), ("loss", "test_mse", NumberText.Number)])
        {
            bool printed = Marks.Any(epoch => entry.PrintedValue(metric, epoch) is not null);
            heads.AddRange([name, "  range", .. printed ? ["  paper"] : Array.Empty<string>()]);
            for (int n = 0; n < cells.Length; n++)
            {
                Spread ours = table.Spread(entry.Label, metric, epoch: Marks[n]);
                cells[n].AddRange([number(ours.Median), NumberText.Ends(ours)]);
                if (printed) cells[n].Add(entry.PrintedValue(metric, Marks[n]) is { } figure ? number(figure) : "-");
            }
        }

        return
        [
            Invariant($"{entry.Label}\n{table.Value(entry.Label, "parameters")} parameters"),
            string.Join('\n', heads),
            .. cells.Select(lines => (TextCell)string.Join('\n', lines)),
        ];
    }

    private ImmutableArray<TextCell> Row(string baseline, StudyTable table) =>
    [
        Invariant($"{baseline}\n{table.Value(baseline, "parameters")} parameters"),
        "R2\nloss",
        .. Enumerable.Repeat((TextCell)"", Marks.Length - 1),
        $"{NumberText.Fixed(table.Value(baseline, "r2"))}\n{NumberText.Number(table.Value(baseline, "mse"))}",
    ];
}
