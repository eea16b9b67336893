using System.Globalization;
using QSeq.Quantum.Mitigation;
using QSeq.Studies.Papers;
using QSeq.Training;

namespace QSeq.Cli.Reproduce;

/// <summary>The experiment on simulated hardware, ready to run.</summary>
internal sealed record HardwarePlan
{
    private const int DefaultSeeds = 5;

    /// <summary>The models and their data.</summary>
    public required HardwareCase[] Cases { get; init; }

    /// <summary>How they are trained; rate and seed differ from run to run.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>Seeds, from 0 up.</summary>
    public required int Seeds { get; init; }

    /// <summary>The curve of the extrapolation.</summary>
    public required Extrapolation Curve { get; init; }

    /// <summary>The settings in words.</summary>
    public required string Settings { get; init; }

    /// <summary>The plan.</summary>
    /// <param name="seeds">Seeds, or null for the experiment's own.</param>
    /// <param name="epochs">Epochs, or null for the experiment's own.</param>
    /// <param name="curve">The curve of the extrapolation.</param>
    public static HardwarePlan Of(int? seeds, int? epochs, Extrapolation curve = HardwareExperiment.Curve)
    {
        var training = new TrainingOptions();
        if (epochs is { } other) training = training with { Epochs = other };
        return new HardwarePlan
        {
            Cases = [.. HardwareExperiment.Cases()],
            Training = training,
            Seeds = seeds ?? DefaultSeeds,
            Curve = curve,
            Settings = string.Create(
                CultureInfo.InvariantCulture,
                $"trained on exact circuits, {training.Epochs} epochs; every window of the test part forecast on a simulated device; mitigation is {curve.ToString().ToLowerInvariant()} extrapolation from circuits folded {string.Join(", ", HardwareExperiment.Scales)} times where gates are noisy, and inversion of misread bits, calibrated by {HardwareExperiment.CalibrationRepetitions} runs of two circuits (extrapolated likewise), where bits are"),
        };
    }
}
