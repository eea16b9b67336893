using System.Text.Json.Nodes;
using QSeq.Data;
using QSeq.Models;
using QSeq.Persistence;
using QSeq.Training;

namespace QSeq.Tests.Persistence;

/// <summary>Taggers in model files: words, tags and weights come back as they were.</summary>
public class TaggerFileTests
{
    private static readonly TaggedSentence[] Sentences =
    [
        new(["The", "dog", "eat", "the", "ice"], ["DET", "NN", "V", "DET", "NN"]),
        new(["Everybody", "read", "that", "book"], ["NN", "V", "DET", "NN"]),
    ];

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void ATaggerComesBackAsItWas(int minCount, bool bidirectional)
    {
        SequenceTagger tagger = Tagger(minCount, bidirectional);
        ModelFile file = ModelFile.FromBytes(ModelFile.ToBytes(tagger.Model, Manifest(tagger)), "tagger");
        TaggingDescription tagging = file.Manifest.Tagging!;
        Assert.Null(file.Manifest.Data);
        Assert.Equal(tagger.Model.Config, file.Model.Config);
        Assert.Equal(tagger.Model.Parameters, file.Model.Parameters);
        var loaded = new SequenceTagger(file.Model, TokenEncoder.From(tagging.Tokens), TagSet.FromNames(tagging.Tags));
        Assert.Equal(tagger.Tag(Sentences), loaded.Tag(Sentences));
        Assert.Equal(tagger.Tag(["Nobody", "read", "the", "ice"]).AsEnumerable(), loaded.Tag(["Nobody", "read", "the", "ice"]));
        Assert.Equal("two sentences", tagging.Notes!["split"]);
    }

    [Theory]
    [InlineData("tagging.tags", "[\"NN\",\"V\"]", "2 tags, but the model has 3 outputs")]
    [InlineData("tagging.tags", "[\"NN\",\"V\",\"V\"]", "V")]
    [InlineData("tagging.tokens.channels", "[]", "channel")]
    [InlineData("tagging.tokens.minCount", "0", "least count")]
    [InlineData("tagging.tokens.stem", "1", "tagging.tokens.stem is an option that this QSeq does not know")]
    [InlineData("tagging.language", "\"en\"", "tagging.language is an option that this QSeq does not know")]
    [InlineData("config.embedding", "null", "the model of a tagger has no embedding")]
    [InlineData("config.embedding.channels", "[]", "1 to 16 channels")]
    [InlineData("config.embedding.channels", "[{\"name\":\"form\",\"entries\":3,\"dimension\":8}]", "form (3)")]
    [InlineData("config.inputs", "7", "embedding gives 8 features, but inputs is 7")]
    [InlineData("config.output", "\"Last\"", "a tagger answers at every word")]
    public void WhatTheFileSaysOfATaggerIsChecked(string path, string value, string expected)
    {
        SequenceTagger tagger = Tagger(1, false);
        JsonObject json = Samples.Json(ModelFile.ToBytes(tagger.Model, Manifest(tagger)));
        string[] keys = path.Split('.');
        JsonObject at = json;
        foreach (string key in keys[..^1]) at = at[key]!.AsObject();
        at[keys[^1]] = JsonNode.Parse(value);
        byte[] bytes = Samples.Forge(json.ToJsonString(), tagger.Model.Parameters);
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => ModelFile.FromBytes(bytes, "tagger")).Message, StringComparison.Ordinal);
    }

    private static SequenceTagger Tagger(int minCount, bool bidirectional) => SequenceTagger.Create(
        Sentences, new TaggerOptions { Gates = new LstmGates(), Tokens = new() { MinCount = minCount }, Bidirectional = bidirectional }, seed: 3);

    private static ModelManifest Manifest(SequenceTagger tagger) => new()
    {
        Name = "lstm",
        Tagging = new TaggingDescription
        {
            Source = "the QK-LSTM paper",
            Tags = tagger.Tags.Names,
            Tokens = tagger.Encoder.Describe(),
            Notes = new Dictionary<string, string> { ["split"] = "two sentences" },
        },
        Training = new TrainingDescription { Seed = 1, Epochs = 100, Optimizer = "adam", LearningRate = 0.1, Loss = "cross-entropy", Batch = 1 },
    };
}
