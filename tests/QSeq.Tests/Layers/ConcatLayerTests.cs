using QSeq.Core;
using QSeq.Layers;

namespace QSeq.Tests.Layers;

public class ConcatLayerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(33)]
    public void LayersOfEveryKindSideBySideAgreeWithTheReference(int samples) => new LayerHarness("concat", table => new ConcatLayer(
        new LinearLayer(table.Scope("a"), 3, 2),
        new HqkanOptions().Build(table.Scope("b"), 3, 2),
        new VqcLayer(table.Scope("c"), 3, 1),
        new QkanLayer(table.Scope("d"), 3, 1, new QkanOptions { Reps = 3 }))).Check(samples);

    [Fact]
    public void DifferentInputsAreRefused()
    {
        var table = new ParameterTable.Builder();
        var first = new LinearLayer(table.Scope("a"), 2, 3);
        var second = new LinearLayer(table.Scope("b"), 3, 3);
        Assert.Throws<ArgumentException>(() => new ConcatLayer(first, second));
        Assert.Throws<ArgumentException>(() => new ConcatLayer());
    }
}
