namespace QSeq.Studies.Sizes;

/// <summary>
/// Error against size: every model of the catalogue from about 15 to 1,000 parameters on several series, trained alike. Each quantum model is then
/// held against the classical ones of no more parameters, size by size.
/// </summary>
public sealed record SizeStudy : Study
{
    /// <summary>How many seeds by default.</summary>
    internal const int DefaultSeeds = 20;

    private const int DefaultEpochs = 30;
    private const string Short = "SHORT FORM: two series, two sizes; the full form takes all, from 20 seeds; ";

    /// <summary>The learning rates, of which validation data chooses.</summary>
    internal static ImmutableArray<double> Rates { get; } = [0.003, 0.01, 0.03];

    /// <summary>The sizes shown: of each model the largest of at most so many parameters.</summary>
    internal ImmutableArray<int> Budgets { get; init; } = [20, 45, 100, 215, 465, 1000];

    /// <summary>The models.</summary>
    internal ImmutableArray<ModelFamily> Families { get; init; } = [.. ModelFamily.Quantum, .. ModelFamily.Classical];

    /// <summary>The series, by name.</summary>
    internal ImmutableArray<string> Data => [.. Cases.Select(one => one.Data).Distinct()];

    /// <summary>Makes the study.</summary>
    /// <param name="ett">ETTh1, of which the column OT is used; null leaves it out.</param>
    /// <param name="full">Whether all series and sizes are used; else two of each.</param>
    /// <param name="seeds">Seeds; null for 20, or 3 in the short form.</param>
    /// <param name="epochs">Epochs; null for 30.</param>
    /// <exception cref="ArgumentException">The table has no column OT.</exception>
    /// <exception cref="InvalidDataException">It has fewer than 500 rows.</exception>
    public static SizeStudy Create(SeriesTable? ett = null, bool full = true, int? seeds = null, int? epochs = null)
    {
        var training = new TrainingOptions { Epochs = epochs ?? DefaultEpochs };
        StudyData[] data = full
            ? [StudyData.Shm(training), StudyData.Bessel(training), StudyData.MackeyGlass(training), StudyData.Telecom(training)]
            : [StudyData.Bessel(training), StudyData.MackeyGlass(training)];
        if (ett is not null) data = [.. data, StudyData.Ett(ett, training)];
        var empty = new SizeStudy
        {
            Name = "size",
            Title = "Error against size",
            Source = string.Join("; ", data.Select(one => one.Table.Source)),
            Notes = [ett is null ? "without ETTh1, which is not part of QSeq" : Invariant($"ETTh1: the first {Math.Min(StudyData.EttRows, ett.Length)} of {ett.Length} rows of OT")],
            Settings = Invariant($"{(full ? "" : Short)}70/15/15, min-max to [-1, 1], next value of a window of 4 (SHM, Bessel; the last one left out), 16 or 24 (ETTh1); {training.Epochs} epochs, batch {training.BatchSize}, Adam at {string.Join(", ", Rates)}, rate and epoch best on validation"),
            Training = training,
            Seeds = seeds ?? (full ? DefaultSeeds : 3),
            Cases = [],
        };
        SizeStudy sized = full ? empty : empty with { Budgets = [45, 215] };
        return sized with
        {
            Cases =
            [
                .. from one in data
                   from family in sized.Families
                   from size in sized.SizesOf(family)
                   select new RatedCase(one, EntryOf(family, size), Rates, ConditionOf(size)),
            ],
        };
    }

    /// <summary>What tells a size from others in tables of figures.</summary>
    internal static string ConditionOf(SizedNetwork size) => Invariant($"{size.Parameters} parameters");

    /// <summary>The sizes of a model: one for each budget; of classical ones also the largest of no more parameters than each quantum one.</summary>
    internal ImmutableArray<SizedNetwork> SizesOf(ModelFamily family)
    {
        IEnumerable<int> bounds = Budgets;
        if (!family.IsQuantum) bounds = bounds.Concat(Families.Where(other => other.IsQuantum).SelectMany(other => SizesOf(other)).Select(size => size.Parameters));
        return [.. bounds.Select(family.AtMost).OfType<SizedNetwork>().Distinct().OrderBy(size => size.Parameters)];
    }

    /// <inheritdoc/>
    public override ImmutableArray<string> Findings(StudyTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return [.. SizeFindings.Of(this, table)];
    }

    /// <inheritdoc/>
    public override IEnumerable<ReportBlock> Report(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        StudyTable table = result.Table;
        return
        [
            .. Opening(result),
            .. Data.Select(data => ErrorTable(table, data)),
            new Paragraph("NRMSE on the test part (RMSE over the standard deviation of its values): median over seeds, and the parameters of that size. Columns: the largest of at most so many; - where that is the same as before, or there is none."),
            ComparisonTable(table),
            new Paragraph(Invariant($"Error of a quantum model over that of the largest classical one of no more parameters: geometric mean over its sizes, median over seeds; lower or higher where the paired test of Wilcoxon over {NumberText.Count(table.Seeds.Count, "seed")} tells the two apart at {SeedComparison.Level:P0}, p by Holm's rule over the column. A tie is no equality: the seeds do not tell the two apart. Sizes that no network of a column is small enough for are left out of it.")),
            .. Findings(table).Select(sentence => new Paragraph("Reading: " + sentence)),
            new Paragraph(""),
        ];
    }

    private static ForecastEntry EntryOf(ModelFamily family, SizedNetwork size) => new()
    {
        Label = family.Label,
        Model = family.Model,
        Network = size.Network,
        LearningRate = Rates[0],
        Decoding = "hidden size by budget, all else as in the preset",
    };

    private TextTable ErrorTable(StudyTable table, string data) => new(
        data,
        ["model", .. Budgets.Select(budget => (TextColumn)Invariant($">{budget}"))],
        [
            .. Families.Select(family => (ImmutableArray<TextCell>)[family.Label, .. Budgets.Select(budget => Cell(table, data, family, budget))]),
            .. BaselineLabels.Select(label => (ImmutableArray<TextCell>)
                [Invariant($"{label}, {table.Value(label, "parameters", data, FirstCondition(data))}"), NumberText.Number(table.Value(label, "nrmse", data, FirstCondition(data))), .. Budgets.Skip(1).Select(_ => (TextCell)"")]),
        ]);

    /// <summary>The errors of what takes no training: the last value, and linear autoregression.</summary>
    internal IEnumerable<(string Label, double Error)> PlainErrors(StudyTable table, string data) =>
        BaselineLabels.Select(label => (label == "naive" ? "the last value" : label, table.Value(label, "nrmse", data, FirstCondition(data))));

    /// <summary>The network of the lowest median error, of all models and sizes; null where every one diverged.</summary>
    internal (string Label, int Parameters, double Error)? Best(StudyTable table, string data)
    {
        (string Label, int Parameters, double Error)[] networks =
        [
            .. from family in Families
               from size in SizesOf(family)
               let error = table.Spread(family.Label, "nrmse", data, ConditionOf(size)).Median
               where !double.IsNaN(error)
               select (family.Label, size.Parameters, error),
        ];
        return networks.Length == 0 ? null : networks.MinBy(one => one.Error);
    }

    // Baselines are the same for all cases on a series; they stand in the table once for each condition.
    private string FirstCondition(string data) => Cases.First(one => one.Data == data).Condition;

    // A size stands in the first column that it fits.
    private TextCell Cell(StudyTable table, string data, ModelFamily family, int budget) =>
        family.AtMost(budget) is { } size && !Budgets.Any(less => less < budget && family.AtMost(less) == size)
        ? Invariant($"{NumberText.Number(table.Spread(family.Label, "nrmse", data, ConditionOf(size)).Median)}\n{size.Parameters}")
        : "-";

    private TextTable ComparisonTable(StudyTable table)
    {
        ImmutableArray<SizeComparison> all = SizeComparison.Of(this, table);
        string[] baselines = [.. all.Select(one => one.Baseline).Distinct()];
        return new TextTable(
            "Quantum over classical",
            ["data", "model", .. baselines.Select(label => (TextColumn)(">" + label))],
            [
                .. all.GroupBy(one => (one.Data, one.Model)).Select(row => (ImmutableArray<TextCell>)
                [
                    row.Key.Data, row.Key.Model,
                    .. baselines.Select(label => row.FirstOrDefault(one => one.Baseline == label) is { } one
                        ? new TextCell(Invariant($"{one.Ratio:F2} {one.Word}\np {NumberText.Chance(one.PValue)}"), one.Differs ? one.IsLower ? Tone.Good : Tone.Bad : Tone.Open)
                        : "-"),
                ]),
            ]);
    }
}
