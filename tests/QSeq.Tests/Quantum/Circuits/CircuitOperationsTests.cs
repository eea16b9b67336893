using System.Numerics;
using QSeq.Core;
using QSeq.Quantum.Circuits;

namespace QSeq.Tests.Quantum.Circuits;

public class CircuitOperationsTests
{
    [Fact]
    public void ACircuitAndItsAdjointDoNothing() => Property.ForAllSeeds(30, seed =>
    {
        var random = new RandomSource(seed, "adjoint");
        Circuit circuit = RandomCircuit.Draw(random, 1 + random.NextInt(3), random.NextInt(20), 3);
        double[] values = [random.NextUniform(-3, 3), random.NextUniform(-3, 3), random.NextUniform(-3, 3)];
        Assert.Equal(circuit, circuit.Adjoint().Adjoint());
        Complex[] state = ExactRun.State(circuit.Then(circuit.Adjoint()), values);
        Assert.Equal(1, state[0].Real, 1e-13);
        return true;
    });

    [Fact]
    public void BoundAndOpenCircuitsGiveTheSame() => Property.ForAllSeeds(30, seed =>
    {
        var random = new RandomSource(seed, "bind");
        Circuit circuit = RandomCircuit.Draw(random, 1 + random.NextInt(3), random.NextInt(20), 2, measure: true);
        double[] values = [random.NextUniform(-3, 3), random.NextUniform(-3, 3)];
        Circuit bound = circuit.Bind(values);
        Assert.True(bound.IsBound);
        Assert.Empty(bound.Parameters);
        Assert.Equal(ExactRun.Of(circuit, values).Probabilities, ExactRun.Of(bound).Probabilities);
        return true;
    });

    [Fact]
    public void ThenUnitesParametersByName()
    {
        Circuit first = new CircuitBuilder(1, "a", "b").Add(GateKind.RX, 0, AffineAngle.Of(1, 2, 0.5)).Build();
        Circuit second = new CircuitBuilder(1, "c", "b").Add(GateKind.RZ, 0, AffineAngle.Of(0)).Add(GateKind.RY, 0, AffineAngle.Of(1, -1)).Build();
        Circuit both = first.Then(second);
        Assert.Equal(["a", "b", "c"], both.Parameters.ToArray());
        Assert.Equal([AffineAngle.Of(1, 2, 0.5), AffineAngle.Of(2), AffineAngle.Of(1, -1)], both.Operations.Select(operation => operation.Angle));
    }

    [Fact]
    public void RelabelledQubitsKeepTheirBits() => Property.ForAllSeeds(20, seed =>
    {
        var random = new RandomSource(seed, "relabel");
        Circuit circuit = RandomCircuit.Draw(random, 1 + random.NextInt(3), 12, measure: true);
        int[] to = [.. Enumerable.Range(0, circuit.Qubits + 1)];
        random.Shuffle<int>(to);
        Circuit moved = circuit.OnQubits(to.AsSpan(0, circuit.Qubits), circuit.Qubits + 1);
        Close.Values("relabelled", ExactRun.Of(circuit).Probabilities, ExactRun.Of(moved).Probabilities, Tolerance.TwoDoubleRoutes);
        return true;
    });

    [Fact]
    public void DepthCountsMeasurementsAndAlignsAtBarriers()
    {
        Assert.Equal(0, new CircuitBuilder(2).Build().Depth());
        Assert.Equal(3, new CircuitBuilder(2).Add(GateKind.H, 0).Add(GateKind.CNOT, 0, 1).MeasureAll().Build().Depth());
        Assert.Equal(2, new CircuitBuilder(2).Add(GateKind.H, 0).Add(GateKind.X, 0).Add(GateKind.X, 1).Build().Depth());
        Assert.Equal(3, new CircuitBuilder(2).Add(GateKind.H, 0).Add(GateKind.X, 0).Add(GateKind.Barrier, 0, 1).Add(GateKind.X, 1).Build().Depth());
        Assert.Equal(2, new CircuitBuilder(2).Add(GateKind.H, 0).Add(GateKind.X, 0).Add(GateKind.Barrier, 0, 1).Build().Depth());
    }

    [Fact]
    public void GatesAreCountedInAFixedOrder()
    {
        Circuit circuit = new CircuitBuilder(2).Add(GateKind.CZ, 0, 1).Add(GateKind.Tdg, 0).Add(GateKind.H, 1).Add(GateKind.Tdg, 1).MeasureAll().Build();
        Assert.Equal(
            [new GateCount(GateKind.H, 1), new GateCount(GateKind.Tdg, 2), new GateCount(GateKind.CZ, 1), new GateCount(GateKind.Measure, 2)], circuit.CountGates().ToArray());
    }

    [Fact]
    public void WhatCannotBeDoneIsSaid()
    {
        Circuit measured = new CircuitBuilder(2, "a").MeasureAll().Build();
        Says("measures qubit 0, which cannot be undone", () => measured.Adjoint());
        Says("has 1 parameters, but 2 values", () => measured.Bind(1, 2));
        Says("of 1 qubits cannot follow one of 2", () => measured.Then(new CircuitBuilder(1).Build()));
        Says("X follows the measurement of qubit 1", () => measured.Then(new CircuitBuilder(2).Add(GateKind.X, 1).Build()));
        Says("has 2 qubits, but 1 were given", () => measured.OnQubits([0], 2));
        Says("on the same one", () => measured.OnQubits([1, 1], 2));
        Says("Qubit 2 is not one of the 2", () => measured.OnQubits([0, 2], 2));
        Says("finite", () => new CircuitBuilder(1, "a").Add(GateKind.RX, 0, AffineAngle.Of(0)).Build().Bind(double.NaN));

        static void Says(string expected, Func<Circuit> action) =>
            Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DrawingsShowGatesWhereTheyAre()
    {
        Circuit circuit = new CircuitBuilder(3, "a").Add(GateKind.H, 0).Add(GateKind.CNOT, 0, 2).Add(GateKind.RZ, 1, AffineAngle.Of(0, -2, 0.123456)).Add(GateKind.Tdg, 2)
            .Add(GateKind.Barrier, 0, 1).Add(GateKind.SWAP, 0, 1).MeasureAll().Build();
        const string Expected = """
            q0: ─[H]─●──────────────────░─×─[M0]─
            q1: ─────┼─[RZ(-2*a+0.1235)]─░─×─[M1]─
            q2: ─────⊕───────[T†]───────────[M2]─

            """;
        string drawing = circuit.Draw();
        Assert.All(drawing.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Equal(drawing.IndexOf('\n', StringComparison.Ordinal), line.Length));
        Assert.Equal(Expected.Replace("─", "", StringComparison.Ordinal), drawing.Replace("─", "", StringComparison.Ordinal));
    }

    [Fact]
    public void DrawingsWrap()
    {
        var builder = new CircuitBuilder(2);
        for (int n = 0; n < 10; n++) builder.Add(GateKind.RY, n % 2, 0.5 + n);
        string[] lines = builder.Build().Draw(30).Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 30));
        Assert.True(lines.Count(line => line.StartsWith("q1: ", StringComparison.Ordinal)) > 1);
        Assert.Equal("q0: ─\n", new CircuitBuilder(1).Build().Draw());
    }
}
