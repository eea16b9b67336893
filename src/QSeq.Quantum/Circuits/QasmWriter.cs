using System.Text;

namespace QSeq.Quantum.Circuits;

/// <summary>
/// Circuits as OpenQASM text, which quantum clouds accept. Numbers are written so that reading them gives the same bits;
/// <see cref="QasmReader"/> gives the same circuit back.
/// </summary>
public static class QasmWriter
{
    /// <summary>Writes a circuit: qubits <c>q</c>, classical bits <c>c</c>, measurements into the bits in order.</summary>
    /// <param name="circuit">The circuit; bound, for OpenQASM 2.</param>
    /// <param name="version">The version.</param>
    /// <param name="dialect">Whose names of gates.</param>
    /// <returns>The text, lines ending in a line feed.</returns>
    /// <exception cref="ArgumentException">
    /// OpenQASM 2 was asked for a circuit with parameters or of Braket, which takes 3; a parameter's name is none in
    /// OpenQASM 3; or the circuit has barriers, which Braket does not know.
    /// </exception>
    public static string Write(Circuit circuit, QasmVersion version = QasmVersion.Three, QasmDialect dialect = QasmDialect.Standard)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        if (!Enum.IsDefined(version)) throw new ArgumentOutOfRangeException(nameof(version), version, "There is no such version.");
        if (!Enum.IsDefined(dialect)) throw new ArgumentOutOfRangeException(nameof(dialect), dialect, "There is no such dialect.");
        Check(circuit, version, dialect);
        bool three = version == QasmVersion.Three;
        var text = new StringBuilder(three ? "OPENQASM 3.0;\n" : "OPENQASM 2.0;\n");
        if (dialect == QasmDialect.Standard) Line(text, three ? "include \"stdgates.inc\";" : "include \"qelib1.inc\";");
        foreach (string name in circuit.Parameters) Line(text, $"input float {name};");
        Line(text, three ? $"qubit[{circuit.Qubits}] q;" : $"qreg q[{circuit.Qubits}];");
        if (!circuit.Measured.IsEmpty) Line(text, three ? $"bit[{circuit.Measured.Length}] c;" : $"creg c[{circuit.Measured.Length}];");

        int bit = 0;
        foreach (Operation operation in circuit.Operations)
        {
            if (operation.Kind == GateKind.Measure)
            {
                Line(text, three ? $"c[{bit++}] = measure q[{operation.Qubits[0]}];" : $"measure q[{operation.Qubits[0]}] -> c[{bit++}];");
                continue;
            }

            text.Append(operation.Kind == GateKind.Barrier ? "barrier" : QasmGates.NameOf(operation.Kind, version, dialect));
            if (operation.Angle is { } angle) text.Append('(').Append(Angle(circuit, angle)).Append(')');
            text.Append(' ').AppendJoin(", ", operation.Qubits.Select(qubit => FormattableString.Invariant($"q[{qubit}]"))).Append(";\n");
        }

        return text.ToString();
    }

    private static void Check(Circuit circuit, QasmVersion version, QasmDialect dialect)
    {
        if (dialect == QasmDialect.Braket && version == QasmVersion.Two)
            throw new ArgumentException("Braket takes OpenQASM 3, not 2; write OpenQASM 3.", nameof(version));
        if (dialect == QasmDialect.Braket && circuit.Operations.Any(operation => operation.Kind == GateKind.Barrier))
            throw new ArgumentException("The circuit has barriers, which Braket does not know; leave them out.", nameof(circuit));
        if (version == QasmVersion.Two && !circuit.Parameters.IsEmpty)
        {
            throw new ArgumentException(
                $"The circuit has the parameter '{circuit.Parameters[0]}', but OpenQASM 2 has no parameters; bind the circuit first, or write OpenQASM 3.", nameof(circuit));
        }

        foreach (string name in circuit.Parameters)
        {
            if (!QasmGates.IsName(name, dialect))
                throw new ArgumentException($"The parameter '{name}' cannot be a name in OpenQASM; use letters, digits and _, and no gate or word of the language.", nameof(circuit));
        }
    }

    // Terms in order, then the constant unless it is 0; so "0.5*a + b + 1", and a reader puts it together the same way.
    private static string Angle(Circuit circuit, AffineAngle angle)
    {
        IEnumerable<string> terms = angle.Terms.Select(term => term.Factor == 1 ? circuit.Parameters[term.Parameter] : $"{Number(term.Factor)}*{circuit.Parameters[term.Parameter]}");
        if (angle.IsBound || angle.Constant != 0 || double.IsNegative(angle.Constant)) terms = terms.Append(Number(angle.Constant));
        return string.Join(" + ", terms);
    }

    // A point, so that every reader takes it for a real number.
    private static string Number(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        if (text.Contains('.', StringComparison.Ordinal)) return text;
        int exponent = text.IndexOf('E', StringComparison.Ordinal);
        return exponent < 0 ? text + ".0" : text.Insert(exponent, ".0");
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
