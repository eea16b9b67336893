using System.Text.Json.Serialization;

namespace QSeq.Cli.Fleet;

/// <summary>What is kept of one series: a line of the journal, from which every other file is made.</summary>
internal sealed record FleetRecord
{
    public const string Model = "model"; // beside the names of methods

    public required string Series { get; init; }
    public string? Failure { get; init; } // null where it was trained
    public required ulong Seed { get; init; } // qseq train --seed with it gives the same model
    public int Epochs { get; init; }
    public int BestEpoch { get; init; }
    public Scores? Train { get; init; } // these and the baselines' in original units
    public Scores? Validation { get; init; }
    public Scores? Test { get; init; }
    public Scores? Naive { get; init; } // persistence on the test part
    public Scores? LinearAr { get; init; }
    public MethodMae[]? Methods { get; init; } // of the classical methods; null where they were not asked for
    public FleetInterval[]? Intervals { get; init; } // of the model, on the test part; null where none were asked for
    public double Seconds { get; init; }
    public string? Digest { get; init; } // of the weights
    public int Rows { get; init; } // of the series, from its first value to its last
    public string? Data { get; init; } // digest of its values; null where it could not be read
    public double Offset { get; init; } // the scaler's
    public double Scale { get; init; }
    public double[]? Offsets { get; init; } // of all columns, where there are others beside the series
    public double[]? Scales { get; init; }
    public float[]? Weights { get; init; }

    /// <summary>Whether a model can be made of it; what training writes always is.</summary>
    public bool IsSound() => double.IsFinite(Offset) && double.IsFinite(Scale) && Scale != 0
        && Offsets?.All(double.IsFinite) != false && Scales?.All(scale => double.IsFinite(scale) && scale != 0) != false && Weights?.All(float.IsFinite) != false;

    public static FleetRecord Of(FleetResult result, PanelSeries series, double scale) => new()
    {
        Series = result.Series,
        Failure = series.Problem is { } problem ? ErrorText.Of(problem).Say(AdviceWords.Say) : result.Failure,
        Seed = result.Seed,
        Epochs = result.Epochs,
        BestEpoch = result.BestEpoch,
        Train = result.Train,
        Validation = result.Validation,
        Test = result.Test,
        Naive = result.Naive,
        LinearAr = result.LinearAr,
        Methods = result.Methods.Count == 0 ? null : MethodMae.Of(result.Methods, scale),
        Seconds = result.Seconds,
        Digest = result.Model is { } model ? TrainedModel.DigestOf(model) : null,
        Rows = series.Table?.Length ?? 0,
        Data = series.Table?.Digest(),
        Offset = result.Scaler?.Offset[0] ?? 0,
        Scale = result.Scaler?.Scale[0] ?? 1,
        Offsets = result.Scaler is { Names.Length: > 1 } all ? [.. all.Offset] : null,
        Scales = result.Scaler is { Names.Length: > 1 } each ? [.. each.Scale] : null,
        Weights = result.Model?.Parameters,
    };
}

/// <summary>The first line of a journal: the version of its format, and everything that results depend on, in words.</summary>
internal sealed record FleetHead(int Format, Dictionary<string, string> Settings);

/// <summary>What fleet.json holds.</summary>
internal sealed record FleetFile
{
    public required string Runtime { get; init; }
    public required string System { get; init; }
    public required string Source { get; init; }
    public required IReadOnlyList<string> Notes { get; init; } // what was repaired or left out of the data
    public required Dictionary<string, string> Settings { get; init; } // all that results depend on: options, version, digest of the data
    public required string Model { get; init; } // with all its sizes
    public required int Parameters { get; init; } // those that train, of each model
    public required int Threads { get; init; } // of the last session; nothing but times depends on them
    public required FleetSummary Summary { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
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
