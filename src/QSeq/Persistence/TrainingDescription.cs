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

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Optimizer);
        ArgumentNullException.ThrowIfNull(Loss);
    }
}
