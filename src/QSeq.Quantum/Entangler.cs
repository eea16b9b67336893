namespace QSeq.Quantum;

/// <summary>The CNOTs of a circuit's layer on wires 0 to n-1.</summary>
public enum Entangler
{
    /// <summary>0 to 1, 1 to 2, ..., n-2 to n-1.</summary>
    Chain,

    /// <summary>The chain, then n-1 to 0.</summary>
    Ring,
}

/// <summary>An entangler on a state vector is a permutation of its amplitudes, wire 0 the highest bit of an index.</summary>
internal static class EntanglerMap
{
    /// <summary>For every amplitude after the CNOTs the index of the amplitude before them.</summary>
    public static int[] Create(int qubits, Entangler entangler)
    {
        int Flip(int index, int control, int target) =>
            (index & (1 << (qubits - 1 - control))) != 0 ? index ^ (1 << (qubits - 1 - target)) : index;

        int[] from = new int[1 << qubits];
        for (int i = 0; i < from.Length; i++)
        {
            // A CNOT is its own inverse, so the source of i is found by applying them in reverse order.
            int index = i;
            if (entangler == Entangler.Ring && qubits > 1) index = Flip(index, qubits - 1, 0);
            for (int wire = qubits - 2; wire >= 0; wire--) index = Flip(index, wire, wire + 1);
            from[i] = index;
        }

        return from;
    }
}
