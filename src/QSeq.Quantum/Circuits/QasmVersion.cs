namespace QSeq.Quantum.Circuits;

/// <summary>The version of an OpenQASM text.</summary>
public enum QasmVersion
{
    /// <summary>OpenQASM 2.0 (arXiv 1707.03429): every angle is a number.</summary>
    Two,

    /// <summary>OpenQASM 3.0 (arXiv 2104.14722): open angles are <c>input float</c> parameters.</summary>
    Three,
}

/// <summary>Whose names of gates a text has; all of them are read, whatever the text says.</summary>
public enum QasmDialect
{
    /// <summary>Those of the language's own files, <c>qelib1.inc</c> and <c>stdgates.inc</c>.</summary>
    Standard,

    /// <summary>Those of Amazon Braket, which knows its gates without a file: cnot, si, ti, phaseshift. OpenQASM 3 only.</summary>
    Braket,
}
