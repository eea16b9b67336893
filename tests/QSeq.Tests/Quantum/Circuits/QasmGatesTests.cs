using System.Numerics;
using QSeq.Quantum.Circuits;

namespace QSeq.Tests.Quantum.Circuits;

/// <summary>Gates that are read by what they are made of, against their matrices as the manuals of Qiskit and Braket give them.</summary>
public class QasmGatesTests
{
    private static readonly Complex I = Complex.ImaginaryOne;

    private static readonly Complex[,] Sx = { { (1 + I) / 2, (1 - I) / 2 }, { (1 - I) / 2, (1 + I) / 2 } };

    private static readonly Complex[,] U = // u3(0.3, 0.5, 0.7)
    {
        { Math.Cos(0.15), -Phase(0.7) * Math.Sin(0.15) }, { Phase(0.5) * Math.Sin(0.15), Phase(1.2) * Math.Cos(0.15) },
    };

    public static TheoryData<string> Names() => [.. Gates.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void GatesAreTheirMatrices(string gate)
    {
        Complex[,] expected = Gates[gate];
        int qubits = BitOperations.Log2((uint)expected.GetLength(0));
        string operands = string.Join(", ", Enumerable.Range(0, qubits).Select(n => $"q[{n}]"));
        Same(expected, Unitary(QasmReader.Read($"qubit[{qubits}] q; {gate} {operands};")));

        // The phase that no circuit shows, but its control does.
        string more = string.Join(", ", Enumerable.Range(0, qubits + 1).Select(n => $"q[{n}]"));
        Same(Controlled(expected), Unitary(QasmReader.Read($"qubit[{qubits + 1}] q; ctrl @ {gate} {more};")));

        // And what undoes it.
        Complex[,] nothing = new Complex[expected.GetLength(0), expected.GetLength(0)];
        for (int n = 0; n < nothing.GetLength(0); n++) nothing[n, n] = 1;
        Same(nothing, Unitary(QasmReader.Read($"qubit[{qubits}] q; {gate} {operands}; inv @ {gate} {operands}; pow(2) @ {gate} {operands}; pow(-2) @ {gate} {operands};")));
    }

    [Fact]
    public void ControlsStandBeforeQubitsAndNegativeOnesWantZero()
    {
        Same(
            Permutation(0, 1, 2, 3, 5, 4, 6, 7),
            Unitary(QasmReader.Read("qubit[3] q; ctrl @ negctrl @ x q[0], q[1], q[2];")));
        Same(Controlled(Controlled(Controlled(StateVectorReference.X))), Unitary(QasmReader.Read("qubit[4] q; ctrl(2) @ cx q[0], q[1], q[2], q[3];")));
        Same(Controlled(Controlled(Controlled(StateVectorReference.X))), Unitary(QasmReader.Read("OPENQASM 2.0; include \"qelib1.inc\"; qreg q[4]; c3x q[0], q[1], q[2], q[3];")));
        Same(new Complex[,] { { 1, 0 }, { 0, Phase(0.4) } }, Unitary(QasmReader.Read("qubit q; ctrl @ gphase(0.4) q;")));
    }

    [Fact]
    public void DefinitionsOfATextComeFirst()
    {
        Circuit circuit = QasmReader.Read("OPENQASM 2.0; gate twice(a, b) q, r { rx(2*a + sin(b)) q; cx q, r; } gate rzz(t) a, b { twice(t, 0) b, a; } qreg q[3]; rzz(0.5) q[2], q[0]; twice(pi, pi/2) q[0], q[1];");
        Circuit expected = new CircuitBuilder(3).Add(GateKind.RX, 0, 1.0).Add(GateKind.CNOT, 0, 2).Add(GateKind.RX, 0, (2 * Math.PI) + 1).Add(GateKind.CNOT, 0, 1).Build();
        Assert.Equal(expected, circuit);
        Assert.Equal(AffineAngle.Of(0, 2, 1), QasmReader.Read("gate g(a) q { rx(2*a + cos(0)) q; } input float v; qubit q; g(v) q;").Operations[0].Angle);
    }

    [Theory]
    [InlineData("sin(pi/2)", 1)]
    [InlineData("arccos(0) - pi/2", 0)]
    [InlineData("ln(exp(2))", 2)]
    [InlineData("2^3^2", 512)]
    [InlineData("-2^2", -4)]
    [InlineData("pow(2, 3) + mod(-1, 3)", 10)]
    [InlineData("floor(1.5)*sqrt(4)", 2)]
    [InlineData("arctan(0.7) + arctan(-3)", -0.6383198080090459)]
    [InlineData("arcsin(0.3) + arcsin(-1) + tan(0.4)", -0.8433104540413372)]
    [InlineData("2**0.5", 1.4142135623730951)]
    public void AnglesHaveFunctions(string angle, double expected) =>
        Assert.Equal(expected, QasmReader.Read($"{(angle.Contains("**", StringComparison.Ordinal) ? "" : "OPENQASM 2.0; ")}qreg q[1]; rx({angle}) q[0];").Operations[0].Angle!.Constant, 1e-12);

    private static readonly Dictionary<string, Complex[,]> Gates = new()
    {
        ["id"] = StateVectorReference.Identity,
        ["sx"] = Sx,
        ["v"] = Sx,
        ["sxdg"] = Adjoint(Sx),
        ["vi"] = Adjoint(Sx),
        ["si"] = new Complex[,] { { 1, 0 }, { 0, -I } },
        ["ti"] = new Complex[,] { { 1, 0 }, { 0, Phase(-Math.PI / 4) } },
        ["u1(0.3)"] = Diagonal(1, Phase(0.3)),
        ["phaseshift(0.3)"] = Diagonal(1, Phase(0.3)),
        ["u2(0.5, 0.7)"] = new Complex[,] { { Math.Sqrt(0.5), -Phase(0.7) * Math.Sqrt(0.5) }, { Phase(0.5) * Math.Sqrt(0.5), Phase(1.2) * Math.Sqrt(0.5) } },
        ["u3(0.3, 0.5, 0.7)"] = U,
        ["u(0.3, 0.5, 0.7)"] = U,
        ["U(0.3, 0.5, 0.7)"] = U,
        ["prx(0.3, 0.5)"] = new Complex[,] { { Math.Cos(0.15), -I * Phase(-0.5) * Math.Sin(0.15) }, { -I * Phase(0.5) * Math.Sin(0.15), Math.Cos(0.15) } },
        ["gpi(0.3)"] = new Complex[,] { { 0, Phase(-0.3) }, { Phase(0.3), 0 } },
        ["gpi2(0.3)"] = new Complex[,] { { Math.Sqrt(0.5), -I * Phase(-0.3) * Math.Sqrt(0.5) }, { -I * Phase(0.3) * Math.Sqrt(0.5), Math.Sqrt(0.5) } },
        ["cnot"] = Controlled(StateVectorReference.X),
        ["cy"] = Controlled(StateVectorReference.Y),
        ["ch"] = Controlled(StateVectorReference.Hadamard),
        ["cs"] = Diagonal(1, 1, 1, I),
        ["ct"] = Diagonal(1, 1, 1, Phase(Math.PI / 4)),
        ["csx"] = Controlled(Sx),
        ["cv"] = Controlled(Sx),
        ["cp(0.3)"] = Diagonal(1, 1, 1, Phase(0.3)),
        ["cu1(0.3)"] = Diagonal(1, 1, 1, Phase(0.3)),
        ["cphaseshift00(0.3)"] = Diagonal(Phase(0.3), 1, 1, 1),
        ["cphaseshift01(0.3)"] = Diagonal(1, Phase(0.3), 1, 1),
        ["cphaseshift10(0.3)"] = Diagonal(1, 1, Phase(0.3), 1),
        ["crx(0.3)"] = Controlled(StateVectorReference.Rotation(StateVectorReference.X, 0.3)),
        ["cry(0.3)"] = Controlled(StateVectorReference.Rotation(StateVectorReference.Y, 0.3)),
        ["crz(0.3)"] = Controlled(StateVectorReference.Rotation(StateVectorReference.Z, 0.3)),
        ["cu3(0.3, 0.5, 0.7)"] = Controlled(U),
        ["cu(0.3, 0.5, 0.7, 0.9)"] = Controlled(Times(U, Phase(0.9))),
        ["rxx(0.3)"] = Turn(StateVectorReference.X, StateVectorReference.X, 0.3),
        ["yy(0.3)"] = Turn(StateVectorReference.Y, StateVectorReference.Y, 0.3),
        ["rzz(0.3)"] = Turn(StateVectorReference.Z, StateVectorReference.Z, 0.3),
        ["rzx(0.3)"] = Turn(StateVectorReference.Z, StateVectorReference.X, 0.3),
        ["xy(0.3)"] = new Complex[,] { { 1, 0, 0, 0 }, { 0, Math.Cos(0.15), I * Math.Sin(0.15), 0 }, { 0, I * Math.Sin(0.15), Math.Cos(0.15), 0 }, { 0, 0, 0, 1 } },
        ["iswap"] = new Complex[,] { { 1, 0, 0, 0 }, { 0, 0, I, 0 }, { 0, I, 0, 0 }, { 0, 0, 0, 1 } },
        ["pswap(0.3)"] = new Complex[,] { { 1, 0, 0, 0 }, { 0, 0, Phase(0.3), 0 }, { 0, Phase(0.3), 0, 0 }, { 0, 0, 0, 1 } },
        ["ecr"] = Times(new Complex[,] { { 0, 0, 1, I }, { 0, 0, I, 1 }, { 1, -I, 0, 0 }, { -I, 1, 0, 0 } }, Math.Sqrt(0.5)),
        ["ms(0, 0, 0.3)"] = Turn(StateVectorReference.X, StateVectorReference.X, 0.3),
        ["ms(pi/2, 0, 0.3)"] = Turn(StateVectorReference.Y, StateVectorReference.X, 0.3),
        ["dcx"] = Permutation(0, 3, 1, 2),
        ["ccx"] = Controlled(Controlled(StateVectorReference.X)),
        ["ccz"] = Controlled(Controlled(StateVectorReference.Z)),
        ["cswap"] = Permutation(0, 1, 2, 3, 4, 6, 5, 7),
    };

    private static Complex Phase(double angle) => Complex.Exp(I * angle);

    private static Complex[,] Adjoint(Complex[,] matrix) => Make(matrix.GetLength(0), (row, column) => Complex.Conjugate(matrix[column, row]));

    private static Complex[,] Times(Complex[,] matrix, Complex factor) => Make(matrix.GetLength(0), (row, column) => factor * matrix[row, column]);

    private static Complex[,] Diagonal(params Complex[] values) => Make(values.Length, (row, column) => row == column ? values[row] : 0);

    // State n becomes state to[n].
    private static Complex[,] Permutation(params int[] to) => Make(to.Length, (row, column) => to[column] == row ? 1 : 0);

    private static Complex[,] Controlled(Complex[,] matrix)
    {
        int half = matrix.GetLength(0);
        return Make(2 * half, (row, column) => row >= half && column >= half ? matrix[row - half, column - half] : row == column ? 1 : 0);
    }

    // exp(-i angle/2 A x B)
    private static Complex[,] Turn(Complex[,] a, Complex[,] b, double angle) => Make(4, (row, column) =>
        (row == column ? Math.Cos(angle / 2) : 0) - (I * Math.Sin(angle / 2) * a[row / 2, column / 2] * b[row % 2, column % 2]));

    private static Complex[,] Make(int size, Func<int, int, Complex> at)
    {
        var matrix = new Complex[size, size];
        for (int row = 0; row < size; row++)
            for (int column = 0; column < size; column++) matrix[row, column] = at(row, column);
        return matrix;
    }

    // What a circuit does to every basis state, which X gates make.
    private static Complex[,] Unitary(Circuit circuit)
    {
        int size = 1 << circuit.Qubits;
        Complex[][] columns = [.. Enumerable.Range(0, size).Select(start =>
        {
            var builder = new CircuitBuilder(circuit.Qubits);
            for (int qubit = 0; qubit < circuit.Qubits; qubit++)
                if ((start >> (circuit.Qubits - 1 - qubit) & 1) == 1) builder.Add(GateKind.X, qubit);
            return ExactRun.State(builder.Build().Then(circuit));
        })];
        return Make(size, (row, column) => columns[column][row]);
    }

    // Up to a phase of all: |trace of expected^dagger found| is the size.
    private static void Same(Complex[,] expected, Complex[,] found)
    {
        int size = expected.GetLength(0);
        Complex trace = 0;
        for (int row = 0; row < size; row++)
            for (int column = 0; column < size; column++) trace += Complex.Conjugate(expected[row, column]) * found[row, column];
        Assert.Equal(size, trace.Magnitude, 1e-9);
    }
}
