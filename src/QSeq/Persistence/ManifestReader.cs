using System.Text.Json;
using QSeq.Data;
using QSeq.Models;

namespace QSeq.Persistence;

/// <summary>
/// Manifests from JSON, member by member. Generated readers would do, but most of a forecast's start was spent on setting
/// them up (70 of 200 ms), and they give an option that the text lacks 0 rather than its default.
/// </summary>
internal static class ManifestReader
{
    /// <summary>Reads a manifest; what it says is not yet checked.</summary>
    /// <exception cref="JsonException">Something is missing, of another type, or not known where it matters.</exception>
    public static ModelManifest Read(JsonElement root)
    {
        var f = new JsonFields(root, "");
        return new ModelManifest
        {
            FormatVersion = f.Int("formatVersion"),
            QSeqVersion = f.Text("qSeqVersion"),
            Name = f.Text("name"),
            Config = ConfigReader.Read(f.Object("config")),
            Data = Given(f, "data") ? Data(f.Object("data")) : null,
            Tagging = Given(f, "tagging") ? Tagging(f.Object("tagging")) : null,
            Training = Training(f.Object("training")),
            Metrics = f.Has("metrics") ? Metrics(f.Object("metrics")) : new Dictionary<string, double>(),
            Parameters = [.. f.Objects("parameters").Select(p => new ParameterDescription(p.Text("name"), p.Ints("shape")))],
        };
    }

    private static DataDescription Data(JsonFields f)
    {
        var data = new DataDescription
        {
            Source = f.Text("source"),
            Inputs = f.Texts("inputs"),
            Targets = f.Texts("targets"),
            Window = f.Int("window"),
            Horizon = f.Int("horizon"),
            Sequence = f.Flag("sequence"),
            Scaler = Scaler(f.Object("scaler")),
            Notes = Given(f, "notes") ? Notes(f.Object("notes")) : null,
        };
        f.Close();
        return data;
    }

    private static TaggingDescription Tagging(JsonFields f)
    {
        var tagging = new TaggingDescription
        {
            Source = f.Text("source"),
            Tags = f.Texts("tags"),
            Tokens = Tokens(f.Object("tokens")),
            Notes = Given(f, "notes") ? Notes(f.Object("notes")) : null,
        };
        f.Close();
        return tagging;
    }

    private static TokenEncoderDescription Tokens(JsonFields f)
    {
        var channels = new List<TokenChannelDescription>();
        foreach (JsonFields channel in f.Objects("channels"))
        {
            channels.Add(new TokenChannelDescription { Name = channel.Text("name"), Items = channel.Texts("items") });
            channel.Close();
        }

        var tokens = new TokenEncoderDescription
        {
            Channels = channels,
            MinCount = f.Int("minCount"),
            SuffixLength = f.Int("suffixLength"),
            Closed = f.Flag("closed", false),
            KnownWords = Given(f, "knownWords") ? f.Texts("knownWords") : null,
        };
        f.Close();
        return tokens;
    }

    private static ScalerDescription Scaler(JsonFields f)
    {
        var scaler = new ScalerDescription { Kind = f.Text("kind"), Columns = f.Texts("columns"), Offset = f.Numbers("offset"), Scale = f.Numbers("scale") };
        f.Close();
        return scaler;
    }

    private static TrainingDescription Training(JsonFields f) => new()
    {
        Seed = f.Count("seed"),
        Epochs = f.Int("epochs"),
        Optimizer = f.Text("optimizer"),
        LearningRate = f.Number("learningRate"),
        Loss = f.Text("loss"),
        Batch = f.Int("batch"),
        StopReason = Given(f, "stopReason") ? f.Text("stopReason") : null,
        KeptEpoch = Given(f, "keptEpoch") ? f.Int("keptEpoch") : null,
        Schedule = Given(f, "schedule") ? f.Text("schedule") : null,
        Clip = Given(f, "clip") ? f.Number("clip") : null,
        Patience = Given(f, "patience") ? f.Int("patience") : null,
        MinDelta = Given(f, "minDelta") ? f.Number("minDelta") : null,
        Momentum = Given(f, "momentum") ? f.Number("momentum") : null,
        WeightDecay = Given(f, "weightDecay") ? f.Number("weightDecay") : null,
    };

    private static bool Given(JsonFields f, string name) => f.Has(name) && f.Need(name).ValueKind != JsonValueKind.Null;

    private static Dictionary<string, double> Metrics(JsonFields f)
    {
        var metrics = new Dictionary<string, double>();
        foreach (string name in f.Names()) metrics[name] = f.Number(name);
        return metrics;
    }

    private static Dictionary<string, string> Notes(JsonFields f)
    {
        var notes = new Dictionary<string, string>();
        foreach (string name in f.Names()) notes[name] = f.Need(name).ValueKind == JsonValueKind.Null ? null! : f.Text(name); // Validate names it
        return notes;
    }
}
