using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using QSeq.Models;
using QSeq.Persistence;

namespace QSeq.Tests.Persistence;

public sealed class ManifestJsonTests
{
    private static readonly GateConfig[] KnownGates = [new LstmGates(), new QlstmGates(), new QkanGates(), new HqkanGates(), new QkGates()];

    /// <summary>Gates whose options that may be absent are all there.</summary>
    private static readonly GateConfig[] FullGates =
    [
        new QlstmGates { Qubits = 4 },
        new QkGates { Kernel = new() { Projection = 2, Similarity = new() { FeatureMap = new() { Qubits = 2 }, InitialScale = 0.5 } } },
    ];

    /// <summary>Fails when a new kind of gates, or a new option of any kind, is not read: every value changed must be read back.</summary>
    [Fact]
    public void EveryOptionOfEveryKindIsRead()
    {
        IEnumerable<Type> declared = typeof(GateConfig).Assembly.GetTypes().Where(type => type.BaseType == typeof(GateConfig));
        Assert.Equal(declared.OrderBy(type => type.Name), KnownGates.Select(gates => gates.GetType()).OrderBy(type => type.Name));
        int changed = 0;
        foreach (GateConfig gates in KnownGates.Concat(FullGates))
        {
            var config = new SequenceModelConfig { Gates = gates };
            var model = new SequenceModel(config, seed: 1);
            JsonObject json = Samples.Json(ModelFile.ToBytes(model, Samples.Manifest(config) with { Metrics = new Dictionary<string, double> { ["mae"] = double.NaN } }));
            foreach (JsonValue value in Values(json).ToList())
            {
                JsonNode other = value.GetValueKind() switch
                {
                    JsonValueKind.True => false,
                    JsonValueKind.False => true,
                    JsonValueKind.Number => value.ToJsonString().Contains('.', StringComparison.Ordinal) ? 0.125 : 3,
                    _ => Other((string)value!),
                };
                if (value.GetPath() == "$.config.gates.kind") continue;
                JsonNode changedJson = JsonNode.Parse(json.ToJsonString())!;
                Put(changedJson, value.GetPath(), other);
                ModelManifest read = ManifestJson.Read(Encoding.UTF8.GetBytes(changedJson.ToJsonString()), "sample");
                Assert.True(JsonNode.DeepEquals(changedJson, JsonNode.Parse(read.ToJson())), $"{value.GetPath()} = {other.ToJsonString()} is not read");
                changed++;
            }
        }

        Assert.InRange(changed, 100, 600);
    }

    /// <summary>A file of the fewest words means the defaults of the code, not zeros.</summary>
    [Fact]
    public void MissingOptionsOfEveryKindTakeTheirDefaults()
    {
        foreach (GateConfig gates in KnownGates)
        {
            var model = new SequenceModel(new SequenceModelConfig { Gates = gates }, seed: 1);
            byte[] file = ModelFile.ToBytes(model, Samples.Manifest(model.Config));
            JsonObject json = Samples.Json(file);
            json["config"] = new JsonObject { ["gates"] = new JsonObject { ["kind"] = json["config"]!["gates"]!["kind"]!.DeepClone() } };
            Assert.Equal(model.Config, ModelFile.FromBytes(Samples.Forge(json.ToJsonString(), model.Parameters), "sample").Model.Config);
        }
    }

    [Fact]
    public void TheTextIsIndentedJsonOfTheWholeManifest()
    {
        SequenceModel model = Samples.Small();
        byte[] file = ModelFile.ToBytes(model, Samples.Manifest(model.Config));
        string text = ModelFile.FromBytes(file, "sample").Manifest.ToJson();
        Assert.True(JsonNode.DeepEquals(Samples.Json(file), JsonNode.Parse(text)));
        Assert.Contains("\n  \"name\": \"qkan-lstm\",\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
    }

    private static string Other(string text) => text switch
    {
        "Last" => "Sequence",
        "Chain" => "Ring",
        "Pz" => "Mix",
        "Expectation" => "AmplitudeDifference",
        "Silu" => "Tanh",
        "NaN" => "-Infinity",
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
