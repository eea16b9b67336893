using System.Collections.Immutable;
using System.Text.Json;
using QSeq.Layers;
using QSeq.Quantum;

namespace QSeq.Models;

/// <summary>
/// Configurations from JSON, member by member: an option that is missing takes its default, one that is not known is
/// refused, for it would change what is computed. A further option needs a line here; a test finds one that is forgotten.
/// </summary>
internal static class ConfigReader
{
    /// <summary>Reads a configuration; whether its values are in range is not yet checked.</summary>
    /// <exception cref="JsonException">Something is of another type or not known.</exception>
    public static SequenceModelConfig Read(JsonFields f)
    {
        var d = new SequenceModelConfig { Gates = Gates(f.Object("gates")) };
        SequenceModelConfig config = d with
        {
            Inputs = f.Int("inputs", d.Inputs),
            Hidden = f.Int("hidden", d.Hidden),
            Layers = f.Int("layers", d.Layers),
            Outputs = f.Int("outputs", d.Outputs),
            Output = f.Choice("output", d.Output),
            Bidirectional = f.Flag("bidirectional", d.Bidirectional),
            Embedding = f.Has("embedding") ? Embedding(f.Object("embedding")) : d.Embedding,
        };
        f.Close();
        return config;
    }

    private static EmbeddingConfig Embedding(JsonFields f)
    {
        var channels = ImmutableArray.CreateBuilder<EmbeddingChannel>();
        foreach (JsonFields channel in f.Objects("channels"))
        {
            channels.Add(new EmbeddingChannel(channel.Text("name"), channel.Int("entries"), channel.Int("dimension")));
            channel.Close();
        }

        f.Close();
        return new EmbeddingConfig { Channels = channels.ToImmutable() };
    }

    private static GateConfig Gates(JsonFields f)
    {
        string kind = f.Has("kind") && f.Need("kind").ValueKind == JsonValueKind.String ? f.Text("kind") : "";
        GateConfig gates = kind switch
        {
            "lstm" when new LstmGates() is var d => d with { Biases = f.Int("biases", d.Biases) },
            "qlstm" when new QlstmGates() is var d => (f.Has("circuit") ? d with { Circuit = Circuit(f.Object("circuit"), d.Circuit) } : d) with { Qubits = f.Int("qubits", d.Qubits) },
            "qkan-lstm" when new QkanGates() is var d => f.Has("qkan") ? d with { Qkan = Qkan(f.Object("qkan"), d.Qkan) } : d,
            "hqkan-lstm" when new HqkanGates() is var d => (f.Has("hqkan") ? d with { Hqkan = Hqkan(f.Object("hqkan"), d.Hqkan) } : d) with { Packed = f.Flag("packed", d.Packed) },
            "qk-lstm" when new QkGates() is var d => f.Has("kernel") ? d with { Kernel = Kernel(f.Object("kernel"), d.Kernel) } : d,
            _ => throw new JsonException($"config.gates.kind is '{kind}', known are lstm, qlstm, qkan-lstm, hqkan-lstm, qk-lstm; update QSeq if the model comes from a newer one"),
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

    private static QuantumKernelOptions Kernel(JsonFields f, QuantumKernelOptions d)
    {
        QuantumKernelOptions options = d with
        {
            Projection = f.Int("projection", d.Projection),
            References = f.Int("references", d.References),
            SharedReferences = f.Flag("sharedReferences", d.SharedReferences),
            SharedReadout = f.Flag("sharedReadout", d.SharedReadout),
            Similarity = f.Has("similarity") ? Similarity(f.Object("similarity"), d.Similarity) : d.Similarity,
        };
        f.Close();
        return options;
    }

    private static SimilarityOptions Similarity(JsonFields f, SimilarityOptions d)
    {
        SimilarityOptions options = d with
        {
            FeatureMap = f.Has("featureMap") ? FeatureMap(f.Object("featureMap"), d.FeatureMap) : d.FeatureMap,
            TrainReferences = f.Flag("trainReferences", d.TrainReferences),
            TrainScale = f.Flag("trainScale", d.TrainScale),
            InitialScale = f.Number("initialScale", d.InitialScale),
        };
        f.Close();
        return options;
    }

    private static FeatureMapOptions FeatureMap(JsonFields f, FeatureMapOptions d)
    {
        FeatureMapOptions options = d with
        {
            Qubits = f.Int("qubits", d.Qubits),
            Reps = f.Int("reps", d.Reps),
            Entangler = f.Choice("entangler", d.Entangler),
        };
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
            Noise = f.Has("noise") ? Noise(f.Object("noise"), d.Noise ?? new GateNoise()) : d.Noise,
        };
        f.Close();
        return options;
    }

    private static GateNoise Noise(JsonFields f, GateNoise d)
    {
        GateNoise noise = d with
        {
            Depolarising = f.Number("depolarising", d.Depolarising) ?? d.Depolarising,
            AmplitudeDamping = f.Number("amplitudeDamping", d.AmplitudeDamping) ?? d.AmplitudeDamping,
            PhaseDamping = f.Number("phaseDamping", d.PhaseDamping) ?? d.PhaseDamping,
            Readout = f.Number("readout", d.Readout) ?? d.Readout,
        };
        f.Close();
        return noise;
    }
}
