using QSeq.Quantum.Circuits;
using QSeq.Quantum.Mitigation;
using QSeq.Quantum.Simulators;

namespace QSeq.Tests.Quantum.Mitigation;

public class ZeroNoiseExtrapolationTests
{
    private const double Shrink = 0.98; // of the Bloch vector at every gate

    private static readonly Circuit OneQubit = new CircuitBuilder(1)
        .Add(GateKind.H, 0).Add(GateKind.RZ, 0, 0.7).Add(GateKind.RY, 0, -1.1).Add(GateKind.S, 0).Add(GateKind.RX, 0, 0.4).MeasureAll().Build();

    private static readonly Circuit ThreeQubits = new CircuitBuilder(3)
        .Add(GateKind.RY, 0, 0.7).Add(GateKind.CNOT, 0, 1).Add(GateKind.T, 1).Add(GateKind.RX, 2, 0.5).Add(GateKind.CZ, 1, 2).Add(GateKind.RY, 1, 0.3).Add(GateKind.P, 2, 0.2)
        .Add(GateKind.H, 2).MeasureAll().Build();

    private static double Z(ICircuitBackend backend) => backend.Run([OneQubit])[0].ExpectationZ(0);

    [Fact]
    public void FoldingChangesNothingWithoutNoiseAndMultipliesTheGates()
    {
        foreach (Circuit circuit in (Circuit[])[OneQubit, ThreeQubits])
        {
            foreach (int scale in (int[])[1, 3, 5, 7])
            {
                Circuit folded = ZeroNoiseExtrapolation.Fold(circuit, scale);
                Assert.Equal(scale * circuit.Operations.Count(o => o.IsGate), folded.Operations.Count(o => o.IsGate));
                Assert.Equal(circuit.Measured.ToArray(), folded.Measured.ToArray());
                Close.Values("folded", new TinyBackend().Run([circuit])[0].Probabilities, new TinyBackend().Run([folded])[0].Probabilities, Tolerance.TwoDoubleRoutes);
            }
        }
    }

    [Fact]
    public void AnExponentialIsExactForDepolarisingNoise()
    {
        Close.Values("exponential", [Z(new TinyBackend())], [Z(new ZeroNoiseExtrapolation(new TinyBackend(Shrink), Extrapolation.Exponential))], Tolerance.TwoDoubleRoutes);

        // Products of Z decay alike where the whole state is depolarised: all probabilities come back.
        Close.Values(
            "exponential, 3 qubits",
            new TinyBackend().Run([ThreeQubits])[0].Probabilities,
            new ZeroNoiseExtrapolation(new TinyBackend(Shrink), Extrapolation.Exponential, 1, 3).Run([ThreeQubits])[0].Probabilities,
            Tolerance.TwoDoubleRoutes);
    }

    [Fact]
    public void AnExponentialIsExactOnTheNoisySimulator()
    {
        var device = NoisyBackend.For(NoiseModel.Uniform([NoiseChannel.Depolarising(0.01)], new ReadoutError(0.02, 0.05)));
        var backend = new ZeroNoiseExtrapolation(new ReadoutInversion(device, new ReadoutError(0.02, 0.05)), Extrapolation.Exponential);
        Close.Values("exponential, noisy simulator", [Z(new TinyBackend())], [Z(backend)], Tolerance.TwoDoubleRoutes);
    }

    [Fact]
    public void LinesAndPolynomialsLeaveWhatTheoryLeaves()
    {
        // <Z> at scale s is z d^s with d the shrinking of the whole circuit.
        double z = Z(new TinyBackend()), d = Math.Pow(Shrink, 5), noisy = Z(new TinyBackend(Shrink));
        Close.Values("noise", [z * d], [noisy], Tolerance.TwoDoubleRoutes);

        // The line of least squares through scales 1, 3, 5 meets 0 at (13 y1 + 4 y3 - 5 y5)/12, the parabola at (15 y1 - 10 y3 + 3 y5)/8.
        double line = z * ((13 * d) + (4 * Math.Pow(d, 3)) - (5 * Math.Pow(d, 5))) / 12;
        double parabola = z * ((15 * d) - (10 * Math.Pow(d, 3)) + (3 * Math.Pow(d, 5))) / 8;
        double linear = Z(new ZeroNoiseExtrapolation(new TinyBackend(Shrink)));
        double richardson = Z(new ZeroNoiseExtrapolation(new TinyBackend(Shrink), Extrapolation.Richardson));
        Close.Values("linear", [line], [linear], Tolerance.TwoDoubleRoutes);
        Close.Values("Richardson", [parabola], [richardson], Tolerance.TwoDoubleRoutes);
        Assert.True(Math.Abs(linear - z) < 0.5 * Math.Abs(noisy - z));
        Assert.True(Math.Abs(richardson - z) < 0.1 * Math.Abs(noisy - z));
    }

    [Theory]
    [InlineData(Extrapolation.Linear)]
    [InlineData(Extrapolation.Richardson)]
    [InlineData(Extrapolation.Exponential)]
    public void ProbabilitiesStillAddUpAndFitTheirMarginals(Extrapolation kind)
    {
        var backend = new ZeroNoiseExtrapolation(new TinyBackend(0.9, 0.03, 0.05), kind);
        Outcome outcome = backend.Run([ThreeQubits])[0];
        Assert.Equal(1, outcome.Probabilities.ToArray().Sum(), 12);
        var one = new CircuitBuilder(3);
        foreach (Operation operation in ThreeQubits.Operations.Where(o => o.IsGate)) one.Add(operation);
        Assert.Equal(backend.Run([one.Add(GateKind.Measure, 1).Build()])[0].ExpectationZ(0), outcome.ExpectationZ(1), 12);
    }

    [Fact]
    public void AnExponentialOfValuesThatChangeSignIsALine()
    {
        double[] scales = [1, 3, 5];
        foreach (double[] values in (double[][])[[0.1, -0.1, 0.05], [0, 0.1, 0.1], [0.1, 0, 0]])
            Assert.Equal(Extrapolator.ToZero(Extrapolation.Linear, scales, values), Extrapolator.ToZero(Extrapolation.Exponential, scales, values));
        Assert.Equal(-1, Extrapolator.ToZero(Extrapolation.Exponential, scales, [-0.9, -0.5, -0.1])); // no expectation value is below
    }

    [Theory]
    [InlineData(Extrapolation.Linear, 0.9, 0.5, 0.3, 1.0166666666666666, 1)]
    [InlineData(Extrapolation.Richardson, 0.9, 0.5, 0.3, 1.175, 1)]
    [InlineData(Extrapolation.Linear, -0.95, -0.4, 0.2, -1.2458333333333333, -1)]
    [InlineData(Extrapolation.Richardson, -0.95, -0.4, 0.2, -1.20625, -1)]
    [InlineData(Extrapolation.Richardson, 0.5, 0.4, 0.35, 0.56875, 0.56875)]
    public void ValuesAreBoundedAndTheUnboundedOnesAreBeside(Extrapolation kind, double one, double three, double five, double unbounded, double bounded)
    {
        Outcome outcome = new ZeroNoiseExtrapolation(new MadeUpValues(one, three, five), kind).Run([OneQubit])[0];
        Assert.Equal(unbounded, outcome.UnboundedZ(0), 1e-12);
        Assert.Equal(bounded, outcome.ExpectationZ(0), 1e-12);
        Assert.InRange(outcome.ExpectationZ(0), -1, 1);
        Assert.InRange(outcome.AllZero, 0, 1);
        Assert.Equal((1 + unbounded) / 2, outcome.Probabilities[0], 1e-12);
    }

    [Theory]
    [InlineData(0.9, 0.5, 0.3, 1.169370671, 1)] // exp of the line through the logarithms, by hand
    [InlineData(-0.9, -0.5, -0.3, -1.169370671, -1)]
    [InlineData(0.5, 0.4, 0.35, 0.538529068, 0.538529068)]
    [InlineData(-0.95, -0.4, 0.2, -1.2458333333333333, -1)] // no exponential goes through these: the line
    public void ExponentialsAreHeldAndTheUnboundedOnesAreBeside(double one, double three, double five, double unbounded, double bounded)
    {
        Outcome outcome = new ZeroNoiseExtrapolation(new MadeUpValues(one, three, five), Extrapolation.Exponential).Run([OneQubit])[0];
        Assert.Equal(unbounded, outcome.UnboundedZ(0), 1e-8);
        Assert.Equal(bounded, outcome.ExpectationZ(0), 1e-8);
    }

    [Fact]
    public void WhatIsBesideBelongsToItsBitAndIsFinite()
    {
        // Z of the first bit is 0.9, 0.5, 0.3, of the second 0.5, 0.4, 0.35; the second is as exact as without the first.
        static double[] Product(double first, double second) =>
            [(1 + first) * (1 + second) / 4, (1 + first) * (1 - second) / 4, (1 - first) * (1 + second) / 4, (1 - first) * (1 - second) / 4];
        Circuit two = new CircuitBuilder(2).Add(GateKind.H, 0).MeasureAll().Build();
        var made = new MadeUpOutcomes([Product(0.9, 0.5), Product(0.5, 0.4), Product(0.3, 0.35)]);
        Outcome outcome = new ZeroNoiseExtrapolation(made, Extrapolation.Exponential).Run([two])[0];
        Assert.Equal(1.169370671, outcome.UnboundedZ(0), 1e-8);
        Assert.Equal(0.538529068, outcome.UnboundedZ(1), 1e-8);
        Assert.Equal((1.0, outcome.UnboundedZ(1)), (outcome.ExpectationZ(0), outcome.ExpectationZ(1)));
        Assert.Equal(1, outcome.Probabilities[0] + outcome.Probabilities[1], 1e-12); // the probabilities are those of the held values

        double steep = Extrapolator.Unbounded(Extrapolation.Exponential, [99, 101], [1, 1e-300]);
        Assert.True(steep > 1e300 && double.IsFinite(steep));
        Assert.Equal(1, Extrapolator.ToZero(Extrapolation.Exponential, [99, 101], [1, 1e-300]));
    }

    [Fact]
    public void MitigatedShotsStayWithinBounds()
    {
        Circuit circuit = new CircuitBuilder(1).Add(GateKind.RY, 0, 0.4).MeasureAll().Build();
        var device = NoisyBackend.For(NoiseModel.Uniform([NoiseChannel.Depolarising(0.03)]), 64, 3);
        IReadOnlyList<Outcome> outcomes = new ZeroNoiseExtrapolation(device, Extrapolation.Richardson).Run([.. Enumerable.Repeat(circuit, 200)]);
        Assert.Contains(outcomes, outcome => outcome.UnboundedZ(0) > 1);
        Assert.All(outcomes, outcome => Assert.InRange(outcome.ExpectationZ(0), -1, 1));
    }

    // Answers with these probabilities, in turn.
    private sealed class MadeUpOutcomes(double[][] outcomes) : ICircuitBackend
    {
        public string Name => "made up";

        public int MaxQubits => 2;

        public int? Shots => null;

        public IReadOnlyList<Outcome> Run(IReadOnlyList<Circuit> circuits, CancellationToken cancellationToken = default) =>
            [.. circuits.Select((_, n) => new Outcome(outcomes[n]))];
    }

    // Answers with these values of Z, in turn.
    private sealed class MadeUpValues(params double[] values) : ICircuitBackend
    {
        public string Name => "made up";

        public int MaxQubits => 1;

        public int? Shots => null;

        public IReadOnlyList<Outcome> Run(IReadOnlyList<Circuit> circuits, CancellationToken cancellationToken = default) =>
            [.. circuits.Select((_, n) => new Outcome([(1 + values[n]) / 2, (1 - values[n]) / 2]))];
    }

    [Fact]
    public void EvenScalesAreRefused()
    {
        Assert.Contains("1, 2", Assert.Throws<ArgumentException>(() => new ZeroNoiseExtrapolation(new TinyBackend(), Extrapolation.Linear, 1, 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ZeroNoiseExtrapolation(new TinyBackend(), Extrapolation.Linear, 3));
        Assert.Throws<ArgumentException>(() => new ZeroNoiseExtrapolation(new TinyBackend(), Extrapolation.Linear, 3, 3));
    }
}
