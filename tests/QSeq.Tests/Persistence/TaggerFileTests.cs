using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using QSeq.Data;
using QSeq.Models;
using QSeq.Tagging;

namespace QSeq.Tests.Persistence;

/// <summary>Taggers in model files: words, tags, recipe and weights come back as they were, and what is wrong is refused.</summary>
[Trait(Speed.Name, Speed.Slow)]
public class TaggerFileTests
{
    private static readonly TaggedSentence[] Sentences = [new(["The", "dog", "read", "that", "ice"]), new(["Nobody", "eat", "the", "dog"])];

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void ATaggerComesBackAsItWas(int minCount, bool bidirectional)
    {
        TrainedTagger tagger = Samples.Tagger(minCount: minCount, bidirectional: bidirectional);
        byte[] bytes = tagger.ToBytes();
        TrainedTagger read = Read(bytes);
        Assert.Equal(tagger.Model.Config, read.Model.Config);
        Assert.Equal(tagger.Model.Parameters, read.Model.Parameters);
        Assert.Equal((tagger.Digest, tagger.Recipe.Digest(), tagger.Training, tagger.Place), (read.Digest, read.Recipe.Digest(), read.Training, read.Place));
        Assert.Equal(tagger.Tag(Sentences), read.Tag(Sentences));
        Assert.Equal(tagger.Tags.Names.AsEnumerable(), read.Tags.Names);
        Assert.Equal(["DET", "NN", "V"], read.Tags.Names.ToArray());
        Assert.True(read.Encoder.IsKnown("Everybody"));
        Assert.False(read.Encoder.IsKnown("everybody"));
        Assert.Equal((2, 9, tagger.Data.Digest), (read.Data.Train.Sentences, read.Data.Train.Words, read.Data.Digest));
        Assert.Null(read.Data.Test);
        Assert.Equal(bytes, read.ToBytes()); // nothing was lost on the way
    }

    [Fact]
    public void EveryGateKindComesBackBitForBit()
    {
        int seen = 0;
        foreach (GateConfig gates in Samples.AllGates().Where((_, n) => n % 7 == 0))
        {
            TrainedTagger tagger = Samples.Tagger(gates, hidden: 2);
            TrainedTagger read = Read(tagger.ToBytes());
            Assert.Equal(gates, read.Recipe.Tagger.Gates);
            Assert.Equal(tagger.Model.Parameters, read.Model.Parameters);
            seen++;
        }

        Assert.True(seen > 100);
    }

    [Theory]
    [InlineData("tags", "[\"NN\",\"V\"]", "tensor")]
    [InlineData("tags", "[\"NN\",\"V\",\"V\"]", "'V'")]
    [InlineData("tags", "null", "tags is null")]
    [InlineData("words.channels", "[]", "the words are listed by , expected form")]
    [InlineData("words.channels", "[{\"name\":\"form\",\"items\":[\"<unk>\",\"a\"]}]", "tensor")]
    [InlineData("words.channels", "[{\"name\":\"form\",\"items\":[]}]", "channel 'form' has no items")]
    [InlineData("words.channels", "[{\"name\":\"word\",\"items\":[\"<unk>\"]}]", "the words are listed by word, expected form")]
    [InlineData("words.knownWords", "[\"a\"]", "leave the list out")]
    [InlineData("words.language", "\"en\"", "words.language is an option that this QSeq does not know")]
    [InlineData("words", "null", "words is missing")]
    [InlineData("recipe.tagger.tokens.minCount", "0", "least count")]
    [InlineData("recipe.tagger.tokens.minCount", "2", "list of known words is missing")]
    [InlineData("recipe.tagger.tokens.channels", "[]", "there are no channels")]
    [InlineData("recipe.tagger.tokens.channels", "[\"lemma\"]", "unknown channel 'lemma'")]
    [InlineData("recipe.tagger.tokens.stem", "1", "recipe.tagger.tokens.stem is an option that this QSeq does not know")]
    [InlineData("recipe.tagger.dimensions", "[]", "0 dimensions are given for 1 feature")]
    [InlineData("recipe.tagger.dimensions", "[0]", "a dimension is 0")]
    [InlineData("recipe.tagger.dimensions", "[8.5]", "recipe.tagger.dimensions")]
    [InlineData("recipe.tagger.hidden", "7", "tensor")]
    [InlineData("recipe.tagger.gates", "null", "recipe.tagger.gates is missing")]
    [InlineData("recipe.tagger.gates.kind", "\"qx\"", "recipe.tagger.gates.kind is 'qx', known are lstm")]
    [InlineData("recipe.column", "\"Lemma\"", "recipe.column")]
    [InlineData("recipe.split", "{\"train\":2}", "train fraction is 2")]
    [InlineData("recipe.language", "\"en\"", "recipe.language is an option that this QSeq does not know")]
    [InlineData("data.train.hashes", "\"a\"", "hashes")]
    [InlineData("data.train.sentences", "-0.5", "data.train.sentences")]
    [InlineData("data.place", "\"here\"", "data.place is an option that this QSeq does not know")]
    [InlineData("data", "null", "data is missing")]
    [InlineData("kind", "\"parser\"", "kind is 'parser', known are forecaster, tagger")]
    public void WhatTheFileSaysOfATaggerIsChecked(string path, string value, string expected)
    {
        TrainedTagger tagger = Samples.Tagger();
        JsonObject json = Samples.Json(tagger.ToBytes());
        Samples.Put(json, path, value);
        Assert.Contains(expected, Refused(Samples.Forge(json.ToJsonString(), tagger.Model.Parameters)), StringComparison.Ordinal);
    }

    [Fact]
    public void NothingThatIsAlwaysWrittenMayBeMissing()
    {
        TrainedTagger tagger = Samples.Tagger();
        foreach (string member in (string[])["formatVersion", "kind", "qSeqVersion", "recipe", "words", "tags", "data", "training", "parameters"])
        {
            JsonObject json = Samples.Json(tagger.ToBytes());
            json.Remove(member);
            Refused(Samples.Forge(json.ToJsonString(), tagger.Model.Parameters));
        }
    }

    [Fact]
    public void AFileCutAnywhereOrWithABitFlippedIsRefused()
    {
        byte[] good = Samples.Tagger().ToBytes();
        for (int length = 0; length < good.Length; length++) Refused(good[..length]);
        for (int bit = 0; bit < 8 * good.Length; bit += 5)
        {
            byte[] bytes = [.. good];
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Refused(bytes);
        }
    }

    [Fact]
    public void HugeVocabulariesAndDimensionsAreRefusedBeforeAnythingIsAllocated()
    {
        TrainedTagger tagger = Samples.Tagger();
        foreach ((string path, string value) in ((string, string)[])[("recipe.tagger.dimensions", "[4096]"), ("recipe.tagger.dimensions", "[2147483647]"), ("recipe.tagger.hidden", "4096"), ("recipe.tagger.layers", "16")])
        {
            JsonObject json = Samples.Json(tagger.ToBytes());
            Samples.Put(json, path, value);
            byte[] bytes = Samples.Forge(json.ToJsonString(), []);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Refused(bytes);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    [Fact]
    public void AnyTextInPlaceOfPartOfTheManifestIsStillOneClearError()
    {
        TrainedTagger tagger = Samples.Tagger(minCount: 2);
        string json = Samples.Json(tagger.ToBytes()).ToJsonString();
        string[] pieces = ["", "0", "-1", "1e999", "null", "\"\"", "\"NaN\"", "{}", "[]", "[null]", "{", "}", ",", ":", "\"kind\":", "\\ud800", "true", "4096", "\n"];
        Gen<byte[]> edited = from start in Gen.Choose(0, json.Length - 1)
                             from length in Gen.Choose(0, 12)
                             from piece in Gen.Elements(pieces)
                             select Samples.Forge(json[..start] + piece + json[Math.Min(json.Length, start + length)..], tagger.Model.Parameters);
        Check.One(Property.Runs(1500), Prop.ForAll(edited.ToArbitrary(), bytes =>
        {
            try
            {
                return Read(bytes).Tag(Sentences).Count == 2;
            }
            catch (InvalidDataException)
            {
                return true;
            }
        }));
    }

    [Fact]
    public void PartsThatDoNotFitEachOtherMakeNoTagger()
    {
        TrainedTagger tagger = Samples.Tagger();
        TaggingRecipe other = tagger.Recipe with { Tagger = tagger.Recipe.Tagger with { Bidirectional = true } };
        QSeq.Training.SequenceTagger one = new(tagger.Model, tagger.Encoder, tagger.Tags);
        Assert.Equal(tagger.ToBytes(), TrainedTagger.Of(tagger.Recipe, one, tagger.Data, tagger.Training, tagger.Scores, tagger.Place).ToBytes());
        Assert.Throws<ArgumentException>(() => TrainedTagger.Of(other, one, tagger.Data, tagger.Training));
    }

    private static TrainedTagger Read(byte[] bytes) => TrainedTagger.FromBytes(bytes, "t.qseq");

    private static string Refused(byte[] bytes)
    {
        string message = Assert.Throws<InvalidDataException>(() => Read(bytes)).Message;
        Assert.StartsWith("t.qseq: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, char.IsControl);
        Assert.InRange(message.Length, 20, 600);
        return message;
    }
}
