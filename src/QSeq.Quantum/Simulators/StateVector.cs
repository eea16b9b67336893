using System.Numerics;
using QSeq.Quantum.Circuits;

namespace QSeq.Quantum.Simulators;

/// <summary>
/// Amplitudes of n qubits, real and imaginary parts apart, qubit 0 the highest bit of an index. A large state is walked
/// in blocks that fit the cache (<see cref="StatePass"/>), shared between threads; what a block becomes does not depend on
/// which thread does it.
/// </summary>
internal sealed class StateVector
{
    /// <summary>Bits of a block: 64 KiB of amplitudes.</summary>
    public const int BlockQubits = 12;

    private readonly int _qubits;
    private readonly double[] _re; // [2^n], at least one vector
    private readonly double[] _im;

    private StateVector(int qubits)
    {
        _qubits = qubits;
        _re = new double[Math.Max(StateKernel.Width, 1 << qubits)];
        _im = new double[_re.Length];
        _re[0] = 1;
    }

    public static double Bytes(int qubits) => Math.ScaleB(16, qubits);

    /// <summary>Runs a circuit and gives the probability of every pattern of its measured qubits.</summary>
    public static double[] Run(Circuit circuit, int threads, CancellationToken cancellationToken)
    {
        var state = new StateVector(circuit.Qubits);
        state.Apply(StateStep.Of(circuit), threads, cancellationToken);
        return state.Probabilities(circuit.Measured.AsSpan());
    }

    private void Apply(List<StateStep> steps, int threads, CancellationToken cancellationToken)
    {
        if (_qubits <= BlockQubits)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (StateStep step in steps) StateKernel.Apply(step, _re, _im);
            return;
        }

        int size = 1 << BlockQubits;
        StatePass? pass = null;
        int[] rows = [];
        int rowBits = 0;
        double[][] scratch = [.. Enumerable.Range(0, 2 * threads).Select(_ => new double[size])];
        using var crew = new ShardCrew(threads, (worker, block) =>
        {
            Span<double> re = scratch[2 * worker], im = scratch[(2 * worker) + 1];
            int start = Outside(pass!.Bits, block), row = 1 << rowBits;
            for (int n = 0; n < rows.Length; n++)
            {
                _re.AsSpan(start + rows[n], row).CopyTo(re[(n * row)..]);
                _im.AsSpan(start + rows[n], row).CopyTo(im[(n * row)..]);
            }

            foreach (StateStep step in pass.Steps) StateKernel.Apply(step, re, im);
            for (int n = 0; n < rows.Length; n++)
            {
                re.Slice(n * row, row).CopyTo(_re.AsSpan(start + rows[n]));
                im.Slice(n * row, row).CopyTo(_im.AsSpan(start + rows[n]));
            }
        });
        foreach (StatePass next in StatePass.Cut(steps, _qubits, BlockQubits))
        {
            cancellationToken.ThrowIfCancellationRequested();
            pass = next;
            for (rowBits = 0; rowBits < BlockQubits && pass.Bits[rowBits] == rowBits; rowBits++) ;
            rows = Rows(pass.Bits, rowBits);
            crew.Run(1 << (_qubits - BlockQubits));
        }
    }

    // Where the rows of a block stand, relative to its start: every pattern of its bits above the contiguous lowest ones.
    private static int[] Rows(int[] bits, int rowBits)
    {
        int[] rows = new int[1 << (bits.Length - rowBits)];
        for (int n = 1; n < rows.Length; n++)
        {
            int low = BitOperations.TrailingZeroCount(n);
            rows[n] = rows[n & (n - 1)] | (1 << bits[rowBits + low]);
        }

        return rows;
    }

    // Where a block starts: its number spread over the bits that are not the block's.
    private int Outside(int[] bits, int block)
    {
        int index = 0;
        for (int bit = 0, inner = 0; bit < _qubits; bit++)
        {
            if (inner < bits.Length && bits[inner] == bit)
            {
                inner++;
                continue;
            }

            index |= (block & 1) << bit;
            block >>= 1;
        }

        return index;
    }

    private double[] Probabilities(ReadOnlySpan<int> measured)
    {
        // A pattern is the measured bits of an index, those of its upper and of its lower half looked up apart.
        int low = _qubits / 2;
        int[] lower = Patterns(measured, 0, low), upper = Patterns(measured, low, _qubits - low);
        double[] p = new double[1 << measured.Length];
        for (int high = 0; high < upper.Length; high++)
        {
            int at = high << low;
            for (int n = 0; n < lower.Length; n++) p[upper[high] | lower[n]] += (_re[at + n] * _re[at + n]) + (_im[at + n] * _im[at + n]);
        }

        return p;
    }

    private int[] Patterns(ReadOnlySpan<int> measured, int first, int count)
    {
        int[] patterns = new int[1 << count];
        for (int n = 0; n < patterns.Length; n++)
        {
            for (int place = 0; place < measured.Length; place++)
            {
                int bit = _qubits - 1 - measured[place] - first;
                if (bit >= 0 && bit < count && (n >> bit & 1) != 0) patterns[n] |= 1 << (measured.Length - 1 - place);
            }
        }

        return patterns;
    }
}
