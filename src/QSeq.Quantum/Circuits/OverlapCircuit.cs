namespace QSeq.Quantum.Circuits;

/// <summary>
/// The circuit of a quantum kernel (QK-LSTM, arXiv 2411.13225) with its angles open: U(x), then U(r)^dagger; the
/// probability that all qubits are 0 is |&lt;phi(r)|phi(x)&gt;|^2. The CNOTs of U(x)'s last repeat meet their own inverses
/// and are left out of both halves, so a kernel of one repeat has none.
/// </summary>
public static class OverlapCircuit
{
    /// <summary>
    /// Parameters: for each repeat the angles of x, <c>x_theta_repeat_qubit</c> of all qubits, then <c>x_phi_repeat_qubit</c>;
    /// then likewise <c>r_theta</c> and <c>r_phi</c>, whose values are the <em>negative</em> angles of the reference, as
    /// U(r)^dagger has them.
    /// </summary>
    /// <param name="qubits">Qubits.</param>
    /// <param name="reps">Repeats of the feature map, at least 1.</param>
    /// <param name="entangler">Which wires the CNOTs join.</param>
    /// <returns>The circuit, every qubit measured.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public static Circuit Create(int qubits, int reps = 1, Entangler entangler = Entangler.Chain)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(qubits, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(reps, 1);
        if (!Enum.IsDefined(entangler)) throw new ArgumentOutOfRangeException(nameof(entangler), entangler, "There is no such entangler.");
        string Name(int half, int rep, int slot) =>
            FormattableString.Invariant($"{(half == 0 ? "x" : "r")}_{(slot < qubits ? "theta" : "phi")}_{rep}_{slot % qubits}");
        int Number(int half, int rep, int slot) => (((half * reps) + rep) * 2 * qubits) + slot;

        var builder = new CircuitBuilder(
            qubits,
            from half in Enumerable.Range(0, 2) from rep in Enumerable.Range(0, reps) from slot in Enumerable.Range(0, 2 * qubits) select Name(half, rep, slot));
        void Entangle(IEnumerable<(int Control, int Target)> pairs)
        {
            foreach ((int control, int target) in pairs) builder.Add(GateKind.CNOT, control, target);
        }

        for (int q = 0; q < qubits; q++) builder.Add(GateKind.H, q);
        for (int rep = 0; rep < reps; rep++)
        {
            if (rep > 0) Entangle(EntanglerMap.Pairs(qubits, entangler));
            for (int q = 0; q < qubits; q++)
                builder.Add(GateKind.RY, q, AffineAngle.Of(Number(0, rep, q))).Add(GateKind.RZ, q, AffineAngle.Of(Number(0, rep, q + qubits)));
        }

        for (int rep = reps - 1; rep >= 0; rep--)
        {
            for (int q = 0; q < qubits; q++)
                builder.Add(GateKind.RZ, q, AffineAngle.Of(Number(1, rep, q + qubits))).Add(GateKind.RY, q, AffineAngle.Of(Number(1, rep, q)));
            if (rep > 0) Entangle(EntanglerMap.Pairs(qubits, entangler).Reverse());
        }

        for (int q = 0; q < qubits; q++) builder.Add(GateKind.H, q);
        return builder.MeasureAll().Build();
    }
}
