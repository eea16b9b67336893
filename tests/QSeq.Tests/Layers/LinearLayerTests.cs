using QSeq.Core;
using QSeq.Layers;

namespace QSeq.Tests.Layers;

public class LinearLayerTests
{
    [Theory]
    [InlineData(1, 1, 1, 0)]
    [InlineData(1, 5, 15, 1)]
    [InlineData(3, 4, 16, 2)]
    [InlineData(6, 20, 17, 2)]
    [InlineData(9, 7, 100, 1)]
    public void ValuesAndGradientsAgreeWithTheReference(int inputs, int outputs, int samples, int biases)
    {
        var layer = new LayerHarness("linear", table => new LinearLayer(table, inputs, outputs, biases));
        Assert.Equal((inputs * outputs) + (biases * outputs), layer.Table.TrainableCount);
        layer.Check(samples);
    }

    [Fact]
    public void TwoBiasesEnterAsTheirSum()
    {
        var layer = new LayerHarness("linear", table => new LinearLayer(table, 1, 1, biases: 2));
        layer.Set("weight", [3]);
        layer.Set("bias_ih", [10]);
        layer.Set("bias_hh", [0.5]);
        LayerRun run = layer.Run([2], [1]);
        Assert.Equal(16.5f, run.Y[0]);
        Assert.Equal([2f, 1f, 1f], run.Gradient);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void OtherNumbersOfBiasesAreRefused(int biases) => Assert.Throws<ArgumentOutOfRangeException>(
        () => new LinearLayer(new ParameterTable.Builder(), 1, 1, biases));

    [Fact]
    public void FirstValuesStayWithinTheBound()
    {
        var table = new ParameterTable.Builder();
        _ = new LinearLayer(table, 16, 40);
        float[] values = table.Build().Initialize(1);
        Assert.InRange(values.Max(), 0.24f, 0.25f);
        Assert.InRange(values.Min(), -0.25f, -0.24f);
    }
}
