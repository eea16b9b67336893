using QSeq.Layers;
using QSeq.Quantum;

namespace QSeq.Tests.Layers;

/// <summary>Layers whose weights are inputs, of every sample its own.</summary>
public class FastLayerTests
{
    [Theory]
    [InlineData(1, 1, 1, Readout.Expectation, false, 1)]
    [InlineData(2, 3, 1, Readout.Expectation, true, 17)]
    [InlineData(3, 2, 2, Readout.Expectation, false, 16)]
    [InlineData(2, 2, 4, Readout.Expectation, true, 33)]
    [InlineData(3, 3, 1, Readout.AmplitudeDifference, false, 17)]
    [InlineData(2, 3, 2, Readout.AmplitudeDifference, true, 16)]
    public void AQkanOfItsOwnAnglesAgreesWithTheReference(int inputs, int outputs, int reps, Readout readout, bool trainBase, int samples)
    {
        LayerHarness layer = new("fast qkan", table => new FastQkanLayer(table, inputs, outputs, reps, readout, trainBase));
        float[] x = layer.Inputs(samples);
        if (readout == Readout.AmplitudeDifference) Tame(x, layer.Layer.Inputs, inputs); // from the poles, where the slope has no bound
        layer.Check(x);
    }

    [Fact]
    public void AQkanIsTheLayerOfThoseAngles()
    {
        LayerHarness weights = new("qkan", table => new QkanLayer(table, 2, 3, new QkanOptions { Reps = 2 }));
        LayerHarness inputs = new("fast qkan", table => new FastQkanLayer(table, 2, 3, 2, Readout.Expectation, trainBase: true));
        weights.Set("preact_weight", [.. Enumerable.Repeat(1.0, 12)]);
        weights.Set("preact_bias", new double[12]);
        weights.Set("postact_weight", [.. Enumerable.Repeat(1.0, 6)]);
        weights.Set("postact_bias", new double[6]);
        float[] theta = weights.Table["theta"].Of(weights.Parameters.AsSpan()).ToArray(), x = weights.Inputs(1);
        inputs.Set("base_weight", [.. weights.Table["base_weight"].Of(weights.Parameters.AsSpan()).ToArray().Select(w => (double)w)]);

        // Theirs is [O][I][blocks][2], ours [O][blocks][I][2].
        float[] ordered = [.. Enumerable.Range(0, 36).Select(n => theta[(n / 12 * 12) + (n / 2 % 2 * 6) + (n % 12 / 4 * 2) + (n % 2)])];
        float[] expected = weights.Run(x, new float[3]).Y, y = inputs.Run([.. x, .. ordered], new float[3]).Y;
        Close.Values("fast qkan against qkan", Close.Widen(expected), y, Tolerance.Value);
    }

    [Fact]
    public void ALinearMapOfItsOwnWeightsAgreesWithTheReference()
    {
        foreach ((int inputs, int outputs) in ((int, int)[])[(1, 1), (3, 2), (2, 5)])
            new LayerHarness("fast linear", _ => new FastLinearLayer(inputs, outputs)).Check(17);
        LayerHarness layer = new("fast linear", _ => new FastLinearLayer(2, 2));
        Assert.Equal([(3 * 1) + (4 * 2) + 9, (5 * 1) + (6 * 2) + 9], layer.Run([1, 2, 3, 4, 5, 6, 9], new float[2]).Y);
    }

    [Theory]
    [InlineData(1, 1, 1, 1, 1)]
    [InlineData(1, 2, 3, 2, 17)]
    [InlineData(2, 4, 4, 3, 16)]
    [InlineData(3, 3, 5, 1, 33)]
    public void ACircuitOfItsOwnAnglesAgreesWithTheReference(int inputs, int outputs, int qubits, int depth, int samples) =>
        new LayerHarness("fast circuit", _ => new FastCircuitLayer(inputs, outputs, qubits, depth)).Check(samples);

    [Fact]
    public void ACircuitIsTheLayerOfThoseAngles()
    {
        var options = new VqcOptions { Depth = 2, HadamardFirst = true, Entangler = Entangler.EvenOdd };
        LayerHarness weights = new("vqc", table => new VqcLayer(table, 4, 4, options));
        LayerHarness inputs = new("fast circuit", _ => new FastCircuitLayer(4, 4, 4, 2));
        float[] x = weights.Inputs(1);
        float[] expected = weights.Run(x, new float[4]).Y, y = inputs.Run([.. x, .. weights.Parameters], new float[4]).Y;
        Close.Values("fast circuit against vqc", Close.Widen(expected), y, Tolerance.Value);
    }

    [Fact]
    public void SizesOutOfRangeAreRefused()
    {
        foreach (int reps in (int[])[0, 65])
        {
            Exception refusal = Record.Exception(() => new FastQkanLayer(new(), 1, 1, reps, Readout.Expectation, false))!;
            Assert.Equal($"reps {reps} is out of range; a DARUAN circuit has 1 to 64 re-uploading blocks", refusal.Message);
        }

        Assert.Equal("13 qubits are out of range; choose 1 to 12", Refusal(1, 1, 13, 1));
        Assert.Equal("65 layers of a circuit are out of range; choose 1 to 64", Refusal(1, 1, 1, 65));
        Assert.Equal("3 inputs do not fit on 2 qubits; choose as many qubits at least", Refusal(3, 1, 2, 1));
        Assert.Equal("3 qubits are to be read of 2; choose a hidden size of at most 2", Refusal(1, 3, 2, 1));

        string Refusal(int inputs, int outputs, int qubits, int depth) =>
            Record.Exception(() => new FastCircuitLayer(inputs, outputs, qubits, depth))!.Message;
    }

    // Angles of RY and of the first RZ near 0 keep the state near the equator.
    private static void Tame(float[] x, int size, int inputs)
    {
        for (int n = 0; n < x.Length; n++)
            if (n % size >= inputs) x[n] *= 0.2f;
    }
}
