using System.Numerics;

namespace QSeq.Tests.Quantum;

/// <summary>
/// A simulator of n wires from the textbook: a state of 2^n complex amplitudes, every gate as the full 2^n x 2^n
/// matrix made of Kronecker products, wire 0 leftmost. Slow, and nothing of it comes from src.
/// </summary>
internal sealed class StateVectorReference
{
    private readonly int _wires;

    /// <summary>All wires in the state 0.</summary>
    public StateVectorReference(int wires)
    {
        _wires = wires;
        State = new Complex[1 << wires];
        State[0] = 1;
    }

    public Complex[] State { get; private set; }

    public static Complex[,] Identity => new Complex[,] { { 1, 0 }, { 0, 1 } };

    public static Complex[,] X => new Complex[,] { { 0, 1 }, { 1, 0 } };

    public static Complex[,] Y => new Complex[,] { { 0, -Complex.ImaginaryOne }, { Complex.ImaginaryOne, 0 } };

    public static Complex[,] Z => new Complex[,] { { 1, 0 }, { 0, -1 } };

    public static Complex[,] H => new Complex[,] { { Math.Sqrt(0.5), Math.Sqrt(0.5) }, { Math.Sqrt(0.5), -Math.Sqrt(0.5) } };

    public static Complex[,] Hadamard
    {
        get
        {
            double h = 1 / Math.Sqrt(2);
            return new Complex[,] { { h, h }, { h, -h } };
        }
    }

    /// <summary>exp(-i angle P/2) = cos(angle/2) 1 - i sin(angle/2) P for a Pauli matrix P.</summary>
    public static Complex[,] Rotation(Complex[,] pauli, double angle)
    {
        var gate = new Complex[2, 2];
        for (int row = 0; row < 2; row++)
        {
            for (int column = 0; column < 2; column++)
                gate[row, column] = (Math.Cos(angle / 2) * Identity[row, column]) - (Complex.ImaginaryOne * Math.Sin(angle / 2) * pauli[row, column]);
        }

        return gate;
    }

    /// <summary>A gate on one wire: 1 x ... x gate x ... x 1.</summary>
    public StateVectorReference Apply(Complex[,] gate, int wire)
    {
        Multiply(OnWires(w => w == wire ? gate : Identity));
        return this;
    }

    /// <summary>The projector on 0 of the control, plus the projector on 1 of the control times X on the target.</summary>
    public StateVectorReference Cnot(int control, int target)
    {
        Complex[,] zero = { { 1, 0 }, { 0, 0 } }, one = { { 0, 0 }, { 0, 1 } };
        Complex[,] idle = OnWires(w => w == control ? zero : Identity);
        Complex[,] flip = OnWires(w => w == control ? one : w == target ? X : Identity);
        int size = State.Length;
        var sum = new Complex[size, size];
        for (int row = 0; row < size; row++)
            for (int column = 0; column < size; column++) sum[row, column] = idle[row, column] + flip[row, column];
        Multiply(sum);
        return this;
    }

    /// <summary>The expectation value of Z on a wire, the sum of conj(psi) Z psi.</summary>
    public double ExpectationZ(int wire)
    {
        Complex[,] z = OnWires(w => w == wire ? Z : Identity);
        Complex sum = 0;
        for (int row = 0; row < State.Length; row++)
            for (int column = 0; column < State.Length; column++) sum += Complex.Conjugate(State[row]) * z[row, column] * State[column];
        return sum.Real;
    }

    private Complex[,] OnWires(Func<int, Complex[,]> gate)
    {
        Complex[,] product = { { 1 } };
        for (int wire = 0; wire < _wires; wire++) product = Kronecker(product, gate(wire));
        return product;
    }

    private static Complex[,] Kronecker(Complex[,] a, Complex[,] b)
    {
        int n = a.GetLength(0), m = b.GetLength(0);
        var product = new Complex[n * m, n * m];
        for (int row = 0; row < n * m; row++)
            for (int column = 0; column < n * m; column++) product[row, column] = a[row / m, column / m] * b[row % m, column % m];
        return product;
    }

    private void Multiply(Complex[,] matrix)
    {
        var result = new Complex[State.Length];
        for (int row = 0; row < State.Length; row++)
            for (int column = 0; column < State.Length; column++) result[row] += matrix[row, column] * State[column];
        State = result;
    }
}
