using System.Diagnostics;
using QSeq.Evaluation;
using QSeq.Hardware;
using QSeq.Layers;
using QSeq.Quantum;
using QSeq.Quantum.Mitigation;
using QSeq.Quantum.Simulators;

namespace QSeq.Studies;

/// <summary>What a forecast is asked through on a device.</summary>
/// <param name="Shots">Shots a circuit; null for exact probabilities.</param>
/// <param name="Depolarising">Depolarising probability after every gate, 0 to 1.</param>
/// <param name="Readout">Probability to misread a bit, either way, 0 to 1.</param>
/// <param name="Mitigated">Whether gate noise is extrapolated away and misread bits are inverted, each where it is there.</param>
/// <param name="TrainedUnder">Whether the model was trained under the same gate noise, instead of none.</param>
public sealed record DeviceCondition(int? Shots, double Depolarising, double Readout, bool Mitigated, bool TrainedUnder = false)
{
    /// <summary>In a few words: the condition of its rows, and the name of its stream of shots.</summary>
    public string Name => Invariant(
        $"{Shots?.ToString(CultureInfo.InvariantCulture) ?? "exact"} {Depolarising} {Readout}{(Mitigated ? " mitigated" : "")}{(TrainedUnder ? " trained under it" : "")}");
}

/// <summary>What forecasts under a condition are worth and cost.</summary>
/// <param name="R2">R2 on the windows, scaled units; NaN of a model that has diverged.</param>
/// <param name="Cost">Circuits and shots of all windows.</param>
/// <param name="Calibration">Circuits and shots before the first.</param>
public sealed record DeviceScore(double R2, HardwareCost Cost, HardwareCost Calibration);

/// <summary>
/// A QKAN model whose circuits run on a simulated device: trained without noise and, for some conditions, under it, then asked for
/// every window of the test part under every condition. Measures are <c>model_r2</c>, of the model as it computes itself, and
/// for each condition <c>r2</c>, <c>circuits</c>, <c>shots</c>, <c>calibration_circuits</c> and <c>calibration_shots</c>.
/// </summary>
public sealed class DeviceCase : StudyCase
{
    /// <summary>How often the two circuits of a readout calibration run before the forecasts, at the shots of these.</summary>
    public const int CalibrationRepetitions = 16;

    private readonly ForecastCase _plain;
    private readonly ImmutableArray<DeviceCondition> _conditions;
    private readonly Extrapolation _curve;

    /// <summary>Creates a case.</summary>
    /// <param name="plain">The model on its data, without noise.</param>
    /// <param name="conditions">The conditions.</param>
    /// <param name="curve">The curve of zero-noise extrapolation; the shots drawn are the same for all.</param>
    /// <exception cref="ArgumentException">The model has no QKAN.</exception>
    public DeviceCase(ForecastCase plain, ImmutableArray<DeviceCondition> conditions, Extrapolation curve)
        : base((plain ?? throw new ArgumentNullException(nameof(plain))).Data, plain.Entry)
    {
        (_plain, _conditions, _curve) = (plain, conditions, curve);
        Under((ForecastEntry)plain.Entry, new GateNoise());
    }

    /// <summary>Noise scales of the extrapolation: whole circuits folded.</summary>
    public static ImmutableArray<int> Scales { get; } = [1, 3, 5];

    /// <inheritdoc/>
    public override string Source => _plain.Source;

    /// <inheritdoc/>
    public override double Cost
    {
        get
        {
            double passes = _conditions.Sum(condition => condition is { Mitigated: true, Depolarising: > 0 } ? Scales.Length : 1);
            return passes * _plain.Split.Test.Count * _plain.Split.Test.Window * HardwareModel.Circuits(new SequenceModel(_plain.Recipe.Network, 0));
        }
    }

    /// <inheritdoc/>
    public override ImmutableArray<StudyMeasure> Facts => _plain.Facts;

    /// <inheritdoc/>
    public override ImmutableArray<StudyBaseline> Baselines => _plain.Baselines;

    /// <summary>The same model with gate noise in training and in its own answers.</summary>
    /// <param name="entry">A QKAN-LSTM or HQKAN-LSTM.</param>
    /// <param name="noise">The noise.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">It is another model.</exception>
    public static ForecastEntry Under(ForecastEntry entry, GateNoise noise)
    {
        ArgumentNullException.ThrowIfNull(entry);
        QkanOptions Noisy(QkanOptions options) => options with { Noise = noise };
        GateConfig gates = entry.Network.Gates switch
        {
            QkanGates qkan => qkan with { Qkan = Noisy(qkan.Qkan) },
            HqkanGates hqkan => hqkan with { Hqkan = hqkan.Hqkan with { Qkan = Noisy(hqkan.Hqkan.Qkan) } },
            _ => throw new ArgumentException($"{entry.Label} has no QKAN to train under noise.", nameof(entry)),
        };
        return entry with { Network = entry.Network with { Gates = gates } };
    }

    /// <inheritdoc/>
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
            foreach ((string metric, double value) in (ReadOnlySpan<(string, double)>)
            [
                ("r2", score.R2), ("circuits", score.Cost.Circuits), ("shots", score.Cost.Shots),
                ("calibration_circuits", score.Calibration.Circuits), ("calibration_shots", score.Calibration.Shots),
            ]) measures.Add(StudyMeasure.Of(metric, value, condition.Name));
        }

        return plain with { Identity = Identity(seed), Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds, Measures = measures.DrainToImmutable(), Weights = null };
    }

    /// <summary>The seed of the shots of a run under a condition: a stream of its own for each.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="condition">The condition.</param>
    /// <returns>The seed.</returns>
    public ulong ShotSeed(ulong seed, DeviceCondition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return new RandomSource(seed, $"{Data} {Entry.Label} {condition.Name}").NextUInt64();
    }

    /// <summary>Scores a model whose circuits run on a simulated device, everything else in double precision.</summary>
    /// <param name="model">The model; noise in its own options is not read, the device has its own.</param>
    /// <param name="test">The windows, all of which are forecast.</param>
    /// <param name="condition">Shots, noise, mitigation.</param>
    /// <param name="curve">The curve of the extrapolation.</param>
    /// <param name="shotSeed">The seed of the shots.</param>
    /// <param name="cancellationToken">Ends the work between circuits.</param>
    /// <returns>The score.</returns>
    public static DeviceScore Evaluate(
        SequenceModel model, WindowSet test, DeviceCondition condition, Extrapolation curve, ulong shotSeed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(condition);
        if (Array.Exists(model.Parameters, weight => !float.IsFinite(weight))) return new DeviceScore(double.NaN, default, default);

        new Evaluator(model, test).Predict(null, out _, out double[] truth);
        ICircuitBackend device = Device(condition, curve, shotSeed, out HardwareCost calibration, cancellationToken);
        var hardware = new HardwareModel(model, device);
        double[] answers = [.. hardware.Predict(test, cancellationToken).SelectMany(answer => answer)];
        return new DeviceScore(Scores.Compare(answers, truth).R2, hardware.Cost, calibration);
    }

    /// <inheritdoc/>
    protected override string Describe(ulong seed) =>
        $"device\n{_plain.Identity(seed)}\n{_curve} {string.Join(' ', Scales)} {CalibrationRepetitions}\n{Data} {Entry.Label}\n{string.Join('\n', _conditions.Select(condition => condition.Name))}";

    /// <summary>
    /// Readout first, for it is nearest to the device: extrapolation then sees gate noise alone. The X of the calibration is a
    /// noisy gate too and is extrapolated, or else its noise would be taken for misread bits and every answer shifted.
    /// </summary>
    private static ICircuitBackend Device(DeviceCondition condition, Extrapolation curve, ulong seed, out HardwareCost calibration, CancellationToken cancellationToken)
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
