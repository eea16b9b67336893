using QSeq.Engines;
using QSeq.Models;
using QSeq.Objectives;

namespace QSeq.Training;

/// <summary>How a model is trained. The defaults are the papers' settings for SHM and Bessel.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training data, at least 1; 30 as in the papers.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Samples a step, at least 1; 16, the top of the range in the group's other code (the papers do not say).</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Whether every epoch takes the samples in a random order (default), or as they are given.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>The optimiser; Adam with rate 0.01 as in the papers.</summary>
    public OptimizerConfig Optimizer { get; init; } = new AdamConfig();

    /// <summary>The learning-rate schedule; constant as in the papers.</summary>
    public Schedule Schedule { get; init; } = new ConstantSchedule();

    /// <summary>What is made small; MSE as in the papers.</summary>
    public Objective Objective { get; init; } = Objective.Mse;

    /// <summary>Longest allowed Euclidean norm of the gradient, above 0; null (default) does not clip.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>When to stop before the last epoch; null (default) never. Needs validation data.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>The seed of the order of the samples.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads, at least 1. The result does not depend on them: work is always cut into the same shards.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Exchanges all options but the threads, on which no result depends.</summary>
    internal TrainingOptions MapFields(FieldMap f, ModelCatalogue catalogue) => this with
    {
        Epochs = f.Whole("epochs", Epochs),
        BatchSize = f.Whole("batchSize", BatchSize),
        Optimizer = f.Kind("optimizer", Optimizer, OptimizerConfig.Kinds),
        Schedule = f.Kind("schedule", Schedule, Schedule.Kinds),
        Objective = f.Kind("objective", Objective, catalogue.Objectives),
        ClipNorm = f.Number("clipNorm", ClipNorm),
        EarlyStopping = f.Optional("earlyStopping", EarlyStopping, new EarlyStopping(), (early, inner) => early.MapFields(inner)),
        Shuffle = f.Flag("shuffle", Shuffle ? null : false) ?? true,
        Seed = f.Count("seed", Seed),
    };

    /// <summary>What an engine needs of it, for one of so many side by side.</summary>
    internal EngineOptions ForEngine(int engines = 1) => new(Objective, BatchSize, Threads, EngineOptions.MemoryOfMachine / engines) { SideBySide = engines };

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Optimizer);
        ArgumentNullException.ThrowIfNull(Schedule);
        ArgumentNullException.ThrowIfNull(Objective);
        OptionCheck.Require(Epochs >= 1, $"epochs is {Epochs}, expected 1 or more");
        OptionCheck.Require(BatchSize >= 1, $"batch size is {BatchSize}, expected 1 or more");
        OptionCheck.Require(Threads >= 1, $"threads is {Threads}, expected 1 or more");
        OptionCheck.Require(ClipNorm is null or > 0, $"clip norm is {ClipNorm}, expected a number above 0, or none");
        OptionCheck.Require(EarlyStopping is not { Patience: < 1 }, $"early stopping's patience is {EarlyStopping?.Patience}, expected 1 or more");
        OptionCheck.Require(
            EarlyStopping is null || (EarlyStopping.MinDelta >= 0 && double.IsFinite(EarlyStopping.MinDelta)),
            $"early stopping's smallest fall is {EarlyStopping?.MinDelta}, expected a finite number of 0 or more");
        Optimizer.Validate();
        Objective.Validate();
        OptionCheck.Require(
            Objective.OutputsPerTarget >= 1 && Objective.ForecastOutput >= 0 && Objective.ForecastOutput < Objective.OutputsPerTarget,
            $"the objective {Objective.Kind} has {Objective.OutputsPerTarget} outputs a target value and forecasts by output {Objective.ForecastOutput}; expected at least one, and one of them");
        Schedule.Validate();
    }
}

/// <summary>
/// Stops when the validation loss has not fallen for a while. The weights kept are those of the last epoch that counted as
/// a new best; where <see cref="MinDelta"/> is above 0, a later epoch may have had a loss lower by less than that.
/// </summary>
public sealed record EarlyStopping
{
    /// <summary>Epochs without a new best, at least 1; 10.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>By how much the loss must fall to count as a new best, at least 0; 0 counts any fall. The weights of an epoch that does not count are not kept.</summary>
    public double MinDelta { get; init; }

    internal EarlyStopping MapFields(FieldMap f) => new() { Patience = f.Whole("patience", Patience), MinDelta = f.Number("minDelta", MinDelta) };
}
