using QSeq.Quantum.Circuits;

namespace QSeq.Quantum.Simulators;

/// <summary>
/// A step of a state vector: CNOT, CZ or SWAP of two bits of the index (0 the lowest), or, for any other kind, a matrix on
/// one, which is both first and second.
/// </summary>
internal readonly record struct StateStep(GateKind Kind, int First, int Second, KrausOperator Matrix)
{
    public bool Joins => Kind is GateKind.CNOT or GateKind.CZ or GateKind.SWAP;

    public long Bits => (1L << First) | (1L << Second);

    /// <summary>The steps of a circuit; neighbouring gates of a qubit are multiplied into one matrix.</summary>
    public static List<StateStep> Of(Circuit circuit)
    {
        var steps = new List<StateStep>();
        var waiting = new KrausOperator?[circuit.Qubits];
        int Bit(int qubit) => circuit.Qubits - 1 - qubit;
        void Settle(int qubit)
        {
            if (waiting[qubit] is { } matrix) steps.Add(new StateStep(GateKind.H, Bit(qubit), Bit(qubit), matrix));
            waiting[qubit] = null;
        }

        foreach (Operation operation in circuit.Operations)
        {
            if (!operation.IsGate) continue;
            ImmutableArray<int> qubits = operation.Qubits;
            if (qubits.Length == 1)
            {
                KrausOperator matrix = KrausOperator.Of(operation);
                waiting[qubits[0]] = waiting[qubits[0]] is { } first ? matrix.After(first) : matrix;
                continue;
            }

            Settle(qubits[0]);
            Settle(qubits[1]);
            steps.Add(new StateStep(operation.Kind, Bit(qubits[0]), Bit(qubits[1]), default));
        }

        for (int qubit = 0; qubit < circuit.Qubits; qubit++) Settle(qubit);
        return steps;
    }
}
