namespace QSeq.Studies.Systems;

/// <summary>A model on a system. Measures are those of <see cref="SystemData.Measures(double, double, Ahead)"/>.</summary>
internal abstract class SystemCase(SystemData data, StudyEntry entry) : StudyCase(data.System.Name, entry)
{
    /// <summary>The system.</summary>
    public SystemData System => data;

    public sealed override string Source => data.System.Table.Source;

    public sealed override ImmutableArray<StudyBaseline> Baselines => data.Baselines;
}

/// <summary>A network, trained as a <see cref="ForecastCase"/> is; the epoch best on the validation part is kept.</summary>
internal sealed class NetworkSystemCase : SystemCase
{
    private readonly ForecastCase _plain;

    public NetworkSystemCase(SystemData data, ForecastEntry entry, TrainingOptions training)
        : base(data, entry) =>
        _plain = new ForecastCase(data.System.Name, entry, data.System.Table, data.Recipe with { Training = training });

    public override double Cost => _plain.Cost;

    public override ImmutableArray<StudyMeasure> Facts => _plain.Facts;

    public override StudyRun Run(ulong seed, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        long start = Stopwatch.GetTimestamp();
        StudyRun plain = _plain.Run(seed, progress, cancellationToken);
        bool isSound = Array.TrueForAll(plain.Weights!, float.IsFinite);
        TrainedForecaster? model = isSound && System.System.IsAutonomous ? _plain.Model(plain) : null;
        double[] Ahead(int row, int steps) =>
            model is null ? [.. Enumerable.Repeat(double.NaN, steps)] : model.Forecast(System.Values.AsSpan(0, row), steps);
        double r2 = isSound ? plain.Value("r2") : double.NaN;
        IEnumerable<StudyMeasure> curve = plain.Measures.Where(measure => measure.Metric is "train_loss" or "test_r2");
        return plain with
        {
            Identity = Identity(seed),
            Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
            Measures = [.. curve, .. System.Measures(r2, Math.Sqrt(1 - r2), Ahead)],
            Weights = null,
        };
    }

    protected override string Describe(ulong seed) => $"system\n{_plain.Identity(seed)}\n{System.Describe()}\n{Entry.Label}";
}

/// <summary>An echo state network on a system.</summary>
internal sealed class EchoStateCase(SystemData data, EchoStateEntry entry) : SystemCase(data, entry)
{
    private EchoStateOptions Options => entry.Options;

    public override double Cost => Options.Units * 3.0 * System.Values.Length;

    public override ImmutableArray<StudyMeasure> Facts =>
    [
        StudyMeasure.Of("parameters", 1 + System.System.Table.Names.Count + Options.Units),
        StudyMeasure.Of("quantum_parameters", 0),
        StudyMeasure.Of("test_windows", System.Split.Test.Count),
    ];

    public override StudyRun Run(ulong seed, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        long start = Stopwatch.GetTimestamp();
        var network = EchoStateNetwork.Fit(System, Options, seed, cancellationToken);
        (double radius, double leak, double scale, double ridge) = network.Chosen;
        StudyMeasure[] measures =
        [
            .. System.Measures(network.Ahead),
            StudyMeasure.Of("chosen_radius", radius), StudyMeasure.Of("chosen_leak", leak),
            StudyMeasure.Of("chosen_scale", scale), StudyMeasure.Of("chosen_ridge", ridge),
        ];
        return Measured(seed, Stopwatch.GetElapsedTime(start).TotalSeconds, measures);
    }

    protected override string Describe(ulong seed) => Invariant($"echo state\n{seed}\n{Options.Describe()}\n{System.Describe()}");
}

/// <summary>An echo state network under comparison.</summary>
internal sealed record EchoStateEntry : StudyEntry
{
    /// <summary>Size and what is tried.</summary>
    public required EchoStateOptions Options { get; init; }
}
