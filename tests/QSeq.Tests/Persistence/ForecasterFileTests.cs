using System.Buffers.Binary;
using System.Globalization;
using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Models;
using QSeq.Persistence;

namespace QSeq.Tests.Persistence;

[Trait(Speed.Name, Speed.Slow)]
public sealed class ForecasterFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("qseq-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void EveryGateKindAndOptionComesBackBitForBit()
    {
        int seen = 0;
        foreach (GateConfig gates in Samples.AllGates())
        {
            int n = seen++;
            var config = new SequenceModelConfig
            {
                Gates = gates,
                Inputs = 1 + (n % 3),
                Hidden = 1 + (n % 4),
                Layers = 1 + (n % 2),
                Outputs = 1 + (n % 2),
                Output = (OutputMode)(n % 2),
            };
            TrainedForecaster model = Samples.Forecaster(new SequenceModel(config, (ulong)n));
            TrainedForecaster read = Read(model.ToBytes());
            Assert.Equal(config, read.Model.Config);
            Assert.Equal(config, read.Recipe.Network);
            Assert.Equal(Bits(model.Model.Parameters), Bits(read.Model.Parameters));
            Assert.Equal(model.Digest, read.Digest);
        }

        Assert.True(seen > 1000);
    }

    [Fact]
    public void WhatTheFileSaysComesBackWhole()
    {
        TrainedForecaster model = Samples.Forecaster();
        model = TrainedForecaster.Of(
            model.Recipe, model.Model, model.Scaler, model.Data, model.Training,
            new Dictionary<string, double> { ["z"] = double.NaN, ["b"] = double.NegativeInfinity, ["a"] = double.Epsilon, ["c"] = -0.0 }, model.Place);
        byte[] bytes = model.ToBytes();
        TrainedForecaster read = Read(bytes);
        Assert.Equal((2, "qkan-lstm"), (read.FormatVersion, read.Name));
        Assert.Matches(@"^\d+\.\d+\.\d+$", read.QSeqVersion);
        Assert.Equal(model.Scores.OrderBy(pair => pair.Key), read.Scores.OrderBy(pair => pair.Key));
        Assert.Equal(model.Recipe.ToJson(), read.Recipe.ToJson());
        Assert.Equal((model.Training, model.Data, model.Scaler, model.Place), (read.Training, read.Data, read.Scaler, read.Place));
        Assert.Equal((DateTimeKind.Unspecified, DateTimeKind.Utc), (read.Data.First!.Value.Kind, read.Data.Last!.Value.Kind));
        Assert.Equal(bytes, read.ToBytes()); // nothing was lost on the way
    }

    [Fact]
    public void FiniteWeightsOfAnyBitPatternComeBack()
    {
        SequenceModel model = Samples.Small();
        int[] patterns = [0, int.MinValue, 1, unchecked((int)0x80000001), 0x7F7FFFFF, unchecked((int)0xFF7FFFFF), 0x3F800001, 0x007FFFFF];
        for (int n = 0; n < patterns.Length; n++) model.Parameters[n] = BitConverter.Int32BitsToSingle(patterns[n]);
        Assert.Equal(Bits(model.Parameters), Bits(Read(Samples.Forecaster(model).ToBytes()).Model.Parameters));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void WeightsThatAreNotFiniteAreNeitherSavedNorLoaded(float weight)
    {
        SequenceModel model = Samples.Small();
        string json = Samples.Json(Samples.Forecaster(model).ToBytes()).ToJsonString();
        model.Parameters[5] = weight;
        Assert.StartsWith($"Weight 5 is {weight}", Assert.Throws<InvalidOperationException>(() => Samples.Forecaster(model).Save(Path.Combine(_folder, "m.qseq"))).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
        string message = Assert.Throws<InvalidDataException>(() => Read(Samples.Forge(json, model.Parameters))).Message;
        Assert.Contains(FormattableString.Invariant($"weight 5 is {weight}, expected finite numbers"), message, StringComparison.Ordinal);
    }

    /// <summary>The layout is a promise to other readers: written out here a second time, byte by byte.</summary>
    [Fact]
    public void TheLayoutIsTheDocumentedOne()
    {
        SequenceModel model = Samples.Small();
        byte[] file = Samples.Forecaster(model).ToBytes();
        Assert.Equal("QSEQ"u8.ToArray(), file[..4]);
        Assert.Equal(new byte[] { 2, 0 }, file[4..6]);
        int manifest = file[6] | (file[7] << 8) | (file[8] << 16) | (file[9] << 24);
        int at = 10 + manifest;
        Assert.Equal(model.Parameters.Length, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at)));
        for (int n = 0; n < model.Parameters.Length; n++)
            Assert.Equal(model.Parameters[n], BinaryPrimitives.ReadSingleLittleEndian(file.AsSpan(at + 4 + (4 * n))));
        Assert.Equal(at + 4 + (4 * model.Parameters.Length) + 8, file.Length);
        Assert.Equal(file, Samples.Sign([.. file]));
        Assert.Equal("Silu", (string?)Samples.Json(file)["recipe"]!["model"]!["gates"]!["qkan"]!["base"]);
    }

    [Fact]
    public void TheSameModelGivesTheSameBytesInAnyCulture()
    {
        TrainedForecaster model = Samples.Forecaster();
        byte[] expected = model.ToBytes();
        string digest = model.Recipe.Digest();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            odd.NumberFormat.NumberDecimalSeparator = ",";
            odd.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = odd;
            var reordered = TrainedForecaster.Of(model.Recipe, model.Model, model.Scaler, model.Data, model.Training, model.Scores.Reverse().ToDictionary(), model.Place);
            Assert.Equal(expected, reordered.ToBytes());
            Assert.Equal(digest, reordered.Recipe.Digest());
            Assert.Equal(model.Scores["test.r2"], Read(expected).Scores["test.r2"]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("qkan-lstm", 58)]
    [InlineData("hqkan-lstm", 33)]
    public void APaperModelWithARealisticRecipeIsUnder1400Bytes(string name, int trainable)
    {
        GateConfig gates = name == "qkan-lstm" ? new QkanGates() : new HqkanGates();
        var model = new SequenceModel(new SequenceModelConfig { Gates = gates }, seed: 1);
        Assert.Equal(trainable, model.Table.TrainableCount);
        Assert.InRange(Samples.Forecaster(model, name).ToBytes().Length, 300, 1399);
    }

    [Fact]
    public void SaveAndLoadAgreeThroughAFile()
    {
        string path = Path.Combine(_folder, "größe 模型.qseq");
        TrainedForecaster model = Samples.Forecaster();
        model.Save(path);
        Assert.Equal(model.ToBytes(), File.ReadAllBytes(path));
        var read = TrainedForecaster.Load(path);
        Assert.Equal(Bits(model.Model.Parameters), Bits(read.Model.Parameters));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void TheDigestIsThatOfTheWeightsAlone()
    {
        SequenceModel model = Samples.Small();
        TrainedForecaster one = Read(Samples.Forecaster(model, "a").ToBytes()), two = Read(Samples.Forecaster(model, "b").ToBytes());
        Assert.Matches("^[0-9a-f]{64}$", one.Digest);
        Assert.Equal(one.Digest, two.Digest);
        Assert.NotEqual(one.Recipe.Digest(), two.Recipe.Digest());
        model.Parameters[3] = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(model.Parameters[3]) ^ 1);
        Assert.NotEqual(one.Digest, TrainedModel.DigestOf(model));
    }

    [Fact]
    public void AMissingFileIsCalledMissing()
    {
        foreach (string path in (string[])[Path.Combine(_folder, "no.qseq"), Path.Combine(_folder, "no", "no.qseq"), "a\0b"])
            Assert.StartsWith(path, Assert.Throws<FileNotFoundException>(() => TrainedForecaster.Load(path)).Message, StringComparison.Ordinal);
        Assert.Contains("a folder", Assert.Throws<InvalidDataException>(() => TrainedForecaster.Load(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PartsThatDoNotFitEachOtherMakeNoModel()
    {
        TrainedForecaster good = Samples.Forecaster();
        ForecastRecipe recipe = good.Recipe;
        void Refused(ForecastRecipe recipe, Scaler scaler) =>
            Assert.ThrowsAny<ArgumentException>(() => TrainedForecaster.Of(recipe, good.Model, scaler, good.Data, good.Training));
        Refused(recipe with { Windows = recipe.Windows with { Inputs = ["square_00", "square_00"] } }, good.Scaler);
        Refused(recipe with { Windows = recipe.Windows with { Inputs = [] } }, good.Scaler);
        Refused(recipe with { Windows = recipe.Windows with { Targets = ["other"] } }, good.Scaler);
        Refused(recipe with { Windows = recipe.Windows with { Horizon = 2 } }, good.Scaler);
        Refused(recipe with { Windows = recipe.Windows with { Sequence = true } }, good.Scaler);
        Refused(recipe with { Network = recipe.Network with { Hidden = 2 } }, good.Scaler);
        Refused(recipe, new Scaler(ScalerKind.None, ["square_01"], [0], [1]));
        ForecastRecipe wordy = recipe with { Reading = new CsvReadOptions { TimeColumn = new string('x', ModelFormat.MaxManifest) } };
        Assert.Throws<ArgumentException>(() => Samples.Forecaster(good.Model, recipe: wordy).Save(Path.Combine(_folder, "m.qseq")));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    private static TrainedForecaster Read(byte[] bytes) => TrainedForecaster.FromBytes(bytes, "sample");

    private static IEnumerable<int> Bits(float[] values) => values.Select(BitConverter.SingleToInt32Bits);
}
