using System.Collections.Immutable;
using System.Diagnostics;
using QSeq.Core;
using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Hardware;
using QSeq.Models;
using QSeq.Quantum;
using QSeq.Quantum.Mitigation;
using QSeq.Quantum.Simulators;
using QSeq.Training;

namespace QSeq.Studies.Papers;

/// <summary>Trains a model without noise, and under it, and scores its forecasts on a simulated device under many conditions.</summary>
public static class HardwareSweep
{
    /// <summary>One seed of a model on data: three trainings, and every condition on all windows of the test part.</summary>
    /// <param name="subject">The model and its data.</param>
    /// <param name="options">Epochs, batch size and so on; rate and seed are set here.</param>
    /// <param name="seed">The seed of first weights, of the order of samples and of all shots.</param>
    /// <param name="curve">The curve of the extrapolation.</param>
    /// <param name="progress">Told after every condition, how many circuits have run.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>The scores.</returns>
    public static HardwareRun Run(
        HardwareCase subject,
        TrainingOptions options,
        ulong seed,
        Extrapolation curve = HardwareExperiment.Curve,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        long start = Stopwatch.GetTimestamp();
        SweepRun plain = SeedSweep.Run(subject.Contender, subject.Split, options, seed, null, cancellationToken);
        HardwareScore Score(SequenceModel model, HardwareCondition condition, string trained)
        {
            HardwareScore score = Evaluate(model, subject.Split.Test, condition, ShotSeed(seed, subject, condition, trained), cancellationToken);
            progress?.Report(score.Cost.Circuits);
            return score;
        }

        ImmutableArray<HardwareScore> scores = [.. HardwareExperiment.Conditions.Select(condition => Score(plain.Model, condition with { Curve = curve }, ""))];
        var aware = ImmutableArray.CreateBuilder<HardwareScore>();
        foreach (double depolarising in HardwareExperiment.TrainedUnder)
        {
            Contender noisy = HardwareExperiment.Under(subject.Contender, new GateNoise { Depolarising = depolarising });
            SweepRun run = SeedSweep.Run(noisy, subject.Split, options, seed, null, cancellationToken);
            foreach (int? shots in HardwareExperiment.TrainedShots)
                aware.Add(Score(run.Model, new HardwareCondition(shots, depolarising, 0, false), " trained under it"));
        }

        return new HardwareRun(seed, plain.Scaled.R2, scores, aware.ToImmutable(), Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Scores a model whose circuits run on a simulated device, everything else in double precision.</summary>
    /// <param name="model">The model; noise in its own options is not read, the device has its own.</param>
    /// <param name="test">The windows, all of which are forecast.</param>
    /// <param name="condition">Shots, noise, mitigation.</param>
    /// <param name="shotSeed">The seed of the shots.</param>
    /// <param name="cancellationToken">Ends the work between circuits.</param>
    /// <returns>R2 in scaled units (NaN of a model that has diverged) and the cost.</returns>
    public static HardwareScore Evaluate(
        SequenceModel model, WindowSet test, HardwareCondition condition, ulong shotSeed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(condition);
        if (Array.Exists(model.Parameters, weight => !float.IsFinite(weight))) return new HardwareScore(condition, double.NaN, test.Count, default, default);

        new Evaluator(model, test).Predict(null, out _, out double[] truth);
        ICircuitBackend device = Device(condition, shotSeed, out HardwareCost calibration, cancellationToken);
        var hardware = new HardwareModel(model, device);
        double[] answers = [.. hardware.Predict(test, cancellationToken).SelectMany(answer => answer)];
        return new HardwareScore(condition, Scores.Compare(answers, truth).R2, test.Count, hardware.Cost, calibration);
    }

    /// <summary>
    /// Readout first, for it is nearest to the device: extrapolation then sees gate noise alone. The X of the calibration is a
    /// noisy gate too and is extrapolated, or else its noise would be taken for misread bits and every answer shifted.
    /// </summary>
    private static ICircuitBackend Device(HardwareCondition condition, ulong seed, out HardwareCost calibration, CancellationToken cancellationToken)
    {
        var noise = new GateNoise { Depolarising = condition.Depolarising, Readout = condition.Readout };
        ICircuitBackend device = NoisyBackend.For(noise.ToNoiseModel(), condition.Shots, seed);
        calibration = default;
        if (!condition.Mitigated) return device;
        if (condition.Readout > 0)
        {
            var measured = ReadoutInversion.Calibrate(Extrapolated(condition, device), 1, condition.Shots is null ? 1 : HardwareExperiment.CalibrationRepetitions, cancellationToken);
            (device, calibration) = (new ReadoutInversion(device, measured.Errors[0]), measured.Calibration);
        }

        return Extrapolated(condition, device);
    }

    private static ICircuitBackend Extrapolated(HardwareCondition condition, ICircuitBackend device) =>
        condition.Depolarising > 0 ? new ZeroNoiseExtrapolation(device, condition.Curve, HardwareExperiment.Scales) : device;

    private static ulong ShotSeed(ulong seed, HardwareCase subject, HardwareCondition condition, string trained) =>
        new RandomSource(seed, $"{subject.Data} {subject.Contender.Label} {condition.Name}{trained}").NextUInt64();
}

/// <summary>What forecasts under a condition are worth and cost.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="R2">R2 on the test part, scaled units.</param>
/// <param name="Forecasts">Windows forecast.</param>
/// <param name="Cost">Circuits and shots of all of them.</param>
/// <param name="Calibration">Circuits and shots before the first.</param>
public sealed record HardwareScore(HardwareCondition Condition, double R2, int Forecasts, HardwareCost Cost, HardwareCost Calibration);

/// <summary>One seed of a model on data.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="ModelR2">R2 of the trained model as it computes itself, scaled units.</param>
/// <param name="Scores">Of the model trained without noise, as <see cref="HardwareExperiment.Conditions"/> go.</param>
/// <param name="Aware">Of models trained under the noise of the condition, noise after noise and shots after shots.</param>
/// <param name="Seconds">Wall time, trainings included.</param>
public sealed record HardwareRun(ulong Seed, double ModelR2, ImmutableArray<HardwareScore> Scores, ImmutableArray<HardwareScore> Aware, double Seconds);
