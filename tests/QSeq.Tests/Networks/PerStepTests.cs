using QSeq.Layers;
using QSeq.Networks;

namespace QSeq.Tests.Networks;

[Trait(Speed.Name, Speed.Slow)]
public class PerStepTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(17, 4)]
    [InlineData(70, 3)] // more lanes than a chain leaves to Accumulate
    public void AChainOfEveryKindAgreesWithTheReference(int samples, int steps) => new SequenceHarness("per step", table => new PerStep(new SequentialLayer(
        new LinearLayer(table.Scope("a"), 3, 4),
        new ConcatLayer(new HqkanOptions().Build(table.Scope("b"), 4, 2), new SimilarityLayer(table.Scope("c"), 4, 3)),
        new LinearLayer(table.Scope("d"), 5, 1, 2, tied: true, sharedInput: false),
        new LinearLayer(table.Scope("e"), 2, 5, 1, tied: false, sharedInput: false),
        new VqcLayer(table.Scope("f"), 2, 2),
        new LinearLayer(table.Scope("g"), 3, 2, 1, tied: false, sharedInput: true)))).Check(samples, steps);

    [Fact]
    public void StepsDoNotKnowOfEachOther()
    {
        var harness = new SequenceHarness("per step, one by one", table => new PerStep(new HqkanOptions().Build(table, 2, 3)));
        float[] x = harness.Draw(4 * 2), dy = harness.Draw(4 * 3);
        LayerRun all = SequenceGradientCheck.Run(harness.Layer, 4, harness.Parameters, x, dy);
        LayerRun[] single = [.. Enumerable.Range(0, 4).Select(t => SequenceGradientCheck.Run(harness.Layer, 1, harness.Parameters, x.AsSpan(t * 2, 2), dy.AsSpan(t * 3, 3)))];
        Assert.Equal(single.SelectMany(run => run.Y), all.Y);
        Assert.Equal(single.SelectMany(run => run.Dx), all.Dx);
    }

    [Fact]
    public void NothingIsRefused() => Assert.Throws<ArgumentNullException>(() => new PerStep(null!));
}
