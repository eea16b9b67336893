using QSeq.Layers;
using QSeq.Networks;

namespace QSeq.Tests.Networks;

public class MedianNetworkTests
{
    private const int Steps = 4;

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void KernelsAgreeWithTheReference(int members, bool sequence)
    {
        foreach (int samples in (int[])[1, 17]) Harness(members, sequence).Check(samples, Steps);
    }

    [Theory]
    [InlineData(1, 4.0)]
    [InlineData(2, 2.5)]
    [InlineData(3, 4.0)]
    [InlineData(4, 3.0)]
    public void AnswersWithTheMedian(int members, double expected)
    {
        // Heads that answer their bias: 4, 1, 7, 2.
        SequenceHarness harness = Harness(members, sequence: false);
        double[] parameters = new double[harness.Table.Length];
        for (int n = 0; n < members; n++) harness.Table[$"member{n}.head.bias"].Of(parameters.AsSpan()).Fill(((double[])[4, 1, 7, 2])[n]);
        Assert.Equal([expected, expected], harness.Layer.Reference(parameters, [[1], [2], [3], [4]])[0]);
        float[] y = SequenceGradientCheck.Run(harness.Layer, Steps, [.. parameters.Select(value => (float)value)], [1, 2, 3, 4], new float[2]).Y.Select(value => (float)value).ToArray();
        Assert.Equal([(float)expected, (float)expected], y);
    }

    [Fact]
    public void NetworksOfOtherSizesAreRefused() => Assert.Contains(
        "differ",
        Assert.Throws<ArgumentException>(() => new SequenceHarness("two sizes", table => new MedianNetwork([Member(table, 0, false), new PerStep(new LinearLayer(table.Scope("x"), 1, 3))]))).Message,
        StringComparison.Ordinal);

    private static SequenceHarness Harness(int members, bool sequence) =>
        new($"median of {members}", table => new MedianNetwork([.. Enumerable.Range(0, members).Select(n => Member(table, n, sequence))]));

    private static Network Member(QSeq.Core.ParameterTable.Builder table, int n, bool sequence)
    {
        QSeq.Core.ParameterTable.Builder own = table.Scope($"member{n}");
        return new Network(new Recurrent<LstmCell>(new LinearLayer(own.Scope("gates"), 3, 8), null, 2, last: !sequence), new PerStep(new LinearLayer(own.Scope("head"), 2, 2)));
    }
}
