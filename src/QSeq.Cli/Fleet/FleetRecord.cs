using System.Text.Json.Serialization;
using QSeq.Evaluation;

namespace QSeq.Cli.Fleet;

/// <summary>What is kept of one series: a line of the journal, from which every other file is made.</summary>
internal sealed record FleetRecord
{
    public required string Series { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public string? Failure { get; init; }

    /// <summary>Its seed; <c>qseq train --seed</c> with it gives the same model.</summary>
    public required ulong Seed { get; init; }

    public int Epochs { get; init; }

    public int BestEpoch { get; init; }

    /// <summary>Scores in original units.</summary>
    public Scores? Train { get; init; }

    public Scores? Validation { get; init; }

    public Scores? Test { get; init; }

    /// <summary>Persistence on the test part.</summary>
    public Scores? Naive { get; init; }

    /// <summary>Linear AR on the test part.</summary>
    public Scores? LinearAr { get; init; }

    public double Seconds { get; init; }

    /// <summary>The digest of the weights; null without.</summary>
    public string? Digest { get; init; }

    /// <summary>The scaler's, with <see cref="Scale"/>.</summary>
    public double Offset { get; init; }

    public double Scale { get; init; }

    /// <summary>The weights; null without.</summary>
    public float[]? Weights { get; init; }

    /// <summary>What to keep of a result.</summary>
    public static FleetRecord Of(FleetResult result) => new()
    {
        Series = result.Series,
        Failure = result.Failure,
        Seed = result.Seed,
        Epochs = result.Epochs,
        BestEpoch = result.BestEpoch,
        Train = result.Train,
        Validation = result.Validation,
        Test = result.Test,
        Naive = result.Naive,
        LinearAr = result.LinearAr,
        Seconds = result.Seconds,
        Digest = result.Model is { } model ? TrainedModel.DigestOf(model) : null,
        Offset = result.Scaler?.Offset[0] ?? 0,
        Scale = result.Scaler?.Scale[0] ?? 1,
        Weights = result.Model?.Parameters,
    };
}

/// <summary>The first line of a journal: what the fleet in it is.</summary>
/// <param name="Format">The version of the journal's format.</param>
/// <param name="Settings">Everything that results depend on, in words.</param>
internal sealed record FleetHead(int Format, Dictionary<string, string> Settings);

/// <summary>What fleet.json holds.</summary>
internal sealed record FleetFile
{
    /// <summary>The .NET runtime.</summary>
    public required string Runtime { get; init; }

    /// <summary>The operating system.</summary>
    public required string System { get; init; }

    /// <summary>Which data this is.</summary>
    public required string Source { get; init; }

    /// <summary>What was repaired or left out of it.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Everything that results depend on, in words: options, version, digest of the data.</summary>
    public required Dictionary<string, string> Settings { get; init; }

    /// <summary>The model with all its sizes.</summary>
    public required string Model { get; init; }

    /// <summary>Parameters that train, of each model.</summary>
    public required int Parameters { get; init; }

    /// <summary>Threads of the last session; nothing but times depends on them.</summary>
    public required int Threads { get; init; }

    public required FleetSummary Summary { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectRequiredConstructorParameters = true,
    NewLine = "\n")]
[JsonSerializable(typeof(FleetRecord))]
[JsonSerializable(typeof(FleetHead))]
internal sealed partial class FleetLineJson : JsonSerializerContext;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(FleetFile))]
internal sealed partial class FleetFileJson : JsonSerializerContext;
