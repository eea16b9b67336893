using System.Collections.Immutable;
using System.Text.Json.Serialization;
using QSeq.Models;

namespace QSeq.Persistence;

/// <summary>
/// Everything a model file says beside the weights: what the model is, which data it expects and how it came about.
/// Written as camelCase JSON. Readers fill an option that an older file lacks with its default, refuse one they do not
/// know where it changes what is computed (<c>config</c>, <c>data</c>, <c>tagging</c>) and ignore it where it only describes.
/// </summary>
public sealed record ModelManifest
{
    /// <summary>The version of the file format; <see cref="ModelFile.Save"/> fills it in.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>The version of QSeq that wrote the file; <see cref="ModelFile.Save"/> fills it in.</summary>
    public string QSeqVersion { get; init; } = "";

    /// <summary>The model's name in the catalogue, such as <c>qkan-lstm</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What the model is; null only in a manifest that <see cref="ModelFile.Save"/> has yet to fill in.</summary>
    public SequenceModelConfig Config { get; init; } = null!;

    /// <summary>The series a forecasting model reads and answers with; null for a tagger.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DataDescription? Data { get; init; }

    /// <summary>The words and tags of a tagger; null for a forecasting model.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TaggingDescription? Tagging { get; init; }

    /// <summary>How it was trained.</summary>
    public required TrainingDescription Training { get; init; }

    /// <summary>How well it did, such as <c>test.r2</c>; NaN and infinities are kept.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>The tensors in the order of the weights; <see cref="ModelFile.Save"/> fills them in, loading checks them.</summary>
    public IReadOnlyList<ParameterDescription> Parameters { get; init; } = [];

    /// <summary>The manifest as indented JSON, for people and scripts.</summary>
    /// <returns>The text, the same on every system.</returns>
    public string ToJson() => ManifestJson.ToText(this);

    /// <summary>Checks what can be checked without building the model.</summary>
    /// <exception cref="ArgumentException">A value is missing or does not fit the others.</exception>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        ArgumentNullException.ThrowIfNull(Config);
        ArgumentNullException.ThrowIfNull(Training);
        ArgumentNullException.ThrowIfNull(Metrics);
        Config.Validate();
        if ((Data is null) == (Tagging is null))
            throw new ArgumentException($"the manifest describes {(Data is null ? "neither data nor tagging" : "both data and tagging")}; a model has one of them");
        Data?.Validate();
        Data?.CheckFit(Config);
        Tagging?.Validate();
        Tagging?.CheckFit(Config);
        Training.Validate();
    }
}

/// <summary>One tensor of the weights.</summary>
/// <param name="Name">Its name in the model's table, such as <c>cell0.theta</c>.</param>
/// <param name="Shape">Its dimensions.</param>
public sealed record ParameterDescription(string Name, IReadOnlyList<int> Shape);
