using System.Text.Json.Serialization;

namespace QSeq.Persistence;

/// <summary>How a model was trained: a record for people, not read by the model.</summary>
public sealed record TrainingDescription
{
    /// <summary>The seed that everything random was drawn from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Epochs run.</summary>
    public required int Epochs { get; init; }

    /// <summary>The optimiser, such as <c>adam</c>.</summary>
    public required string Optimizer { get; init; }

    /// <summary>Its first learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The loss, such as <c>mse</c>.</summary>
    public required string Loss { get; init; }

    /// <summary>Samples a step.</summary>
    public required int Batch { get; init; }

    /// <summary>Why it stopped before the last epoch asked for; null when it did not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? StopReason { get; init; }

    /// <summary>The epoch whose weights were kept; null where the file does not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? KeptEpoch { get; init; }

    /// <summary>The schedule and its parameters, such as <c>step every 10 gamma 0.5</c>; null for a constant rate.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Schedule { get; init; }

    /// <summary>The longest gradient allowed; null where it was not clipped.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Clip { get; init; }

    /// <summary>Epochs without a new best before it stopped; null for no early stopping.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Patience { get; init; }

    /// <summary>By how much the loss had to fall to count as a new best; null for any fall.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MinDelta { get; init; }

    /// <summary>The optimiser's momentum; null where it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Momentum { get; init; }

    /// <summary>The optimiser's weight decay; null where it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? WeightDecay { get; init; }

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Optimizer);
        ArgumentNullException.ThrowIfNull(Loss);
    }
}
