using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using QSeq.Forecasting;
using QSeq.Persistence;
using QSeq.Tagging;

namespace QSeq.Tests.Cli;

/// <summary>Model files of a few kilobytes whose manifests are as large as any may be: what reads them is linear, what is shown is bounded.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class LargeManifestTests : CliRun
{
    private const int Million = 1_000_000; // of scores as short as they can be: 15 MB of the 16 that a manifest may have
    private const int MostShown = 20_000; // characters

    [Fact]
    public void A_million_scores_are_read_and_shown_in_short()
    {
        string data = Waves(), model = Train(data), large = Grown(model, manifest => manifest["scores"] = Scores(Million));
        Assert.InRange(new FileInfo(large).Length, 10_000, 8_000_000);
        Assert.Equal(Million, TrainedForecaster.Load(large).Scores.Count);
        CliAnswer answer = Run("inspect", large);
        Assert.Equal(0, answer.Code);
        Assert.InRange(answer.Out.Length, 1000, MostShown);
        Assert.Contains("999960 scores, which --json lists", answer.Out, StringComparison.Ordinal);
        Assert.Contains("s000039", answer.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("s000040", answer.Out, StringComparison.Ordinal);

        Assert.Equal(Run("forecast", model, data), Run("forecast", large, data));
        Assert.InRange(Printed(Run("verify", large, data)), 50, MostShown);
        Assert.InRange(Printed(Run("evaluate", large, data)), 200, MostShown);
    }

    [Fact]
    public void A_tagger_of_many_scores_tags_as_it_does_without_them()
    {
        string bank = Write("bank.conllu", Treebank.Text(40)), model = In("t.qseq");
        Assert.Equal(0, Run("tag", "train", bank, "--epochs", "1", "--hidden", "3", "--out", model).Code);
        string large = Grown(model, manifest => manifest["scores"] = Scores(Million / 5));
        Assert.Equal(Million / 5, TrainedTagger.Load(large).Scores.Count);
        Assert.Equal(Run("tag", "predict", model, bank), Run("tag", "predict", large, bank));
        Assert.Equal(Run("tag", "evaluate", model, bank), Run("tag", "evaluate", large, bank));
        Assert.InRange(Printed(Run("inspect", large)), 1000, MostShown);
    }

    [Theory]
    [InlineData("source")]
    [InlineData("runtime")]
    [InlineData("version")]
    [InlineData("column")]
    [InlineData("score")]
    public void Long_and_steering_texts_are_shown_as_one_short_line(string which)
    {
        const string steer = "\u001b]0;a\u0007\u009b31m\r\n\u202e\u2028";
        string data = Waves(), text = steer + new string('x', 1_000_000);
        string large = Grown(Train(data), manifest =>
        {
            if (which == "source") manifest["data"]!["source"] = text;
            if (which == "runtime") manifest["place"]!["runtime"] = text;
            if (which == "version") manifest["qSeqVersion"] = text;
            if (which == "score") manifest["scores"] = new JsonObject { [text] = 1.5 };
            if (which == "column")
            {
                manifest["recipe"]!["windows"]!["inputs"] = new JsonArray("x" + steer);
                manifest["recipe"]!["windows"]!["targets"] = new JsonArray("x" + steer);
                manifest["scaler"]!["names"] = new JsonArray("x" + steer);
            }
        });
        string[][] calls = [["inspect", large], ["inspect", large, "--json"], ["forecast", large, data], ["evaluate", large, data], ["evaluate", large, data, "--json"], ["verify", large, data], ["tag", "predict", large, data], ["tag", "evaluate", large, data]];
        foreach (string[] args in calls)
        {
            CliAnswer answer = Run(args);
            bool json = args[^1] == "--json"; // where only a terminal is spared marks of direction
            Assert.DoesNotContain(answer.Out, c => (char.IsControl(c) && c != '\n') || (!json && c is '\u202e' or '\u2028'));
            Assert.DoesNotContain(answer.Err, c => (char.IsControl(c) && c != '\n') || c is '\u202e' or '\u2028');
            Assert.All(answer.Err.Split('\n'), line => Assert.True(line.Length < 500));
            if (!json) Assert.InRange(answer.Out.Length, 0, MostShown);
        }
    }

    private static int Printed(CliAnswer answer) => answer.Out.Length + answer.Err.Length;

    private static JsonObject Scores(int count) => new(Enumerable.Range(0, count).Select(n => KeyValuePair.Create($"s{n:D6}", (JsonNode?)(n % 10))));

    /// <summary>The model with another manifest, compressed in a hurry.</summary>
    private string Grown(string model, Action<JsonNode> change)
    {
        byte[] file = File.ReadAllBytes(model);
        ModelFormat.Parts parts = ModelFormat.Split(file, "m");
        JsonNode manifest = JsonNode.Parse(ModelFormat.Decompress(parts.Manifest, "m"))!;
        change(manifest);
        byte[] json = Encoding.UTF8.GetBytes(manifest.ToJsonString()), small = new byte[BrotliEncoder.GetMaxCompressedLength(json.Length)];
        Assert.InRange(json.Length, 0, ModelFormat.MaxManifest);
        Assert.True(BrotliEncoder.TryCompress(json, small, out int length, quality: 1, window: 18));
        byte[] count = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(count, parts.Weights.Length / 4);
        byte[] whole = [.. file.AsSpan(0, 6), 0, 0, 0, 0, .. small.AsSpan(0, length), .. count, .. parts.Weights];
        BinaryPrimitives.WriteInt32LittleEndian(whole.AsSpan(6), length);
        File.WriteAllBytes(In("large.qseq"), [.. whole, .. SHA256.HashData(whole).AsSpan(0, 8)]);
        return In("large.qseq");
    }
}
