using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using QSeq.Layers;
using QSeq.Models;
using QSeq.Persistence;
using QSeq.Quantum;

namespace QSeq.Tests.Persistence;

/// <summary>Models, manifests and forged files that the persistence tests share.</summary>
internal static class Samples
{
    public static SequenceModel Small() => new(new SequenceModelConfig { Gates = new QkanGates() }, seed: 7);

    /// <summary>What a training run would say, of realistic length.</summary>
    public static ModelManifest Manifest(SequenceModelConfig config, string name = "qkan-lstm") => new()
    {
        Name = name,
        Data = new DataDescription
        {
            Source = "milan-internet-a.csv",
            Inputs = [.. Enumerable.Range(0, config.Inputs).Select(n => $"square_{n:00}")],
            Targets = [.. Enumerable.Range(0, config.Outputs).Select(n => $"square_{n:00}")],
            Window = 64,
            Horizon = 1,
            Sequence = config.Output == OutputMode.Sequence,
            Scaler = Scaler(Math.Max(config.Inputs, config.Outputs)),
            Notes = new Dictionary<string, string> { ["step"] = "00:10:00", ["gaps"] = "linear", ["split"] = "0.7,0.15", ["rows"] = "8928", ["times"] = "2013-11-01 00:00:00..2014-01-01 23:50:00", ["test-from"] = "row 7599 at 2013-12-23 18:20:00" },
        },
        Training = new TrainingDescription
        {
            Seed = 20251205,
            Epochs = 30,
            Optimizer = "adam",
            LearningRate = 0.01,
            Loss = "mse",
            Batch = 16,
            StopReason = "validation loss has not fallen for 10 epochs",
            KeptEpoch = 20,
            Schedule = "step every 10 gamma 0.5",
            Clip = 1.5,
            Patience = 10,
            Momentum = 0.9,
            WeightDecay = 0.01,
        },
        Metrics = new Dictionary<string, double>
        {
            ["train.mse"] = 0.0012345678901234,
            ["validation.mse"] = 0.0023456789012345,
            ["test.mse"] = 0.0034567890123456,
            ["test.mae"] = 0.0456789012345678,
            ["test.r2"] = 0.987654321098765,
        },
    };

    public static IEnumerable<GateConfig> AllGates()
    {
        foreach (bool alike in (bool[])[false, true])
        {
            for (int biases = 0; biases <= 2; biases++) yield return new LstmGates { Biases = biases, GatesStartAlike = alike };
            foreach (Entangler entangler in Enum.GetValues<Entangler>())
            {
                yield return new QlstmGates { Circuit = new VqcOptions { Depth = 2, Entangler = entangler }, GatesStartAlike = alike };
                yield return new QlstmGates { Circuit = new VqcOptions { Depth = 1, Entangler = entangler }, Qubits = 3, GatesStartAlike = alike };
            }
        }

        foreach (QuantumKernelOptions options in AllKernels()) yield return new QkGates { Kernel = options, GatesStartAlike = options.SharedReadout };
        foreach (QkanOptions options in AllCircuits())
        {
            yield return new QkanGates { Qkan = options, GatesStartAlike = options.TrainBase };
            yield return new HqkanGates { Hqkan = new HqkanOptions { Encoded = 2, Latent = 3, Qkan = options }, Packed = options.TrainPostBias };
        }
    }

    /// <summary>A file around any manifest and weights, with a right checksum: what only a forger writes.</summary>
    public static byte[] Forge(string json, ReadOnlySpan<float> weights) => ModelFormat.Join(System.Text.Encoding.UTF8.GetBytes(json), weights, version: 1);

    /// <summary>A good file's manifest changed at will and signed anew.</summary>
    public static byte[] Forge(Action<JsonObject> change)
    {
        SequenceModel model = Small();
        JsonObject json = Json(ModelFile.ToBytes(model, Manifest(model.Config)));
        change(json);
        return Forge(json.ToJsonString(), model.Parameters);
    }

    /// <summary>Sets the checksum of a file to what its other bytes ask for.</summary>
    public static byte[] Sign(byte[] file)
    {
        SHA256.HashData(file.AsSpan()[..^8]).AsSpan(0, 8).CopyTo(file.AsSpan()[^8..]);
        return file;
    }

    public static JsonObject Json(byte[] file)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(6));
        return JsonNode.Parse(ModelFormat.Decompress(file.AsSpan(10, length), "sample"))!.AsObject();
    }

    private static IEnumerable<QkanOptions> AllCircuits() =>
        from encoding in Enum.GetValues<Encoding>()
        from readout in Enum.GetValues<Readout>()
        from function in Enum.GetValues<BaseFunction>()
        from flags in Enumerable.Range(0, 16)
        select new QkanOptions
        {
            Encoding = encoding,
            Readout = readout,
            Base = function,
            Reps = 1 + (flags % 3),
            TrainPreactivation = (flags & 1) != 0,
            TrainBase = (flags & 2) != 0,
            TrainPostWeight = (flags & 4) != 0,
            TrainPostBias = (flags & 8) != 0,
            Noise = flags % 5 == 1 && (encoding is Encoding.Pz or Encoding.Rpz) && readout == Readout.Expectation
                ? new GateNoise { Depolarising = 0.01 * flags, AmplitudeDamping = 0.02, PhaseDamping = 0.03, Readout = 0.04 }
                : null,
        };

    private static IEnumerable<QuantumKernelOptions> AllKernels() =>
        from entangler in Enum.GetValues<Entangler>()
        from flags in Enumerable.Range(0, 16)
        from projected in (bool[])[false, true]
        select new QuantumKernelOptions
        {
            Projection = projected ? 2 : null,
            References = 1 + (flags % 3),
            SharedReferences = (flags & 3) == 0,
            SharedReadout = (flags & 1) != 0,
            Similarity = new SimilarityOptions
            {
                FeatureMap = new FeatureMapOptions { Reps = 1 + (flags % 2), Entangler = entangler, Qubits = (flags & 8) != 0 ? 1 : null },
                TrainReferences = (flags & 2) != 0,
                TrainScale = (flags & 4) != 0,
                InitialScale = projected ? 0.1 * (flags + 1) : null,
            },
        };

    private static ScalerDescription Scaler(int columns) => new()
    {
        Kind = "min-max",
        Columns = [.. Enumerable.Range(0, columns).Select(n => $"square_{n:00}")],
        Offset = [.. Enumerable.Range(0, columns).Select(n => 1234.5678901234567 + n)],
        Scale = [.. Enumerable.Range(0, columns).Select(n => 0.0012345678901234567 / (n + 1))],
    };
}
