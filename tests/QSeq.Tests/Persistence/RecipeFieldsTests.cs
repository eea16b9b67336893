using System.Text.Json;
using System.Text.Json.Nodes;
using QSeq.Core;
using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Models;
using QSeq.Objectives;
using QSeq.Tagging;
using QSeq.Training;

namespace QSeq.Tests.Persistence;

/// <summary>Recipes, and what else a model file says, through JSON and back.</summary>
public sealed class RecipeFieldsTests
{
    private static readonly GateConfig[] KnownGates = [new LstmGates(), new QlstmGates(), new SixCircuitGates(), new QkanGates(), new HqkanGates(), new QkGates(), new GruGates(), new FourierGates(), new SplineGates(), new FastWeightGates()];

    /// <summary>Gates whose options that may be absent are all there.</summary>
    private static readonly GateConfig[] FullGates =
    [
        new QlstmGates { Qubits = 4 },
        new QkanGates { Qkan = new() { Noise = new() { Depolarising = 0.01, AmplitudeDamping = 0.02, PhaseDamping = 0.03, Readout = 0.04 } } },
        new QkGates { Kernel = new() { Projection = 2, Similarity = new() { FeatureMap = new() { Qubits = 2 }, InitialScale = 0.5 } } },
    ];

    private static readonly TrainingOptions[] FullTrainings =
    [
        new() { ClipNorm = 1.5, EarlyStopping = new() { MinDelta = 0.5 } },
        new() { Optimizer = new RmsPropConfig(), Schedule = new CosineSchedule(), Objective = Objective.Huber(0.5) },
        new() { Optimizer = new SgdConfig(), Schedule = new StepSchedule(), Objective = Objective.Pinball(0.1, 0.5, 0.9) },
        new() { Schedule = new PlateauSchedule() },
    ];

    private static readonly CsvReadOptions FullReading = new() { Delimiter = ';', DecimalComma = true, TimeColumn = "day", Gaps = GapPolicy.Linear, Columns = ["a", "b"] };

    /// <summary>Fails when a new kind of gates, optimiser or schedule, or a new option of any of them, is not read: every value changed must be read back.</summary>
    [Fact]
    public void EveryOptionOfEveryKindIsRead()
    {
        AllDerived<GateConfig>(KnownGates);
        AllDerived<OptimizerConfig>(FullTrainings.Select(training => training.Optimizer));
        AllDerived<Schedule>(FullTrainings.Select(training => training.Schedule));
        AllDerived<Objective>(FullTrainings.Select(training => training.Objective).Append(Objective.Mae).Append(Objective.CrossEntropy));
        int changed = 0;
        foreach (GateConfig gates in KnownGates.Concat(FullGates))
        {
            foreach (TrainingOptions training in FullTrainings)
            {
                changed += EveryValue(Full(gates, training).ToJson(), ["name", "model.gates.kind", "training.optimizer.kind", "training.schedule.kind", "training.objective.kind"], ReadForecast);
                changed += EveryValue(FullTagging(gates, training).ToJson(), ["name", "tagger.gates.kind", "training.optimizer.kind", "training.schedule.kind", "training.objective"], ReadTagging);
            }
        }

        Assert.InRange(changed, 1000, 4000);
    }

    /// <summary>The same of what is no recipe.</summary>
    [Fact]
    public void EveryMemberOfTheFilesIsRead()
    {
        TrainedForecaster model = Samples.Forecaster();
        JsonObject json = JsonNode.Parse(model.ToJson())!.AsObject();
        Assert.InRange(EveryValue(json.ToJsonString(), ["formatVersion", "kind", "recipe", "parameters", "scaler.columns"], text =>
            TrainedForecaster.FromBytes(Samples.Forge(text, model.Model.Parameters), "sample").ToJson()), 20, 40);
        Assert.Equal(
            ["formatVersion", "kind", "qSeqVersion", "recipe", "scaler", "data", "training", "scores", "place", "parameters"], json.Select(member => member.Key));

        TrainedTagger tagger = Samples.Tagger(minCount: 2);
        json = JsonNode.Parse(tagger.ToJson())!.AsObject();
        Assert.InRange(EveryValue(json.ToJsonString(), ["formatVersion", "kind", "recipe", "parameters", "words.channels", "data.train.hashes"], text =>
            TrainedTagger.FromBytes(Samples.Forge(text, tagger.Model.Parameters), "sample").ToJson()), 20, 40);
        Assert.Equal(
            ["formatVersion", "kind", "qSeqVersion", "recipe", "words", "tags", "data", "training", "scores", "place", "parameters"], json.Select(member => member.Key));
    }

    /// <summary>A text of the fewest words means the defaults of the code, not zeros.</summary>
    [Fact]
    public void MissingOptionsOfEveryKindTakeTheirDefaults()
    {
        foreach (GateConfig gates in KnownGates)
        {
            string kind = $$$"""{"gates":{"kind":"{{{gates.Kind}}}"}}""";
            Assert.Equal(
                new ForecastRecipe { Model = "m", Network = new SequenceModelConfig { Gates = gates } }.ToJson(), ReadForecast($$"""{"name":"m","model":{{kind}}}"""));
            Assert.Equal(
                new TaggingRecipe { Model = "m", Tagger = new TaggerOptions { Gates = gates }, Split = null }.ToJson(), ReadTagging($$"""{"name":"m","tagger":{{kind}}}"""));
        }

        foreach (TrainingOptions training in FullTrainings)
        {
            string text = $$$$"""{"name":"m","model":{"gates":{"kind":"lstm"}},"training":{"optimizer":{"kind":"{{{{training.Optimizer.Kind}}}}"},"schedule":{"kind":"{{{{training.Schedule.Kind}}}}"}}}""";
            var plain = new ForecastRecipe { Model = "m", Network = new SequenceModelConfig { Gates = new LstmGates() } };
            Assert.Equal((plain with { Training = training with { ClipNorm = null, EarlyStopping = null, Objective = Objective.Mse } }).ToJson(), ReadForecast(text));
        }
    }

    /// <summary>Everything that changes what is made changes the identity; threads do not.</summary>
    [Fact]
    public void TheDigestIsOfTheRecipeAlone()
    {
        ForecastRecipe one = Full(new LstmGates(), FullTrainings[0]);
        Assert.Matches("^[0-9a-f]{64}$", one.Digest());
        Assert.Equal(one.Digest(), (one with { Training = one.Training with { Threads = 7 } }).Digest());
        Assert.NotEqual(one.Digest(), (one with { Training = one.Training with { Seed = 7 } }).Digest());
        TaggingRecipe two = FullTagging(new LstmGates(), FullTrainings[0]);
        Assert.Equal(two.Digest(), (two with { Training = two.Training with { Threads = 7 } }).Digest());
        Assert.NotEqual(two.Digest(), (two with { Split = null }).Digest());
        Assert.Equal(Objective.CrossEntropy, two.Training.Objective);
    }

    [Fact]
    public void TheIndentedTextIsTheSameEverywhere()
    {
        byte[] file = Samples.Forecaster().ToBytes();
        string text = TrainedForecaster.FromBytes(file, "sample").ToJson();
        Assert.True(JsonNode.DeepEquals(Samples.Json(file), JsonNode.Parse(text)));
        Assert.StartsWith("{\n  \"formatVersion\": 2,\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
    }

    private static ForecastRecipe Full(GateConfig gates, TrainingOptions training) => new()
    {
        Model = "m",
        Network = new SequenceModelConfig { Gates = gates },
        Windows = new WindowOptions { Inputs = ["a", "b"], Targets = ["b"] },
        Training = training,
        ReferencesFromData = true,
        Reading = FullReading,
    };

    private static TaggingRecipe FullTagging(GateConfig gates, TrainingOptions training) =>
        new() { Model = "m", Tagger = new TaggerOptions { Gates = gates }, Training = training with { Objective = Objective.CrossEntropy }, ReferencesFromData = true };

    private static void AllDerived<T>(IEnumerable<T> known) => Assert.Equal(
        typeof(T).Assembly.GetTypes().Where(type => type.BaseType == typeof(T)).Select(type => type.Name).Order(),
        known.Select(one => one!.GetType().Name).Distinct().Order());

    /// <summary>Changes every value of a text, one at a time, and says how many.</summary>
    private static int EveryValue(string text, string[] without, Func<string, string> read)
    {
        int changed = 0;
        foreach (JsonValue value in Values(JsonNode.Parse(text)).ToList())
        {
            string path = value.GetPath()[2..];
            if (without.Any(name => path == name || path.StartsWith(name + ".", StringComparison.Ordinal) || path.StartsWith(name + "[", StringComparison.Ordinal))) continue;
            JsonNode other = value.GetValueKind() switch
            {
                JsonValueKind.True => false,
                JsonValueKind.False => true,
                JsonValueKind.Number => value.ToJsonString().Contains('.', StringComparison.Ordinal) ? 0.125 : 3,
                _ => Other((string)value!),
            };
            JsonNode json = JsonNode.Parse(text)!;
            Put(json, value.GetPath(), other);
            JsonNode again = JsonNode.Parse(read(json.ToJsonString()))!;
            if (path == "referencesFromData") Assert.Null(again[path]); // no is not written
            else Assert.True(JsonNode.DeepEquals(json, again), $"{path} = {other.ToJsonString()} is not read: {again.ToJsonString()}");
            changed++;
        }

        return changed;
    }

    private static string ReadForecast(string text) => Map(text, fields => ForecastRecipe.Blank.MapFields(fields, ModelCatalogue.Default)).ToJson();

    private static string ReadTagging(string text) => Map(text, fields => TaggingRecipe.Blank.MapFields(fields, ModelCatalogue.Default)).ToJson();

    private static T Map<T>(string text, Func<FieldReader, T> map)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        var fields = new FieldReader(document.RootElement, "recipe");
        T value = map(fields);
        fields.Close();
        return value;
    }

    private static string Other(string text) => text switch
    {
        "Last" => "Sequence",
        "Chain" => "Ring",
        "Pz" => "Mix",
        "QkanQkan" => "QkanLinear",
        "AmplitudeDifference" => "Expectation",
        "Expectation" => "AmplitudeDifference",
        "Silu" => "Tanh",
        "MinMax" => "Standard",
        "Mse" => "Mae",
        "Linear" => "Zero",
        "Upos" => "Xpos",
        "EarlyStopping" or "Completed" => "NonFiniteLoss",
        "form" => "suffix",
        ";" => "|",
        "NaN" => "-Infinity",
        _ when DateTime.TryParse(text, out _) => "2020-01-01T00:00:00.0000000Z",
        _ => text + "'",
    };

    private static IEnumerable<JsonValue> Values(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Values(member.Value)),
        JsonArray items => items.SelectMany(Values),
        JsonValue value => [value],
        _ => [],
    };

    private static void Put(JsonNode root, string path, JsonNode value)
    {
        JsonValue old = Values(root).Single(found => found.GetPath() == path);
        if (old.Parent is JsonArray list) list[old.GetElementIndex()] = value;
        else old.Parent![old.GetPropertyName()] = value;
    }
}
