using QSeq.Quantum.Simulators;
using QSeq.Training;

namespace QSeq.Hardware;

/// <summary>How a model is trained on a backend.</summary>
public sealed record HardwareTrainingOptions
{
    /// <summary>Epochs, batches, optimiser, loss and seed; threads are the backend's own affair.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>
    /// Gradients by simultaneous perturbation (Spall 1992): all parameters at once a little either way at random, two
    /// evaluations a draw however many parameters there are; noisy. Null (default) for the parameter-shift rule, as the papers
    /// say: every angle of every circuit shifted by pi/2 either way, exact in expectation, 2 circuits an angle.
    /// </summary>
    public SpsaOptions? Spsa { get; init; }

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Training);
        Training.Validate();
        OptionCheck.Require(
            !Training.Objective.OfClasses && Training.Objective.OutputsPerTarget == 1,
            $"the objective is {Training.Objective.Kind}; expected one with an output for each target value, such as mse");
        Spsa?.Validate();
    }
}

/// <summary>The constants of simultaneous perturbation: step k perturbs by c / k^decay.</summary>
public sealed record SpsaOptions
{
    /// <summary>By how much the trainable parameters are perturbed at the first step, above 0; 0.1, large beside the noise of shots and small beside an angle.</summary>
    public double Perturbation { get; init; } = 0.1;

    /// <summary>How fast the perturbation shrinks, 0 to 1; 0.101 as Spall advises.</summary>
    public double Decay { get; init; } = 0.101;

    /// <summary>Perturbations averaged over in a step, at least 1, two evaluations each; 1.</summary>
    public int Draws { get; init; } = 1;

    internal void Validate()
    {
        OptionCheck.Require(Perturbation > 0 && double.IsFinite(Perturbation), $"perturbation is {Perturbation}, expected a finite number above 0, such as 0.1");
        OptionCheck.Require(Decay is >= 0 and <= 1, $"decay of the perturbation is {Decay}, expected 0 to 1");
        OptionCheck.Require(Draws >= 1, $"draws is {Draws}, expected 1 or more");
    }
}

/// <summary>How a training run on a backend went.</summary>
/// <param name="Training">Its epochs, and why it ended.</param>
/// <param name="Cost">What it ran on the device.</param>
public sealed record HardwareTrainingResult(TrainingResult Training, HardwareCost Cost);
