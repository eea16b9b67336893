using QSeq.Core;
using QSeq.Layers;

namespace QSeq.Tests.Layers;

public class SequentialLayerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(100)]
    public void LayersOfEveryKindInARowAgreeWithTheReference(int samples) => new LayerHarness("sequential", table => new SequentialLayer(
        new LinearLayer(table.Scope("a"), 3, 4),
        new VqcLayer(table.Scope("b"), 4, 2, new VqcOptions { Depth = 2 }),
        new QkanLayer(table.Scope("c"), 2, 3, new QkanOptions { Reps = 2 }),
        new ConcatLayer(new LinearLayer(table.Scope("d"), 3, 1), new QkanLayer(table.Scope("e"), 3, 2)),
        new LinearLayer(table.Scope("f"), 3, 2))).Check(samples);

    [Fact]
    public void OneLayerAloneIsThatLayer()
    {
        var layer = new LayerHarness("sequential of one", table => new SequentialLayer(new QkanLayer(table, 2, 2)));
        layer.Check(5);
    }

    [Fact]
    public void SizesThatDoNotFitAreRefused()
    {
        var table = new ParameterTable.Builder();
        var first = new LinearLayer(table.Scope("a"), 2, 3);
        var second = new LinearLayer(table.Scope("b"), 2, 1);
        Assert.Contains("layer 0 has 3", Assert.Throws<ArgumentException>(() => new SequentialLayer(first, second)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SequentialLayer());
    }
}
