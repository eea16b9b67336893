namespace QSeq.Training;

/// <summary>How a model is trained. The defaults are the papers' settings for SHM and Bessel.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training data, at least 1; 30 as in the papers.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Samples a step, at least 1; 16, the top of the range in the group's other code (the papers do not say).</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>The optimiser; Adam with rate 0.01 as in the papers.</summary>
    public OptimizerConfig Optimizer { get; init; } = new AdamConfig();

    /// <summary>The learning-rate schedule; constant as in the papers.</summary>
    public Schedule Schedule { get; init; } = new ConstantSchedule();

    /// <summary>What is made small; MSE as in the papers.</summary>
    public Loss Loss { get; init; } = Loss.Mse;

    /// <summary>Longest allowed Euclidean norm of the gradient, above 0; null (default) does not clip.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>When to stop before the last epoch; null (default) never. Needs validation data.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>The seed of the order of the samples.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads, at least 1. The result does not depend on them: work is always cut into the same shards.</summary>
    public int Threads { get; init; } = 1;

    internal void Validate()
    {
        AtLeastOne(Epochs, "epochs", nameof(Epochs));
        AtLeastOne(BatchSize, "batch size", nameof(BatchSize));
        AtLeastOne(Threads, "threads", nameof(Threads));
        ArgumentNullException.ThrowIfNull(Optimizer);
        ArgumentNullException.ThrowIfNull(Schedule);
        if (ClipNorm is { } norm && !(norm > 0))
            throw new ArgumentOutOfRangeException(nameof(ClipNorm), norm, $"clip norm {norm} is out of range; choose a number above 0, or none.");
        if (EarlyStopping is { Patience: < 1 } early)
            throw new ArgumentOutOfRangeException(nameof(EarlyStopping), early.Patience, $"patience {early.Patience} is out of range; choose 1 or more.");
    }

    private static void AtLeastOne(int value, string what, string name)
    {
        if (value < 1) throw new ArgumentOutOfRangeException(name, value, $"{what} {value} is out of range; choose 1 or more.");
    }
}

/// <summary>Stops when the validation loss has not fallen for a while; the weights of the best epoch are kept.</summary>
public sealed record EarlyStopping
{
    /// <summary>Epochs without a new best, at least 1.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>By how much the loss must fall to count as a new best.</summary>
    public double MinDelta { get; init; }
}
