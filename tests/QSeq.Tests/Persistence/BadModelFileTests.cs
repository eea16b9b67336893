using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using QSeq.Forecasting;
using QSeq.Persistence;
using QSeq.Tagging;

namespace QSeq.Tests.Persistence;

[Trait(Speed.Name, Speed.Slow)]
public sealed class BadModelFileTests
{
    private static readonly byte[] Good = Samples.Forecaster().ToBytes();

    [Fact]
    public void AFileCutAnywhereIsRefused()
    {
        for (int length = 0; length < Good.Length; length++)
        {
            string message = Refused(Good[..length]);
            Assert.Contains(length == 0 ? "empty" : "truncated", message, StringComparison.Ordinal);
        }

        Assert.Contains($"{Good.Length + 1} bytes where {Good.Length} are expected", Refused([.. Good, 0]), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryFlippedBitIsFound()
    {
        for (int bit = 0; bit < 8 * Good.Length; bit++)
        {
            byte[] bytes = [.. Good];
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Refused(bytes);
        }
    }

    [Fact]
    public void OtherFilesAreRefusedByTheirFirstBytes()
    {
        Assert.Equal(
            "m.qseq: not a QSeq model file: it starts with 'PK..' (504B0304), a model file with 'QSEQ'; name a file that QSeq saved",
            Refused([.. "PK\u0003\u0004"u8, .. new byte[100]]));
        Assert.Contains("not a QSeq model file", Refused([.. "t"u8]), StringComparison.Ordinal);
    }

    [Fact]
    public void ANewerFormatAsksForAnUpdate()
    {
        byte[] newer = [.. Good];
        newer[4] = 3;
        Assert.StartsWith("m.qseq: written by a newer QSeq (format 3; this one reads up to 2): update QSeq", Refused(newer), StringComparison.Ordinal);
        Assert.Equal("m.qseq: written by a newer QSeq (format 3; this one reads up to 2): update QSeq", Refused(Samples.Sign(newer)));
        newer[4] = 0;
        Assert.Contains("format 0", Refused(Samples.Sign(newer)), StringComparison.Ordinal);
    }

    [Fact]
    public void ADamagedWeightIsToldByTheChecksum()
    {
        byte[] bytes = [.. Good];
        bytes[^20] ^= 0x10;
        Assert.Contains("checksum", Refused(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void AWrongShapeIsNamed()
    {
        Assert.Contains("tensor 0 is listed as 'cell0.theta' [5], but the configuration builds 'cell0.theta' [4, 2, 2, 2]",
            Refused(Samples.Forge(json => json["parameters"]![0]!["shape"] = new JsonArray(5))), StringComparison.Ordinal);
        Assert.Contains("tensor 1", Refused(Samples.Forge(json => json["parameters"]![1]!["name"] = "other")), StringComparison.Ordinal);
        Assert.Contains("lists 0 tensors", Refused(Samples.Forge(json => json["parameters"] = new JsonArray())), StringComparison.Ordinal);
        Refused(Samples.Forge(json => json["parameters"]![1] = null));
        Assert.Contains("holds 73 weights, but its configuration builds 74", Refused(Samples.Forge(Samples.Json(Good).ToJsonString(), new float[73])), StringComparison.Ordinal);
        Assert.Contains("tensor 0", Refused(Samples.Forge(json => json["recipe"]!["model"]!["hidden"] = 2)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("recipe.model.hidden", "0", "hidden size 0")]
    [InlineData("recipe.model.layers", "17", "layers 17")]
    [InlineData("recipe.model.output", "9", "output is 9, expected Last, Sequence")]
    [InlineData("recipe.model.output", "\"sideways\"", "recipe.model.output")]
    [InlineData("recipe.model.inputs", "2147483648", "recipe.model.inputs")]
    [InlineData("recipe.model.gates.qkan.reps", "-1", "reps -1")]
    [InlineData("recipe.model.gates.qkan.reps", "1.5", "reps")]
    [InlineData("recipe.model.gates.qkan.encoding", "77", "encoding is 77, expected")]
    [InlineData("recipe.model.gates.qkan.phase", "1", "recipe.model.gates.qkan.phase is an option that this QSeq does not know")]
    [InlineData("recipe.model.gates.qkan", "null", "recipe.model.gates.qkan is missing")]
    [InlineData("recipe.model.gates.kind", "\"qx-lstm\"", "recipe.model.gates.kind is 'qx-lstm', known are lstm, qlstm, qlstm-6, qkan-lstm, hqkan-lstm, qk-lstm")]
    [InlineData("recipe.model.gates.kind", "3", "recipe.model.gates.kind")]
    [InlineData("recipe.model.gates.kind", "\"a\\nb\\u001b[31m\"", "'a·b·[31m'")]
    [InlineData("recipe.model.gates", "[]", "recipe.model.gates is not an object")]
    [InlineData("recipe.model", "null", "recipe.model is missing")]
    [InlineData("recipe.differenced", "true", "recipe.differenced is an option that this QSeq does not know")]
    [InlineData("recipe.name", "\"\"", "malformed")]
    [InlineData("recipe.windows.window", "0", "window is 0")]
    [InlineData("recipe.windows.horizon", "2", "outputs")]
    [InlineData("recipe.windows.sequence", "true", "sequence to sequence")]
    [InlineData("recipe.windows.lag", "2", "recipe.windows.lag is an option that this QSeq does not know")]
    [InlineData("recipe.windows.inputs", "[null]", "unknown column ''")]
    [InlineData("recipe.windows.inputs", "[]", "0 input columns")]
    [InlineData("recipe.windows.targets", "[\"other\"]", "other")]
    [InlineData("recipe.windows.targets", "[\"a\",\"a\"]", "target column 'a' is named twice")]
    [InlineData("recipe.windows.inputs", "[\"a\",\"a\"]", "input column 'a' is named twice")]
    [InlineData("recipe.split.train", "0", "train fraction is 0")]
    [InlineData("recipe.scaling.kind", "\"Log\"", "recipe.scaling.kind")]
    [InlineData("recipe.training.seed", "-1", "seed")]
    [InlineData("recipe.training.epochs", "0", "epochs is 0")]
    [InlineData("recipe.training.optimizer.kind", "\"lion\"", "recipe.training.optimizer.kind is 'lion', known are adam, rmsprop, sgd")]
    [InlineData("recipe.training.schedule", "null", "recipe.training.schedule is missing")]
    [InlineData("recipe.training.mirror", "false", "recipe.training.mirror is an option that this QSeq does not know")]
    [InlineData("recipe.reading.delimiter", "\"ab\"", "expected one character")]
    [InlineData("recipe", "null", "recipe is missing")]
    [InlineData("kind", "\"classifier\"", "kind is 'classifier', known are forecaster, tagger")]
    [InlineData("kind", "\"a\\nb\"", "'a·b'")]
    [InlineData("kind", "null", "kind is null")]
    [InlineData("data", "null", "data is missing")]
    [InlineData("data.rows", "1.5", "data.rows")]
    [InlineData("data.first", "\"yesterday\"", "yesterday")]
    [InlineData("data.country", "\"IT\"", "data.country is an option that this QSeq does not know")]
    [InlineData("scaler.scale", "[0]", "scale 0")]
    [InlineData("scaler.scale", "[\"NaN\"]", "NaN")]
    [InlineData("scaler.scale", "[]", "as many")]
    [InlineData("scaler.columns", "[\"square_01\"]", "square_01")]
    [InlineData("scaler.power", "2", "power")]
    [InlineData("training.stop", "\"bored\"", "training.stop")]
    [InlineData("formatVersion", "1", "format 1")]
    [InlineData("scores", "null", "scores is missing")]
    [InlineData("scores", "{\"test.mae\":\"low\"}", "test.mae")]
    public void WhatTheManifestSaysIsChecked(string path, string value, string expected)
    {
        string message = Refused(Samples.Forge(json => Samples.Put(json, path, value)));
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\"}")]
    [InlineData("{\"recipe\":{\"model\":{\"gates\":{\"kind\":\"\\ud800\"}}}}")]
    [InlineData("{\"recipe\":{\"model\":{\"gates\":{\"kind\":\"lstm\"}}}}")]
    public void JsonThatIsNoManifestIsRefused(string json) => Assert.Contains("malformed", Refused(Samples.Forge(json, [])), StringComparison.Ordinal);

    [Fact]
    public void NothingThatIsAlwaysWrittenMayBeMissing()
    {
        foreach (string member in (string[])["formatVersion", "kind", "qSeqVersion", "recipe", "scaler", "data", "training", "parameters"])
            Refused(Samples.Forge(json => json.Remove(member)));
        foreach (string member in (string[])["name", "model"])
            Refused(Samples.Forge(json => json["recipe"]!.AsObject().Remove(member)));
        Refused(Samples.Forge(json => json["parameters"]![0]!.AsObject().Remove("shape")));
        Refused(Samples.Forge(json => json["recipe"]!["model"]!.AsObject().Remove("gates")));
    }

    [Fact]
    public void DeepJsonAndWrongTextAreRefused()
    {
        Refused(Samples.Forge(new string('[', 100_000), []));
        Refused(Samples.Forge("{\"recipe\":" + string.Concat(Enumerable.Repeat("{\"gates\":", 60)) + "1" + new string('}', 61), []));
        Assert.Contains("UTF-8", Refused(ModelFormat.Join([0x7B, 0xFF, 0x7D], Array.Empty<float>())), StringComparison.Ordinal);
    }

    [Fact]
    public void MembersBesideThoseThatAreKnownMayBeNewAndMissingOptionsTakeTheirDefaults()
    {
        byte[] bytes = Samples.Forge(json =>
        {
            json["license"] = "MIT";
            json.Remove("scores");
            json.Remove("place");
            JsonObject recipe = json["recipe"]!.AsObject();
            foreach (string member in (string[])["split", "scaling", "training", "reading"]) recipe.Remove(member);
            JsonObject network = recipe["model"]!.AsObject();
            network.Remove("hidden");
            network["gates"]!["qkan"]!.AsObject().Remove("trainBase");
            network["gates"]!["qkan"]!.AsObject().Remove("reps");
        });
        var model = TrainedForecaster.FromBytes(bytes, "m.qseq");
        ForecastRecipe expected = Samples.Forecaster().Recipe with { Split = new(0.7, 0.15), Scaling = new(), Training = new(), Reading = null };
        Assert.Equal(expected.ToJson(), model.Recipe.ToJson());
        Assert.Empty(model.Scores);
        Assert.Null(model.Place);
    }

    [Fact]
    public void AnotherKindOfModelIsNamed()
    {
        Assert.Contains("the state of a training that was interrupted, no model", Refused(Samples.Forge(json => json["kind"] = "checkpoint")), StringComparison.Ordinal);
        TrainedTagger tagger = Samples.Tagger();
        var wrong = Assert.Throws<WrongModelKindException>(() => TrainedForecaster.FromBytes(tagger.ToBytes(), "m.qseq"));
        Assert.Equal(("m.qseq: it holds a tagger, expected a forecaster", "tagger"), (wrong.Message, wrong.Found));
        wrong = Assert.Throws<WrongModelKindException>(() => TrainedTagger.FromBytes(Good, "m.qseq"));
        Assert.Equal("m.qseq: it holds a forecaster, expected a tagger", wrong.Message);
    }

    [Fact]
    public void HugeLengthsAreRefusedBeforeAnythingIsAllocated()
    {
        byte[] manifest = [.. Good];
        BinaryPrimitives.WriteUInt32LittleEndian(manifest.AsSpan(6), uint.MaxValue);
        Refused(Samples.Sign(manifest));
        byte[] weights = [.. Good];
        int at = 10 + BinaryPrimitives.ReadInt32LittleEndian(Good.AsSpan(6));
        BinaryPrimitives.WriteUInt32LittleEndian(weights.AsSpan(at), uint.MaxValue);
        Refused(Samples.Sign(weights));

        // A few bytes of configuration that would build terabytes, and one whose count wraps around.
        foreach (string kind in (string[])["lstm", "qkan-lstm", "hqkan-lstm", "qlstm"])
        {
            string json = Samples.Json(Good).ToJsonString();
            JsonObject root = JsonNode.Parse(json)!.AsObject();
            root["recipe"]!["model"] = JsonNode.Parse($$"""{"gates":{"kind":"{{kind}}"},"hidden":4096,"layers":16}""");
            long before = GC.GetAllocatedBytesForCurrentThread();
            Refused(Samples.Forge(root.ToJsonString(), []));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        }
    }

    [Fact]
    public void ADecompressionBombIsRefused()
    {
        byte[] bomb = new byte[BrotliEncoder.GetMaxCompressedLength(64 << 20)];
        Assert.True(BrotliEncoder.TryCompress(new byte[64 << 20], bomb, out int length, quality: 1, window: 22));
        byte[] file = [.. Good[..10], .. bomb[..length], .. new byte[12]];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(6), length);
        Assert.Contains("more than", Refused(Samples.Sign(file)), StringComparison.Ordinal);
        file[10] ^= 0xFF;
        file[11] ^= 0xFF;
        Assert.Contains("malformed", Refused(Samples.Sign(file)), StringComparison.Ordinal);
    }

    [Fact]
    public void DamageBehindARightChecksumIsStillOneClearError()
    {
        // Compressed bytes, lengths and weights changed at random, then signed anew: good or refused, nothing else.
        Gen<byte[]> damage = from count in Gen.Choose(1, 4)
                             from at in Gen.Choose(0, Good.Length - 9).ArrayOf(count)
                             from value in Gen.Choose(0, 255).ArrayOf(count)
                             select Damaged(at, value);
        Check.One(Property.Runs(3000), Prop.ForAll(damage.ToArbitrary(), ReadsOrRefuses));
    }

    [Fact]
    public void AnyTextInPlaceOfPartOfTheManifestIsStillOneClearError()
    {
        string json = Samples.Json(Good).ToJsonString();
        string[] pieces = ["", "0", "-1", "1e999", "null", "\"\"", "\"NaN\"", "{}", "[]", "[null]", "{", "}", ",", ":", "\"kind\":", "\\ud800", "true", "4096", "\n"];
        Gen<byte[]> edited = from start in Gen.Choose(0, json.Length - 1)
                             from length in Gen.Choose(0, 12)
                             from piece in Gen.Elements(pieces)
                             select Samples.Forge(json[..start] + piece + json[Math.Min(json.Length, start + length)..], Samples.Small().Parameters);
        Check.One(Property.Runs(1500), Prop.ForAll(edited.ToArbitrary(), ReadsOrRefuses));
    }

    [Fact]
    public void AnyBytesAtAllAreRefused()
    {
        Gen<byte[]> bytes = from content in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf()
                            from magic in Gen.Elements(true, false)
                            select magic ? [.. Good[..6], .. content] : content;
        Check.One(Property.Runs(1000), Prop.ForAll(bytes.ToArbitrary(), content =>
        {
            Refused(content);
            return true;
        }));
    }

    private static byte[] Damaged(int[] at, int[] value)
    {
        byte[] bytes = [.. Good];
        for (int n = 0; n < at.Length; n++) bytes[at[n]] = (byte)value[n];
        return Samples.Sign(bytes);
    }

    private static bool ReadsOrRefuses(byte[] bytes)
    {
        try
        {
            return TrainedForecaster.FromBytes(bytes, "m.qseq").Model.Parameters.Length > 0;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }

    private static string Refused(byte[] bytes)
    {
        string message = Assert.Throws<InvalidDataException>(() => TrainedForecaster.FromBytes(bytes, "m.qseq")).Message;
        Assert.StartsWith("m.qseq: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, char.IsControl);
        Assert.InRange(message.Length, 20, 600);
        return message;
    }
}
