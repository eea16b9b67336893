using QSeq.Quantum.Circuits;
using QSeq.Quantum.Simulators;

namespace QSeq.Tests.Quantum.Circuits;

/// <summary>Measurements anywhere, resets, conditions on bits, and the texts that were once refused.</summary>
public class QasmMeasurementTests
{
    [Theory]
    [InlineData("qreg input[2]; creg end[2]; x input[1]; measure input -> end;", "01")] // words of the other version
    [InlineData("qreg q[2]; creg c[2]; x q[0]; measure q[0] -> c[1]; measure q[1] -> c[0];", "01")] // crossed
    [InlineData("qreg q[3]; creg c[3]; x q[2]; measure q[2] -> c[2]; measure q[0] -> c[1];", "01")] // a bit that nothing is measured into
    [InlineData("qreg q[3]; creg c[3]; x q; measure q -> c;", "111")]
    [InlineData("qreg q[3]; qreg r[3]; creg c[3]; x q[1]; cx q, r; measure r -> c;", "010")] // place by place
    [InlineData("qreg q[1]; qreg r[3]; creg c[3]; x q; cx q[0], r; measure r -> c;", "111")]
    [InlineData("qreg q[2]; creg c[2]; reset q; x q[0]; reset q[0]; x q[1]; measure q -> c;", "01")]
    [InlineData("qreg q[1]; creg c[2]; x q[0]; measure q[0] -> c[0]; x q[0]; measure q[0] -> c[1];", "10")] // measured on the way
    [InlineData("qreg q[1]; creg c[2]; x q[0]; measure q[0] -> c[0]; measure q[0] -> c[1];", "11")]
    [InlineData("qreg q[1]; creg c[1]; x q[0]; measure q[0] -> c[0]; reset q[0]; measure q[0] -> c[0];", "0")] // the bit is overwritten
    [InlineData("qreg q[1]; creg c[1]; creg d[1]; h q[0]; measure q[0] -> c[0]; if(c==1) x q[0]; measure q[0] -> d[0];", "*0")] // reset by hand
    [InlineData("qreg q[3]; creg c[2]; creg d[1]; x q[1]; measure q[0] -> c[0]; measure q[1] -> c[1]; if(c==2) x q[2]; measure q[2] -> d[0];", "011")]
    [InlineData("qreg q[3]; creg c[2]; creg d[1]; x q[1]; measure q[0] -> c[0]; measure q[1] -> c[1]; if(c==3) x q[2]; measure q[2] -> d[0];", "010")]
    [InlineData("qreg q[2]; creg c[3]; creg d[1]; x q[0]; measure q[0] -> c[0]; if(c==1) x q[1]; measure q[1] -> d[0];", "11")] // bits that are not measured are 0
    [InlineData("qreg q[2]; creg c[3]; creg d[1]; x q[0]; measure q[0] -> c[0]; if(c==5) x q[1]; measure q[1] -> d[0];", "10")]
    public void VersionTwoGivesWhatItSays(string text, string expected) => Gives("OPENQASM 2.0; include \"qelib1.inc\"; " + text, expected);

    [Theory]
    [InlineData("include \"stdgates.inc\"; qubit[2] q; x q[1]; bit[2] c = measure q;", "01")] // no version; declared late
    [InlineData("OPENQASM 3.0; include \"stdgates.inc\"; bit[2] c; x $7; c[0] = measure $3; c[1] = measure $7;", "01")]
    [InlineData("OPENQASM 3.0; bit[2] b; qubit[2] q; x q[0]; cnot q[0], q[1]; v q[1]; v q[1]; b[0] = measure q[0]; b[1] = measure q[1];", "10")]
    [InlineData("OPENQASM 3.0; const float half = pi/2; qubit q; bit c; rx(half) q; rx(half) q; c = measure q;", "1")]
    [InlineData("OPENQASM 3.0; qubit[2] q; bit c; bit d; x q[0]; c = measure q[0]; if (c) { x q[1]; } if (!c) { x q[1]; } if (c == true) id q[1]; d = measure q[1];", "11")]
    public void VersionThreeGivesWhatItSays(string text, string expected) => Gives(text, expected);

    [Fact]
    public void StatesAreTeleported()
    {
        Circuit circuit = QasmReader.Read(
            "OPENQASM 2.0; include \"qelib1.inc\"; qreg q[3]; creg a[1]; creg b[1]; creg c[1]; u3(0.3,0.2,0.1) q[0]; h q[1]; cx q[1],q[2]; cx q[0],q[1]; h q[0]; "
            + "measure q[0] -> a[0]; measure q[1] -> b[0]; if(a==1) z q[2]; if(b==1) x q[2]; measure q[2] -> c[0];");
        Outcome outcome = new StateVectorBackend().Run([circuit])[0];
        Assert.Equal(3, circuit.Qubits);
        Assert.Equal(0, outcome.ExpectationZ(0), 1e-12);
        Assert.Equal(0, outcome.ExpectationZ(1), 1e-12);
        Assert.Equal(Math.Cos(0.3), outcome.ExpectationZ(2), 1e-12);
    }

    [Fact]
    public void QubitsOfADeviceKeepTheOrderOfTheirNumbers()
    {
        Circuit circuit = QasmReader.Read("bit[3] c; x $7; cx $7, $3; h $5; c[0] = measure $7;");
        Assert.Equal(new CircuitBuilder(3).Add(GateKind.X, 2).Add(GateKind.CNOT, 2, 0).Add(GateKind.H, 1).Add(GateKind.Measure, 2).Build(), circuit);
    }

    [Fact]
    public void WhatIsMeasuredInOrderStaysWhereItIs() => Assert.Equal(
        new CircuitBuilder(2).Add(GateKind.H, 0).Add(GateKind.Measure, 0).Add(GateKind.H, 1).Add(GateKind.Measure, 1).Build(),
        QasmReader.Read("qubit[2] q; bit[2] c; h q[0]; c[0] = measure q[0]; h q[1]; c[1] = measure q[1];"));

    // Bits that are certain; * is any. The result has to be a circuit like any other.
    private static void Gives(string text, string expected)
    {
        Circuit circuit = QasmReader.Read(text);
        Assert.Equal(expected.Length, circuit.Measured.Length);
        var builder = new CircuitBuilder(circuit.Qubits);
        foreach (Operation operation in circuit.Operations) builder.Add(operation);
        Assert.Equal(circuit, builder.Build());
        Assert.Equal(circuit, QasmReader.Read(QasmWriter.Write(circuit)));
        Outcome outcome = new StateVectorBackend().Run([circuit])[0];
        for (int bit = 0; bit < expected.Length; bit++)
            if (expected[bit] != '*') Assert.Equal(expected[bit] == '0' ? 1 : -1, outcome.ExpectationZ(bit), 1e-12);
    }
}
