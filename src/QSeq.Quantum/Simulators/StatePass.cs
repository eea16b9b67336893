namespace QSeq.Quantum.Simulators;

/// <summary>
/// Steps that need no more than so many bits of the index: with these bits gathered into a block that fits the cache, one
/// walk over memory does them all. Steps on other qubits are left for a later pass, and with them all that must not
/// overtake them. Bits of a block rise, the lowest always among them, so that rows of memory stay whole; those of the steps are
/// numbered within the block.
/// </summary>
internal sealed record StatePass(int[] Bits, StateStep[] Steps)
{
    private const int Row = 4; // 16 amplitudes, two cache lines each of real and imaginary parts

    public static List<StatePass> Cut(List<StateStep> steps, int qubits, int blockBits)
    {
        var passes = new List<StatePass>();
        long every = (1L << qubits) - 1;
        while (steps.Count > 0)
        {
            long inner = (1L << Math.Min(Row, qubits)) - 1, blocked = 0;
            var taken = new List<StateStep>();
            var left = new List<StateStep>();
            for (int n = 0; n < steps.Count; n++)
            {
                StateStep step = steps[n];
                if (blocked == every)
                {
                    left.AddRange(steps[n..]);
                    break;
                }

                if ((step.Bits & blocked) == 0 && System.Numerics.BitOperations.PopCount((ulong)(inner | step.Bits)) <= blockBits)
                {
                    inner |= step.Bits;
                    taken.Add(step);
                }
                else
                {
                    blocked |= step.Bits;
                    left.Add(step);
                }
            }

            for (int bit = 0; bit < qubits && System.Numerics.BitOperations.PopCount((ulong)inner) < Math.Min(blockBits, qubits); bit++) inner |= 1L << bit;
            int[] bits = [.. Enumerable.Range(0, qubits).Where(bit => (inner >> bit & 1) != 0)];
            passes.Add(new StatePass(bits, [.. taken.Select(step => step with { First = Array.IndexOf(bits, step.First), Second = Array.IndexOf(bits, step.Second) })]));
            steps = left;
        }

        return passes;
    }
}
