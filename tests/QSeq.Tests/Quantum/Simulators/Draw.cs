using QSeq.Core;
using QSeq.Quantum.Circuits;
using QSeq.Quantum.Simulators;

namespace QSeq.Tests.Quantum.Simulators;

/// <summary>Random circuits and noise.</summary>
internal static class Draw
{
    private static readonly GateKind[] One =
        [GateKind.H, GateKind.X, GateKind.Y, GateKind.Z, GateKind.S, GateKind.Sdg, GateKind.T, GateKind.Tdg, GateKind.RX, GateKind.RY, GateKind.RZ, GateKind.P];

    private static readonly GateKind[] Two = [GateKind.CNOT, GateKind.CZ, GateKind.SWAP];

    /// <summary>Gates of all kinds on random qubits; some qubits measured, in random order.</summary>
    public static Circuit Circuit(RandomSource random, int qubits, int gates, bool entangled = true, bool measureAll = false)
    {
        var builder = new CircuitBuilder(qubits);
        int[] order = [.. Enumerable.Range(0, qubits)];
        for (int n = 0; n < gates; n++)
        {
            random.Shuffle(order.AsSpan());
            if (entangled && qubits > 1 && random.NextInt(2) == 0)
            {
                builder.Add(Two[random.NextInt(Two.Length)], order[0], order[1]);
                continue;
            }

            GateKind kind = One[random.NextInt(One.Length)];
            if (kind is GateKind.RX or GateKind.RY or GateKind.RZ or GateKind.P) builder.Add(kind, order[0], random.NextUniform(-7, 7));
            else builder.Add(kind, order[0]);
            if (random.NextInt(10) == 0) builder.Add(GateKind.Barrier, [.. order]);
        }

        random.Shuffle(order.AsSpan());
        foreach (int qubit in order[..(measureAll ? qubits : 1 + random.NextInt(qubits))]) builder.Add(GateKind.Measure, qubit);
        return builder.Build();
    }

    /// <summary>Channels of all kinds, more of them on qubit 0.</summary>
    public static NoiseModel Noise(RandomSource random)
    {
        QubitNoise Qubit(int channels) => new()
        {
            AfterOneQubitGates = [.. Enumerable.Range(0, channels).Select(_ => Channel(random))],
            AfterTwoQubitGates = [.. Enumerable.Range(0, channels).Select(_ => Channel(random))],
            Readout = new ReadoutError(random.NextUniform(0, 0.2), random.NextUniform(0, 0.2)),
        };
        NoiseModel model = new() { Common = Qubit(random.NextInt(3)) };
        return random.NextInt(2) == 0 ? model : model with { Qubits = model.Qubits.Add(0, Qubit(2)) };
    }

    public static NoiseChannel Channel(RandomSource random)
    {
        double p = random.NextUniform(0, 0.3);
        return random.NextInt(5) switch
        {
            0 => NoiseChannel.Depolarising(p),
            1 => NoiseChannel.AmplitudeDamping(p),
            2 => NoiseChannel.PhaseDamping(p),
            3 => NoiseChannel.BitFlip(p),
            _ => NoiseChannel.ThermalRelaxation(50, random.NextUniform(10, 100), 100 * p),
        };
    }
}
