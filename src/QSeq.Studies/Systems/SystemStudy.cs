namespace QSeq.Studies.Systems;

/// <summary>
/// Models on series of dynamical systems, chaotic, driven and quantum ones: the error one step ahead, and for how long forecasts that
/// are fed back hold. Measures are <c>r2</c>, <c>nrmse</c>, <c>valid_time</c> and <c>held</c>; the data of a case is its system.
/// </summary>
public sealed record SystemStudy : Study
{
    private const int DefaultSeeds = 5;
    private const int DefaultEpochs = 30;
    private const int Window = 12;

    /// <summary>Models held against each other.</summary>
    internal static ImmutableArray<(string Model, string Baseline)> Pairs { get; } =
    [
        .. ((string[])["QLSTM", "QKAN-LSTM", "HQKAN-LSTM", "QK-LSTM"]).Select(label => (label, SystemEntries.Baseline)),
        ("QKAN-LSTM", "Fourier LSTM"), ("QKAN-LSTM", "spline LSTM"),
    ];

    private static string Legend { get; } =
        "One step ahead on the test part: R2, and the root of the mean squared error in standard deviations of the test part (NRMSE), "
        + "its range below. Valid time: how long forecasts that are fed back stay within "
        + Invariant($"{ValidTime.Limit} deviations, mean over {SystemData.StartCount} starts, its range below; ")
        + "* where all starts of all seeds held to the end. Median over seeds; a line without a range has no seed.";

    /// <summary>The systems, in the order of the tables.</summary>
    internal ImmutableArray<SystemData> Systems => [.. Cases.Cast<SystemCase>().Select(one => one.System).Distinct()];

    /// <summary>All models of about 60 parameters, and echo state networks, on seven systems.</summary>
    /// <param name="seeds">Seeds; null for 5.</param>
    /// <param name="epochs">Epochs; null for 30.</param>
    public static SystemStudy Create(int? seeds = null, int? epochs = null)
    {
        var recipe = new ForecastRecipe
        {
            Model = "",
            Network = new SequenceModelConfig { Gates = new LstmGates() },
            Windows = new WindowOptions { Window = Window },
            Split = new(0.6, 0.15),
        };
        var training = new TrainingOptions { Epochs = epochs ?? DefaultEpochs };
        string cut = Invariant($"window {Window}, 60/15/25, min-max to [-1, 1], weights of the epoch best on validation");
        string trained = Invariant($"{training.Epochs} epochs, batch {training.BatchSize}, Adam at {SystemEntries.LearningRate}");
        string fedBack = $"forecasts fed back from {SystemData.StartCount} rows of the test part, {SystemData.Steps} steps at most";
        return new SystemStudy
        {
            Name = "systems",
            Title = "Other systems: chaotic, driven and quantum",
            Source = "generated, one series a system",
            Settings = $"{cut}; {trained}; {fedBack}",
            Training = training,
            Seeds = seeds ?? DefaultSeeds,
            Cases = [.. DynamicalSystem.All().SelectMany(system => CasesOf(new SystemData(system, recipe), training))],
        };
    }

    /// <inheritdoc/>
    public override ImmutableArray<string> Findings(StudyTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new SystemFindings(this, table).All();
    }

    /// <inheritdoc/>
    public override IEnumerable<ReportBlock> Report(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return
        [
            .. Opening(result),
            .. Systems.SelectMany(system => Part(system, result.Table)),
            new Paragraph(Legend),
            new Paragraph(""),
            .. Findings(result.Table).Select(sentence => new Paragraph("Reading: " + sentence)),
            new Paragraph(""),
        ];
    }

    private static IEnumerable<StudyCase> CasesOf(SystemData data, TrainingOptions training)
    {
        int inputs = data.System.Table.Names.Count;
        return
        [
            .. SystemEntries.Networks(inputs).Select(entry => new NetworkSystemCase(data, entry, training)),
            .. SystemEntries.EchoStates(inputs).Select(entry => new EchoStateCase(data, entry)),
        ];
    }

    private IEnumerable<ReportBlock> Part(SystemData system, StudyTable table)
    {
        string name = system.System.Name;
        double longest = SystemData.Steps * system.System.Step;
        string end = system.System.Clock is { } unit ? Invariant($"; {SystemData.Steps} steps are {longest:F2} {unit}") : "";
        yield return new Paragraph($"{name}: {system.System.Table.Source}{end}");
        yield return TextTable.Of(
            null,
            [
                .. Cases.Where(one => one.Data == name).Select(one => (one.Entry.Label, IsSeeded: true)),
                .. system.Baselines.Select(one => (one.Label, IsSeeded: false)),
            ],
            [
                ("model", line => line.Label),
                (">parameters", line => Invariant($"{table.Value(line.Label, "parameters", name)}")),
                (">R2", line => NumberText.Fixed(Figure(table, line, "r2", name).Median)),
                (">NRMSE", line => Cell(Figure(table, line, "nrmse", name), line.IsSeeded)),
                .. system.System.Clock is { } clock
                    ? [((TextColumn)$">valid time,\n{clock}", (Func<(string, bool), TextCell>)(line => Time(table, line, name)))]
                    : Array.Empty<(TextColumn, Func<(string Label, bool IsSeeded), TextCell>)>(),
            ]);
    }

    private static Spread Figure(StudyTable table, (string Label, bool IsSeeded) line, string metric, string data) => line.IsSeeded
        ? table.Spread(line.Label, metric, data)
        : Spread.OfOne(table.Value(line.Label, metric, data));

    private static TextCell Time(StudyTable table, (string Label, bool IsSeeded) line, string data)
    {
        Spread time = Figure(table, line, "valid_time", data);
        string held = Figure(table, line, "held", data).Low == 1 ? " *" : "";
        string median = time.Median.ToString("F2", CultureInfo.InvariantCulture) + held;
        return line.IsSeeded ? Invariant($"{median}\n{time.Low:F2}..{time.High:F2}") : median;
    }

    private static string Cell(Spread spread, bool isSeeded) => isSeeded ? NumberText.Range(spread) : NumberText.Number(spread.Median);
}
