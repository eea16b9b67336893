using QSeq.Core;
using QSeq.Quantum.Circuits;
using QSeq.Quantum.Simulators;

namespace QSeq.Tests.Quantum.Simulators;

[Trait(Speed.Name, Speed.Slow)]
public class SimulatorTests
{
    private const ulong Seed = 4711;

    [Fact]
    public void StateVectorAgreesWithTextbookMatrices() => Property.ForAllSeeds(60, seed =>
    {
        var random = new RandomSource(seed, "circuit");
        Circuit circuit = Draw.Circuit(random, 1 + random.NextInt(5), 30);
        Outcome outcome = Assert.Single(new StateVectorBackend().Run([circuit]));
        Close.Values("state vector", DensityReference.Probabilities(circuit, NoiseModel.None), outcome.Probabilities, Tolerance.TwoSimulators);
        return true;
    });

    [Fact]
    public void DensityMatrixAgreesWithTextbookMatrices() => Property.ForAllSeeds(60, seed =>
    {
        var random = new RandomSource(seed, "circuit");
        Circuit circuit = Draw.Circuit(random, 1 + random.NextInt(4), 30);
        NoiseModel noise = Draw.Noise(random);
        Outcome outcome = Assert.Single(new DensityMatrixBackend(noise).Run([circuit]));
        Close.Values("density matrix", DensityReference.Probabilities(circuit, noise), outcome.Probabilities, Tolerance.TwoSimulators);
        return true;
    });

    [Fact]
    public void BlochVectorsGiveTheNumbersOfTheDensityMatrix() => Property.ForAllSeeds(60, seed =>
    {
        var random = new RandomSource(seed, "circuit");
        Circuit circuit = Draw.Circuit(random, 1 + random.NextInt(5), 40, entangled: false);
        NoiseModel noise = Draw.Noise(random);
        Outcome bloch = Assert.Single(new BlochBackend(noise).Run([circuit])), density = Assert.Single(new DensityMatrixBackend(noise).Run([circuit]));
        Close.Values("Bloch vectors", density.Probabilities, bloch.Probabilities, Tolerance.TwoSimulators);
        Close.Values("Bloch vectors and textbook", DensityReference.Probabilities(circuit, noise), bloch.Probabilities, Tolerance.TwoSimulators); // the two above share maps
        for (int bit = 0; bit < bloch.Bits; bit++) Assert.Equal(density.ExpectationZ(bit), bloch.ExpectationZ(bit), Tolerance.TwoSimulators);
        return true;
    });

    [Theory]
    [InlineData(13)]
    [InlineData(16)]
    public void LargeStatesAreWalkedInBlocksWithTheSameNumbers(int qubits)
    {
        // A state of so many qubits and its halves: gates that never join them give products.
        var random = new RandomSource(Seed, "blocks");
        Circuit left = Draw.Circuit(random, qubits / 2, 200, measureAll: true), right = Draw.Circuit(random, qubits - (qubits / 2), 200, measureAll: true);
        var builder = new CircuitBuilder(qubits);
        int[] place = [.. Enumerable.Range(0, qubits)];
        random.Shuffle(place.AsSpan());
        foreach (Operation operation in left.Operations) builder.Add(operation with { Qubits = [.. operation.Qubits.Select(q => place[q])] });
        foreach (Operation operation in right.Operations) builder.Add(operation with { Qubits = [.. operation.Qubits.Select(q => place[left.Qubits + q])] });

        var backend = new StateVectorBackend(new StateVectorOptions { Threads = 2 });
        Outcome whole = Assert.Single(backend.Run([builder.Build()]));
        IReadOnlyList<Outcome> halves = backend.Run([left, right]);
        double[] expected = [.. halves[0].Probabilities.ToArray().SelectMany(p => halves[1].Probabilities.ToArray().Select(q => p * q))];
        Close.Values("blocks", expected, whole.Probabilities, Tolerance.TwoSimulators);
        Outcome alone = Assert.Single(new StateVectorBackend(new StateVectorOptions { Threads = 1 }).Run([builder.Build()]));
        Assert.True(alone.Probabilities.SequenceEqual(whole.Probabilities));
    }

    [Fact]
    public void ManySmallCircuitsAreSharedOutAndKeepTheirOrder()
    {
        var random = new RandomSource(Seed, "many");
        Circuit[] circuits = [.. Enumerable.Range(0, 100).Select(_ => Draw.Circuit(random, 3, 20))];
        IReadOnlyList<Outcome> shared = new StateVectorBackend(new StateVectorOptions { Threads = 3 }).Run(circuits);
        var alone = new StateVectorBackend(new StateVectorOptions { Threads = 1 });
        for (int n = 0; n < circuits.Length; n++) Assert.True(shared[n].Probabilities.SequenceEqual(Assert.Single(alone.Run([circuits[n]])).Probabilities));
    }

    [Fact]
    public void TheCheapestExactSimulatorGivesTheSameNumbers() => Property.ForAllSeeds(30, seed =>
    {
        var random = new RandomSource(seed, "mixed");
        NoiseModel noise = random.NextInt(3) switch { 0 => NoiseModel.None, 1 => NoiseModel.Uniform([], new ReadoutError(0.1, 0.03)), _ => Draw.Noise(random) };
        Circuit[] circuits = [.. Enumerable.Range(0, 4).Select(n => Draw.Circuit(random, 3, 12, entangled: n % 2 == 0))];
        NoisyBackend backend = NoisyBackend.For(noise);
        IReadOnlyList<Outcome> outcomes = backend.Run(circuits);
        for (int n = 0; n < circuits.Length; n++) Close.Values("any simulator", DensityReference.Probabilities(circuits[n], noise), outcomes[n].Probabilities, Tolerance.TwoSimulators);
        return true;
    });

    [Fact]
    public void TooManyQubitsAreRefusedWithWhatTheyWouldNeed()
    {
        Circuit circuit = new CircuitBuilder(28).Add(GateKind.CNOT, 0, 1).MeasureAll().Build();
        Assert.Contains("28 qubits and would need 4 GiB of memory, expected at most 24", Refused(new StateVectorBackend(), circuit), StringComparison.Ordinal);
        Assert.Contains("would need 512 PiB", Refused(new DensityMatrixBackend(), circuit), StringComparison.Ordinal);
        Assert.Contains("measures 28 qubits", Refused(new BlochBackend(), new CircuitBuilder(28).MeasureAll().Build()), StringComparison.Ordinal);
        Assert.Contains("would need 512 PiB", Refused(NoisyBackend.For(NoiseModel.Uniform([NoiseChannel.BitFlip(0.1)])), circuit), StringComparison.Ordinal);
        Assert.Contains("measures 30 qubits, more than the 29", Refused(new StateVectorBackend(new StateVectorOptions { MaxQubits = 30, Shots = 10 }), new CircuitBuilder(30).MeasureAll().Build()), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new StateVectorBackend(new StateVectorOptions { MaxQubits = 31 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StateVectorBackend(new StateVectorOptions { Threads = 0 }));
    }

    [Fact]
    public void CircuitsThatCannotBeRunAreRefused()
    {
        Circuit open = new CircuitBuilder(1, "alpha").Add(GateKind.RX, 0, AffineAngle.Of(0)).MeasureAll().Build();
        Circuit blind = new CircuitBuilder(1).Add(GateKind.H, 0).Build();
        Circuit two = new CircuitBuilder(2).Add(GateKind.CZ, 0, 1).MeasureAll().Build();
        foreach (ICircuitBackend backend in new ICircuitBackend[] { new StateVectorBackend(), new DensityMatrixBackend(), new BlochBackend(), NoisyBackend.For() })
        {
            Assert.Contains("bind its parameters (alpha)", Refused(backend, open), StringComparison.Ordinal);
            Assert.Contains("measures no qubit", Refused(backend, blind), StringComparison.Ordinal);
            Assert.Empty(backend.Run([]));
            Assert.Throws<OperationCanceledException>(() => backend.Run([new CircuitBuilder(1).MeasureAll().Build()], new CancellationToken(true)));
        }

        Assert.Contains("CZ, a gate of two qubits", Refused(new BlochBackend(), two), StringComparison.Ordinal);
    }

    [Fact]
    public void BackendsSayWhatTheyAre()
    {
        Assert.Equal("state vector, exact", new StateVectorBackend().Name);
        Assert.Equal("density matrix with noise, 7 shots", new DensityMatrixBackend(NoiseModel.Uniform([NoiseChannel.BitFlip(0.1)]), 7).Name);
        Assert.Equal("Bloch vectors, exact", new BlochBackend().Name);
        Assert.Equal("simulator, 5 shots", NoisyBackend.For(shots: 5).Name);
    }

    private static string Refused(ICircuitBackend backend, Circuit circuit) => Assert.Throws<ArgumentException>(() => backend.Run([circuit])).Message;
}
