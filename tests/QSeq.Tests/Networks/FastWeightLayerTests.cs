using QSeq.Core;
using QSeq.Layers;
using QSeq.Models;
using QSeq.Networks;
using QSeq.Quantum;

namespace QSeq.Tests.Networks;

public class FastWeightLayerTests
{
    [Theory]
    [InlineData(FastWeightForm.QkanQkan, 1, 3, 17, 4)]
    [InlineData(FastWeightForm.QkanQkan, 2, 2, 16, 1)]
    [InlineData(FastWeightForm.LinearQkan, 1, 3, 5, 6)]
    [InlineData(FastWeightForm.LinearQkan, 2, 2, 17, 3)]
    [InlineData(FastWeightForm.QkanLinear, 1, 5, 17, 5)]
    [InlineData(FastWeightForm.QkanLinear, 3, 2, 3, 12)]
    [InlineData(FastWeightForm.QkanCircuit, 1, 4, 17, 4)]
    [InlineData(FastWeightForm.QkanCircuit, 2, 2, 4, 2)]
    public void AnswersAndGradientsAgreeWithTheReference(FastWeightForm form, int inputs, int hidden, int samples, int steps) =>
        Harness(FastWeightGates.Of(form) with { Qubits = 4, Readout = Readout.Expectation }, inputs, hidden).Check(samples, steps);

    [Fact]
    public void FurtherOptionsAgreeWithTheReference()
    {
        FastWeightGates gates = new() { Reps = 2, FastWidth = 2, SlowWidth = 4, Features = 6, TrainPreactivation = true };
        Harness(gates with { Readout = Readout.Expectation }, 1, 4).Check(17, 7);
    }

    /// <summary>One step leaves (1 - g) of what is said, two leave g of that and (1 - g') of what is said then.</summary>
    [Fact]
    public void TheGateMixesWhatIsSaidWithWhatWas()
    {
        SequenceHarness harness = Harness(FastWeightGates.Of(FastWeightForm.QkanLinear) with { FastWidth = 1 }, 1, 1);
        harness.Parameters.AsSpan().Clear();
        Set("rows.bias", 2); // A
        Set("columns.bias", 3); // B
        Set("bias.bias", 5); // C
        Set("input.weight", 1); // u = x
        Set("gate_bias", 0); // g = 1/2
        Assert.Equal((0.5f * 6 * 7) + (0.5f * 5), Run([7]), 1e-5f);
        Assert.Equal((0.75f * 6 * 7) + (0.75f * 5), Run([4, 7]), 1e-5f);
        Set("gate_bias", 2);
        float g = 1 / (1 + MathF.Exp(-2));
        Assert.Equal((1 - (g * g * g)) * ((6 * 7) + 5), Run([1, 4, 7]), 1e-4f);

        void Set(string name, float value) => harness.Table[name].Of(harness.Parameters.AsSpan()).Fill(value);
        float Run(float[] x) => SequenceGradientCheck.Run(harness.Layer, x.Length, harness.Parameters, x, new float[1]).Y[0];
    }

    [Fact]
    public void AMaskIsRefused()
    {
        SequenceLayer layer = Harness(new FastWeightGates(), 1, 3).Layer;
        float[] x = new float[32], y = new float[48];
        float[] tape = new float[16 * layer.TapeRows(2)], scratch = new float[16 * layer.ScratchRows(2)];
        Exception refusal = Assert.Throws<ArgumentException>(() =>
            layer.Forward(new float[layer.FoldedSize], new(x, 16), new(x, 16), new(y, 16), new(tape, 16), new(scratch, 16)));
        Assert.StartsWith("A layer that answers once reads sequences of one length.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PartsThatDoNotFitAreRefused()
    {
        var table = new ParameterTable.Builder();
        var slow = new LinearLayer(table.Scope("slow"), 1, 4);
        var shape = new FastWeightShape(1, 1, 1);
        Assert.Throws<ArgumentException>(() => new FastWeightLayer(table, new(2, 1, 1), slow, null, new FastLinearLayer(1, 1)));
        Assert.Throws<ArgumentException>(() => new FastWeightLayer(table, shape, slow, null, new FastLinearLayer(2, 1)));
        Assert.Throws<ArgumentException>(() =>
            new FastWeightLayer(table, shape, slow, new LinearLayer(table.Scope("input"), 2, 1), new FastLinearLayer(1, 1)));
        Assert.Equal((1, 1), (new FastWeightLayer(table, shape, slow, null, new FastLinearLayer(1, 1)).Outputs, slow.Inputs));
    }

    private static SequenceHarness Harness(FastWeightGates gates, int inputs, int hidden) =>
        new("fast weights", table => gates.BuildLayer(table, inputs, hidden, bidirectional: false, last: true));
}
