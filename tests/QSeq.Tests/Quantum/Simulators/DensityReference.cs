using System.Numerics;
using QSeq.Quantum.Circuits;
using QSeq.Quantum.Simulators;

namespace QSeq.Tests.Quantum.Simulators;

/// <summary>
/// A density matrix as textbooks write it: full complex matrices, gates and Kraus operators embedded by Kronecker products,
/// the runtime's own sines. Shares nothing with the simulators but the numbers of Kraus operators.
/// </summary>
internal static class DensityReference
{
    /// <summary>The probability of every pattern of the measured qubits, misread bits included.</summary>
    public static double[] Probabilities(Circuit circuit, NoiseModel noise)
    {
        int n = circuit.Qubits, dimension = 1 << n;
        var rho = new Complex[dimension, dimension];
        rho[0, 0] = 1;
        foreach (Operation operation in circuit.Operations.Where(o => o.IsGate))
        {
            rho = Sandwich(Gate(operation, n), rho);
            foreach (int qubit in operation.Qubits)
            {
                QubitNoise own = noise.Of(qubit);
                foreach (NoiseChannel channel in operation.Qubits.Length == 1 ? own.AfterOneQubitGates : own.AfterTwoQubitGates)
                {
                    var sum = new Complex[dimension, dimension];
                    foreach (KrausOperator k in channel.Operators)
                    {
                        Complex[,] part = Sandwich(Embed(new[,] { { k.K00, k.K01 }, { k.K10, k.K11 } }, qubit, n), rho);
                        for (int i = 0; i < dimension; i++)
                            for (int j = 0; j < dimension; j++) sum[i, j] += part[i, j];
                    }

                    rho = sum;
                }
            }
        }

        int bits = circuit.Measured.Length;
        double[] p = new double[1 << bits];
        for (int i = 0; i < dimension; i++)
        {
            for (int read = 0; read < p.Length; read++)
            {
                double likely = rho[i, i].Real;
                for (int bit = 0; bit < bits; bit++)
                {
                    ReadoutError error = noise.Of(circuit.Measured[bit]).Readout;
                    bool one = (i >> (n - 1 - circuit.Measured[bit]) & 1) != 0, seen = (read >> (bits - 1 - bit) & 1) != 0;
                    likely *= (one, seen) switch
                    {
                        (false, false) => 1 - error.OneGivenZero,
                        (false, true) => error.OneGivenZero,
                        (true, false) => error.ZeroGivenOne,
                        _ => 1 - error.ZeroGivenOne,
                    };
                }

                p[read] += likely;
            }
        }

        return p;
    }

    private static Complex[,] Gate(Operation operation, int n)
    {
        if (operation.Qubits.Length == 1) return Embed(One(operation), operation.Qubits[0], n);
        int dimension = 1 << n, a = n - 1 - operation.Qubits[0], b = n - 1 - operation.Qubits[1];
        var u = new Complex[dimension, dimension];
        for (int i = 0; i < dimension; i++)
        {
            int first = i >> a & 1, second = i >> b & 1;
            int j = operation.Kind switch
            {
                GateKind.CNOT => first == 1 ? i ^ (1 << b) : i,
                GateKind.SWAP => first == second ? i : i ^ (1 << a) ^ (1 << b),
                _ => i,
            };
            u[j, i] = operation.Kind == GateKind.CZ && first + second == 2 ? -1 : 1;
        }

        return u;
    }

    private static Complex[,] One(Operation operation)
    {
        double angle = operation.Angle?.Constant ?? 0;
        double c = Math.Cos(angle / 2), s = Math.Sin(angle / 2), h = Math.Sqrt(0.5);
        Complex i = Complex.ImaginaryOne;
        Complex[,] Phase(double a) => new[,] { { 1, 0 }, { 0, Complex.Exp(i * a) } };
        return operation.Kind switch
        {
            GateKind.H => new Complex[,] { { h, h }, { h, -h } },
            GateKind.X => new Complex[,] { { 0, 1 }, { 1, 0 } },
            GateKind.Y => new[,] { { 0, -i }, { i, 0 } },
            GateKind.Z => Phase(Math.PI),
            GateKind.S => Phase(Math.PI / 2),
            GateKind.Sdg => Phase(-Math.PI / 2),
            GateKind.T => Phase(Math.PI / 4),
            GateKind.Tdg => Phase(-Math.PI / 4),
            GateKind.P => Phase(angle),
            GateKind.RX => new[,] { { c, -i * s }, { -i * s, c } },
            GateKind.RY => new Complex[,] { { c, -s }, { s, c } },
            _ => new[,] { { Complex.Exp(-i * angle / 2), 0 }, { 0, Complex.Exp(i * angle / 2) } },
        };
    }

    private static Complex[,] Embed(Complex[,] one, int qubit, int n)
    {
        int dimension = 1 << n, bit = n - 1 - qubit;
        var u = new Complex[dimension, dimension];
        for (int i = 0; i < dimension; i++)
        {
            u[i, i] = one[i >> bit & 1, i >> bit & 1];
            u[i, i ^ (1 << bit)] = one[i >> bit & 1, 1 - (i >> bit & 1)];
        }

        return u;
    }

    private static Complex[,] Sandwich(Complex[,] u, Complex[,] rho)
    {
        int d = rho.GetLength(0);
        Complex[,] left = new Complex[d, d], result = new Complex[d, d];
        for (int i = 0; i < d; i++)
            for (int k = 0; k < d; k++)
                if (u[i, k] != Complex.Zero)
                    for (int j = 0; j < d; j++) left[i, j] += u[i, k] * rho[k, j];
        for (int i = 0; i < d; i++)
            for (int k = 0; k < d; k++)
                for (int j = 0; j < d; j++) result[i, j] += left[i, k] * Complex.Conjugate(u[j, k]);
        return result;
    }
}
