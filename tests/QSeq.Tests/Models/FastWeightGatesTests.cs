using QSeq.Models;
using QSeq.Quantum;

namespace QSeq.Tests.Models;

public class FastWeightGatesTests
{
    /// <summary>The counts of the published code, head included; that of the sunspot task lacks its batch normalisation's 40.</summary>
    [Theory]
    [InlineData(FastWeightForm.QkanQkan, 3, 6 + 45 + 20 + 36 + 36 + 6 + 6 + 4)]
    [InlineData(FastWeightForm.LinearQkan, 3, 14 + 48 + 32 + 8 + 4 + 6 + 4)]
    [InlineData(FastWeightForm.QkanLinear, 5, 4 + 40 + 25 + 20 + 5 + 5 + 8 + 6)]
    [InlineData(FastWeightForm.QkanCircuit, 4, 6 + 45 + 8 + 32 + 4 + 5)]
    public void AFormHasTheParametersOfItsCode(FastWeightForm form, int hidden, int count) =>
        Assert.Equal(count, new SequenceModel(new() { Gates = FastWeightGates.Of(form), Hidden = hidden }, 1).Table.TrainableCount);

    [Fact]
    public void TheSunspotTaskHasThePublishedCount()
    {
        FastWeightGates gates = new() { SlowWidth = 25, Features = 48, FastWidth = 10, Reps = 2, TrainPreactivation = true };
        Assert.Equal(12_474 - 40, new SequenceModel(new() { Gates = gates, Hidden = 20, Outputs = 132 }, 1).Table.TrainableCount);
    }

    [Fact]
    public void TheGateKeepsMostAtFirst()
    {
        var model = new SequenceModel(new() { Gates = new FastWeightGates(), Hidden = 3 }, 1);
        Assert.Equal([2f], model.Table["cell0.gate_bias"].Of(model.Parameters.AsSpan()).ToArray());
        Assert.Equal(Readout.AmplitudeDifference, new FastWeightGates().Readout);
    }

    [Fact]
    public void WhatTheyCannotDoIsRefused()
    {
        const string Once =
            "fast weights answer once and read forward; choose one layer and one direction, without attention and cells that run on";
        SequenceModelConfig config = new() { Gates = new FastWeightGates(), Hidden = 3, Outputs = 2 };
        Assert.Equal(Once, Refusal(config with { Layers = 2 }));
        Assert.Equal(Once, Refusal(config with { Bidirectional = true }));
        Assert.Equal(Once, Refusal(config with { Output = OutputMode.Sequence }));
        Assert.Equal(Once, Refusal(config with { Attention = true }));
        Assert.Equal(Once, Refusal(config with { RunOn = 2 }));
        foreach (int size in (int[])[0, 4097])
        {
            Assert.Equal($"{size} features of a slow programmer are out of range; choose 1 to 4096", Of(new() { Features = size }));
            Assert.Equal($"slow width {size} is out of range; choose 1 to 4096", Of(new() { SlowWidth = size }));
            Assert.Equal($"fast width {size} is out of range; choose 1 to 4096", Of(new() { FastWidth = size }));
        }

        Assert.Equal("There is no such form of fast weights.", Of(new() { Form = (FastWeightForm)9 }));
        Assert.Equal("There is no such readout.", Of(new() { Readout = (Readout)9 }));
        Assert.StartsWith(
            "Fast weights have no map from [h; x] to gates; build the layer over time.",
            Assert.Throws<ArgumentException>(() => new FastWeightGates().Build(new(), 1, 1)).Message,
            StringComparison.Ordinal);

        string Of(FastWeightGates gates) => Refusal(config with { Gates = gates });
        string Refusal(SequenceModelConfig of) => Assert.ThrowsAny<ArgumentException>(() => new SequenceModel(of, 1)).Message;
    }
}
