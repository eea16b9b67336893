using QSeq.Data;
using QSeq.Engines;
using QSeq.Models;
using QSeq.Quantum.Simulators;
using QSeq.Training;

namespace QSeq.Hardware;

/// <summary>
/// Trains a model on windows where every circuit runs on a backend, with its shots and noise: gradients by the
/// parameter-shift rule or by simultaneous perturbation, steps, clipping and the choice of the epoch as in
/// <see cref="Trainer"/>. The same seed, and a backend that starts from the same seed, give the same bits.
/// </summary>
public static class HardwareTrainer
{
    /// <summary>Trains.</summary>
    /// <param name="model">The model; its weights change.</param>
    /// <param name="train">Training windows.</param>
    /// <param name="validation">Windows that choose the epoch whose weights are kept, measured on the backend too; null or empty keeps those of the last epoch.</param>
    /// <param name="backend">What runs the circuits.</param>
    /// <param name="options">How to train; null for the defaults.</param>
    /// <param name="progress">Told after every epoch.</param>
    /// <param name="cancellationToken">Ends the run between circuits; the model then holds the last completed epoch.</param>
    /// <returns>How it went and what it cost. A non-finite loss is reported here, not thrown.</returns>
    /// <exception cref="ArgumentException">Options out of range, windows that do not fit the model, or circuits that do not fit the backend.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static HardwareTrainingResult Fit(
        SequenceModel model,
        WindowSet train,
        WindowSet? validation,
        ICircuitBackend backend,
        HardwareTrainingOptions? options = null,
        IProgress<EpochReport>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        options ??= new HardwareTrainingOptions();
        options.Validate();
        var hardware = new HardwareModel(model, backend);
        var source = new WindowSource(model, train, options.Training.Objective, "training");
        if (validation is { Count: 0 }) validation = null;
        if (validation is not null) WindowSource.Check(model, validation, options.Training.Objective, "validation");
        if (validation is null && options.Training.EarlyStopping is not null)
            throw new ArgumentException("Early stopping needs validation data; give some, or train without it.", nameof(options));

        var session = new NetworkSession(model, source, new DeviceEngine(hardware, train, validation, options, cancellationToken), options.Training);
        TrainingResult result = Trainer.ToEnd(session, progress, cancellationToken);
        return new HardwareTrainingResult(result, hardware.Cost);
    }
}
