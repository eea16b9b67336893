using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using QSeq.Models;
using QSeq.Persistence;

namespace QSeq.Tests.Persistence;

public sealed class ManifestJsonTests
{
    /// <summary>Fails when a new kind of gates is not yet among those whose defaults the reader knows.</summary>
    [Fact]
    public void EveryKindOfGatesHasItsDefaults()
    {
        IEnumerable<Type> declared = typeof(GateConfig).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(kind => kind.DerivedType);
        Assert.Equal(declared.OrderBy(type => type.Name), ManifestJson.KnownGates.Select(gates => gates.GetType()).OrderBy(type => type.Name));
    }

    /// <summary>A file of the fewest words means the defaults of the code, not zeros.</summary>
    [Fact]
    public void MissingOptionsOfEveryKindTakeTheirDefaults()
    {
        foreach (GateConfig gates in ManifestJson.KnownGates)
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
}
