using QSeq.Quantum.Circuits;

namespace QSeq.Quantum.Simulators;

/// <summary>What every simulator refuses before it begins.</summary>
internal static class CircuitCheck
{
    // bytes: what so many qubits need, for the message; null where memory is not the reason.
    public static void Check(IReadOnlyList<Circuit> circuits, int maxQubits, Func<int, double>? bytes, string wayOut)
    {
        ArgumentNullException.ThrowIfNull(circuits);
        for (int n = 0; n < circuits.Count; n++)
        {
            Circuit circuit = circuits[n] ?? throw new ArgumentException($"Circuit {n} is null.", nameof(circuits));
            if (circuit.Qubits > maxQubits)
            {
                string memory = bytes is null ? "" : $" and would need {ByteText.Of(bytes(circuit.Qubits))} of memory";
                throw new ArgumentException($"Circuit {n} has {circuit.Qubits} qubits{memory}, expected at most {maxQubits}; {wayOut}.", nameof(circuits));
            }

            if (!circuit.IsBound) throw new ArgumentException($"Circuit {n} has angles without value; bind its parameters ({string.Join(", ", circuit.Parameters.Take(5))}) first.", nameof(circuits));
            if (circuit.Measured.IsEmpty) throw new ArgumentException($"Circuit {n} measures no qubit; add a measurement.", nameof(circuits));
        }
    }
}
