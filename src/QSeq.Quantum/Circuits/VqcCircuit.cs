namespace QSeq.Quantum.Circuits;

/// <summary>
/// The variational circuit of a QLSTM gate (arXiv 2009.01783) with its angles open: RY(x_k) on wire k, then depth times
/// CNOTs and RY(theta) on every wire; the first wires are measured.
/// </summary>
public static class VqcCircuit
{
    /// <summary>Parameters: the inputs <c>x_wire</c>, then the trained angles <c>theta_layer_wire</c>.</summary>
    /// <param name="qubits">Wires, at least 1.</param>
    /// <param name="depth">Variational layers, 0 or more.</param>
    /// <param name="read">Wires measured, the first ones.</param>
    /// <param name="entangler">Which wires the CNOTs join.</param>
    /// <param name="hadamardFirst">Whether there is an H on every wire before RY(x).</param>
    /// <returns>The circuit.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public static Circuit Create(int qubits, int depth, int read, Entangler entangler = Entangler.Chain, bool hadamardFirst = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(qubits, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(depth);
        ArgumentOutOfRangeException.ThrowIfLessThan(read, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(read, qubits);
        if (!Enum.IsDefined(entangler)) throw new ArgumentOutOfRangeException(nameof(entangler), entangler, "There is no such entangler.");
        string[] names =
        [
            .. Enumerable.Range(0, qubits).Select(wire => FormattableString.Invariant($"x_{wire}")),
            .. Enumerable.Range(0, checked(depth * qubits)).Select(n => FormattableString.Invariant($"theta_{n / qubits}_{n % qubits}")),
        ];
        var builder = new CircuitBuilder(qubits, names);
        for (int wire = 0; wire < qubits && hadamardFirst; wire++) builder.Add(GateKind.H, wire);
        for (int wire = 0; wire < qubits; wire++) builder.Add(GateKind.RY, wire, AffineAngle.Of(wire));
        for (int d = 0; d < depth; d++)
        {
            foreach ((int control, int target) in EntanglerMap.Pairs(qubits, entangler)) builder.Add(GateKind.CNOT, control, target);
            for (int wire = 0; wire < qubits; wire++) builder.Add(GateKind.RY, wire, AffineAngle.Of(((d + 1) * qubits) + wire));
        }

        for (int wire = 0; wire < read; wire++) builder.Add(GateKind.Measure, wire);
        return builder.Build();
    }
}
