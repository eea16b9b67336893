using System.Text.Json;
using QSeq.Layers;
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
            Config = Config(f.Object("config")),
            Data = Data(f.Object("data")),
            Training = Training(f.Object("training")),
            Metrics = f.Has("metrics") ? Metrics(f.Object("metrics")) : new Dictionary<string, double>(),
            Parameters = [.. f.Objects("parameters").Select(p => new ParameterDescription(p.Text("name"), p.Ints("shape")))],
        };
    }

    private static SequenceModelConfig Config(JsonFields f)
    {
        var d = new SequenceModelConfig { Gates = Gates(f.Object("gates")) };
        SequenceModelConfig config = d with
        {
            Inputs = f.Int("inputs", d.Inputs),
            Hidden = f.Int("hidden", d.Hidden),
            Layers = f.Int("layers", d.Layers),
            Outputs = f.Int("outputs", d.Outputs),
            Output = f.Choice("output", d.Output),
        };
        f.Close();
        return config;
    }

    private static GateConfig Gates(JsonFields f)
    {
        string kind = f.Has("kind") && f.Need("kind").ValueKind == JsonValueKind.String ? f.Text("kind") : "";
        GateConfig gates = kind switch
        {
            "lstm" when new LstmGates() is var d => d with { Biases = f.Int("biases", d.Biases) },
            "qlstm" when new QlstmGates() is var d => f.Has("circuit") ? d with { Circuit = Circuit(f.Object("circuit"), d.Circuit) } : d,
            "qkan-lstm" when new QkanGates() is var d => f.Has("qkan") ? d with { Qkan = Qkan(f.Object("qkan"), d.Qkan) } : d,
            "hqkan-lstm" when new HqkanGates() is var d => (f.Has("hqkan") ? d with { Hqkan = Hqkan(f.Object("hqkan"), d.Hqkan) } : d) with { Packed = f.Flag("packed", d.Packed) },
            _ => throw new JsonException($"config.gates.kind is '{kind}', known are lstm, qlstm, qkan-lstm, hqkan-lstm; update QSeq if the model comes from a newer one"),
        };
        gates = gates with { GatesStartAlike = f.Flag("gatesStartAlike", gates.GatesStartAlike) };
        f.Close();
        return gates;
    }

    private static VqcOptions Circuit(JsonFields f, VqcOptions d)
    {
        VqcOptions options = d with { Depth = f.Int("depth", d.Depth), Entangler = f.Choice("entangler", d.Entangler) };
        f.Close();
        return options;
    }

    private static HqkanOptions Hqkan(JsonFields f, HqkanOptions d)
    {
        HqkanOptions options = d with
        {
            Encoded = f.Int("encoded", d.Encoded),
            Latent = f.Int("latent", d.Latent),
            Qkan = f.Has("qkan") ? Qkan(f.Object("qkan"), d.Qkan) : d.Qkan,
        };
        f.Close();
        return options;
    }

    private static QkanOptions Qkan(JsonFields f, QkanOptions d)
    {
        QkanOptions options = d with
        {
            Encoding = f.Choice("encoding", d.Encoding),
            Reps = f.Int("reps", d.Reps),
            Readout = f.Choice("readout", d.Readout),
            Base = f.Choice("base", d.Base),
            TrainPreactivation = f.Flag("trainPreactivation", d.TrainPreactivation),
            TrainBase = f.Flag("trainBase", d.TrainBase),
            TrainPostWeight = f.Flag("trainPostWeight", d.TrainPostWeight),
            TrainPostBias = f.Flag("trainPostBias", d.TrainPostBias),
        };
        f.Close();
        return options;
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
