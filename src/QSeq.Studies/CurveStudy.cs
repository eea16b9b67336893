namespace QSeq.Studies;

/// <summary>Forecasting models on one series, by epoch: R2 and loss on the test part after some epochs, beside printed ones.</summary>
public sealed record CurveStudy : Study
{
    /// <summary>The label of the baseline network of about equal size.</summary>
    internal const string Small = "LSTM (small)";

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

    /// <summary>Which share of the seeds lies at or below a printed figure; null where none is printed.</summary>
    internal static SeedShare? ShareOf(StudyTable table, StudyEntry entry, string metric, int epoch) =>
        entry.PrintedValue(metric, epoch) is { } printed ? SeedShare.Of(table.BySeed(entry.Label, metric, epoch: epoch), printed) : null;

    /// <summary>Every quantum model beside the largest LSTM of no more parameters, or the smallest of all, by R2 after the last epoch.</summary>
    internal ImmutableArray<SeedComparison> Comparisons(StudyTable table)
    {
        double Size(StudyEntry entry) => table.Value(entry.Label, "parameters");
        StudyEntry[] classical = [.. Entries.Where(entry => entry.Model == "lstm").OrderBy(Size)];
        return classical.Length == 0 ? [] : SeedComparison.Of(
            [
                .. from entry in Entries
                   where table.Value(entry.Label, "quantum_parameters") > 0
                   select (entry.Label, (classical.LastOrDefault(one => Size(one) <= Size(entry)) ?? classical[0]).Label),
            ],
            label => table.BySeed(label, "test_r2", epoch: Training.Epochs));
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
        ImmutableArray<SeedComparison> comparisons = Comparisons(table);
        string seeds = NumberText.Count(table.Seeds.Count, "seed");
        foreach (SeedComparison one in comparisons)
        {
            string told = one.Differs ? $"has the {(one.IsHigher ? "higher" : "lower")} test R2 than" : "is not told apart from";
            double Median(string label) => table.Spread(label, "test_r2", epoch: Training.Epochs).Median;
            text.Add(Invariant($"{Name(one.Model)} {told} {Name(one.Baseline)}: {Median(one.Model):F4} against {Median(one.Baseline):F4}, p {NumberText.Chance(one.PValue)}."));
        }

        if (!comparisons.IsEmpty)
        {
            text.Add(Invariant($"(Each beside the largest LSTM of no more parameters, or else the smallest: paired test of Wilcoxon over {seeds}, p by Holm's rule, level {SeedComparison.Level:P0}.)"));
            if (!SeedComparison.CanTell(table.Seeds.Count, comparisons.Length)) text.Add($"{seeds} cannot tell them apart, whatever their figures.");
        }

        string Name(string label) => Invariant($"{label} ({table.Value(label, "parameters")})");
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
            new Paragraph("R2 and loss (MSE, scaled units) on the test part: median over seeds, its interquartile range (IQR) and 95 % bootstrap interval; under a printed figure how many seeds lie at or below it."),
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
            heads.AddRange([name, "  IQR", "  95 %", .. printed ? ["  paper", "  below"] : Array.Empty<string>()]);
            for (int n = 0; n < cells.Length; n++)
            {
                Spread ours = table.Spread(entry.Label, metric, epoch: Marks[n]);
                BootstrapInterval interval = table.Interval(entry.Label, metric, epoch: Marks[n]);
                cells[n].AddRange(
                    [number(ours.Median), NumberText.Ends(ours.LowerQuartile, ours.UpperQuartile), NumberText.Ends(interval.Low, interval.High)]);
                if (!printed) continue;
                cells[n].Add(entry.PrintedValue(metric, Marks[n]) is { } figure ? number(figure) : "-");
                cells[n].Add(ShareOf(table, entry, metric, Marks[n]) is { } share ? Invariant($"{share.Below} of {share.Count}") : "");
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
