using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Objectives;
using QSeq.Persistence;
using QSeq.Tagging;
using QSeq.Tests.Cli;
using QSeq.Training;

namespace QSeq.Tests.Persistence;

/// <summary>Files that the last version of format 1 wrote, and what it made of them.</summary>
public sealed class Format1Tests : CliRun
{
    public static TheoryData<string> Models => ["lstm", "qlstm", "qkan-lstm", "hqkan-lstm", "qk-lstm", "qk-lstm-count", "sequence"];

    [Theory]
    [MemberData(nameof(Models))]
    public void AModelForecastsTheSame(string name)
    {
        CliAnswer answer = Run("forecast", Samples.Format1(name + ".qseq"), Samples.Format1("series.csv"), "--source");
        Assert.Equal(0, answer.Code);

        // Values were written with 17 digits then, with nine now.
        static string Nine(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select((line, n) =>
            n < 2 || line.Length == 0 ? line : string.Join(',', line.Split(',').Select((cell, c) => c == 0 ? cell : double.Parse(cell, CultureInfo.InvariantCulture).ToString("G9", CultureInfo.InvariantCulture)))));
        string before = File.ReadAllText(Samples.Format1(name + ".forecast.csv")), now = answer.Out.Replace(Samples.Format1("series.csv"), "series.csv", StringComparison.Ordinal);
        Assert.Equal(Nine(before), now.ReplaceLineEndings("\n"));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void ARecordIsVerified(string name)
    {
        CliAnswer answer = Run("verify", Samples.Format1(name + ".qseq.run.json"));
        Assert.Equal(0, answer.Code);
        Assert.EndsWith("verified", answer.Out.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("not verified", answer.Out, StringComparison.Ordinal);
        var record = ForecastRecord.Load(Samples.Format1(name + ".qseq.run.json"));
        var model = TrainedForecaster.Load(Samples.Format1(name + ".qseq"));
        Assert.Equal((record.WeightsDigest, record.Recipe.Network), (model.Digest, model.Recipe.Network));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void WhatTheOldFileSaysIsKept(string name)
    {
        byte[] old = File.ReadAllBytes(Samples.Format1(name + ".qseq"));
        using JsonDocument json = JsonDocument.Parse(Samples.Json(old).ToJsonString());
        JsonElement said = json.RootElement;
        var model = TrainedForecaster.FromBytes(old, name);
        Assert.Equal((1, said.GetProperty("qSeqVersion").GetString()), (model.FormatVersion, model.QSeqVersion));
        Assert.Equal(said.GetProperty("metrics").EnumerateObject().ToDictionary(metric => metric.Name, metric => metric.Value.GetDouble()), model.Scores);
        JsonElement data = said.GetProperty("data");
        Assert.Equal((data.GetProperty("window").GetInt32(), data.GetProperty("horizon").GetInt32()), (model.Recipe.Windows.Window, model.Recipe.Windows.Horizon));
        Assert.Equal(data.GetProperty("scaler").GetProperty("offset").EnumerateArray().Select(value => value.GetDouble()), model.Scaler.Offset);
        Assert.Equal(data.GetProperty("notes").GetProperty("rows").GetString(), model.Data.Rows?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(said.GetProperty("training").GetProperty("epochs").GetInt32(), model.Training.Epochs);
        Assert.Equal((said.GetProperty("training").GetProperty("keptEpoch").GetInt32(), StopReason.Completed), (model.Training.BestEpoch, model.Training.Stop));

        var again = TrainedForecaster.FromBytes(model.ToBytes(), name); // as a file of format 2
        Assert.Equal((2, model.Digest, model.Scaler, model.Data), (again.FormatVersion, again.Digest, again.Scaler, again.Data));
    }

    [Fact]
    public void OldWordsOfTrainingBecomeOptions()
    {
        TrainingOptions Training(string path, string value) =>
            TrainedForecaster.FromBytes(Samples.ForgeFormat1("lstm.qseq", json => Samples.Put(json, "training." + path, value)), "old").Recipe.Training;
        Assert.Equal(new CosineSchedule { Floor = 0.25 }, Training("schedule", "\"cosine floor 0.25\"").Schedule);
        Assert.Equal(new StepSchedule { Every = 7, Gamma = 0.5 }, Training("schedule", "\"step every 7 gamma 0.5\"").Schedule);
        Assert.Equal(new PlateauSchedule { Patience = 3, Gamma = 0.25 }, Training("schedule", "\"plateau patience 3 gamma 0.25\"").Schedule);
        Assert.IsType<RmsPropConfig>(Training("optimizer", "\"rmsprop\"").Optimizer);
        Assert.IsType<SgdConfig>(Training("optimizer", "\"sgd\"").Optimizer);
        Assert.Equal(0.125, Assert.IsType<AdamConfig>(Training("weightDecay", "0.125").Optimizer).WeightDecay);
        Assert.Equal((Objective.Mae, 4, 2.5, 9UL), (Training("loss", "\"mae\"").Objective, Training("patience", "4").EarlyStopping?.Patience, Training("clip", "2.5").ClipNorm, Training("seed", "9").Seed));
        Assert.Contains("training.optimizer is 'lion'", Refused(json => Samples.Put(json, "training.optimizer", "\"lion\"")), StringComparison.Ordinal);
        Assert.Contains("training.schedule is 'step every x'", Refused(json => Samples.Put(json, "training.schedule", "\"step every x\"")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.hidden", "0", "hidden size 0")]
    [InlineData("config.gates.kind", "\"qx-lstm\"", "config.gates.kind is 'qx-lstm', known are lstm")]
    [InlineData("config.gates.depth", "1", "config.gates.depth is an option that this QSeq does not know")]
    [InlineData("config.hidden", "2", "tensor")]
    [InlineData("data.window", "0", "window is 0")]
    [InlineData("data.differenced", "true", "data.differenced is an option that this QSeq does not know")]
    [InlineData("data.scaler.scale", "[0,1]", "scale 0")]
    [InlineData("data.scaler.power", "2", "data.scaler.power is an option that this QSeq does not know")]
    [InlineData("data.notes.split", "\"most\"", "its split is 'most'")]
    [InlineData("training.seed", "-1", "seed")]
    [InlineData("formatVersion", "2", "format 2")]
    [InlineData("parameters", "[]", "lists 0 tensors")]
    public void WhatAnOldFileSaysIsChecked(string path, string value, string expected) =>
        Assert.Contains(expected, Refused(json => Samples.Put(json, path, value)), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Models))]
    public void InspectPrintsTheTraining(string name)
    {
        CliAnswer answer = Run("inspect", Samples.Format1(name + ".qseq"));
        Assert.Equal(0, answer.Code);
        string text = string.Join(' ', answer.Out.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("format 1, written by QSeq 0.1.0", text, StringComparison.Ordinal);
        Assert.Contains($"training 3 epochs, {(name == "sequence" ? "sgd at 0.01, momentum 0.9" : "adam at 0.01")}, ", text, StringComparison.Ordinal);
        Assert.Contains(", weights of epoch ", text, StringComparison.Ordinal);
        Assert.Contains("split 0.7,0.15", text, StringComparison.Ordinal);
        Assert.Contains("rows 160", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ATaggerGivesTheSameTags()
    {
        CliAnswer answer = Run("tag", "predict", Samples.Format1("tagger.qseq"), Write("text", "The boat left .\n"));
        Assert.Equal(0, answer.Code);
        string tagged = File.ReadAllText(Samples.Format1("tagger.predict.txt")).ReplaceLineEndings("\n");
        Assert.Equal("# sent_id = 1\n" + tagged, answer.Out.ReplaceLineEndings("\n"));
        string text = string.Join(' ', Run("inspect", Samples.Format1("tagger.qseq")).Out.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("training 2 epochs, adam at 0.01, weights of epoch 2, cross-entropy, batch 16, seed 0", text, StringComparison.Ordinal);
        Assert.Contains("training part 11 sentences, 199 words", text, StringComparison.Ordinal);
        CliAnswer verify = Run("verify", Samples.Format1("tagger.qseq"));
        Assert.Equal(3, verify.Code);
        Assert.Contains("a tagger of format 1, which does not hold how it was trained; train it again", verify.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatTheOldTaggerSaysIsKept()
    {
        var tagger = TrainedTagger.Load(Samples.Format1("tagger.qseq"));
        Assert.Equal((1, "0.1.0", "lstm", 15), (tagger.FormatVersion, tagger.QSeqVersion, tagger.Name, tagger.Tags.Count));
        Assert.Equal((16, 1, true), (tagger.Recipe.Tagger.Hidden, tagger.Recipe.Tagger.Layers, tagger.Recipe.Tagger.Bidirectional));
        Assert.Equal([16, 8, 4], tagger.Recipe.Tagger.Dimensions);
        Assert.Equal([TokenFeature.Word, TokenFeature.Suffix, TokenFeature.Shape], tagger.Recipe.Tagger.Tokens.Channels);
        Assert.Equal((2, 3, false), (tagger.Encoder.Options.MinCount, tagger.Encoder.Options.SuffixLength, tagger.Encoder.Options.Closed));
        Assert.Equal((new SplitFractions(0.7, 0.15), TagColumn.Upos), (tagger.Recipe.Split, tagger.Recipe.Column));
        Assert.Equal(new TrainingOutcome(2, 2, StopReason.Completed), tagger.Training);
        Assert.Equal(0.20430107526881722, tagger.Scores["test.accuracy"]);
        Assert.Equal(("t.conllu", 11, 199), (tagger.Data.Train.Source, tagger.Data.Train.Sentences, tagger.Data.Train.Words));
        Assert.Equal((2, 44, 4, 93), (tagger.Data.Validation?.Sentences, tagger.Data.Validation?.Words, tagger.Data.Test?.Sentences, tagger.Data.Test?.Words));
        Assert.Equal("0d01ed8a3b6ae30625d750bf0f5a56633eefe1f6421076b7889a8a7cfb8af0ea", tagger.Data.Train.Digest);
        Assert.Equal("bpaUxfhT4qp9gUkS", tagger.Data.Validation!.Hashes!.ToText());
        Assert.Null(tagger.Data.Digest);

        var again = TrainedTagger.FromBytes(tagger.ToBytes(), "new"); // as a file of format 2
        Assert.Equal((2, tagger.Digest, tagger.Recipe.Digest()), (again.FormatVersion, again.Digest, again.Recipe.Digest()));
        Assert.Equal(tagger.Tag(["The", "boat", "left", "."]).AsEnumerable(), again.Tag(["The", "boat", "left", "."]));
    }

    [Theory]
    [InlineData("tagging.tags", "[\"NN\",\"V\"]", "15 outputs, but there are 2 tags")]
    [InlineData("tagging.tokens.channels", "[]", "there are no channels")]
    [InlineData("tagging.tokens.minCount", "0", "least count")]
    [InlineData("tagging.tokens.stem", "1", "tagging.tokens.stem is an option that this QSeq does not know")]
    [InlineData("tagging.language", "\"en\"", "tagging.language is an option that this QSeq does not know")]
    [InlineData("config.embedding", "null", "the model of a tagger has no embedding")]
    [InlineData("config.embedding.channels", "[]", "1 to 16 channels")]
    [InlineData("config.inputs", "7", "embedding gives 28 features, but inputs is 7")]
    [InlineData("config.output", "\"Last\"", "A tagger answers at every word")]
    public void WhatTheOldTaggerSaysIsChecked(string path, string value, string expected)
    {
        byte[] bytes = Samples.ForgeFormat1("tagger.qseq", json => Samples.Put(json, path, value));
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => TrainedTagger.FromBytes(bytes, "old")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("split", "0.8,0.1", 0.8, 0.1)]
    [InlineData("split", "0.8", 0.8, 0.0)]
    [InlineData("split", "files", null, null)]
    [InlineData("split", "none", null, null)]
    [InlineData("tag-column", "xpos", 0.7, 0.15)]
    [InlineData("test", "20 sentences, 204 words, test.conllu", 0.7, 0.15)]
    public void OldNotesOfATaggerBecomeWhatTheyMean(string note, string value, double? train, double? validation)
    {
        var tagger = TrainedTagger.FromBytes(Samples.ForgeFormat1("tagger.qseq", json => json["tagging"]!["notes"]![note] = value), "old");
        Assert.Equal((train, validation), (tagger.Recipe.Split?.Train, tagger.Recipe.Split?.Validation));
        Assert.Equal(note == "tag-column" ? TagColumn.Xpos : TagColumn.Upos, tagger.Recipe.Column);
        Assert.Equal(note == "test" ? ("test.conllu", 20, 204) : ("t.conllu", 4, 93), (tagger.Data.Test!.Source, tagger.Data.Test.Sentences!.Value, tagger.Data.Test.Words!.Value));
    }

    [Fact]
    public void ATaggerWithoutNotesLoads()
    {
        var tagger = TrainedTagger.FromBytes(Samples.ForgeFormat1("tagger.qseq", json => json["tagging"]!.AsObject().Remove("notes")), "old");
        Assert.Null(tagger.Recipe.Split);
        Assert.Equal(new SentenceOrigin(new SentencePart { Source = "t.conllu" }, null, null), tagger.Data);
    }

    [Fact]
    public void AnotherKindOfModelIsNamed()
    {
        Assert.Equal("tagger", Assert.Throws<WrongModelKindException>(() => TrainedForecaster.Load(Samples.Format1("tagger.qseq"))).Found);
        Assert.Equal("forecaster", Assert.Throws<WrongModelKindException>(() => TrainedTagger.Load(Samples.Format1("lstm.qseq"))).Found);
    }

    private static string Refused(Action<JsonObject> change)
    {
        byte[] bytes = Samples.ForgeFormat1("lstm.qseq", change);
        return Assert.Throws<InvalidDataException>(() => TrainedForecaster.FromBytes(bytes, "old")).Message;
    }
}
