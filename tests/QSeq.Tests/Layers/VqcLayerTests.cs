using QSeq.Core;
using QSeq.Layers;
using QSeq.Quantum;

namespace QSeq.Tests.Layers;

public class VqcLayerTests
{
    [Theory]
    [InlineData(1, 1, 1, 1, 1, Entangler.Chain)]
    [InlineData(1, 1, 2, 3, 15, Entangler.Ring)]
    [InlineData(2, 1, 3, 4, 16, Entangler.Ring)]
    [InlineData(2, 2, 1, 1, 100, Entangler.Chain)]
    [InlineData(3, 2, 2, 4, 17, Entangler.Chain)]
    [InlineData(3, 3, 4, 1, 1, Entangler.Ring)]
    [InlineData(4, 1, 3, 2, 15, Entangler.Ring)]
    [InlineData(4, 4, 2, 1, 33, Entangler.Chain)]
    [InlineData(5, 4, 1, 2, 17, Entangler.Ring)]
    [InlineData(6, 5, 3, 1, 16, Entangler.Chain)]
    [InlineData(6, 2, 2, 4, 17, Entangler.Ring)]
    public void ValuesAndGradientsAgreeWithTheReference(int qubits, int read, int depth, int circuits, int samples, Entangler entangler)
    {
        LayerHarness layer = Build(qubits, read, depth, circuits, entangler);
        Assert.Equal(circuits * depth * qubits, layer.Table.QuantumCount);
        Assert.Equal(read * circuits, layer.Layer.Outputs);
        layer.Check(samples, range: Math.PI);
    }

    [Theory]
    [InlineData(1, 1, 1, 1, 1)]
    [InlineData(3, 2, 2, 4, 17)]
    [InlineData(6, 5, 3, 4, 16)]
    public void WithHadamardsFirstToo(int qubits, int read, int depth, int circuits, int samples)
    {
        var options = new VqcOptions { Depth = depth, Entangler = Entangler.EvenOdd, HadamardFirst = true };
        new LayerHarness($"vqc {qubits} qubits, H first", table => new VqcLayer(table, qubits, read, options, circuits)).Check(samples, range: Math.PI);
    }

    [Fact]
    public void AHadamardMakesTheCosineASine()
    {
        foreach (bool first in (bool[])[false, true])
        {
            var layer = new LayerHarness("one wire", table => new VqcLayer(table, 1, 1, new VqcOptions { Depth = 1, HadamardFirst = first }));
            layer.Set("theta", [0]);
            foreach (float x in (float[])[-0.7f, 0.3f, 2]) Assert.Equal(first ? -Math.Sin(x) : Math.Cos(x), layer.Run([x], [1]).Y[0], 1e-6);
        }
    }

    [Fact]
    public void AnglesMayStartCloseToZero()
    {
        var builder = new ParameterTable.Builder();
        _ = new VqcLayer(builder, 10, 2, new VqcOptions { Depth = 50, AngleDeviation = 0.01 }, circuits: 2);
        float[] angles = builder.Build().Initialize(2);
        Assert.Equal(0.01, Math.Sqrt(angles.Average(angle => (double)angle * angle)), 0.001);
        Assert.Equal(0, angles.Average(), 0.001);
        foreach (double deviation in (double[])[0, -1, double.NaN, double.PositiveInfinity])
            Assert.Contains("expected a finite number above 0", Assert.ThrowsAny<ArgumentException>(() => new VqcLayer(new ParameterTable.Builder(), 1, 1, new VqcOptions { AngleDeviation = deviation })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheMostQubitsStillAgreeWithTheReference()
    {
        LayerHarness layer = Build(VqcOptions.MaxQubits, 2, 2, 1, Entangler.Ring);
        float[] x = layer.Inputs(3);
        Close.Values("vqc 12 qubits value", layer.Reference(x), layer.Run(x, new float[6]).Y, Tolerance.Value);
    }

    [Fact]
    public void LastAnglesOfWiresThatAreNotReadGetNoGradient()
    {
        // In QLSTM 4 of the 78 parameters: one wire of six in each of four circuits.
        LayerHarness layer = Build(6, 5, 3, 4, Entangler.Chain);
        float[] x = layer.Inputs(20), dy = [.. Enumerable.Repeat(1f, 20 * 20)];
        float[] gradient = layer.Run(x, dy).Gradient;
        int[] dead = [.. Enumerable.Range(0, 4).Select(circuit => (((circuit * 3) + 2) * 6) + 5)];
        for (int n = 0; n < gradient.Length; n++)
        {
            // The two halves of an exact 0 are summed in float.
            if (dead.Contains(n)) Assert.InRange(Math.Abs(gradient[n]), 0, Tolerance.Value);
            else Assert.NotInRange(Math.Abs(gradient[n]), 0, Tolerance.Value);
        }
    }

    [Fact]
    public void SizesOutOfRangeAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Build(VqcOptions.MaxQubits + 1, 1, 1, 1, Entangler.Chain));
        Assert.Throws<ArgumentOutOfRangeException>(() => Build(2, 3, 1, 1, Entangler.Chain));
        Assert.Throws<ArgumentOutOfRangeException>(() => Build(2, 1, 0, 1, Entangler.Chain));
        Assert.Throws<ArgumentOutOfRangeException>(() => Build(2, 1, 1, 0, Entangler.Chain));
    }

    [Fact]
    public void CircuitsThatStartAlikeDo()
    {
        var builder = new ParameterTable.Builder();
        _ = new VqcLayer(builder, 3, 2, circuits: 4, alike: true);
        float[][] circuits = [.. builder.Build().Initialize(2).Chunk(9)];
        Assert.Equal(4, circuits.Length);
        Assert.All(circuits, circuit => Assert.Equal(circuits[0], circuit));
    }

    private static LayerHarness Build(int qubits, int read, int depth, int circuits, Entangler entangler) => new(
        $"vqc {qubits} qubits",
        table => new VqcLayer(table, qubits, read, new VqcOptions { Depth = depth, Entangler = entangler }, circuits));
}
