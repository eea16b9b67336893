namespace QSeq.Quantum.Circuits;

/// <summary>The version of an OpenQASM text.</summary>
public enum QasmVersion
{
    /// <summary>OpenQASM 2.0 (arXiv 1707.03429): every angle is a number.</summary>
    Two,

    /// <summary>OpenQASM 3.0 (arXiv 2104.14722): open angles are <c>input float</c> parameters.</summary>
    Three,
}

/// <summary>What OpenQASM calls our gates; both versions use the same names for them.</summary>
internal static class QasmGates
{
    /// <summary>The names written, one a gate.</summary>
    public static readonly IReadOnlyList<(string Name, GateKind Kind)> Written =
    [
        ("h", GateKind.H), ("x", GateKind.X), ("y", GateKind.Y), ("z", GateKind.Z), ("s", GateKind.S), ("sdg", GateKind.Sdg), ("t", GateKind.T), ("tdg", GateKind.Tdg),
        ("rx", GateKind.RX), ("ry", GateKind.RY), ("rz", GateKind.RZ), ("p", GateKind.P), ("cx", GateKind.CNOT), ("cz", GateKind.CZ), ("swap", GateKind.SWAP),
    ];

    /// <summary>The names read: those written, and older ones of the same gates.</summary>
    public static readonly IReadOnlyDictionary<string, GateKind> Read =
        Written.Append(("u1", GateKind.P)).Append(("phase", GateKind.P)).Append(("CX", GateKind.CNOT)).ToDictionary(gate => gate.Item1, gate => gate.Item2);

    /// <summary>The name of a gate. OpenQASM 2's first qelib1.inc calls the phase u1 and has no p.</summary>
    public static string NameOf(GateKind kind, QasmVersion version) =>
        kind == GateKind.P && version == QasmVersion.Two ? "u1" : Written.First(gate => gate.Kind == kind).Name;

    /// <summary>Whether a word can be a name of our own: letters, digits and _, no word of the language and no gate.</summary>
    public static bool IsName(string word) =>
        word.Length > 0 && (char.IsAsciiLetter(word[0]) || word[0] == '_') && word.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !Reserved.Contains(word) && !Read.ContainsKey(word);

    private static readonly HashSet<string> Reserved =
    [
        "OPENQASM", "include", "qubit", "bit", "qreg", "creg", "input", "output", "float", "angle", "int", "uint", "bool", "complex", "const", "let", "measure", "reset", "barrier",
        "gate", "def", "cal", "defcal", "defcalgrammar", "extern", "if", "else", "for", "while", "in", "return", "break", "continue", "end", "switch", "case", "default", "box", "delay",
        "duration", "durationof", "stretch", "array", "mutable", "readonly", "opaque", "ctrl", "negctrl", "inv", "pow", "gphase", "U", "pragma", "void", "true", "false",
        "nop", "im", "pi", "tau", "euler", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "exp", "log", "ln", "sqrt", "mod", "floor", "ceiling", "popcount", "rotl", "rotr", "real",
        "imag", "sizeof", "id", "sx", "cy", "ch", "ccx", "cswap", "cu", "cp", "crx", "cry", "crz", "cphase", "u2", "u3", "q", "c",
    ];
}
