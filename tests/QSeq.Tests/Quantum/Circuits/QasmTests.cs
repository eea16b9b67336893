using System.Globalization;
using QSeq.Core;
using QSeq.Quantum.Circuits;

namespace QSeq.Tests.Quantum.Circuits;

public class QasmTests
{
    [Fact]
    public void WhatIsWrittenIsReadBackTheSame() => Property.ForAllSeeds(200, seed =>
    {
        var random = new RandomSource(seed, "qasm");
        Circuit open = RandomCircuit.Draw(random, 1 + random.NextInt(6), random.NextInt(30), random.NextInt(4), random.NextInt(2) == 0);
        Assert.Equal(open, QasmReader.Read(QasmWriter.Write(open)));
        Circuit bound = open.Bind([.. open.Parameters.Select(_ => random.NextUniform(-4, 4))]);
        foreach (QasmVersion version in Enum.GetValues<QasmVersion>()) Assert.Equal(bound, QasmReader.Read(QasmWriter.Write(bound, version)));
        return true;
    });

    [Fact]
    public void NumbersAtTheEdgesKeepTheirBits()
    {
        foreach (double angle in (double[])[double.Epsilon, double.MaxValue, -double.MaxValue, 1e22, 1e-7, 0.1, Math.PI, 5e-324, -1])
        {
            Circuit circuit = new CircuitBuilder(1, "a").Add(GateKind.RX, 0, angle).Add(GateKind.P, 0, AffineAngle.Of(0, angle, angle)).Build();
            Assert.Equal(circuit, QasmReader.Read(QasmWriter.Write(circuit)));
        }
    }

    [Fact]
    public void LayersCircuitsAreWritten()
    {
        foreach (Circuit circuit in (Circuit[])[DaruanCircuit.Create(QSeq.Quantum.Encoding.Mix, 3), VqcCircuit.Create(3, 2, 2), OverlapCircuit.Create(3, 2)])
            Assert.Equal(circuit, QasmReader.Read(QasmWriter.Write(circuit)));
    }

    [Fact]
    public void VersionThreeReadsAsTheSpecificationHasIt()
    {
        Circuit circuit = new CircuitBuilder(2, "a", "b").Add(GateKind.H, 0).Add(GateKind.RY, 1, new AffineAngle(1, new AngleTerm(0, 1), new AngleTerm(1, -0.5)))
            .Add(GateKind.CNOT, 0, 1).Add(GateKind.P, 0, 1e-20).Add(GateKind.Barrier, 0, 1).Add(GateKind.Measure, 1).Build();
        Assert.Equal(
            """
            OPENQASM 3.0;
            include "stdgates.inc";
            input float a;
            input float b;
            qubit[2] q;
            bit[1] c;
            h q[0];
            ry(a + -0.5*b + 1.0) q[1];
            cx q[0], q[1];
            p(1.0E-20) q[0];
            barrier q[0], q[1];
            c[0] = measure q[1];

            """, QasmWriter.Write(circuit));
        Assert.Equal(
            """
            OPENQASM 2.0;
            include "qelib1.inc";
            qreg q[2];
            creg c[1];
            h q[0];
            ry(3.0) q[1];
            cx q[0], q[1];
            u1(1.0E-20) q[0];
            barrier q[0], q[1];
            measure q[1] -> c[0];

            """, QasmWriter.Write(circuit.Bind(2, 0), QasmVersion.Two));
    }

    [Fact]
    public void VariantsAreRead()
    {
        Circuit circuit = QasmReader.Read("\uFEFF// made by hand\r\nOPENQASM 2.0;include \"qelib1.inc\";qreg a[2];qreg b[1];/* bits\n of ours */creg m[3];\r\n"
            + "h a; u1(pi/2) a[1];\trz(-(2*pi - .5)/4e0 + +1) b[0]; CX a[0],b[0]; barrier a; barrier; measure a[0]->m[0]; measure a[1]->m[1]; measure b[0] -> m[2];");
        Circuit expected = new CircuitBuilder(3).Add(GateKind.H, 0).Add(GateKind.H, 1).Add(GateKind.P, 1, Math.PI / 2).Add(GateKind.RZ, 2, (-((2 * Math.PI) - .5) / 4) + 1)
            .Add(GateKind.CNOT, 0, 2).Add(GateKind.Barrier, 0, 1).Add(GateKind.Barrier, 0, 1, 2).MeasureAll().Build();
        Assert.Equal(expected, circuit);

        Circuit three = QasmReader.Read("OPENQASM 3; input float[64] v; input angle u; qubit[2] q; qubit r; bit[3] c; rx(2*(v - u/2) + pi*v + tau) r; c[0] = measure r; c[1] = measure q[0];");
        Assert.Equal(["v", "u"], three.Parameters.ToArray());
        Assert.Equal(new AffineAngle(Math.Tau, new AngleTerm(0, 2 + Math.PI), new AngleTerm(1, -1)), three.Operations[0].Angle);
        Assert.Equal(AffineAngle.Of(0, 1.5), QasmReader.Read("OPENQASM 3.0; input float v; qubit r; bit c; rx(2*v - v/2) r; c = measure r;").Operations[0].Angle);
        Assert.Equal([2, 0], three.Measured.ToArray());
        Assert.Equal([0, 1], QasmReader.Read("OPENQASM 3.0;qubit[2] q;bit[2] c;c = measure q;").Measured.ToArray());
    }

    [Theory]
    [InlineData("", "line 1, column 1: found the end of the text, but no qubits are declared; expected 'qubit[2] q;'")]
    [InlineData("{}", "line 1, column 1: found '{', expected a statement")]
    [InlineData("OPENQASM 4.0;", "line 1, column 10: found version '4.0', expected 2.0 or 3.0")]
    [InlineData("OPENQASM 3.0;", "no qubits are declared; expected 'qubit[2] q;'")]
    [InlineData("OPENQASM 2.0;h q[0];", "there is no qubit register 'q'")]
    [InlineData("OPENQASM 3.0;\nqubit[2] q;\n  mcx q[0], q[1], q[2];", "line 3, column 3: 'mcx' is not supported; supported are the gates of qelib1.inc, stdgates.inc, Qiskit and Braket such as h, x, y")]
    [InlineData("OPENQASM 2.0;qubit q;", "'qubit' is not supported")]
    [InlineData("OPENQASM 3.0;qubit q;qubit q;", "'q' is declared twice")]
    [InlineData("OPENQASM 3.0;include \"stdgates.inc\";qubit h;", "'h' is a gate or a word of the language")]
    [InlineData("OPENQASM 3.0;qubit[0] q;", "has 0 qubits")]
    [InlineData("OPENQASM 3.0;qubit[4097] q;", "there are 4097 qubits, more than the 4096 that are read")]
    [InlineData("OPENQASM 3.0;qubit[99999999999] q;", "found '99999999999', expected a whole number")]
    [InlineData("OPENQASM 3.0;qubit[4000] q;qubit[2147483647] r;", "there are 2147487647 qubits")]
    [InlineData("OPENQASM 3.0;qubit[2] q;h q[2];", "'q' has no place 2, its last is 1")]
    [InlineData("OPENQASM 3.0;qubit[2] q;cx q[1], q[1];", "'cx' names a qubit twice")]
    [InlineData("OPENQASM 3.0;qubit[2] q;cx q, q;", "'cx' names a qubit twice")]
    [InlineData("OPENQASM 3.0;qubit[2] q;qubit[3] r;cx q, r;", "'cx' is on registers of 2 and of 3 qubits")]
    [InlineData("OPENQASM 3.0;qubit[2] q;gate g a,b { cx a,b; }g q[1], q[1];", "'g' names a qubit twice")]
    [InlineData("OPENQASM 3.0;qubit[2] q;gate g a { h b; }", "the gate has no qubit 'b'")]
    [InlineData("OPENQASM 3.0;qubit[2] q;gate g a { g a; }", "'g' is not supported")]
    [InlineData("OPENQASM 3.0;qubit[2] q;gate g(u,v) a { rx(u*v) a; }input float w;g(w,w) q[0];", "only be added and multiplied by numbers")]
    [InlineData("OPENQASM 3.0;qubit[2] q;gate g(u) a { rx(1/u) a; }g(0) q[0];", "column 43: division by 0")]
    [InlineData("OPENQASM 3.0;qubit[2] q;u3(1,2) q[0];", "'u3' takes 3 angles, but 2 are given")]
    [InlineData("OPENQASM 3.0;qubit[2] q;rx(1,2) q[0];", "'rx' takes 1 angles, but more are given")]
    [InlineData("OPENQASM 3.0;qubit[2] q;pow(0.5) @ x q[0];", "'pow' is not by a whole number")]
    [InlineData("OPENQASM 2.0;qreg q[2];ctrl @ x q[0],q[1];", "'ctrl' is not supported")]
    [InlineData("OPENQASM 3.0;x $99999999999;", "'$99999999999' is no qubit of a device")]
    [InlineData("OPENQASM 2.0;qreg q[1];creg c[1];if(c==2) x q[0];", "1 bits are never 2")]
    [InlineData("OPENQASM 2.0;qreg q[1];creg c[1];if(c==1) measure q -> c;", "'measure' cannot stand under a condition")]
    [InlineData("OPENQASM 3.0;qubit[2] q;barrier q,q;", "names a qubit twice")]
    [InlineData("OPENQASM 3.0;qubit[2] q;rx q[0];", "expected the angle of 'rx'")]
    [InlineData("OPENQASM 3.0;qubit[2] q;h(1) q[0];", "'h' takes no angle")]
    [InlineData("OPENQASM 3.0;qubit[2] q;rx(1e999) q[0];", "'1e999' is no finite number")]
    [InlineData("OPENQASM 3.0;qubit[2] q;rx(1e300*1e300) q[0];", "too large")]
    [InlineData("OPENQASM 3.0;qubit[2] q;rx(1/0) q[0];", "column 29: division by 0")]
    [InlineData("OPENQASM 3.0;qubit[2] q;rx(1.2.3) q[0];", "'1.2.3' is no finite number")]
    [InlineData("OPENQASM 3.0;qubit[2] q;rx(x) q[0];", "found 'x', expected an angle")]
    [InlineData("OPENQASM 3.0;qubit[2] q;rx(sinh(1)) q[0];", "found 'sinh', expected an angle")]
    [InlineData("OPENQASM 3.0;qubit[2] q;rx(sqrt(-1)) q[0];", "'sqrt' gives no finite number")]
    [InlineData("OPENQASM 3.0;input float a;qubit[2] q;rx(sin(a)) q[0];", "'sin' is of a parameter")]
    [InlineData("OPENQASM 3.0;qubit[2] q;rx(2^3) q[0];", "found '^', expected ')'")]
    [InlineData("OPENQASM 3.0;input float a;qubit[2] q;rx(a*a) q[0];", "only be added and multiplied by numbers")]
    [InlineData("OPENQASM 3.0;input float a;qubit[2] q;rx(1/a) q[0];", "only be added and multiplied by numbers")]
    [InlineData("OPENQASM 3.0;input int a;", "found 'int', expected 'float'")]
    [InlineData("OPENQASM 3.0;qubit[2] q;h q[0]", "found the end of the text, expected ';'")]
    [InlineData("OPENQASM 2.0;qreg q[2];creg c[1];measure q -> c;", "2 qubits cannot be measured into 1 bits")]
    [InlineData("OPENQASM 2.0;include \"other.inc\";", "only stdgates.inc and qelib1.inc")]
    [InlineData("OPENQASM 2.0;include \"other", "does not end in its line")]
    [InlineData("OPENQASM 2.0;/* no end", "line 1, column 14: a comment does not end")]
    [InlineData("OPENQASM 2.0;qreg q[2];§", "found '§', expected a statement")]
    [InlineData("OPENQASM 2.0;qreg q[2];include \"\u001b[2J\";", "found '\"·[2J\"'; only")]
    [InlineData("OPENQASM 2.0;qreg q[2];\u009b", "found '·', expected a statement")]
    public void EverythingElseIsRefusedWithItsPlace(string text, string expected)
    {
        string message = Assert.Throws<InvalidDataException>(() => QasmReader.Read(text)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.StartsWith("OpenQASM line ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void HugeThingsAreRefusedBeforeMemoryIsTaken()
    {
        string Says(string text) => Assert.Throws<InvalidDataException>(() => QasmReader.Read(text)).Message;
        Assert.Contains("nests more than 100", Says($"OPENQASM 3.0;qubit q;rx({new string('(', 100_000)}"), StringComparison.Ordinal);
        Assert.Contains("nests more than 100", Says($"OPENQASM 3.0;qubit q;rx({new string('-', 100_000)}1) q;"), StringComparison.Ordinal);
        Assert.Contains("name more than 4194304 qubits", Says("OPENQASM 3.0;qubit[4096] q;" + string.Concat(Enumerable.Repeat("barrier q;", 5000))), StringComparison.Ordinal);
        Assert.Contains("more than the 33554432 that are read", Says(new string(' ', QasmReader.MaxLength + 1)), StringComparison.Ordinal);
        Assert.Contains("definitions of gates ask for more than", Says("OPENQASM 2.0;gate g0 a { }" + string.Concat(Enumerable.Range(1, 60).Select(n => $"gate g{n} a {{ g{n - 1} a;g{n - 1} a; }}"))
            + "qreg q[1];g60 q[0];"), StringComparison.Ordinal);
        Assert.Contains("within one another more than 100", Says("OPENQASM 2.0;gate g0 a { }" + string.Concat(Enumerable.Range(1, 200).Select(n => $"gate g{n} a {{ g{n - 1} a; }}"))), StringComparison.Ordinal);
        Assert.Contains("the angle has more than 1000 terms", Says($"OPENQASM 2.0;gate g(u) a {{ rx(u{string.Concat(Enumerable.Repeat("+u", 100_000))}) a; }}"), StringComparison.Ordinal);
        Assert.Equal(100_001, QasmReader.Read($"OPENQASM 2.0;qreg q[1];rx(1{string.Concat(Enumerable.Repeat("+1", 100_000))}) q[0];").Operations[0].Angle!.Constant);
        Assert.Contains("more than the 4096 qubits", Says("OPENQASM 2.0;qreg q[1];" + string.Concat(Enumerable.Repeat("h q[0];reset q[0];", 5000))), StringComparison.Ordinal);
        Assert.Contains("depends on more than 1000", Says("OPENQASM 3.0;" + string.Concat(Enumerable.Range(0, 1001).Select(n => $"input float a{n};"))
            + $"qubit q;rx({string.Join('+', Enumerable.Range(0, 1001).Select(n => $"a{n}"))}) q;"), StringComparison.Ordinal);
    }

    [Fact]
    public void FilesAreReadAndNamedInErrors()
    {
        string path = Path.GetTempFileName();
        try
        {
            Circuit circuit = VqcCircuit.Create(2, 1, 1);
            File.WriteAllText(path, QasmWriter.Write(circuit));
            Assert.Equal(circuit, QasmReader.Load(path));
            File.WriteAllText(path, "OPENQASM 1;");
            Assert.StartsWith(path + ": OpenQASM line 1", Assert.Throws<InvalidDataException>(() => QasmReader.Load(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void WhatCannotBeWrittenIsSaid()
    {
        Circuit open = new CircuitBuilder(1, "a").Add(GateKind.RX, 0, AffineAngle.Of(0)).Build();
        Assert.Contains("has the parameter 'a', but OpenQASM 2 has no parameters; bind", Assert.Throws<ArgumentException>(() => QasmWriter.Write(open, QasmVersion.Two)).Message, StringComparison.Ordinal);
        foreach (string name in (string[])["a b", "1a", "pi", "rx", "q", "a-b", "$1"])
            Assert.Contains($"'{name}' cannot be a name", Assert.Throws<ArgumentException>(() => QasmWriter.Write(new CircuitBuilder(1, name).Build())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => QasmWriter.Write(open, (QasmVersion)7));
        Assert.Throws<ArgumentOutOfRangeException>(() => QasmWriter.Write(open, QasmVersion.Three, (QasmDialect)7));
        Assert.Contains("Braket takes OpenQASM 3", Says(open.Bind(1), QasmVersion.Two), StringComparison.Ordinal);
        Assert.Contains("barriers, which Braket does not know", Says(new CircuitBuilder(1).Add(GateKind.Barrier, 0).Build()), StringComparison.Ordinal);
        Assert.Contains("'phaseshift' cannot be a name", Says(new CircuitBuilder(1, "phaseshift").Build()), StringComparison.Ordinal);
        static string Says(Circuit circuit, QasmVersion version = QasmVersion.Three) =>
            Assert.Throws<ArgumentException>(() => QasmWriter.Write(circuit, version, QasmDialect.Braket)).Message;
    }

    [Fact]
    public void BraketsNamesAreWrittenAndReadBack()
    {
        Circuit circuit = new CircuitBuilder(2, "θ").Add(GateKind.CNOT, 0, 1).Add(GateKind.Sdg, 0).Add(GateKind.Tdg, 1).Add(GateKind.P, 0, AffineAngle.Of(0)).MeasureAll().Build();
        string text = QasmWriter.Write(circuit, QasmVersion.Three, QasmDialect.Braket);
        Assert.Equal(
            """
            OPENQASM 3.0;
            input float θ;
            qubit[2] q;
            bit[2] c;
            cnot q[0], q[1];
            si q[0];
            ti q[1];
            phaseshift(θ) q[0];
            c[0] = measure q[0];
            c[1] = measure q[1];

            """, text);
        Assert.Equal(circuit, QasmReader.Read(text));
        Assert.Equal(circuit, QasmReader.Read(QasmWriter.Write(circuit)));
    }

    [Fact]
    public void TextCutAnywhereIsRefusedOrRead()
    {
        string text = QasmWriter.Write(RandomCircuit.Draw(new RandomSource(3, "cut"), 3, 20, 2, true));
        var random = new RandomSource(3, "broken");
        for (int n = 0; n < text.Length; n++)
        {
            string broken = n % 2 == 0 ? text[..n] : text.Remove(n, 1).Insert(random.NextInt(text.Length - 1), ((char)(32 + random.NextInt(95))).ToString(CultureInfo.InvariantCulture));
            try
            {
                _ = QasmReader.Read(broken);
            }
            catch (InvalidDataException)
            {
                // refused
            }
        }
    }
}
