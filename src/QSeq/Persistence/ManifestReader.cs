using System.Text.Json;
using QSeq.Core;
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
        var f = new FieldReader(root, "");
        return new ModelManifest
        {
            FormatVersion = f.Whole("formatVersion"),
            QSeqVersion = f.Text("qSeqVersion"),
            Name = f.Text("name"),
            Config = Config(f.Record("config")),
            Data = f.Has("data") ? Data(f.Record("data")) : null,
            Tagging = f.Has("tagging") ? Tagging(f.Record("tagging")) : null,
            Training = Training(f.Record("training")),
            Metrics = f.NumbersByName("metrics", new Dictionary<string, double>()),
            Parameters = [.. f.Records("parameters").Select(p => new ParameterDescription(p.Text("name"), p.Wholes("shape")))],
        };
    }

    private static SequenceModelConfig Config(FieldReader f)
    {
        SequenceModelConfig config = new SequenceModelConfig { Gates = null! }.MapFields(f, ModelCatalogue.Default);
        f.Close();
        return config;
    }

    private static DataDescription Data(FieldReader f)
    {
        var data = new DataDescription
        {
            Source = f.Text("source"),
            Inputs = f.Texts("inputs"),
            Targets = f.Texts("targets"),
            Window = f.Whole("window"),
            Horizon = f.Whole("horizon"),
            Sequence = f.Flag("sequence"),
            Scaler = Scaler(f.Record("scaler")),
            Notes = f.Has("notes") ? Notes(f.Record("notes")) : null,
        };
        f.Close();
        return data;
    }

    private static TaggingDescription Tagging(FieldReader f)
    {
        var tagging = new TaggingDescription
        {
            Source = f.Text("source"),
            Tags = f.Texts("tags"),
            Tokens = Tokens(f.Record("tokens")),
            Notes = f.Has("notes") ? Notes(f.Record("notes")) : null,
        };
        f.Close();
        return tagging;
    }

    private static TokenEncoderDescription Tokens(FieldReader f)
    {
        var channels = new List<TokenChannelDescription>();
        foreach (FieldReader channel in f.Records("channels"))
        {
            channels.Add(new TokenChannelDescription { Name = channel.Text("name"), Items = channel.Texts("items") });
            channel.Close();
        }

        var tokens = new TokenEncoderDescription
        {
            Channels = channels,
            MinCount = f.Whole("minCount"),
            SuffixLength = f.Whole("suffixLength"),
            Closed = f.Flag("closed", false),
            KnownWords = f.Has("knownWords") ? f.Texts("knownWords") : null,
        };
        f.Close();
        return tokens;
    }

    private static ScalerDescription Scaler(FieldReader f)
    {
        var scaler = new ScalerDescription { Kind = f.Text("kind"), Columns = f.Texts("columns"), Offset = f.Numbers("offset"), Scale = f.Numbers("scale") };
        f.Close();
        return scaler;
    }

    private static TrainingDescription Training(FieldReader f) => new()
    {
        Seed = f.Count("seed"),
        Epochs = f.Whole("epochs"),
        Optimizer = f.Text("optimizer"),
        LearningRate = f.Number("learningRate"),
        Loss = f.Text("loss"),
        Batch = f.Whole("batch"),
        StopReason = f.Has("stopReason") ? f.Text("stopReason") : null,
        KeptEpoch = f.Has("keptEpoch") ? f.Whole("keptEpoch") : null,
        Schedule = f.Has("schedule") ? f.Text("schedule") : null,
        Clip = f.Has("clip") ? f.Number("clip") : null,
        Patience = f.Has("patience") ? f.Whole("patience") : null,
        MinDelta = f.Has("minDelta") ? f.Number("minDelta") : null,
        Momentum = f.Has("momentum") ? f.Number("momentum") : null,
        WeightDecay = f.Has("weightDecay") ? f.Number("weightDecay") : null,
    };

    private static Dictionary<string, string> Notes(FieldReader f)
    {
        var notes = new Dictionary<string, string>();
        foreach (string name in f.Names()) notes[name] = f.Need(name).ValueKind == JsonValueKind.Null ? null! : f.Text(name); // Validate names it
        return notes;
    }
}
