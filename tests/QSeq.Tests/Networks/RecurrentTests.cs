using QSeq.Core;
using QSeq.Layers;
using QSeq.Networks;

namespace QSeq.Tests.Networks;

public class RecurrentTests
{
    [Theory]
    [InlineData(1, 1, false, false)]
    [InlineData(1, 1, true, true)]
    [InlineData(17, 5, false, true)]
    [InlineData(16, 4, true, false)]
    [InlineData(3, 3, true, true)]
    [InlineData(70, 2, false, false)]
    public void BothDirectionsAgreeWithTheReference(int samples, int steps, bool bidirectional, bool last) =>
        new SequenceHarness("recurrent", table => Lstm(table, 2, 3, bidirectional, last)).Check(samples, steps);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ALayerThatAnswersOnceGivesWhereEachCellHasReadAll(bool bidirectional)
    {
        var all = new SequenceHarness("recurrent, all", table => Lstm(table, 2, 3, bidirectional, last: false));
        var once = new SequenceHarness("recurrent, all", table => Lstm(table, 2, 3, bidirectional, last: true));
        float[] x = all.Draw(5 * 2);
        float[] y = SequenceGradientCheck.Run(all.Layer, 5, all.Parameters, x, new float[5 * all.Layer.Outputs]).Y;
        float[] answer = SequenceGradientCheck.Run(once.Layer, 5, once.Parameters, x, new float[once.Layer.Outputs]).Y;
        int width = all.Layer.Outputs;
        Assert.Equal([.. y[(4 * width)..((4 * width) + 3)], .. bidirectional ? y[3..6] : []], answer);
    }

    [Fact]
    public void SizesThatDoNotFitAreRefused()
    {
        Contains("7 outputs, expected 4 for each of 2 hidden", () => Of(Linear(3, 7), null));
        Contains("takes 2 features, expected more than the 2 hidden", () => Of(Linear(2, 8), null));
        Contains("takes 4 features, the other 3", () => Of(Linear(3, 8), Linear(4, 8)));
        Assert.Throws<ArgumentNullException>(() => Of(null!, null));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Recurrent<LstmCell>(Linear(3, 8), null, 0, last: true));

        static Layer Linear(int inputs, int outputs) => new LinearLayer(new ParameterTable.Builder(), inputs, outputs);
        static Recurrent<LstmCell> Of(Layer forward, Layer? backward) => new(forward, backward, 2, last: true);
        static void Contains(string expected, Action action) => Assert.Contains(expected, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    private static Recurrent<LstmCell> Lstm(ParameterTable.Builder table, int inputs, int hidden, bool bidirectional, bool last) => new(
        new LinearLayer(table.Scope("forward"), hidden + inputs, 4 * hidden),
        bidirectional ? new LinearLayer(table.Scope("backward"), hidden + inputs, 4 * hidden) : null,
        hidden,
        last);
}
