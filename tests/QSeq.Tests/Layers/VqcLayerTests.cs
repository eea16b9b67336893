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
