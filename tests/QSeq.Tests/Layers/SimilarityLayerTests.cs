using QSeq.Core;
using QSeq.Layers;
using QSeq.Quantum;

namespace QSeq.Tests.Layers;

[Trait(Speed.Name, Speed.Slow)]
public class SimilarityLayerTests
{
    // features, qubits (0: one a feature), repeats, entangler, references, sets, samples
    [Theory]
    [InlineData(1, 0, 1, Entangler.Chain, 1, 1, 1)]
    [InlineData(3, 0, 1, Entangler.Ring, 5, 1, 17)]
    [InlineData(6, 0, 1, Entangler.Chain, 17, 2, 33)]
    [InlineData(5, 2, 1, Entangler.Chain, 3, 4, 16)] // features fold onto 2 qubits: slots 0 to 3, then 0 again
    [InlineData(4, 3, 1, Entangler.Chain, 2, 1, 15)] // some phi without a feature
    [InlineData(30, 0, 1, Entangler.Chain, 2, 1, 5)] // more qubits than a state vector could have
    [InlineData(1, 0, 2, Entangler.Ring, 1, 1, 1)]
    [InlineData(2, 0, 2, Entangler.Chain, 4, 1, 17)]
    [InlineData(2, 0, 3, Entangler.Ring, 5, 2, 15)]
    [InlineData(3, 0, 2, Entangler.Ring, 3, 1, 33)]
    [InlineData(4, 0, 3, Entangler.Chain, 17, 1, 5)]
    [InlineData(5, 0, 2, Entangler.Chain, 2, 2, 17)]
    [InlineData(5, 1, 2, Entangler.Chain, 3, 1, 16)]
    [InlineData(7, 2, 3, Entangler.Ring, 6, 1, 17)]
    [InlineData(5, 3, 2, Entangler.Ring, 2, 4, 20)]
    public void ValuesAndGradientsAgreeWithTheReference(int features, int qubits, int reps, Entangler entangler, int references, int sets, int samples)
    {
        LayerHarness layer = Build(features, qubits, reps, entangler, references, sets);
        Assert.Equal(references * sets, layer.Layer.Outputs);
        Assert.Equal(references * sets * features, layer.Table.TrainableCount);
        Assert.Equal(0, layer.Table.QuantumCount);
        layer.Check(samples);
    }

    [Fact]
    public void TheMostQubitsOfSeveralRepeatsStillAgreeWithTheReference()
    {
        LayerHarness layer = Build(FeatureMapOptions.MaxEntangledQubits, 0, 2, Entangler.Ring, 2, 1);
        float[] x = layer.Inputs(3);
        Close.Values("similarity 12 qubits value", layer.Reference(x), layer.Run(x, new float[6]).Y, Tolerance.Value);
    }

    [Fact]
    public void ValuesAgreeWithTheReferenceForAnySizes() => Property.ForAllSeeds(60, seed =>
    {
        var random = new RandomSource(seed, "sizes");
        int features = 1 + random.NextInt(7), qubits = 1 + random.NextInt(Math.Min(features, 5)), samples = 1 + random.NextInt(40);
        LayerHarness layer = Build(features, qubits, 1 + random.NextInt(4), (Entangler)random.NextInt(2), 1 + random.NextInt(20), 1 + random.NextInt(2), seed);
        float[] x = layer.Inputs(samples);
        Close.Values("similarity, any sizes, value", layer.Reference(x), layer.Run(x, new float[samples * layer.Layer.Outputs]).Y, Tolerance.Value);
        return true;
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void WhatDoesNotTrainDoesNotChangeTheOtherGradients(int reps)
    {
        LayerHarness Layer(bool references, bool scale) => new(
            "frozen", table => new SimilarityLayer(table, 3, 5, new SimilarityOptions { FeatureMap = new() { Reps = reps }, TrainReferences = references, TrainScale = scale }));
        LayerHarness all = Layer(true, true), none = Layer(false, false), fixedScale = Layer(true, false), fixedReferences = Layer(false, true);
        Assert.Equal([18, 0, 15, 3], new[] { all, none, fixedScale, fixedReferences }.Select(layer => layer.Table.TrainableCount));
        float[] x = all.Inputs(20), dy = [.. Enumerable.Range(0, 100).Select(n => (n % 7) - 3f)];
        LayerRun run = all.Run(x, dy);
        foreach (LayerHarness layer in new[] { none, fixedScale, fixedReferences })
        {
            LayerRun other = layer.Run(x, dy);
            Assert.Equal(run.Y, other.Y);
            Assert.Equal(run.Dx, other.Dx);
            foreach (ParameterSlice slice in layer.Table.Slices.Where(slice => slice.Trainable))
                Assert.Equal(slice.Of(run.Gradient.AsSpan()), slice.Of(other.Gradient.AsSpan()));
        }

        Assert.All(none.Run(x, dy).Gradient, value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AKernelOfOppositeStatesHasAGradient(int reps)
    {
        // One qubit at theta = phi = 0 against theta = pi: k = 0, and no factor of the product may be divided by.
        LayerHarness layer = Build(3, 0, reps, Entangler.Chain, 2, 1);
        layer.Set("scale", [1, 1, 1]);
        layer.Set("references", [Math.PI, Math.PI, 0, 0, 0.5, 0]);
        layer.Check([0, 0, 0, 0, 0, 1]);
    }

    [Fact]
    public void PassesAllocateNothing()
    {
        foreach (int reps in (int[])[1, 2])
        {
            LayerHarness harness = Build(4, 3, reps, Entangler.Ring, 18, 1);
            Layer layer = harness.Layer;
            float[] folded = new float[layer.FoldedSize], own = new float[layer.GradientSize], gradient = new float[harness.Table.Length];
            float[] x = new float[4 * 32], y = new float[18 * 32], tape = new float[layer.TapeRows * 32], scratch = new float[layer.ScratchRows * 32];
            for (int n = 0; n < 3; n++) Pass();
            Assert.Equal(0, Allocation.Of(() =>
            {
                for (int n = 0; n < 20; n++) Pass();
            }));

            void Pass()
            {
                layer.Fold(harness.Parameters, folded);
                layer.Forward(folded, new Rows(x, 32), new Rows(y, 32), new Rows(tape, 32), new Rows(scratch, 32));
                layer.Backward(folded, new Rows(x, 32), new Rows(y, 32), new Rows(x, 32), new Rows(tape, 32), new Rows(scratch, 32), own);
                layer.Unfold(harness.Parameters, folded, own, gradient);
            }
        }
    }

    [Fact]
    public void TheScaleStartsAtOneOverTheRootOfTheFeatures()
    {
        Assert.All(Start(new SimilarityOptions()), value => Assert.Equal(0.5f, value));
        Assert.All(Start(new SimilarityOptions { InitialScale = -2 }), value => Assert.Equal(-2f, value));

        static float[] Start(SimilarityOptions options)
        {
            var builder = new ParameterTable.Builder();
            _ = new SimilarityLayer(builder, 4, 2, options);
            ParameterTable table = builder.Build();
            return table["scale"].Of(table.Initialize(1).AsSpan()).ToArray();
        }
    }

    [Fact]
    public void SetsThatStartAlikeDo()
    {
        var builder = new ParameterTable.Builder();
        _ = new SimilarityLayer(builder, 3, 2, sets: 4, alike: true);
        ParameterTable table = builder.Build();
        float[][] sets = [.. table["references"].Of(table.Initialize(2).AsSpan()).ToArray().Chunk(6)];
        Assert.Equal(4, sets.Length);
        Assert.All(sets, set => Assert.Equal(sets[0], set));
    }

    [Fact]
    public void SizesOutOfRangeAreRefused()
    {
        Refused(() => Build(2, 3, 1, Entangler.Chain, 1, 1), "2 features are fewer than 3 qubits; choose 2 qubits or fewer");
        Refused(() => Build(13, 0, 2, Entangler.Chain, 1, 1), "13 features, a qubit for each, are out of range: 2 repeats need the whole state vector; choose 1 to 12 qubits");
        Refused(() => Build(20, 13, 2, Entangler.Chain, 1, 1), "13 qubits are out of range: 2 repeats");
        Refused(() => Build(5000, 0, 1, Entangler.Chain, 1, 1), "choose 1 to 4096 qubits");
        Refused(() => Build(2, -1, 1, Entangler.Chain, 1, 1), "-1 qubits are out of range; choose 1 to 4096 qubits");
        Refused(() => Build(2, 0, 65, Entangler.Chain, 1, 1), "reps 65 is out of range");
        Refused(() => Build(2, 0, 1, (Entangler)7, 1, 1), "no such entangler");
        Refused(() => Build(2, 0, 1, Entangler.Chain, 0, 1), "references");
        Refused(() => Build(2, 0, 1, Entangler.Chain, 1, 0), "sets");
        Refused(() => Build(4096, 0, 1, Entangler.Chain, 1 << 16, 1), "are too large");
        foreach (double scale in (double[])[0, double.NaN, double.PositiveInfinity, 1e300])
            Refused(() => _ = new SimilarityLayer(new ParameterTable.Builder(), 2, 1, new SimilarityOptions { InitialScale = scale }), "initial scale");

        static void Refused(Action build, string expected) =>
            Assert.Contains(expected, Assert.Throws<ArgumentOutOfRangeException>(build).Message, StringComparison.Ordinal);
    }

    private static LayerHarness Build(int features, int qubits, int reps, Entangler entangler, int references, int sets, ulong seed = 1) => new(
        $"similarity {reps} repeats",
        table => new SimilarityLayer(
            table,
            features,
            references,
            new SimilarityOptions { FeatureMap = new() { Qubits = qubits == 0 ? null : qubits, Reps = reps, Entangler = entangler } },
            sets),
        seed);
}
