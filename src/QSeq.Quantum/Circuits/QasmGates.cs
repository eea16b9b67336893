namespace QSeq.Quantum.Circuits;

/// <summary>What OpenQASM calls our gates, and which words cannot be names.</summary>
internal static class QasmGates
{
    /// <summary>The names written, one a gate; both versions use the same.</summary>
    public static readonly IReadOnlyList<(string Name, GateKind Kind)> Written =
    [
        ("h", GateKind.H), ("x", GateKind.X), ("y", GateKind.Y), ("z", GateKind.Z), ("s", GateKind.S), ("sdg",
        GateKind.Sdg), ("t", GateKind.T), ("tdg", GateKind.Tdg),
        ("rx", GateKind.RX), ("ry", GateKind.RY), ("rz", GateKind.RZ), ("p", GateKind.P), ("cx", GateKind.CNOT), ("cz",
        GateKind.CZ), ("swap", GateKind.SWAP),
    ];

    /// <summary>Names of the same gates elsewhere: in older files, and at Braket.</summary>
    private static readonly (string Name, GateKind Kind)[] Others =
    [
        ("u1", GateKind.P), ("phase", GateKind.P), ("CX", GateKind.CNOT),
        ("cnot", GateKind.CNOT), ("si", GateKind.Sdg), ("ti", GateKind.Tdg), ("phaseshift", GateKind.P),
    ];

    /// <summary>The gates that circuits are made of, by all their names, and <c>gphase</c>.</summary>
    public static readonly IReadOnlyDictionary<string, QasmGate> Own = Written.Concat(Others)
        .Select(gate => QasmGate.Own(gate.Name, gate.Kind)).Append(QasmGate.Own("gphase", null)).ToDictionary(gate => gate.Name);

    private static readonly HashSet<string> WordsOfTwo =
    [
        "OPENQASM", "include", "qreg", "creg", "gate", "opaque", "measure", "reset", "barrier", "if", "U", "CX", "pi",
        "sin", "cos", "tan", "exp", "ln", "sqrt",
    ];

    private static readonly HashSet<string> WordsOfThree =
    [
        "OPENQASM", "include", "qubit", "bit", "qreg", "creg", "input", "output", "float", "angle", "int", "uint", "bool",
        "complex", "const", "let", "measure", "reset", "barrier",
        "gate", "def", "cal", "defcal", "defcalgrammar", "extern", "if", "else", "for", "while", "in", "return", "break",
        "continue", "end", "switch", "case", "default", "box", "delay",
        "duration", "durationof", "stretch", "array", "mutable", "readonly", "opaque", "ctrl", "negctrl", "inv", "pow",
        "gphase", "U", "pragma", "void", "true", "false",
        "nop", "im", "pi", "tau", "euler", "π", "τ", "ℇ", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "exp", "log",
        "ln", "sqrt", "mod", "floor", "ceiling", "popcount", "rotl",
        "rotr", "real", "imag", "sizeof",
    ];

    private static readonly HashSet<string> GatesOfQelib1 =
    [
        "u3", "u2", "u1", "cx", "id", "x", "y", "z", "h", "s", "sdg", "t", "tdg", "rx", "ry", "rz", "cz", "cy", "ch", "ccx",
        "crz", "cu1", "cu3",
    ];

    private static readonly HashSet<string> GatesOfStdgates =
    [
        "p", "x", "y", "z", "h", "s", "sdg", "t", "tdg", "sx", "rx", "ry", "rz", "cx", "cy", "cz", "cp", "crx", "cry",
        "crz", "ch", "swap", "ccx", "cswap", "cu", "CX", "phase",
        "cphase", "id", "u1", "u2", "u3",
    ];

    /// <summary>The name of a gate. OpenQASM 2's first qelib1.inc calls the phase u1 and has no p.</summary>
    public static string NameOf(GateKind kind, QasmVersion version, QasmDialect dialect) => kind switch
    {
        GateKind.P when dialect == QasmDialect.Braket => "phaseshift",
        GateKind.CNOT when dialect == QasmDialect.Braket => "cnot",
        GateKind.Sdg when dialect == QasmDialect.Braket => "si",
        GateKind.Tdg when dialect == QasmDialect.Braket => "ti",
        GateKind.P when version == QasmVersion.Two => "u1",
        _ => Written.First(gate => gate.Kind == kind).Name,
    };

    /// <summary>Whether a word can be the name of a register or of an angle; included: whether the file of gates is.</summary>
    public static bool IsFree(string word, bool three, bool included) =>
        !(three ? WordsOfThree : WordsOfTwo).Contains(word) && !(included && (three ? GatesOfStdgates : GatesOfQelib1).Contains(word)) && !word.StartsWith('$');

    /// <summary>Whether a parameter can be written by its name: letters, digits and _, free, and neither q nor c, which we declare.</summary>
    public static bool IsName(string word, QasmDialect dialect) =>
        word.Length > 0 && QasmTokens.IsLetter(word[0]) && word.All(c => QasmTokens.IsLetter(c) || char.IsAsciiDigit(c)) && word is not ("q" or "c")
        && IsFree(word, three: true, included: true) && (dialect == QasmDialect.Standard || (!Own.ContainsKey(word) && !QasmLibrary.Gates.ContainsKey(word)));
}
