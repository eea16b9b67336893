using QSeq.Quantum.Circuits;
using QSeq.Quantum.Mitigation;
using QSeq.Quantum.Simulators;

namespace QSeq.Tests.Quantum.Mitigation;

public class RepeatedMeasurementTests
{
    private static readonly Circuit Circuit = new CircuitBuilder(1).Add(GateKind.H, 0).MeasureAll().Build();

    [Fact]
    public void GivesTheMeanOfItsRuns()
    {
        var backend = new RepeatedMeasurement(new Counting(), 3);
        Outcome[] outcomes = [.. backend.Run([Circuit, Circuit])];
        Assert.Equal(0.1, outcomes[0].AllZero, 12); // runs 0, 1, 2
        Assert.Equal(0.4, outcomes[1].AllZero, 12); // runs 3, 4, 5
        Assert.Equal(1, outcomes[1].Probabilities.ToArray().Sum(), 12);
        Assert.Equal(30, outcomes[0].Shots);
        Assert.Equal(30, backend.Shots);
        Assert.Equal(new HardwareCost(6, 60), backend.Cost);
        Assert.Equal(3, backend.CircuitFactor);
    }

    [Fact]
    public void FewerThanOneIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new RepeatedMeasurement(new Counting(), 0));

    // Its nth circuit is 0 with probability n/10.
    private sealed class Counting : ICircuitBackend
    {
        private int _runs;

        public string Name => "counting";

        public int MaxQubits => 1;

        public int? Shots => 10;

        public IReadOnlyList<Outcome> Run(IReadOnlyList<Circuit> circuits, CancellationToken cancellationToken = default) =>
            [.. circuits.Select(_ => new Outcome([0.1 * _runs, 1 - (0.1 * _runs++)], 10))];
    }
}
