namespace QSeq.Quantum;

/// <summary>The CNOTs of a circuit's layer on wires 0 to n-1.</summary>
public enum Entangler
{
    /// <summary>0 to 1, 1 to 2, ..., n-2 to n-1.</summary>
    Chain,

    /// <summary>The chain, then n-1 to 0.</summary>
    Ring,

    /// <summary>0 to 1, 2 to 3, ..., then 1 to 2, 3 to 4, ...</summary>
    EvenOdd,
}

/// <summary>The CNOTs of an entangler, which permute the amplitudes of a state, wire 0 the highest bit of an index.</summary>
internal static class EntanglerMap
{
    /// <summary>Control and target of every CNOT, in order.</summary>
    public static IEnumerable<(int Control, int Target)> Pairs(int qubits, Entangler entangler)
    {
        int apart = entangler == Entangler.EvenOdd ? 2 : 1;
        for (int first = 0; first < apart; first++)
            for (int wire = first; wire + 1 < qubits; wire += apart) yield return (wire, wire + 1);
        if (entangler == Entangler.Ring && qubits > 1) yield return (qubits - 1, 0);
    }

    /// <summary>For every amplitude after the CNOTs the index of the amplitude before them.</summary>
    public static int[] Create(int qubits, Entangler entangler)
    {
        // A CNOT is its own inverse, so the source of an index is found by applying them in reverse order.
        int[] from = [.. Enumerable.Range(0, 1 << qubits)];
        foreach ((int control, int target) in Pairs(qubits, entangler).Reverse())
            for (int i = 0; i < from.Length; i++)
                if ((from[i] & (1 << (qubits - 1 - control))) != 0) from[i] ^= 1 << (qubits - 1 - target);
        return from;
    }
}
