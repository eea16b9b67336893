using QSeq.Hardware;
using QSeq.Quantum;
using QSeq.Quantum.Simulators;

namespace QSeq.Studies;

/// <summary>
/// How a forecast is measured: shots a circuit, null for exact probabilities; whether gates are noisy and bits misread too; and whether at
/// the last time step alone, the steps before being exact.
/// </summary>
internal sealed record ShotCondition(int? Shots, bool Noisy, bool LastStep)
{
    /// <summary>In a few words: the condition of its rows, and the name of its stream of shots.</summary>
    public string Name =>
        $"{Shots?.ToString(CultureInfo.InvariantCulture) ?? "exact"}{(Noisy ? " noisy" : "")}{(LastStep ? " last step" : "")}";
}

/// <summary>
/// A QKAN model trained on exact circuits, then asked for every window of the test part through measured ones. Measures are, for each
/// condition, <c>mse</c> in scaled units, <c>r2</c> and <c>mse_change</c>, the MSE over that of exact probabilities without noise, less 1.
/// </summary>
internal sealed class ShotCase(ForecastCase plain) : StudyCase(plain.Data, plain.Entry)
{
    /// <summary>The noise of those conditions that have some.</summary>
    public static GateNoise Noise { get; } = new() { Depolarising = 0.001, Readout = 0.01 };

    public static ShotCondition Exact { get; } = new(null, false, false);

    /// <summary>Whether circuits stand in the recurrence, so that there are time steps before the last.</summary>
    public bool IsRecurrent => plain.Recipe.Network.Gates is not QkanReadoutGates;

    /// <summary>Circuits of one forecast.</summary>
    public int Circuits => HardwareModel.Circuits(new SequenceModel(plain.Recipe.Network, 0)) * (IsRecurrent ? plain.Split.Test.Window : 1);

    /// <summary>Exact probabilities first; without noise and with it; of a recurrent model at the last step alone too.</summary>
    public ImmutableArray<ShotCondition> Conditions =>
    [
        .. from last in IsRecurrent ? (bool[])[false, true] : [false]
           from noisy in (bool[])[false, true]
           from shots in ShotStudy.Shots
           where shots is not null || !last
           select new ShotCondition(shots, noisy, last),
    ];

    public override string Source => plain.Source;

    public override double Cost => (double)Conditions.Length * plain.Split.Test.Count * Circuits;

    public override ImmutableArray<StudyMeasure> Facts => [.. plain.Facts, StudyMeasure.Of("circuits", Circuits)];

    public override ImmutableArray<StudyBaseline> Baselines => plain.Baselines;

    public override StudyRun Run(ulong seed, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        long start = Stopwatch.GetTimestamp();
        StudyRun trained = plain.Run(seed, null, cancellationToken);
        SequenceModel model = plain.Restore(trained).Model;
        var measures = ImmutableArray.CreateBuilder<StudyMeasure>();
        double exact = double.NaN;
        foreach (ShotCondition condition in Conditions)
        {
            Scores scores = Evaluate(model, plain.Split.Test, condition, ShotSeed(seed, condition), cancellationToken);
            if (condition == Exact) exact = scores.Mse;
            progress?.Report((double)plain.Split.Test.Count * Circuits);
            measures.AddRange(
                StudyMeasure.Of("mse", scores.Mse, condition.Name),
                StudyMeasure.Of("r2", scores.R2, condition.Name),
                StudyMeasure.Of("mse_change", (scores.Mse / exact) - 1, condition.Name));
        }

        return trained with { Identity = Identity(seed), Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds, Measures = measures.DrainToImmutable(), Weights = null };
    }

    /// <summary>The seed of the shots of a run under a condition: a stream of its own for each.</summary>
    public ulong ShotSeed(ulong seed, ShotCondition condition) => new RandomSource(seed, $"{Data} {Entry.Label} {condition.Name}").NextUInt64();

    /// <summary>Scores a model on all windows, its circuits on a simulated device, all else in doubles; NaN of one that has diverged.</summary>
    public static Scores Evaluate(SequenceModel model, WindowSet test, ShotCondition condition, ulong shotSeed, CancellationToken cancellationToken = default)
    {
        if (Array.Exists(model.Parameters, weight => !float.IsFinite(weight))) return new Scores(0, double.NaN, double.NaN, double.NaN);
        new Evaluator(model, test).Predict(null, out _, out double[] truth);
        ICircuitBackend device = NoisyBackend.For((condition.Noisy ? Noise : new GateNoise()).ToNoiseModel(), condition.Shots, shotSeed);
        if (condition.LastStep) device = new LastStepBackend(NoisyBackend.For(), device, test.Window);
        double[] answers = [.. new HardwareModel(model, device).Predict(test, cancellationToken).SelectMany(answer => answer)];
        return Scores.Compare(answers, truth);
    }

    protected override string Describe(ulong seed) =>
        $"shots\n{plain.Identity(seed)}\n{Noise}\n{Data} {Entry.Label}\n{string.Join('\n', Conditions.Select(condition => condition.Name))}";
}
