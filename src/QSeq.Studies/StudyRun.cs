using System.Text.Json.Serialization;

namespace QSeq.Studies;

/// <summary>What one run of a study gave: a model on data from a seed. All that is kept of it, here and in the journal.</summary>
public sealed record StudyRun
{
    /// <summary>The digest of all that the run came from, <see cref="StudyCase.Identity"/>.</summary>
    public required string Identity { get; init; }

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Why training ended.</summary>
    public required StopReason Stop { get; init; }

    /// <summary>What to do about a training that failed; null for one that did not.</summary>
    public string? Message { get; init; }

    /// <summary>Epochs completed.</summary>
    public required int Epochs { get; init; }

    /// <summary>The epoch whose weights were kept: the best on validation data, or the last.</summary>
    public required int KeptEpoch { get; init; }

    /// <summary>Wall time in seconds, the scores after every epoch included.</summary>
    public required double Seconds { get; init; }

    /// <summary>What was measured.</summary>
    public required ImmutableArray<StudyMeasure> Measures { get; init; }

    /// <summary>The weights kept; null where a study has no use for them.</summary>
    public float[]? Weights { get; init; }

    /// <summary>A value by epoch.</summary>
    /// <returns>One value for each epoch completed, from the first on; none where it was not measured by epoch.</returns>
    public ImmutableArray<double> Curve(string metric) => Measures.FirstOrDefault(m => m.Metric == metric && m.Epoch > 0)?.Values ?? [];

    /// <summary>A value of the run as a whole.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="condition">What it was measured under; empty where there is only one condition.</param>
    /// <returns>The value; NaN where it was not measured.</returns>
    public double Value(string metric, string condition = "") =>
        Measures.FirstOrDefault(m => m.Metric == metric && m.Epoch == 0 && m.Condition == condition)?.Values[0] ?? double.NaN;
}

/// <summary>A value that was measured, or one for each epoch.</summary>
/// <param name="Metric">What was measured, such as <c>test_r2</c>.</param>
/// <param name="Values">The values: one, or one for each epoch from <paramref name="Epoch"/> on.</param>
/// <param name="Epoch">The epoch of the first value, from 1; 0 for a value of the run as a whole.</param>
/// <param name="Condition">What it was measured under; empty where there is only one condition.</param>
public sealed record StudyMeasure(string Metric, ImmutableArray<double> Values, int Epoch = 0, string Condition = "")
{
    /// <summary>A value of the run as a whole.</summary>
    public static StudyMeasure Of(string metric, double value, string condition = "") => new(metric, [value], 0, condition);
}

/// <summary>The generated reader and writer of runs in a journal: no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(StudyRun))]
internal sealed partial class StudyRunJson : JsonSerializerContext;
