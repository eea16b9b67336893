using QSeq.Core;
using QSeq.Quantum.Circuits;
using QSeq.Quantum.Simulators;

namespace QSeq.Tests.Quantum.Circuits;

public class CircuitPackTests
{
    [Fact]
    public void PackedCircuitsGiveWhatTheyGiveAlone() => Property.ForAllSeeds(25, seed =>
    {
        var random = new RandomSource(seed, "pack");
        int qubits = 2 + random.NextInt(4);
        Circuit[] circuits = [.. Enumerable.Range(0, random.NextInt(8)).Select(_ => RandomCircuit.Draw(random, 1 + random.NextInt(2), 6, measure: true))];
        CircuitPack pack = CircuitPack.Pack(circuits, qubits);
        Assert.All(pack.Jobs, job => Assert.InRange(job.Qubits, 1, qubits));
        Assert.Equal(circuits.Sum(circuit => circuit.Operations.Length), pack.Jobs.Sum(job => job.Operations.Length)); // no barrier joins them
        IReadOnlyList<Outcome> outcomes = pack.Unpack([.. pack.Jobs.Select(job => ExactRun.Of(job))]);
        Assert.Equal(circuits.Length, outcomes.Count);
        for (int n = 0; n < circuits.Length; n++)
            Close.Values("packed circuits", ExactRun.Of(circuits[n]).Probabilities, outcomes[n].Probabilities, Tolerance.TwoDoubleRoutes);
        return true;
    });

    [Fact]
    public void OneQubitCircuitsFillTheWires()
    {
        Circuit edge = DaruanCircuit.Create(QSeq.Quantum.Encoding.Pz, 1).Bind(1, 2, 3, 4, 5);
        CircuitPack pack = CircuitPack.Pack([.. Enumerable.Repeat(edge, 10)], 4);
        Assert.Equal([4, 4, 2], pack.Jobs.Select(job => job.Qubits));
        Assert.Equal(new PackedCircuit(1, 3, 3, 1), pack.Circuits[7]);
        Assert.Equal(edge.Depth(), pack.Jobs[0].Depth());
        Assert.Empty(CircuitPack.Pack([], 4).Jobs);
    }

    [Fact]
    public void ShotsAndSlightlyNegativeSharesPassThrough()
    {
        Circuit one = new CircuitBuilder(1).MeasureAll().Build();
        IReadOnlyList<Outcome> outcomes = CircuitPack.Pack([one, one], 2).Unpack([new Outcome([0.5, -0.1, 0.2, 0.4], 100)]);
        Assert.All(outcomes, outcome => Assert.Equal(100, outcome.Shots));
        Close.Values("first", [0.4, 0.6], outcomes[0].Probabilities, Tolerance.TwoDoubleRoutes);
        Close.Values("second", [0.7, 0.3], outcomes[1].Probabilities, Tolerance.TwoDoubleRoutes);
    }

    [Fact]
    public void WhatCannotBePackedIsSaid()
    {
        Circuit one = new CircuitBuilder(1).MeasureAll().Build(), two = new CircuitBuilder(2).MeasureAll().Build();
        Says("Circuit 1 has 2 qubits, more than the 1 of a job", () => CircuitPack.Pack([one, two], 1));
        Says("Circuit 0 has open parameters", () => CircuitPack.Pack([new CircuitBuilder(1, "a").Add(GateKind.RX, 0, AffineAngle.Of(0)).MeasureAll().Build()], 1));
        Says("Circuit 0 measures nothing", () => CircuitPack.Pack([new CircuitBuilder(1).Build()], 1));
        CircuitPack pack = CircuitPack.Pack([one, two], 3);
        Says("2 outcomes, expected one for each of 1 jobs", () => pack.Unpack([ExactRun.Of(one), ExactRun.Of(one)]));
        Says("job 0 has 2 bits, but the job measures 3", () => pack.Unpack([ExactRun.Of(two)]));

        static void Says(string expected, Action action) =>
            Assert.Contains(expected, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
    }
}
