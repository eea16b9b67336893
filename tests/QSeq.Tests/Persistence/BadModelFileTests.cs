using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using QSeq.Persistence;

namespace QSeq.Tests.Persistence;

public sealed class BadModelFileTests
{
    private static readonly byte[] Good = ModelFile.ToBytes(Samples.Small(), Samples.Manifest(Samples.Small().Config));

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
        Assert.Contains("tensor 0", Refused(Samples.Forge(json => json["config"]!["hidden"] = 2)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.hidden", "0", "hidden size 0")]
    [InlineData("config.layers", "17", "layers 17")]
    [InlineData("config.output", "9", "output mode")]
    [InlineData("config.output", "\"sideways\"", "config.output")]
    [InlineData("config.inputs", "2147483648", "config.inputs")]
    [InlineData("config.gates.qkan.reps", "-1", "reps -1")]
    [InlineData("config.gates.qkan.reps", "1.5", "reps")]
    [InlineData("config.gates.qkan.encoding", "77", "no such encoding")]
    [InlineData("config.gates.qkan.phase", "1", "config.gates.qkan.phase is an option that this QSeq does not know")]
    [InlineData("config.gates.qkan", "null", "config.gates.qkan is missing")]
    [InlineData("config.gates.kind", "\"qx-lstm\"", "config.gates.kind is 'qx-lstm', known are lstm, qlstm, qkan-lstm, hqkan-lstm, qk-lstm")]
    [InlineData("config.gates.kind", "3", "config.gates.kind")]
    [InlineData("config.gates.kind", "\"a\\nb\\u001b[31m\"", "'a·b·[31m'")]
    [InlineData("config.gates", "[]", "config.gates is not an object")]
    [InlineData("config", "null", "config is missing")]
    [InlineData("data", "null", "describes neither data nor tagging")]
    [InlineData("tagging", "{}", "tagging.source is missing")]
    [InlineData("data.window", "0", "window is 0")]
    [InlineData("data.differenced", "true", "differenced")]
    [InlineData("data.inputs", "[null]", "input column")]
    [InlineData("data.notes", "{\"step\":null}", "a note of the data is null")]
    [InlineData("data.scaler.scale", "[0]", "scale 0")]
    [InlineData("data.scaler.scale", "[\"NaN\"]", "NaN")]
    [InlineData("data.scaler.power", "2", "power")]
    [InlineData("training.seed", "-1", "seed")]
    [InlineData("name", "\"\"", "malformed")]
    [InlineData("formatVersion", "2", "format 2")]
    [InlineData("metrics", "null", "metrics is missing")]
    public void WhatTheManifestSaysIsChecked(string path, string value, string expected)
    {
        string[] keys = path.Split('.');
        string message = Refused(Samples.Forge(json =>
        {
            JsonObject at = json;
            foreach (string key in keys[..^1]) at = at[key]!.AsObject();
            at[keys[^1]] = JsonNode.Parse(value);
        }));
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\"}")]
    [InlineData("{\"config\":{\"gates\":{\"kind\":\"\\ud800\"}}}")]
    [InlineData("{\"config\":{\"gates\":{\"kind\":\"lstm\"}}}")]
    public void JsonThatIsNoManifestIsRefused(string json) => Assert.Contains("malformed", Refused(Samples.Forge(json, [])), StringComparison.Ordinal);

    [Fact]
    public void NothingThatIsAlwaysWrittenMayBeMissing()
    {
        foreach (string member in (string[])["formatVersion", "qSeqVersion", "name", "config", "data", "training", "parameters"])
            Refused(Samples.Forge(json => json.Remove(member)));
        foreach (string member in (string[])["source", "inputs", "targets", "window", "horizon", "sequence", "scaler"])
            Assert.Contains(member, Refused(Samples.Forge(json => json["data"]!.AsObject().Remove(member))), StringComparison.OrdinalIgnoreCase);
        Refused(Samples.Forge(json => json["parameters"]![0]!.AsObject().Remove("shape")));
        Refused(Samples.Forge(json => json["config"]!.AsObject().Remove("gates")));
    }

    [Fact]
    public void DeepJsonAndWrongTextAreRefused()
    {
        Refused(Samples.Forge(new string('[', 100_000), []));
        Refused(Samples.Forge("{\"config\":" + string.Concat(Enumerable.Repeat("{\"gates\":", 60)) + "1" + new string('}', 61), []));
        Assert.Contains("UTF-8", Refused(ModelFormat.Join([0x7B, 0xFF, 0x7D], Array.Empty<float>(), version: 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void MembersThatOnlyDescribeMayBeNewAndMissingOptionsTakeTheirDefaults()
    {
        byte[] bytes = Samples.Forge(json =>
        {
            json["license"] = "MIT";
            json["training"]!["schedule"] = "cosine";
            json["parameters"]![0]!["trainable"] = true;
            json.Remove("metrics");
            JsonObject config = json["config"]!.AsObject();
            config.Remove("hidden");
            config["gates"]!["qkan"]!.AsObject().Remove("trainBase");
            config["gates"]!["qkan"]!.AsObject().Remove("reps");
        });
        ModelFile file = ModelFile.FromBytes(bytes, "m.qseq");
        Assert.Equal(Samples.Small().Config, file.Model.Config);
        Assert.Empty(file.Manifest.Metrics);
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
            root["config"] = JsonNode.Parse($$"""{"gates":{"kind":"{{kind}}"},"hidden":4096,"layers":16}""");
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
            return ModelFile.FromBytes(bytes, "m.qseq").Model.Parameters.Length > 0;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }

    private static string Refused(byte[] bytes)
    {
        string message = Assert.Throws<InvalidDataException>(() => ModelFile.FromBytes(bytes, "m.qseq")).Message;
        Assert.StartsWith("m.qseq: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, char.IsControl);
        Assert.InRange(message.Length, 20, 600);
        return message;
    }
}
