using System.Text;

namespace QSeq.Quantum.Circuits;

/// <summary>Circuits as text: a line a qubit, gates in columns as early as they fit, blocks one below another where it gets too wide.</summary>
public static class CircuitDrawing
{
    /// <summary>
    /// Draws a circuit, such as <c>q0: ─[H]─●─[M0]</c> above <c>q1: ────⊕─[M1]</c>. Names of parameters stand for open angles;
    /// numbers are shortened to four digits.
    /// </summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="width">Characters of a line, at least 20; a column that is wider by itself is not cut.</param>
    /// <returns>Lines that end in a line feed.</returns>
    public static string Draw(this Circuit circuit, int width = 100)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 20);
        List<string?[]> columns = Columns(circuit);
        int label = FormattableString.Invariant($"q{circuit.Qubits - 1}: ").Length;
        var text = new StringBuilder();
        for (int first = 0; first < columns.Count || first == 0;)
        {
            int end = first, used = label + 1;
            while (end < columns.Count && (end == first || used + Width(columns[end]) + 1 <= width)) used += Width(columns[end++]) + 1;
            if (first > 0) text.Append('\n');
            for (int qubit = 0; qubit < circuit.Qubits; qubit++)
            {
                text.Append(FormattableString.Invariant($"q{qubit}: ").PadRight(label)).Append('─');
                for (int c = first; c < end; c++) text.Append(Centre(columns[c][qubit] ?? "", Width(columns[c]))).Append('─');
                text.Append('\n');
            }

            first = Math.Max(end, 1);
        }

        return text.ToString();
    }

    // An operation goes into the first column behind all that stands on the wires it covers, those it crosses included.
    private static List<string?[]> Columns(Circuit circuit)
    {
        var columns = new List<string?[]>();
        int[] free = new int[circuit.Qubits];
        int bit = 0;
        foreach (Operation operation in circuit.Operations)
        {
            int low = operation.Qubits.Min(), high = operation.Qubits.Max(), column = 0;
            for (int qubit = low; qubit <= high; qubit++) column = Math.Max(column, free[qubit]);
            if (column == columns.Count) columns.Add(new string?[circuit.Qubits]);
            for (int qubit = low; qubit <= high; qubit++)
            {
                columns[column][qubit] = operation.Kind == GateKind.Barrier ? "─" : "┼";
                free[qubit] = column + 1;
            }

            for (int n = 0; n < operation.Qubits.Length; n++) columns[column][operation.Qubits[n]] = Symbol(circuit, operation, n, bit);
            if (operation.Kind == GateKind.Measure) bit++;
        }

        return columns;
    }

    private static string Symbol(Circuit circuit, Operation operation, int place, int bit) => operation.Kind switch
    {
        GateKind.CNOT => place == 0 ? "●" : "⊕",
        GateKind.CZ => "●",
        GateKind.SWAP => "×",
        GateKind.Barrier => "░",
        GateKind.Measure => FormattableString.Invariant($"[M{bit}]"),
        GateKind.Sdg => "[S†]",
        GateKind.Tdg => "[T†]",
        _ => operation.Angle is { } angle ? $"[{operation.Kind}({Angle(circuit, angle)})]" : $"[{operation.Kind}]",
    };

    private static string Angle(Circuit circuit, AffineAngle angle)
    {
        var text = new StringBuilder();
        foreach (AngleTerm term in angle.Terms)
        {
            if (text.Length > 0 && term.Factor > 0) text.Append('+');
            if (term.Factor == -1) text.Append('-');
            else if (term.Factor != 1) text.Append(Number(term.Factor)).Append('*');
            text.Append(circuit.Parameters[term.Parameter]);
        }

        if (text.Length > 0 && angle.Constant == 0) return text.ToString();
        if (text.Length > 0 && angle.Constant > 0) text.Append('+');
        return text.Append(Number(angle.Constant)).ToString();
    }

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static int Width(string?[] column) => column.Max(symbol => symbol?.Length ?? 0);

    private static string Centre(string symbol, int width) => symbol.PadLeft(symbol.Length + ((width - symbol.Length) / 2), '─').PadRight(width, '─');
}
