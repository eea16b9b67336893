using QSeq.Quantum;
using QSeq.Quantum.Circuits;
using QSeq.Quantum.Mitigation;
using QSeq.Quantum.Simulators;

namespace QSeq.Tests.Hardware;

public class BoundCircuitTests
{
    private static readonly NoiseModel Noise = NoiseModel.Uniform([NoiseChannel.Depolarising(0.02), NoiseChannel.AmplitudeDamping(0.01)], new ReadoutError(0.02, 0.03));

    [Theory]
    [InlineData(null)]
    [InlineData(300)]
    public void OutcomesAreThoseOfCircuitsBoundOneByOne(int? shots)
    {
        Circuit edge = DaruanCircuit.Create(Encoding.Pz, 2), other = DaruanCircuit.Create(Encoding.Mix, 1);
        BoundCircuit[] circuits = [.. Enumerable.Range(0, 40).Select(n =>
        {
            Circuit circuit = n % 3 == 0 ? other : edge;
            return new BoundCircuit(circuit, [.. circuit.Parameters.Select((_, k) => Math.Sin(n + (7 * k)) * 4)]);
        })];
        foreach (Func<ICircuitBackend> make in Backends(shots))
        {
            IReadOnlyList<Outcome> bulk = make().RunBound(circuits), single = make().Run([.. circuits.Select(circuit => circuit.Bind())]);
            for (int n = 0; n < circuits.Length; n++) Assert.Equal(single[n].Probabilities.ToArray(), bulk[n].Probabilities.ToArray());
        }
    }

    [Fact]
    public void EntangledCircuitsRunToo()
    {
        var builder = new CircuitBuilder(2, ["a"]);
        Circuit circuit = builder.Add(GateKind.RY, 0, AffineAngle.Of(0)).Add(GateKind.CNOT, 0, 1).MeasureAll().Build();
        ICircuitBackend backend = NoisyBackend.For(Noise);
        Assert.Equal(backend.Run([circuit.Bind(0.4)])[0].Probabilities.ToArray(), backend.RunBound([new BoundCircuit(circuit, [0.4])])[0].Probabilities.ToArray());
    }

    [Fact]
    public void ValuesThatDoNotFitAreRefused()
    {
        Circuit circuit = DaruanCircuit.Create(Encoding.Rpz, 1);
        ICircuitBackend backend = new BlochBackend();
        Assert.Contains("3 parameters", Assert.Throws<ArgumentException>(() => backend.RunBound([new BoundCircuit(circuit, [1])])).Message, StringComparison.Ordinal);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => backend.RunBound([new BoundCircuit(circuit, [1, double.NaN, 2])])).Message, StringComparison.Ordinal);
    }

    private static Func<ICircuitBackend>[] Backends(int? shots) =>
    [
        () => new BlochBackend(Noise, shots, 5),
        () => NoisyBackend.For(Noise, shots, 5),
        () => new MeteredBackend(NoisyBackend.For(Noise, shots, 5)),
        () => new RepeatedMeasurement(NoisyBackend.For(Noise, shots, 5), 2),
        () => new ZeroNoiseExtrapolation(ReadoutInversion.Calibrate(NoisyBackend.For(Noise, shots, 5), 1), Extrapolation.Exponential),
    ];
}
