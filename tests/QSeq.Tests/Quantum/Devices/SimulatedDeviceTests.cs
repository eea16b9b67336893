using QSeq.Quantum.Circuits;
using QSeq.Quantum.Devices;
using QSeq.Quantum.Simulators;

namespace QSeq.Tests.Quantum.Devices;

public class SimulatedDeviceTests
{
    [Fact]
    public void WiresApartAreSimulatedApart()
    {
        // 60 qubits: pairs in a Bell state, so that the bits of a pair agree, and those of two pairs are independent.
        var builder = new CircuitBuilder(60);
        for (int pair = 0; pair < 30; pair++) builder.Add(GateKind.H, pair).Add(GateKind.CNOT, pair, pair + 30);
        Circuit job = builder.MeasureAll().Build();
        JobCounts counts = CountsReader.Read(new SimulatedDevice { Seed = 3 }.Run(job, "job", 4000, default), "c", job, 4000, null);
        Assert.Equal(4000, counts.Shots);
        Assert.All(counts.Patterns, pattern => Assert.Equal(pattern.Bits[..30], pattern.Bits[30..]));

        // Neighbours of different pairs: 1/4 each, with a standard deviation of 0.007.
        Assert.All(counts.Of(new JobPart(0, 4, 2, 4, 2)).Probabilities.ToArray(), share => Assert.InRange(share, 0.22, 0.28));
    }

    [Fact]
    public void NoiseIsThatOfTheSimulator()
    {
        Circuit job = new CircuitBuilder(3).Add(GateKind.X, 0).Add(GateKind.H, 1).Add(GateKind.CNOT, 1, 2).MeasureAll().Build();
        foreach (SimulatedDevice device in (SimulatedDevice[])[new() { Depolarising = 0.1, Readout = 0.05 }, new() { Profile = DeviceProfile.Example, Format = BitOrder.Braket }])
        {
            double[] expected = NoisyBackend.For(device.NoiseOf(job)).Run([job])[0].Probabilities.ToArray();
            double[] shares = CountsReader.Read(device.Run(job, "job", 100_000, default), "c", job, 100_000, null).Of(new JobPart(0, 0, 3, 0, 3)).Probabilities.ToArray();
            for (int n = 0; n < 8; n++) Assert.InRange(shares[n] - expected[n], -0.01, 0.01);
        }
    }

    [Fact]
    public void TheSameSeedGivesTheSameCounts()
    {
        Circuit job = new CircuitBuilder(4).Add(GateKind.H, 0).Add(GateKind.H, 3).MeasureAll().Build();
        byte[] Run(ulong seed, string name) => new SimulatedDevice { Seed = seed }.Run(job, name, 100, default);
        Assert.Equal(Run(1, "a"), Run(1, "a"));
        Assert.NotEqual(Run(1, "a"), Run(2, "a"));
        Assert.NotEqual(Run(1, "a"), Run(1, "b"));
    }

    [Theory]
    [InlineData(25, 0, "joins 25 qubits by gates and needs 512 MiB of memory, expected at most 24 qubits")]
    [InlineData(13, 0.1, "joins 13 qubits by gates and needs 512 MiB of memory with noise after gates, expected at most 12 qubits; leave out noise after gates")]
    public void TooManyJoinedQubitsAreRefused(int qubits, double noise, string expected)
    {
        var builder = new CircuitBuilder(qubits);
        for (int qubit = 1; qubit < qubits; qubit++) builder.Add(GateKind.CNOT, qubit - 1, qubit);
        Circuit job = builder.MeasureAll().Build();
        ArgumentException e = Assert.Throws<ArgumentException>(() => new SimulatedDevice { Depolarising = noise }.Run(job, "job-001.qasm", 10, default));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADeviceMustHaveTheQubitsAndProbabilitiesTheirRange()
    {
        Circuit job = new CircuitBuilder(6).MeasureAll().Build();
        Assert.Contains("export again with Qubits 5 or less", Assert.Throws<ArgumentException>(() => new SimulatedDevice { Profile = DeviceProfile.Example }.NoiseOf(job)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimulatedDevice { Depolarising = 1.1 }.NoiseOf(job));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimulatedDevice { Readout = -0.1 }.NoiseOf(job));
    }
}
