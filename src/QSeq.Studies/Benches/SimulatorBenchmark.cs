using QSeq.Quantum;
using QSeq.Quantum.Circuits;
using QSeq.Quantum.Simulators;

namespace QSeq.Studies.Benches;

/// <summary>What a simulator costs, against a limit.</summary>
/// <param name="Case">Its letter.</param>
/// <param name="Title">What is measured.</param>
/// <param name="Unit">What the figure is in: <c>s</c>, or <c>times</c> another time.</param>
/// <param name="Limit">The most it may be.</param>
public sealed record SimulatorCase(string Case, string Title, string Unit, double Limit)
{
    internal const int Qubits = 20;
    internal const int Layers = 100;
    internal const int Threads = 2;

    /// <summary>M: training under gate noise against training without; N: a state vector of 20 qubits.</summary>
    public static ImmutableArray<SimulatorCase> Standard { get; } =
    [
        new("M", "training step of qkan-lstm, 3 blocks, under gate noise, against one without", "times", 3),
        new("N", $"state vector of {Qubits} qubits, {Layers} layers of RY and a CNOT chain, {Threads} threads", "s", 10),
    ];
}

/// <summary>What timing a simulator gave.</summary>
/// <param name="Case">The case.</param>
/// <param name="Figure">The figure, in the case's unit.</param>
public sealed record SimulatorResult(SimulatorCase Case, double Figure)
{
    /// <summary>Whether it is within the limit.</summary>
    public bool WithinLimit => Figure <= Case.Limit;
}

/// <summary>Times simulators.</summary>
public static class SimulatorBenchmark
{
    /// <summary>Times a case.</summary>
    /// <param name="simulatorCase">The case.</param>
    /// <param name="seconds">About how long to time each of two training steps; the state vector runs once.</param>
    /// <param name="cancellationToken">Ends the timing.</param>
    /// <exception cref="ArgumentException">The case is not a standard one.</exception>
    /// <exception cref="InvalidOperationException">Values are off.</exception>
    public static SimulatorResult Run(SimulatorCase simulatorCase, double seconds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(simulatorCase);
        return new SimulatorResult(simulatorCase, simulatorCase.Case switch
        {
            "M" => Step(new GateNoise { Depolarising = 0.01, AmplitudeDamping = 0.02, PhaseDamping = 0.02, Readout = 0.03 }, seconds, cancellationToken) / Step(null, seconds, cancellationToken),
            "N" => StateVector(cancellationToken),
            _ => throw new ArgumentException($"There is no case '{simulatorCase.Case}' of simulators.", nameof(simulatorCase)),
        });
    }

    private static double Step(GateNoise? noise, double seconds, CancellationToken cancellationToken)
    {
        var config = new SequenceModelConfig { Gates = new QkanGates { Qkan = new QkanOptions { Reps = 3, Noise = noise } }, Hidden = 4 };
        return StepBenchmark.Run(new BenchCase("M", "qkan-lstm", config, 256, 12, 1, null), seconds, cancellationToken).Times.MedianUs;
    }

    private static double StateVector(CancellationToken cancellationToken)
    {
        // On fewer qubits the same circuit is checked against the density matrix first.
        double[] expected = [.. new DensityMatrixBackend().Run([Circuit(5, 7)], cancellationToken)[0].Probabilities];
        var backend = new StateVectorBackend(new StateVectorOptions { Threads = SimulatorCase.Threads });
        Outcome small = backend.Run([Circuit(5, 7)], cancellationToken)[0];
        for (int n = 0; n < expected.Length; n++)
        {
            if (!(Math.Abs(small.Probabilities[n] - expected[n]) <= 1e-12))
                throw new InvalidOperationException($"The probability of pattern {n} is {small.Probabilities[n]}, expected {expected[n]}: the state vector is wrong on this machine.");
        }

        Circuit circuit = Circuit(SimulatorCase.Qubits, SimulatorCase.Layers);
        long start = Stopwatch.GetTimestamp();
        backend.Run([circuit], cancellationToken);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static Circuit Circuit(int qubits, int layers)
    {
        var builder = new CircuitBuilder(qubits);
        for (int layer = 0; layer < layers; layer++)
        {
            for (int qubit = 0; qubit < qubits; qubit++) builder.Add(GateKind.RY, qubit, (0.1 * layer) + qubit);
            for (int qubit = 1; qubit < qubits; qubit++) builder.Add(GateKind.CNOT, qubit - 1, qubit);
        }

        return builder.MeasureAll().Build();
    }
}
