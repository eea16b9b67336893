using QSeq.Core;
using QSeq.Layers;
using QSeq.Quantum;

namespace QSeq.Tests.Layers;

public class QuantumKernelLayerTests
{
    // repeats, projection (0: none), one set of references, one read-out, gates
    [Theory]
    [InlineData(1, 0, true, false, 4)]
    [InlineData(1, 3, false, false, 4)]
    [InlineData(1, 0, false, true, 4)]
    [InlineData(1, 2, true, true, 1)]
    [InlineData(2, 0, true, false, 4)]
    [InlineData(2, 3, false, true, 2)]
    public void ValuesAndGradientsAgreeWithTheReference(int reps, int projection, bool references, bool readout, int parts)
    {
        LayerHarness layer = Build(reps, projection, references, readout, parts);
        layer.Check(17);
        int features = projection == 0 ? 4 : projection;
        int expected = (projection == 0 ? 0 : 5 * projection) + ((references ? 1 : parts) * 5 * features) + ((readout ? 1 : parts) * 3 * 6);
        Assert.Equal(expected, layer.Table.TrainableCount);
    }

    [Fact]
    public void ItIsThePapersSum()
    {
        LayerHarness layer = Build(2, 0, false, false, 2);
        float[] x = layer.Inputs(1), references = Part("kernel.references"), scale = Part("kernel.scale"), alpha = Part("readout.weight"), b = Part("readout.bias");
        double[] expected = [.. Enumerable.Range(0, 6).Select(o => b[o] + Enumerable.Range(0, 5).Sum(j => alpha[(o * 5) + j] * KernelReference.Evaluate(
            new FeatureMapOptions { Reps = 2 }, Close.Widen(scale), Close.Widen(x), Close.Widen(references.AsSpan(((o / 3 * 5) + j) * 4, 4)))))];
        Close.Values("qk layer, by hand", expected, layer.Run(x, new float[6]).Y, Tolerance.Value);

        float[] Part(string name) => layer.Table[name].Of(layer.Parameters.AsSpan()).ToArray();
    }

    [Fact]
    public void GatesThatStartAlikeDo()
    {
        foreach (bool references in (bool[])[true, false])
        {
            var builder = new ParameterTable.Builder();
            var layer = new QuantumKernelLayer(builder, 3, 8, new QuantumKernelOptions { SharedReferences = references }, parts: 4, alike: true);
            float[] parameters = builder.Build().Initialize(4);
            float[] y = GradientCheck.Run(layer, parameters, [0.1f, -0.7f, 0.4f], new float[8]).Y;
            Assert.All(y.Chunk(2), gate => Assert.Equal(y[..2], gate));
        }
    }

    [Fact]
    public void FirstReadOutsAreWithinTheBound()
    {
        var builder = new ParameterTable.Builder();
        _ = new QuantumKernelLayer(builder, 3, 8, new QuantumKernelOptions { References = 16 }, parts: 4);
        ParameterTable table = builder.Build();
        float[] alpha = table["readout.weight"].Of(table.Initialize(1).AsSpan()).ToArray();
        Assert.InRange(alpha.Max(Math.Abs), 0.2f, 0.25f);
    }

    [Fact]
    public void OptionsOutOfRangeAreRefused()
    {
        Refused(new() { References = 0 }, "0 references are out of range");
        Refused(new() { References = 4097 }, "choose 1 to 4096");
        Refused(new() { Projection = 0 }, "projection to 0 features");
        Refused(new() { SharedReferences = true, SharedReadout = true }, "4 gates that share references and read-out would all be equal");
        Refused(new() { Projection = 2, Similarity = new() { FeatureMap = new() { Qubits = 3 } } }, "2 features are fewer than 3 qubits");
        Refused(new() { Similarity = new() { InitialScale = 0 } }, "initial scale 0");
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantumKernelLayer(new ParameterTable.Builder(), 4, 7, null, parts: 4));

        static void Refused(QuantumKernelOptions options, string expected)
        {
            Exception e = Assert.ThrowsAny<ArgumentException>(() => new QuantumKernelLayer(new ParameterTable.Builder(), 4, 8, options, parts: 4));
            Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        }
    }

    private static LayerHarness Build(int reps, int projection, bool references, bool readout, int parts) => new(
        "qk layer",
        table => new QuantumKernelLayer(
            table,
            4,
            3 * parts,
            new QuantumKernelOptions
            {
                Projection = projection == 0 ? null : projection,
                References = 5,
                SharedReferences = references,
                SharedReadout = readout,
                Similarity = new() { FeatureMap = new() { Reps = reps } },
            },
            parts));
}
