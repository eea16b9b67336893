using QSeq.Core;
using QSeq.Layers;
using QSeq.Quantum;

namespace QSeq.Tests.Layers;

public class QkanLayerTests
{
    public static TheoryData<Encoding, int, Readout> Circuits
    {
        get
        {
            var data = new TheoryData<Encoding, int, Readout>();
            foreach (Encoding encoding in Enum.GetValues<Encoding>())
                foreach (int reps in new[] { 1, 2, 3, 5 })
                    foreach (Readout readout in Enum.GetValues<Readout>()) data.Add(encoding, reps, readout);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Circuits))]
    public void ValuesAndGradientsAgreeWithTheReference(Encoding encoding, int reps, Readout readout)
    {
        var options = new QkanOptions { Encoding = encoding, Reps = reps, Readout = readout };
        LayerHarness layer = Build($"qkan {encoding} {readout}", 2, 3, options);
        layer.Check(AwayFromThePoles(layer, options, 17));
    }

    [Theory]
    [InlineData(1, 1, 1, 1, BaseFunction.Silu, true, false, false)]
    [InlineData(1, 2, 15, 2, BaseFunction.None, false, true, false)]
    [InlineData(2, 1, 16, 1, BaseFunction.Identity, true, true, true)]
    [InlineData(3, 4, 17, 3, BaseFunction.Tanh, false, false, true)]
    [InlineData(5, 2, 100, 1, BaseFunction.Relu, true, true, false)]
    [InlineData(2, 2, 100, 2, BaseFunction.Silu, false, true, true)]
    [InlineData(2, 3, 31, 1, BaseFunction.Silu, true, false, true)]
    public void SizesBaseFunctionsAndOptionsAgreeWithTheReference(
        int inputs, int outputs, int samples, int reps, BaseFunction function, bool trainBase, bool postWeight, bool postBias)
    {
        var options = new QkanOptions { Reps = reps, Base = function, TrainBase = trainBase, TrainPostWeight = postWeight, TrainPostBias = postBias };
        LayerHarness layer = Build("qkan " + function, inputs, outputs, options);

        // A difference must not step over the kink of max(x, 0).
        layer.Check([.. layer.Inputs(samples).Select(x => MathF.Abs(x) < 0.001f ? 0.5f : x)]);
    }

    [Theory]
    [InlineData(Encoding.Pz)]
    [InlineData(Encoding.Mix)]
    public void ManyRepetitionsStayWithinTheTolerance(Encoding encoding) =>
        Build("qkan 64 reps", 1, 1, new QkanOptions { Encoding = encoding, Reps = 64 }).Check(16, range: 1);

    [Fact]
    public void FrozenPartsAreDeclaredFrozenAndTrainableOnesCounted()
    {
        ParameterTable Table(QkanOptions options) => Build("qkan", 2, 3, options).Table;

        Assert.Equal(6 * (4 + 1 + 1 + 1), Table(new QkanOptions()).TrainableCount);
        Assert.Equal(6 * 4, Table(new QkanOptions { TrainPreactivation = false, TrainBase = false }).TrainableCount);
        Assert.Equal(6 * (2 + 1 + 1), Table(new QkanOptions { Encoding = Encoding.Rpz, TrainPreactivation = false }).TrainableCount);
        Assert.Equal(6 * (2 + 4 + 1), Table(new QkanOptions { Encoding = Encoding.Real, Reps = 2 }).TrainableCount);
        Assert.Equal(6 * (6 + 4 + 3), Table(new QkanOptions { Reps = 2, TrainPostWeight = true, TrainPostBias = true }).TrainableCount);
        Assert.Equal(6 * (6 + 4), Table(new QkanOptions { Reps = 2, Base = BaseFunction.None }).TrainableCount);
    }

    // Where the encoding is frozen, the edges of an input share sine and cosine: other code, the same function.
    [Theory]
    [InlineData(1, 1, 1, Encoding.Pz, 1, Readout.Expectation)]
    [InlineData(3, 4, 17, Encoding.Pz, 1, Readout.Expectation)]
    [InlineData(5, 2, 100, Encoding.Mix, 1, Readout.Expectation)]
    [InlineData(2, 3, 16, Encoding.Real, 1, Readout.Expectation)]
    [InlineData(2, 3, 33, Encoding.Pz, 2, Readout.Expectation)]
    [InlineData(3, 2, 40, Encoding.Pz, 4, Readout.Expectation)]
    [InlineData(2, 2, 17, Encoding.Mix, 3, Readout.Expectation)]
    [InlineData(2, 3, 17, Encoding.Pz, 3, Readout.AmplitudeDifference)]
    public void AFrozenEncodingGivesWhatATrainedOneGives(int inputs, int outputs, int samples, Encoding encoding, int reps, Readout readout)
    {
        (Layer Layer, ParameterTable Table) Layer(bool train)
        {
            var builder = new ParameterTable.Builder();
            var layer = new QkanLayer(builder, inputs, outputs, new QkanOptions { Encoding = encoding, Reps = reps, Readout = readout, TrainPreactivation = train, TrainPostWeight = true });
            return (layer, builder.Build());
        }

        var (frozen, table) = Layer(false);
        var (trained, _) = Layer(true);
        var random = new RandomSource(3, "frozen");
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextUniform(-2, 2))];
        float[] parameters = Draw(table.Length), x = Draw(samples * inputs), dy = Draw(samples * outputs);
        table["preact_weight"].Of(parameters.AsSpan()).Fill(1);

        LayerRun shared = GradientCheck.Run(frozen, parameters, x, dy), apart = GradientCheck.Run(trained, parameters, x, dy);
        Close.Gradient("shared turns, y", Close.Widen(apart.Y), shared.Y, Tolerance.Value);
        Close.Gradient("shared turns, dx", Close.Widen(apart.Dx), shared.Dx, Tolerance.Gradient);
        foreach (string name in new[] { "theta", "base_weight", "postact_weight" })
            Close.Gradient("shared turns, " + name, Close.Widen(table[name].Of(apart.Gradient.AsSpan())), table[name].Of(shared.Gradient.AsSpan()), Tolerance.Gradient);

        // A frozen encoding that somebody made different from edge to edge is computed edge by edge.
        if (outputs == 1) return;
        table["preact_weight"].Of(parameters.AsSpan())[^1] = 0.5f;
        Close.Gradient("unequal frozen encodings, y", Close.Widen(GradientCheck.Run(trained, parameters, x, dy).Y), GradientCheck.Run(frozen, parameters, x, dy).Y, Tolerance.Value);
    }

    // Kernels walk buffers by reference: a size that does not fit an int must be refused where it is declared.
    [Fact]
    public void SizesTooLargeToCountAreRefused() =>
        Assert.Throws<OverflowException>(() => new QkanLayer(new ParameterTable.Builder(), 2401, 4 * 2400, new QkanOptions { Reps = 3 }));

    [Fact]
    public void PartsThatStartAlikeDo()
    {
        var builder = new ParameterTable.Builder();
        _ = new QkanLayer(builder, 3, 8, parts: 4, alike: true);
        ParameterTable table = builder.Build();
        float[][] parts = [.. table["theta"].Of(table.Initialize(5).AsSpan()).ToArray().Chunk(2 * 3 * 4)];
        Assert.Equal(4, parts.Length);
        Assert.All(parts, part => Assert.Equal(parts[0], part));
        Assert.Equal(24, parts[0].Distinct().Count());
    }

    [Fact]
    public void NearThePolesTheAmplitudeDifferenceStaysFiniteAndItsValueRight()
    {
        // theta = 0 but for RY(pi/2 + tiny) on H|0>: the state stands a hair from |1>, whatever x is.
        foreach (double hair in new[] { 0, 1e-8, 1e-6, 1e-4, 1e-2 })
        {
            LayerHarness layer = Build("qkan pole", 1, 1, new QkanOptions { Readout = Readout.AmplitudeDifference, Base = BaseFunction.None });
            layer.Set("theta", [0, (Math.PI / 2) + hair, 0, 0]);
            layer.Set("postact_weight", [1]);
            layer.Set("postact_bias", [0]);
            LayerRun run = layer.Run([0.3f], [1]);
            Close.Values("amplitude difference near a pole", layer.Reference([0.3f]), run.Y, Tolerance.Value);
            Assert.All(run.Gradient, value => Assert.True(float.IsFinite(value)));
        }
    }

    [Fact]
    public void AnInputThatIsNotANumberIsSeenInTheOutput()
    {
        foreach (BaseFunction function in Enum.GetValues<BaseFunction>())
            Assert.True(float.IsNaN(Build("qkan", 1, 1, new QkanOptions { Base = function }).Run([float.NaN], [1]).Y[0]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65)]
    public void RepsOutOfRangeAreRefused(int reps) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Build("qkan", 1, 1, new QkanOptions { Reps = reps }));

    private static LayerHarness Build(string name, int inputs, int outputs, QkanOptions options) =>
        new(name, table => new QkanLayer(table, inputs, outputs, options));

    // Samples at which no edge stands nearer to a pole than PoleDistance.
    private static float[] AwayFromThePoles(LayerHarness layer, QkanOptions options, int samples)
    {
        float[] x = layer.Inputs(samples);
        for (int n = 0; n < x.Length && options.Readout == Readout.AmplitudeDifference; n++)
        {
            for (int tries = 0; Poles.Nearest(layer, options, n % layer.Layer.Inputs, x[n]) < Tolerance.PoleDistance; tries++)
            {
                Assert.True(tries < 1000);
                x[n] = (float)layer.Random.NextUniform(-2, 2);
            }
        }

        return x;
    }
}
