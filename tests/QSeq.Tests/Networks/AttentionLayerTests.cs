using QSeq.Core;
using QSeq.Models;
using QSeq.Networks;
using QSeq.Tests.Training;

namespace QSeq.Tests.Networks;

public class AttentionLayerTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 5, 17)]
    [InlineData(5, 12, 16)]
    public void KernelsAgreeWithTheReference(int states, int steps, int samples) =>
        new SequenceHarness($"attention over {steps} steps", table => new AttentionLayer(table, states)).Check(samples, steps);

    [Fact]
    public void WithoutAQueryItIsTheMeanAndALargeOneChoosesAStep()
    {
        var harness = new SequenceHarness("attention", table => new AttentionLayer(table, 1));
        Assert.Equal([4, 2.5], harness.Layer.Reference([0], [[1], [2], [3], [4]])[0]);
        harness.Parameters[0] = 300; // scores far beyond what exp can take
        float[] y = [.. SequenceGradientCheck.Run(harness.Layer, 4, harness.Parameters, [1, 7, 3, 4], new float[2]).Y];
        Assert.Equal([4f, 7f], y);
    }

    [Fact]
    public void AModelWithItHasAQueryAndAWiderHead()
    {
        SequenceModelConfig config = Toy.Config("lstm") with { Attention = true, Outputs = 3, Bidirectional = true };
        ParameterTable table = new SequenceModel(config, 1).Table;
        Assert.Equal(4, table["attention.query"].Count);
        Assert.Equal([3, 8], table["head.weight"].Shape.ToArray());
        Assert.Contains("attention needs one answer", Assert.ThrowsAny<ArgumentException>(() => new SequenceModel(config with { Output = OutputMode.Sequence }, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SequencesOfSeveralLengthsAreRefused()
    {
        var harness = new SequenceHarness("attention", table => new AttentionLayer(table, 1));
        float[] lanes = new float[4 * 16];
        Assert.Contains("one length", Assert.Throws<ArgumentException>(() => harness.Layer.Forward([1], new Rows(lanes, 16), new Rows(lanes, 16), new Rows(new float[2 * 16], 16), new Rows(lanes, 16), new Rows(lanes, 16))).Message, StringComparison.Ordinal);
    }
}
