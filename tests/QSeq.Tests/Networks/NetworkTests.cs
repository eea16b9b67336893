using QSeq.Core;
using QSeq.Layers;
using QSeq.Networks;

namespace QSeq.Tests.Networks;

[Trait(Speed.Name, Speed.Slow)]
public class NetworkTests
{
    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(17, 4, true)]
    [InlineData(16, 3, false)]
    public void LayersOfEveryKindInARowAgreeWithTheReference(int samples, int steps, bool last) =>
        new SequenceHarness("network", table => Mixed(table, last)).Check(samples, steps);

    [Fact]
    public void ANetworkIsALayerOfAnother() => new SequenceHarness("network in a network", table =>
        new Network(Mixed(table.Scope("inner"), last: false), new PerStep(new QkanLayer(table.Scope("outer"), 2, 1)))).Check(5, 3);

    [Fact]
    public void AMaskReachesTheLayersAsLongAsThereAreAsManySteps()
    {
        var seen = new List<bool>();
        Network network = new(new Probe(2, seen), new Probe(2, seen, once: true), new Probe(2, seen));
        Rows x = new(new float[3 * 2 * 16], 16), mask = new(new float[3 * 16], 16), y = new(new float[2 * 16], 16);
        Rows tape = new(new float[network.TapeRows(3) * 16], 16), scratch = new(new float[network.ScratchRows(3) * 16], 16);
        network.Forward([], x, mask, y, tape, scratch);
        network.Backward([], x, mask, y, x, tape, scratch, []);
        Assert.Equal([true, true, false, false, true, true], seen);
    }

    [Fact]
    public void SizesThatDoNotFitAreRefused()
    {
        var table = new ParameterTable.Builder();
        PerStep first = new(new LinearLayer(table.Scope("a"), 2, 3)), second = new(new LinearLayer(table.Scope("b"), 2, 1));
        Assert.Contains("layer 0 has 3", Assert.Throws<ArgumentException>(() => new Network(first, second)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Network());
        Assert.Throws<ArgumentNullException>(() => new Network(first, null!));
    }

    private static Network Mixed(ParameterTable.Builder table, bool last) => new(
        new PerStep(new HqkanOptions().Build(table.Scope("a"), 2, 3)),
        new Recurrent<LstmCell>(new LinearLayer(table.Scope("b"), 5, 8), new QkanLayer(table.Scope("c"), 5, 8), 2, last: false),
        new PerStep(new LinearLayer(table.Scope("d"), 4, 2)),
        new Recurrent<LstmCell>(new LinearLayer(table.Scope("e"), 3, 4), null, 1, last),
        new PerStep(new LinearLayer(table.Scope("f"), 1, 2)));

    /// <summary>Notes whether it gets a mask; its own numbers mean nothing.</summary>
    private sealed class Probe(int size, List<bool> seen, bool once = false) : SequenceLayer(size, size)
    {
        public override int Answers(int steps) => once ? 1 : steps;

        public override int TapeRows(int steps) => 1;

        public override int ScratchRows(int steps) => 1;

        public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded)
        {
        }

        public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows y, Rows tape, Rows scratch) => seen.Add(!mask.Data.IsEmpty);

        public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient) => seen.Add(!mask.Data.IsEmpty);

        public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
        {
        }

        public override double[][] Reference(ReadOnlySpan<double> parameters, double[][] x) => x;
    }
}
