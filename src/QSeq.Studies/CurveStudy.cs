namespace QSeq.Studies;

/// <summary>Forecasting models on one series, by epoch: R2 and loss on the test part after some epochs, beside printed ones.</summary>
public sealed record CurveStudy : Study
{
    /// <summary>The label of the baseline network of about equal size.</summary>
    internal const string Small = "LSTM (small)";

    private const string LinearAr = "linear AR";

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

    // Models with a training of their own, which are held against the printed figures alone.
    private string Apart
    {
        get
        {
            string[] apart = [.. Entries.Where(entry => entry is ForecastEntry { Training: not null }).Select(entry => entry.Label)];
            return apart.Length == 0 ? "" : $" Left out, with a training of their own: {string.Join(", ", apart)}.";
        }
    }

    /// <summary>Which share of the seeds lies at or below a printed figure; null where none is printed.</summary>
    internal static SeedShare? ShareOf(StudyTable table, StudyEntry entry, string metric, int epoch) =>
        entry.PrintedValue(metric, epoch) is { } printed ? SeedShare.Of(table.BySeed(entry.Label, metric, epoch: epoch), printed) : null;

    /// <summary>The models in full; the others are there to be held against them.</summary>
    internal IEnumerable<StudyEntry> Shown => Entries.Where(entry => entry is not ForecastEntry { IsComparison: true });

    /// <summary>
    /// Every quantum model that is trained as all are beside the largest network of each classical kind of no more parameters, and beside linear
    /// autoregression, by R2 after the last epoch.
    /// </summary>
    internal ImmutableArray<SeedComparison> Comparisons(StudyTable table)
    {
        double Size(StudyEntry entry) => table.Value(entry.Label, "parameters");
        StudyEntry[] alike = [.. Entries.Where(entry => entry is not ForecastEntry { Training: not null })];
        StudyEntry[] quantum = [.. alike.Where(entry => table.Value(entry.Label, "quantum_parameters") > 0)];
        return SeedComparison.Of(
            [
                .. from entry in quantum
                   from kind in alike.Except(quantum).GroupBy(other => other.Model)
                   let mate = kind.Where(other => Size(other) <= Size(entry)).MaxBy(Size)
                   where mate is not null
                   select (entry.Label, mate.Label),
                .. from entry in quantum select (entry.Label, LinearAr),
            ],
            label => label == LinearAr ? [.. table.Seeds.Select(_ => table.Value(label, "r2"))] : table.BySeed(label, "test_r2", epoch: Training.Epochs));
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
        foreach (IGrouping<string, SeedComparison> model in comparisons.GroupBy(one => one.Model))
        {
            string Against(IEnumerable<SeedComparison> some) => string.Join(", ", some.Select(one => Invariant($"{Mate(table, one.Baseline)} (p {NumberText.Chance(one.PValue)})")));
            (string Told, SeedComparison[] Some)[] groups =
            [
                ("has the higher test R2 than", [.. model.Where(one => one.Differs && one.IsHigher)]),
                ("has the lower test R2 than", [.. model.Where(one => one.Differs && !one.IsHigher)]),
                ("is not told apart from", [.. model.Where(one => !one.Differs)]),
            ];
            string told = string.Join("; ", groups.Where(group => group.Some.Length > 0).Select(group => $"{group.Told} {Against(group.Some)}"));
            text.Add(Invariant($"{model.Key} ({table.Value(model.Key, "parameters")}) {told}."));
        }

        if (!comparisons.IsEmpty && !SeedComparison.CanTell(table.Seeds.Count, comparisons.Length))
            text.Add($"{NumberText.Count(table.Seeds.Count, "seed")} cannot tell them apart, whatever their figures.");
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
                [.. Shown.Select(entry => Row(entry, table)), .. BaselineLabels.Select(label => Row(label, table))]),
            new Paragraph("R2 and loss (MSE, scaled units) on the test part: median over seeds, its interquartile range (IQR) and 95 % bootstrap interval; under a printed figure how many seeds lie at or below it."),
            MateTable(table),
            new Paragraph(Invariant($"R2 after {Training.Epochs} epochs beside networks of no more parameters, the largest of each kind, trained alike (linear AR by least squares): parameters and R2 of the network, and whether the quantum model has the higher or the lower R2, where the paired test of Wilcoxon over {NumberText.Count(table.Seeds.Count, "seed")} tells the two apart at {SeedComparison.Level:P0}, p by Holm's rule over the table. A tie is no equality: the seeds do not tell the two apart.{Apart}")),
            .. Closing(result, Shown, entry => VerdictOf(entry, table)),
        ];
    }

    // A baseline and its parameters, which the label of some already names.
    private static string Mate(StudyTable table, string label) => label.EndsWith(')') && label.Contains(NameOfSize(table, label), StringComparison.Ordinal)
        ? label
        : $"{label} {NameOfSize(table, label)}";

    private static string NameOfSize(StudyTable table, string label) => Invariant($"({table.Value(label, "parameters")})");

    private TextTable MateTable(StudyTable table)
    {
        ImmutableArray<SeedComparison> all = Comparisons(table);
        string KindOf(string label) => Entries.FirstOrDefault(entry => entry.Label == label)?.Model ?? label;
        double R2(string label) => label == LinearAr ? table.Value(label, "r2") : table.Spread(label, "test_r2", epoch: Training.Epochs).Median;
        string[] kinds = [.. all.Select(one => KindOf(one.Baseline)).Distinct()];
        return new TextTable(
            "Beside classical networks of no more parameters",
            ["model", .. kinds.Select(kind => (TextColumn)(">" + kind.Replace('-', '\n')))],
            [
                .. all.GroupBy(one => one.Model).Select(row => (ImmutableArray<TextCell>)
                [
                    Invariant($"{row.Key}\n{table.Value(row.Key, "parameters")} parameters\nR2 {NumberText.Fixed(R2(row.Key))}"),
                    .. kinds.Select(kind => row.FirstOrDefault(one => KindOf(one.Baseline) == kind) is { } one
                        ? new TextCell(
                            Invariant($"{table.Value(one.Baseline, "parameters")}\n{NumberText.Fixed(R2(one.Baseline))}\n{(one.Differs ? one.IsHigher ? "higher" : "lower" : "tie")}\np {NumberText.Chance(one.PValue)}"),
                            one.Differs ? one.IsHigher ? Tone.Good : Tone.Bad : Tone.Open)
                        : "-"),
                ]),
            ]);
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
