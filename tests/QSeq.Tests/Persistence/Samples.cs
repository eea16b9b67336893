using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Forecasting;
using QSeq.Layers;
using QSeq.Models;
using QSeq.Persistence;
using QSeq.Quantum;
using QSeq.Tagging;
using QSeq.Training;

namespace QSeq.Tests.Persistence;

/// <summary>Trained models and forged files that the persistence tests share.</summary>
internal static class Samples
{
    private static readonly TaggedSentence[] Sentences =
    [
        new(["The", "dog", "eat", "the", "ice"], ["DET", "NN", "V", "DET", "NN"]),
        new(["Everybody", "read", "that", "book"], ["NN", "V", "DET", "NN"]),
    ];

    public static SequenceModel Small() => new(new SequenceModelConfig { Gates = new QkanGates() }, seed: 7);

    /// <summary>What a training run would make of a model, of realistic length.</summary>
    public static TrainedForecaster Forecaster(SequenceModel? model = null, string name = "qkan-lstm", ForecastRecipe? recipe = null)
    {
        model ??= Small();
        SequenceModelConfig config = model.Config;
        string[] columns = [.. Enumerable.Range(0, Math.Max(config.Inputs, config.Outputs)).Select(n => $"square_{n:00}")];
        recipe ??= new ForecastRecipe
        {
            Model = name,
            Network = config,
            Windows = new WindowOptions { Window = 64, Inputs = columns[..config.Inputs], Targets = columns[..config.Outputs], Sequence = config.Output == OutputMode.Sequence },
            Training = new TrainingOptions
            {
                Optimizer = new SgdConfig { LearningRate = 0.01, Momentum = 0.9 },
                Schedule = new StepSchedule { Every = 10, Gamma = 0.5 },
                ClipNorm = 1.5,
                EarlyStopping = new EarlyStopping { Patience = 10 },
                Seed = 20251205,
            },
            Reading = new CsvReadOptions { Gaps = GapPolicy.Linear, Columns = columns },
        };
        var scaler = new Scaler(
            ScalerKind.MinMax, [.. columns], [.. columns.Select((_, n) => 1234.5678901234567 + n)], [.. columns.Select((_, n) => 0.0012345678901234567 / (n + 1))]);
        var data = new SeriesOrigin
        {
            Source = "milan-internet-a.csv",
            Path = "milan-internet-a.csv",
            Rows = 8928,
            First = new DateTime(2013, 11, 1, 0, 0, 0, DateTimeKind.Unspecified),
            Last = new DateTime(2014, 1, 1, 23, 50, 0, DateTimeKind.Utc),
            TestRow = 7598,
            TestTime = new DateTime(2013, 12, 23, 18, 20, 0, DateTimeKind.Utc),
            Digest = new string('7', 64),
        };
        return TrainedForecaster.Of(
            recipe, model, scaler, data, new TrainingOutcome(21, 11, StopReason.EarlyStopping), new Scores(1329, 0.987654321098765, 0.0034567890123456, 0.0456789012345678).ByName("test"), RunPlace.Here(4));
    }

    /// <summary>A tagger of two sentences, with initial weights.</summary>
    public static TrainedTagger Tagger(GateConfig? gates = null, int hidden = 6, int minCount = 1, bool bidirectional = false)
    {
        var recipe = new TaggingRecipe
        {
            Model = "lstm",
            Tagger = new TaggerOptions { Gates = gates ?? new LstmGates(), Hidden = hidden, Tokens = new() { MinCount = minCount }, Bidirectional = bidirectional },
            Split = null,
            Training = new TrainingOptions { Epochs = 1, Seed = 3 },
        };
        return new TaggerTraining(Sentences, recipe).ToTagger(new TrainingOutcome(100, 100, StopReason.Completed));
    }

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
    public static byte[] Forge(string json, ReadOnlySpan<float> weights) => ModelFormat.Join(System.Text.Encoding.UTF8.GetBytes(json), weights);

    /// <summary>A good file's manifest changed at will and signed anew.</summary>
    public static byte[] Forge(Action<JsonObject> change)
    {
        TrainedForecaster model = Forecaster();
        JsonObject json = Json(model.ToBytes());
        change(json);
        return Forge(json.ToJsonString(), model.Model.Parameters);
    }

    /// <summary>A fixture of format 1 with its manifest changed at will, signed anew.</summary>
    public static byte[] ForgeFormat1(string file, Action<JsonObject> change)
    {
        byte[] old = File.ReadAllBytes(Format1(file));
        JsonObject json = Json(old);
        change(json);
        byte[] forged = Forge(json.ToJsonString(), ModelFormat.ReadWeights(ModelFormat.Split(old, file).Weights));
        forged[4] = 1;
        return Sign(forged);
    }

    /// <summary>A file that the last version of format 1 wrote.</summary>
    public static string Format1(string file) => Path.Combine(AppContext.BaseDirectory, "Persistence", "Format1", file);

    /// <summary>Sets a member, given by its path, such as <c>recipe.model.hidden</c>.</summary>
    public static void Put(JsonObject json, string path, string value)
    {
        string[] keys = path.Split('.');
        foreach (string key in keys[..^1]) json = json[key]!.AsObject();
        json[keys[^1]] = JsonNode.Parse(value);
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
}
