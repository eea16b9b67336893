using QSeq.Core;
using QSeq.Layers;
using QSeq.Models;

namespace QSeq.Tests.Models;

/// <summary>The decoded counts of PAPERS.md, Table I: classical + quantum = total.</summary>
public class ParameterCountTests
{
    [Fact]
    public void Lstm() => Same(new() { Gates = new LstmGates(), Hidden = 5 }, 166, 0);

    [Fact]
    public void LstmOfTwoLayers() => Same(new() { Gates = new LstmGates(), Hidden = 4, Layers = 2 }, 277, 0);

    [Fact]
    public void QlstmOfDepthThree() => Same(new() { Gates = new QlstmGates { Circuit = new VqcOptions { Depth = 3 } }, Hidden = 5 }, 6, 72);

    [Fact]
    public void QlstmOfDepthFive() => Same(new() { Gates = new QlstmGates { Circuit = new VqcOptions { Depth = 5 } }, Hidden = 4 }, 5, 100);

    [Fact]
    public void QkanLstm() => Same(new() { Gates = new QkanGates(), Hidden = 1 }, 26, 32);

    [Fact]
    public void QkanLstmOfHiddenTwo() => Same(new() { Gates = new QkanGates(), Hidden = 2 }, 75, 96);

    [Fact]
    public void HqkanLstmTrainsTheEightAnglesOfTwoCircuits() => Same(new() { Gates = new HqkanGates(), Hidden = 1 }, 25, 8);

    [Fact]
    public void HqkanLstmOfEightReps() => Same(
        new() { Gates = new HqkanGates { Hqkan = new() { Qkan = new() { Reps = 8, TrainPostWeight = true } } }, Hidden = 1 }, 53, 36);

    [Fact]
    public void HqkanLstmOfHiddenTwo() => Same(new() { Gates = new HqkanGates(), Hidden = 2 }, 39, 8);

    [Fact]
    public void LstmOfHiddenTwo() => Same(new() { Gates = new LstmGates(), Hidden = 2 }, 43, 0);

    [Fact]
    public void QlstmOfFourQubits() => Gates(new QlstmGates { Circuit = new VqcOptions { Depth = 1 }, Qubits = 4 }, 60 + 30, 16);

    [Fact]
    public void QkLstmAsThePaperCounts() => Gates(QkGates.CountFaithful, 60 + 30, 0);

    [Fact]
    public void QkLstmAsThePaperWrites() => Gates(QkGates.EquationFaithful, (8 * 14) + (8 * 24) + 24, 0);

    [Fact]
    public void LstmOfThePosTagger() => Gates(new LstmGates(), 384, 0);

    /// <summary>The gate map alone of the QK-LSTM paper's tagger: embedding 8, hidden size 6.</summary>
    private static void Gates(GateConfig gates, int classical, int quantum)
    {
        const int Hidden = 6, Head = Hidden + 1;
        Same(new() { Gates = gates, Inputs = 8, Hidden = Hidden }, classical + Head, quantum);
    }

    private static void Same(SequenceModelConfig config, int classical, int quantum)
    {
        ParameterTable table = new SequenceModel(config, seed: 0).Table;
        Assert.Equal((classical, quantum, classical + quantum), (table.ClassicalCount, table.QuantumCount, table.TrainableCount));
    }
}
