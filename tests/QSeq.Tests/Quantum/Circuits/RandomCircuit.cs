using QSeq.Core;
using QSeq.Quantum.Circuits;

namespace QSeq.Tests.Quantum.Circuits;

/// <summary>Circuits of all kinds of operations, drawn from a stream.</summary>
internal static class RandomCircuit
{
    public static Circuit Draw(RandomSource random, int qubits, int gates, int parameters = 0, bool measure = false)
    {
        var builder = new CircuitBuilder(qubits, Enumerable.Range(0, parameters).Select(n => $"p_{n}"));
        for (int n = 0; n < gates; n++)
        {
            var kind = (GateKind)random.NextInt((int)GateKind.Barrier + 1);
            int[] order = [.. Enumerable.Range(0, qubits)];
            random.Shuffle<int>(order);
            switch (kind)
            {
                case GateKind.RX or GateKind.RY or GateKind.RZ or GateKind.P:
                    builder.Add(kind, order[0], Angle(random, parameters));
                    break;
                case GateKind.CNOT or GateKind.CZ or GateKind.SWAP:
                    if (qubits > 1) builder.Add(kind, [.. order[..2]]);
                    break;
                case GateKind.Barrier:
                    builder.Add(kind, [.. order[..(1 + random.NextInt(qubits))]]);
                    break;
                default:
                    builder.Add(kind, order[0]);
                    break;
            }
        }

        if (!measure) return builder.Build();
        int[] measured = [.. Enumerable.Range(0, qubits)];
        random.Shuffle<int>(measured);
        foreach (int qubit in measured[..(1 + random.NextInt(qubits))]) builder.Add(GateKind.Measure, qubit);
        return builder.Build();
    }

    private static AffineAngle Angle(RandomSource random, int parameters)
    {
        double constant = random.NextInt(4) switch
        {
            0 => 0,
            1 => Math.ScaleB(random.NextUniform(-1, 1), random.NextInt(200) - 100),
            2 => random.NextInt(9) - 4,
            _ => random.NextUniform(-7, 7),
        };
        return new AffineAngle(
            constant,
            [.. Enumerable.Range(0, parameters).Where(_ => random.NextInt(3) == 0).Select(n => new AngleTerm(n, random.NextInt(2) == 0 ? 1 : random.NextUniform(-3, -0.1)))]);
    }
}
