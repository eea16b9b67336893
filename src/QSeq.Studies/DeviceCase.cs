using QSeq.Hardware;
using QSeq.Quantum;
using QSeq.Quantum.Simulators;

namespace QSeq.Studies;

/// <summary>
/// What a forecast is asked through on a device: shots a circuit, null for exact probabilities; the depolarising probability after every
/// gate and the probability to misread a bit, either way, 0 to 1; whether each of these is mitigated (noise extrapolated away, misread
/// bits inverted) where it is there; and whether the model was trained under the same gate noise, instead of none.
/// </summary>
internal sealed record DeviceCondition(int? Shots, double Depolarising, double Readout, bool Mitigated, bool TrainedUnder = false)
{
    /// <summary>In a few words: the condition of its rows, and the name of its stream of shots.</summary>
    public string Name => Invariant(
        $"{Shots?.ToString(CultureInfo.InvariantCulture) ?? "exact"} {Depolarising} {Readout}{(Mitigated ? " mitigated" : "")}{(TrainedUnder ? " trained under it" : "")}");
}

/// <summary>R2 of forecasts in scaled units, NaN of a model that has diverged, and their cost: of all windows, and before the first.</summary>
internal sealed record DeviceScore(double R2, HardwareCost Cost, HardwareCost Calibration);

/// <summary>
/// A QKAN model whose circuits run on a simulated device: trained without noise and, for some conditions, under it, then asked for
/// every window of the test part under every condition. Measures are <c>model_r2</c>, of the model as it computes itself, and
/// for each condition <c>r2</c>, <c>circuits</c>, <c>shots</c>, <c>calibration_circuits</c> and <c>calibration_shots</c>.
/// </summary>
internal sealed class DeviceCase : StudyCase
{
    /// <summary>How often the two circuits of a readout calibration run before the forecasts, at the shots of these.</summary>
    public const int CalibrationRepetitions = 16;

    private readonly ForecastCase _plain;
    private readonly ImmutableArray<DeviceCondition> _conditions;
    private readonly Extrapolation _curve;

    /// <summary>A QKAN model on its data, without noise; the shots drawn are the same for all curves of extrapolation.</summary>
    public DeviceCase(ForecastCase plain, ImmutableArray<DeviceCondition> conditions, Extrapolation curve)
        : base(plain.Data, plain.Entry)
    {
        (_plain, _conditions, _curve) = (plain, conditions, curve);
        Under((ForecastEntry)plain.Entry, new GateNoise());
    }

    /// <summary>Noise scales of the extrapolation: whole circuits folded.</summary>
    public static ImmutableArray<int> Scales { get; } = [1, 3, 5];

    public override string Source => _plain.Source;

    public override double Cost => _conditions.Sum(condition => condition is { Mitigated: true, Depolarising: > 0 } ? Scales.Length : 1.0)
        * _plain.Split.Test.Count * _plain.Split.Test.Window * HardwareModel.Circuits(new SequenceModel(_plain.Recipe.Network, 0));

    public override ImmutableArray<StudyMeasure> Facts => _plain.Facts;

    public override ImmutableArray<StudyBaseline> Baselines => _plain.Baselines;

    /// <summary>The same QKAN-LSTM or HQKAN-LSTM with gate noise in training and in its own answers.</summary>
    public static ForecastEntry Under(ForecastEntry entry, GateNoise noise)
    {
        QkanOptions Noisy(QkanOptions options) => options with { Noise = noise };
        GateConfig gates = entry.Network.Gates switch
        {
            QkanGates qkan => qkan with { Qkan = Noisy(qkan.Qkan) },
            HqkanGates hqkan => hqkan with { Hqkan = hqkan.Hqkan with { Qkan = Noisy(hqkan.Hqkan.Qkan) } },
            _ => throw new ArgumentException($"{entry.Label} has no QKAN to train under noise.", nameof(entry)),
        };
        return entry with { Network = entry.Network with { Gates = gates } };
    }

    public override StudyRun Run(ulong seed, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        long start = Stopwatch.GetTimestamp();
        StudyRun plain = _plain.Run(seed, null, cancellationToken);
        Dictionary<double, SequenceModel> models = new() { [0] = _plain.Restore(plain).Model };
        SequenceModel TrainedUnder(double depolarising)
        {
            if (models.TryGetValue(depolarising, out SequenceModel? model)) return model;
            var noisy = new ForecastCase(Data, Under((ForecastEntry)Entry, new GateNoise { Depolarising = depolarising }), _plain.Table, _plain.Recipe);
            return models[depolarising] = noisy.Restore(noisy.Run(seed, null, cancellationToken)).Model;
        }

        var measures = ImmutableArray.CreateBuilder<StudyMeasure>();
        measures.Add(StudyMeasure.Of("model_r2", plain.Value("r2")));
        foreach (DeviceCondition condition in _conditions)
        {
            SequenceModel model = TrainedUnder(condition.TrainedUnder ? condition.Depolarising : 0);
            DeviceScore score = Evaluate(model, _plain.Split.Test, condition, _curve, ShotSeed(seed, condition), cancellationToken);
            progress?.Report(score.Cost.Circuits);
            StudyMeasure Measured(string metric, double value) => StudyMeasure.Of(metric, value, condition.Name);
            measures.AddRange(
                Measured("r2", score.R2),
                Measured("circuits", score.Cost.Circuits),
                Measured("shots", score.Cost.Shots),
                Measured("calibration_circuits", score.Calibration.Circuits),
                Measured("calibration_shots", score.Calibration.Shots));
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return plain with { Identity = Identity(seed), Seconds = seconds, Measures = measures.DrainToImmutable(), Weights = null };
    }

    /// <summary>The seed of the shots of a run under a condition: a stream of its own for each.</summary>
    public ulong ShotSeed(ulong seed, DeviceCondition condition) =>
        new RandomSource(seed, $"{Data} {Entry.Label} {condition.Name}").NextUInt64();

    /// <summary>Scores a model on all windows, its circuits on a simulated device without its own noise, all else in doubles.</summary>
    public static DeviceScore Evaluate(
        SequenceModel model, WindowSet test, DeviceCondition condition, Extrapolation curve, ulong shotSeed, CancellationToken cancellationToken = default)
    {
        if (Array.Exists(model.Parameters, weight => !float.IsFinite(weight))) return new DeviceScore(double.NaN, default, default);

        new Evaluator(model, test).Predict(null, out _, out double[] truth);
        ICircuitBackend device = Device(condition, curve, shotSeed, out HardwareCost calibration, cancellationToken);
        var hardware = new HardwareModel(model, device);
        double[] answers = [.. hardware.Predict(test, cancellationToken).SelectMany(answer => answer)];
        return new DeviceScore(Scores.Compare(answers, truth).R2, hardware.Cost, calibration);
    }

    protected override string Describe(ulong seed) =>
        $"device\n{_plain.Identity(seed)}\n{_curve} {string.Join(' ', Scales)} {CalibrationRepetitions}\n{Data} {Entry.Label}\n"
        + string.Join('\n', _conditions.Select(condition => condition.Name));

    /// <summary>
    /// Readout first, for it is nearest to the device: extrapolation then sees gate noise alone. The X of the calibration is a
    /// noisy gate too and is extrapolated, or else its noise would be taken for misread bits and every answer shifted.
    /// </summary>
    private static ICircuitBackend Device(
        DeviceCondition condition, Extrapolation curve, ulong seed, out HardwareCost calibration, CancellationToken cancellationToken)
    {
        var noise = new GateNoise { Depolarising = condition.Depolarising, Readout = condition.Readout };
        ICircuitBackend Extrapolated(ICircuitBackend on) => condition.Depolarising > 0 ? new ZeroNoiseExtrapolation(on, curve, Scales) : on;
        ICircuitBackend device = NoisyBackend.For(noise.ToNoiseModel(), condition.Shots, seed);
        calibration = default;
        if (!condition.Mitigated) return device;
        if (condition.Readout > 0)
        {
            var measured = ReadoutInversion.Calibrate(Extrapolated(device), 1, condition.Shots is null ? 1 : CalibrationRepetitions, cancellationToken);
            (device, calibration) = (new ReadoutInversion(device, measured.Errors[0]), measured.Calibration);
        }

        return Extrapolated(device);
    }
}
