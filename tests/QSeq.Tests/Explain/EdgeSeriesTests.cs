using QSeq.Core;
using QSeq.Explain;
using QSeq.Layers;
using QSeq.Models;
using QSeq.Quantum;

namespace QSeq.Tests.Explain;

/// <summary>The Fourier sum of an edge against the circuit, gate by gate.</summary>
public class EdgeSeriesTests
{
    private const double Tolerance = 1e-9;

    public static TheoryData<Encoding> Encodings => [.. Enum.GetValues<Encoding>()];

    /// <summary>A million points in all.</summary>
    [Theory]
    [MemberData(nameof(Encodings))]
    public void AgreesWithTheCircuit(Encoding encoding)
    {
        for (int reps = 1; reps <= 4; reps++)
            for (ulong seed = 1; seed <= 4; seed++)
                Assert.InRange(LargestError(new QkanOptions { Encoding = encoding, Reps = reps }, seed, 15_625), 0, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void AgreesWithEightBlocks(Encoding encoding)
    {
        Assert.InRange(LargestError(new QkanOptions { Encoding = encoding, Reps = 8 }, 5, 500), 0, Tolerance);
        Assert.Equal(encoding == Encoding.Real ? 2 : 3281, Edge(new QkanOptions { Encoding = encoding, Reps = 8 }, 5).Terms.Count);
    }

    [Theory]
    [InlineData(Encoding.Pz)]
    [InlineData(Encoding.Rpz)]
    public void AgreesUnderNoise(Encoding encoding)
    {
        var noise = new GateNoise { Depolarising = 0.02, AmplitudeDamping = 0.05, PhaseDamping = 0.03, Readout = 0.01 };
        for (int reps = 1; reps <= 3; reps++)
            Assert.InRange(LargestError(new QkanOptions { Encoding = encoding, Reps = reps, Noise = noise }, 9, 500), 0, Tolerance);
    }

    /// <summary>The state before it is read: on the sphere, as high as the sum; x and y by circuits with one more rotation.</summary>
    [Theory]
    [MemberData(nameof(Encodings))]
    public void TheStateIsThatOfTheCircuit(Encoding encoding)
    {
        var options = new QkanOptions { Encoding = encoding, Reps = 3 };
        SequenceModel model = Single(options, 4, null);
        EdgeSeries edge = EdgeSeries.Of(model)[0];
        (double[] theta, double[] w, double[] b) = CircuitOf(model);
        double[] turned = [.. theta];
        turned[^1] += Math.PI / 2;
        for (double x = -2; x < 2; x += 0.13)
        {
            (double rx, double ry, double rz) = edge.StateAt(x);
            Assert.Equal(1, Math.Sqrt((rx * rx) + (ry * ry) + (rz * rz)), Tolerance);
            Assert.Equal(edge.Terms.Sum(term => (term.Cosine * Math.Cos(term.Frequency * x)) + (term.Sine * Math.Sin(term.Frequency * x))), rz, Tolerance);
            double read = DaruanReference.Evaluate(encoding, Readout.Expectation, turned, w, b, x);
            if (encoding is Encoding.Pz or Encoding.Rpz) Assert.Equal(-rx, read, Tolerance); // RY(pi/2) turns x to -z
            if (encoding == Encoding.Mix) Assert.Equal(ry, read, Tolerance); // RX(pi/2) turns y to z
            if (encoding == Encoding.Real) Assert.Equal(0, ry, Tolerance); // it stays in a plane
        }
    }

    [Fact]
    public void NoiseDrawsTheStateInwards()
    {
        var noise = new GateNoise { Depolarising = 0.02, Readout = 0.01 };
        EdgeSeries edge = Edge(new QkanOptions { Reps = 2, Noise = noise }, 4);
        (double x, double y, double z) = edge.StateAt(0.3);
        Assert.InRange(Math.Sqrt((x * x) + (y * y) + (z * z)), 0.7, 0.9);
        Assert.Equal(z * (1 - (2 * 0.01)), edge.Terms.Sum(term => (term.Cosine * Math.Cos(term.Frequency * 0.3)) + (term.Sine * Math.Sin(term.Frequency * 0.3))), Tolerance);
    }

    /// <summary>Weights of one size, also with the other sign, and 0 give few frequencies, however many blocks there are.</summary>
    [Theory]
    [MemberData(nameof(Encodings))]
    public void EqualWeightsShareFrequencies(Encoding encoding)
    {
        var options = new QkanOptions { Encoding = encoding, Reps = 20 };
        static float Weight(int n) => n switch { 3 => 0, 4 => -0.5f, _ => 0.5f };
        EdgeSeries edge = Edge(options, 3, Weight);
        Assert.InRange(LargestError(options, 3, 500, Weight), 0, Tolerance);
        Assert.Equal(20, edge.Frequencies); // 0 to 19 times 0.5
        Assert.All(edge.Terms, (term, n) => Assert.Equal(0, term.Frequency % 0.5));
        Assert.Equal((Math.Pow(3, 20) + 1) / 2, edge.Accessible);
    }

    /// <summary>1 + 2 = 3: sums that meet are one term.</summary>
    [Fact]
    public void FrequenciesThatMeetAreOne()
    {
        var options = new QkanOptions { Reps = 3 };
        EdgeSeries edge = Edge(options, 3, n => n + 1);
        Assert.Equal([0.0, 1, 2, 3, 4, 5, 6], edge.Terms.Select(term => term.Frequency));
        Assert.InRange(LargestError(options, 3, 500, n => n + 1), 0, Tolerance);
    }

    /// <summary>The closed form of one block, of which the layer's kernel is made too.</summary>
    [Fact]
    public void OneBlockHasOneFrequencyAndAConstant()
    {
        EdgeSeries edge = Edge(new QkanOptions(), 2);
        Assert.Equal((2, 2, 2.0, 1), (edge.Terms.Count, edge.Frequencies, edge.Accessible, edge.Used(0.01)));
        Assert.Equal(1, edge.ShareOf(edge.Terms[1]), 12);
        Assert.Equal(0, edge.Terms[0].Power);
    }

    [Fact]
    public void TooManyFrequenciesAreRefused()
    {
        string message = Assert.Throws<ArgumentException>(() => Edge(new QkanOptions { Reps = 13 }, 1)).Message;
        Assert.Contains("13 re-uploading blocks, whose weights give 1594323 products", message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherReadoutsAndModelsAreRefused()
    {
        var difference = new QkanOptions { Readout = Readout.AmplitudeDifference };
        Assert.Contains("AmplitudeDifference", Assert.Throws<ArgumentException>(() => Edge(difference, 1)).Message, StringComparison.Ordinal);
        var lstm = new SequenceModel(new SequenceModelConfig { Gates = new LstmGates() }, 1);
        Assert.Contains("qkan-lstm and hqkan-lstm", Assert.Throws<ArgumentException>(() => EdgeSeries.Of(lstm)).Message, StringComparison.Ordinal);
    }

    /// <summary>The gate map's outputs are the sums of the edges that bear their names.</summary>
    [Fact]
    public void EdgesAddUpToTheGates()
    {
        SequenceModel model = Model(new SequenceModelConfig
        {
            Gates = new QkanGates { Qkan = new QkanOptions { Reps = 2, TrainPostWeight = true, TrainPostBias = true, Base = BaseFunction.Tanh } },
            Inputs = 2,
            Hidden = 3,
            Bidirectional = true,
            Members = 2,
        });
        IReadOnlyList<EdgeSeries> edges = EdgeSeries.Of(model);
        Assert.Equal(["cell0", "cell0.reverse"], [.. edges.Where(edge => edge.Member == 0).Select(edge => edge.Layer).Distinct()]);
        Assert.Equal(2 * 2 * 4 * 3 * 5, edges.Count);
        double[] v = [0.3, -0.7, 0.2, 1.5, -2];
        string[] names = ["h0", "h1", "h2", "x0", "x1"];
        for (int member = 0; member < 2; member++)
        {
            SequenceModel one = ModelMembers.Take(model, member);
            for (int cell = 0; cell < 2; cell++)
            {
                double[] y = new double[12];
                one.Gates[cell].Reference([.. one.Parameters.Select(p => (double)p)], v, y);
                for (int j = 0; j < y.Length; j++)
                {
                    EdgeSeries[] own = [.. edges.Where(edge => edge.Member == member && edge.Layer.EndsWith(cell == 0 ? "0" : "reverse", StringComparison.Ordinal)
                        && edge.Gate == "ifgo"[j / 3].ToString() && edge.Output == j % 3)];
                    Assert.Equal(names, own.Select(edge => edge.Input));
                    Assert.Equal(y[j], own.Select((edge, k) => edge.Evaluate(v[k])).Sum(), 9);
                }
            }
        }
    }

    [Theory]
    [InlineData(true, "all z0 0,all z0 1")]
    [InlineData(false, "i z0 0,i z0 1,f z0 0,f z0 1,g z0 0,g z0 1,o z0 0,o z0 1")]
    public void HybridEdgesStandBetweenTheirLinearLayers(bool packed, string expected)
    {
        SequenceModel model = Model(new SequenceModelConfig { Gates = new HqkanGates { Packed = packed }, Hidden = 2 });
        string found = string.Join(',', EdgeSeries.Of(model).Select(edge => $"{edge.Gate} {edge.Input} {edge.Output}"));
        Assert.Equal(expected, found);
    }

    [Fact]
    public void PruningSetsTheLeastEdgesToZero()
    {
        SequenceModel model = Model(new SequenceModelConfig { Gates = new QkanGates(), Inputs = 3, Hidden = 2, Members = 2 });
        IReadOnlyList<EdgeSeries> before = EdgeSeries.Of(model), gone = EdgeSeries.Prune(model, 0.1), after = EdgeSeries.Of(model);
        Assert.InRange(gone.Count, 1, before.Count - 1);
        for (int n = 0; n < before.Count; n++)
        {
            double all = before.Where(edge => Sum(edge) == Sum(before[n])).Sum(edge => MeanSquare(edge));
            bool least = MeanSquare(before[n]) < 0.1 * all;
            Assert.Equal(least, gone.Any(edge => Sum(edge) == Sum(before[n]) && edge.Input == before[n].Input));
            Assert.Equal(MeanSquare(before[n]) / all, before[n].Part, 12);
            Assert.Equal(least ? 0 : before[n].Evaluate(0.4), after[n].Evaluate(0.4));
        }

        Assert.Empty(EdgeSeries.Prune(model, 0));
        Assert.Equal(gone.Count, after.Count(edge => edge.IsZero));
        IReadOnlyList<EdgeSeries> more = EdgeSeries.Prune(model, 1);
        Assert.Equal(after.Count(edge => edge is { IsZero: false, Part: < 1 }), more.Count); // those that are 0 already are not counted again
        Assert.Throws<ArgumentOutOfRangeException>(() => EdgeSeries.Prune(model, 1.5));

        static double MeanSquare(EdgeSeries edge) => Enumerable.Range(-50, 101).Average(n => Math.Pow(edge.Evaluate(n / 50.0), 2));
        static string Sum(EdgeSeries edge) => $"{edge.Member} {edge.Layer} {edge.Gate} {edge.Output}";
    }

    private static EdgeSeries Edge(QkanOptions options, ulong seed, Func<int, float>? weight = null) => EdgeSeries.Of(Single(options, seed, weight))[0];

    private static double LargestError(QkanOptions options, ulong seed, int points, Func<int, float>? weight = null)
    {
        SequenceModel model = Single(options, seed, weight);
        EdgeSeries edge = EdgeSeries.Of(model)[0];
        (double[] theta, double[] w, double[] b) = CircuitOf(model);
        double worst = 0;
        for (int n = 0; n < points; n++)
        {
            double x = -10 + (20.0 * n / (points - 1));
            double read = options.Noise is { } noise
                ? NoisyDaruanReference.Evaluate(options.Encoding, noise, theta, w, b, x)
                : DaruanReference.Evaluate(options.Encoding, Readout.Expectation, theta, w, b, x);
            double expected = (edge.PostWeight * (read + edge.PostBias)) + (edge.BaseWeight * BaseFunctionKernel.Reference(options.Base, x));
            worst = Math.Max(worst, Math.Abs(expected - edge.Evaluate(x)));
        }

        return worst;
    }

    // Of the first edge.
    private static (double[] Theta, double[] W, double[] B) CircuitOf(SequenceModel model)
    {
        double[] parameters = [.. model.Parameters.Select(p => (double)p)];
        return (Slice("theta"), Slice("preact_weight"), Slice("preact_bias"));

        double[] Slice(string name) => [.. model.Table["cell0." + name].Of<double>(parameters).ToArray().Take(Each(model, name))];
    }

    private static int Each(SequenceModel model, string name) => model.Table["cell0." + name].Count / model.Table["cell0.postact_weight"].Count;

    private static SequenceModel Single(QkanOptions options, ulong seed, Func<int, float>? weight)
    {
        SequenceModel model = Model(new SequenceModelConfig { Gates = new QkanGates { Qkan = options } }, seed);
        Span<float> w = model.Table["cell0.preact_weight"].Of(model.Parameters.AsSpan());
        for (int n = 0; weight is not null && n < w.Length; n++) w[n] = weight(n % options.Reps);
        return model;
    }

    // Weights as training might leave them.
    private static SequenceModel Model(SequenceModelConfig config, ulong seed = 1)
    {
        var model = new SequenceModel(config, seed);
        var random = new RandomSource(seed, "explain");
        foreach (ref float weight in model.Parameters.AsSpan()) weight += (float)(0.8 * random.NextGaussian());
        return model;
    }
}
