using QSeq.Quantum.Circuits;

namespace QSeq.Quantum.Simulators;

/// <summary>
/// The density matrix of n qubits by its 4^n real Pauli components, rho = 2^-n sum_P r_P P over products P of 1, X, Y and Z
/// (Greenbaum, arXiv 1509.02921). A channel of one qubit is a 4x4 matrix whose first row is (1, 0, 0, 0), and CNOT, CZ and
/// SWAP exchange components, some with a sign. Diagonal components (1 and Z) give the probabilities.
/// </summary>
internal sealed class PauliVector
{
    // P x P' after CNOT, CZ: 4 P + P' with 1, X, Y, Z = 0, 1, 2, 3; e.g. CNOT takes X1 to XX and XY to YZ, XZ to -YY.
    private static readonly int[] CnotFrom = [0, 1, 14, 15, 5, 4, 11, 10, 9, 8, 7, 6, 12, 13, 2, 3];
    private static readonly int[] CzFrom = [0, 13, 14, 3, 7, 10, 9, 4, 11, 6, 5, 8, 12, 1, 2, 15];

    private readonly int _qubits;
    private readonly double[] _r; // [4^n], two bits a qubit, qubit 0 the highest

    /// <summary>|0..0&gt;.</summary>
    public PauliVector(int qubits)
    {
        _qubits = qubits;
        _r = new double[1 << (2 * qubits)];
        _r[0] = 1;
        for (int step = 1; step < _r.Length; step *= 4) _r.AsSpan(0, step).CopyTo(_r.AsSpan(3 * step)); // (1, 0, 0, 1) on every qubit
    }

    public void Apply(BlochMap map, int qubit)
    {
        int step = Step(qubit);
        for (int i = 0; i < _r.Length; i += 4 * step)
        {
            for (int k = i; k < i + step; k++)
                (_r[k + step], _r[k + (2 * step)], _r[k + (3 * step)]) = map.Apply(_r[k], _r[k + step], _r[k + (2 * step)], _r[k + (3 * step)]);
        }
    }

    public void Apply(GateKind kind, int first, int second)
    {
        int a = Step(first), b = Step(second);
        Span<double> old = stackalloc double[16];
        for (int k = 0; k < _r.Length; k++)
        {
            if ((k & (3 * (a | b))) != 0) continue;
            for (int p = 0; p < 16; p++) old[p] = _r[k + ((p >> 2) * a) + ((p & 3) * b)];
            for (int p = 0; p < 16; p++)
            {
                // XZ and YY (numbers 7 and 10) exchange with the opposite sign under CNOT, XY and YX (6 and 9) under CZ.
                _r[k + ((p >> 2) * a) + ((p & 3) * b)] = kind switch
                {
                    GateKind.CNOT => p is 7 or 10 ? -old[CnotFrom[p]] : old[CnotFrom[p]],
                    GateKind.CZ => p is 6 or 9 ? -old[CzFrom[p]] : old[CzFrom[p]],
                    _ => old[((p & 3) << 2) | (p >> 2)],
                };
            }
        }
    }

    /// <summary>The probability of every pattern of measured qubits, [2^measured], the first one the highest bit.</summary>
    public double[] Probabilities(ReadOnlySpan<int> measured)
    {
        // p(bits) = 2^-m sum over Z or 1 on each measured qubit of r times the sign of every Z on a 1.
        int bits = measured.Length;
        double[] p = new double[1 << bits];
        for (int n = 0; n < p.Length; n++)
        {
            int index = 0;
            for (int bit = 0; bit < bits; bit++)
                if ((n >> (bits - 1 - bit) & 1) != 0) index += 3 * Step(measured[bit]);
            p[n] = _r[index];
        }

        for (int step = 1; step < p.Length; step *= 2)
        {
            for (int n = 0; n < p.Length; n++)
                if ((n & step) == 0) (p[n], p[n | step]) = ((p[n] + p[n | step]) / 2, (p[n] - p[n | step]) / 2);
        }

        return p;
    }

    private int Step(int qubit) => 1 << (2 * (_qubits - 1 - qubit));
}
