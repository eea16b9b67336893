using System.Buffers.Binary;
using System.Globalization;
using QSeq.Models;
using QSeq.Persistence;

namespace QSeq.Tests.Persistence;

public sealed class ModelFileTests : IDisposable
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
            var model = new SequenceModel(config, (ulong)n);
            ModelFile read = ModelFile.FromBytes(ModelFile.ToBytes(model, Samples.Manifest(config)), "sample");
            Assert.Equal(config, read.Model.Config);
            Assert.Equal(config, read.Manifest.Config);
            Assert.Equal(Bits(model.Parameters), Bits(read.Model.Parameters));
            Assert.Equal(ModelFile.DigestOf(model), read.Digest);
        }

        Assert.True(seen > 1000);
    }

    [Fact]
    public void TheManifestComesBackWhole()
    {
        SequenceModel model = Samples.Small();
        ModelManifest manifest = Samples.Manifest(model.Config) with
        {
            Metrics = new Dictionary<string, double> { ["z"] = double.NaN, ["b"] = double.NegativeInfinity, ["a"] = double.Epsilon, ["c"] = -0.0 },
        };
        byte[] bytes = ModelFile.ToBytes(model, manifest);
        ModelManifest read = ModelFile.FromBytes(bytes, "sample").Manifest;
        Assert.Equal(1, read.FormatVersion);
        Assert.Matches(@"^\d+\.\d+\.\d+$", read.QSeqVersion);
        Assert.Equal(manifest.Metrics.OrderBy(pair => pair.Key), read.Metrics.OrderBy(pair => pair.Key));
        Assert.Equal(model.Table.Slices.Select(slice => slice.Name), read.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(manifest.Training, read.Training);
        Assert.Equal(manifest.Data!.Notes, read.Data!.Notes);
        Assert.Equal(manifest.Data!.Scaler.Scale, read.Data!.Scaler.Scale);
        Assert.Equal(bytes, ModelFile.ToBytes(model, read)); // nothing was lost on the way
    }

    [Fact]
    public void WeightsOfAnyBitPatternComeBack()
    {
        SequenceModel model = Samples.Small();
        int[] patterns = [0, int.MinValue, 1, 0x7F800000, unchecked((int)0xFF800000), 0x7FC00000, unchecked((int)0xFFC12345), 0x7F7FFFFF, 0x3F800001];
        for (int n = 0; n < patterns.Length; n++) model.Parameters[n] = BitConverter.Int32BitsToSingle(patterns[n]);
        ModelFile read = ModelFile.FromBytes(ModelFile.ToBytes(model, Samples.Manifest(model.Config)), "sample");
        Assert.Equal(Bits(model.Parameters), Bits(read.Model.Parameters));
    }

    /// <summary>The layout is a promise to other readers: written out here a second time, byte by byte.</summary>
    [Fact]
    public void TheLayoutIsTheDocumentedOne()
    {
        SequenceModel model = Samples.Small();
        byte[] file = ModelFile.ToBytes(model, Samples.Manifest(model.Config));
        Assert.Equal("QSEQ"u8.ToArray(), file[..4]);
        Assert.Equal(new byte[] { 1, 0 }, file[4..6]);
        int manifest = file[6] | (file[7] << 8) | (file[8] << 16) | (file[9] << 24);
        int at = 10 + manifest;
        Assert.Equal(model.Parameters.Length, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at)));
        for (int n = 0; n < model.Parameters.Length; n++)
            Assert.Equal(model.Parameters[n], BinaryPrimitives.ReadSingleLittleEndian(file.AsSpan(at + 4 + (4 * n))));
        Assert.Equal(at + 4 + (4 * model.Parameters.Length) + 8, file.Length);
        Assert.Equal(file, Samples.Sign([.. file]));
        Assert.Equal("silu", (string?)Samples.Json(file)["config"]!["gates"]!["qkan"]!["base"], ignoreCase: true);
    }

    [Fact]
    public void TheSameModelGivesTheSameBytesInAnyCulture()
    {
        SequenceModel model = Samples.Small();
        ModelManifest manifest = Samples.Manifest(model.Config);
        byte[] expected = ModelFile.ToBytes(model, manifest);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            odd.NumberFormat.NumberDecimalSeparator = ",";
            odd.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = odd;
            ModelManifest reordered = manifest with { Metrics = manifest.Metrics.Reverse().ToDictionary() };
            Assert.Equal(expected, ModelFile.ToBytes(model, reordered));
            Assert.Equal(manifest.Metrics["test.r2"], ModelFile.FromBytes(expected, "sample").Manifest.Metrics["test.r2"]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("qkan-lstm", 58)]
    [InlineData("hqkan-lstm", 33)]
    public void APaperModelWithARealisticManifestIsUnderAThousandBytes(string name, int trainable)
    {
        GateConfig gates = name == "qkan-lstm" ? new QkanGates() : new HqkanGates();
        var model = new SequenceModel(new SequenceModelConfig { Gates = gates }, seed: 1);
        Assert.Equal(trainable, model.Table.TrainableCount);
        Assert.InRange(ModelFile.ToBytes(model, Samples.Manifest(model.Config, name)).Length, 300, 999);
    }

    [Fact]
    public void SaveAndLoadAgreeThroughAFile()
    {
        string path = Path.Combine(_folder, "größe 模型.qseq");
        SequenceModel model = Samples.Small();
        ModelFile.Save(path, model, Samples.Manifest(model.Config));
        Assert.Equal(ModelFile.ToBytes(model, Samples.Manifest(model.Config)), File.ReadAllBytes(path));
        ModelFile read = ModelFile.Load(path);
        Assert.Equal(Bits(model.Parameters), Bits(read.Model.Parameters));
        Assert.Equal("qkan-lstm", read.Manifest.Name);
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void TheDigestIsThatOfTheWeightsAlone()
    {
        SequenceModel model = Samples.Small();
        ModelFile one = ModelFile.FromBytes(ModelFile.ToBytes(model, Samples.Manifest(model.Config, "a")), "a");
        ModelFile two = ModelFile.FromBytes(ModelFile.ToBytes(model, Samples.Manifest(model.Config, "b")), "b");
        Assert.Matches("^[0-9a-f]{64}$", one.Digest);
        Assert.Equal(one.Digest, two.Digest);
        model.Parameters[3] = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(model.Parameters[3]) ^ 1);
        Assert.NotEqual(one.Digest, ModelFile.DigestOf(model));
    }

    [Fact]
    public void AMissingFileIsCalledMissing()
    {
        foreach (string path in (string[])[Path.Combine(_folder, "no.qseq"), Path.Combine(_folder, "no", "no.qseq"), "a\0b"])
            Assert.StartsWith(path, Assert.Throws<FileNotFoundException>(() => ModelFile.Load(path)).Message, StringComparison.Ordinal);
        Assert.Contains("a folder", Assert.Throws<InvalidDataException>(() => ModelFile.Load(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AManifestThatDoesNotFitTheModelIsNotSaved()
    {
        SequenceModel model = Samples.Small();
        ModelManifest good = Samples.Manifest(model.Config);
        string path = Path.Combine(_folder, "m.qseq");
        ScalerDescription scaler = good.Data!.Scaler;
        ModelManifest[] bad =
        [
            good with { Name = " " },
            good with { Data = good.Data with { Inputs = ["square_00", "square_00"] } },
            good with { Data = good.Data with { Inputs = [] } },
            good with { Data = good.Data with { Inputs = [""] } },
            good with { Data = good.Data with { Targets = ["other"] } },
            good with { Data = good.Data with { Window = 0 } },
            good with { Data = good.Data with { Horizon = 0 } },
            good with { Data = good.Data with { Horizon = 2 } },
            good with { Data = good.Data with { Sequence = true } },
            good with { Data = good.Data with { Scaler = scaler with { Scale = [0] } } },
            good with { Data = good.Data with { Scaler = scaler with { Offset = [double.NaN] } } },
            good with { Data = good.Data with { Scaler = scaler with { Offset = [] } } },
            good with { Data = good.Data with { Scaler = scaler with { Columns = ["square_01"] } } },
            good with { Data = good.Data with { Notes = new Dictionary<string, string> { ["long"] = new string('x', ModelFormat.MaxManifest) } } },
            good with { Training = good.Training with { Loss = null! } },
        ];
        foreach (ModelManifest manifest in bad)
            Assert.ThrowsAny<ArgumentException>(() => ModelFile.Save(path, model, manifest));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
        ModelFile.Save(path, model, good with { Data = good.Data with { Scaler = ScalerDescription.None } });
        Assert.Equal("none", ModelFile.Load(path).Manifest.Data!.Scaler.Kind);
    }

    private static IEnumerable<int> Bits(float[] values) => values.Select(BitConverter.SingleToInt32Bits);
}
