using QSeq.Quantum.Circuits;

namespace QSeq.Quantum.Devices;

/// <summary>How the circuits of a forecast become jobs.</summary>
public sealed record JobOptions
{
    /// <summary>The most shots of a job.</summary>
    public const int MostShots = 1_000_000;

    /// <summary>The language of the files; clouds that do not take OpenQASM 3 yet take 2.</summary>
    public QasmVersion Qasm { get; init; } = QasmVersion.Three;

    /// <summary>Whose names of gates; Braket's go with OpenQASM 3.</summary>
    public QasmDialect Dialect { get; init; }

    /// <summary>The most qubits of a job, 1 to 4096: small circuits share its wires. 20 fit every device of today.</summary>
    public int Qubits { get; init; } = 20;

    /// <summary>Shots of every job, 1 to <see cref="MostShots"/>; 1024 tell an expectation value to about 0.03.</summary>
    public int Shots { get; init; } = 1024;

    internal void Validate()
    {
        if (!Enum.IsDefined(Qasm)) throw new ArgumentOutOfRangeException(nameof(Qasm), Qasm, "There is no such version of OpenQASM.");
        if (!Enum.IsDefined(Dialect)) throw new ArgumentOutOfRangeException(nameof(Dialect), Dialect, "There is no such dialect.");
        if (Dialect == QasmDialect.Braket && Qasm == QasmVersion.Two)
            throw new ArgumentOutOfRangeException(nameof(Qasm), Qasm, "Braket takes OpenQASM 3, not 2; choose 3.");
        if (Qubits is < 1 or > QasmReader.MaxQubits) throw new ArgumentOutOfRangeException(nameof(Qubits), Qubits, $"{Qubits} qubits a job is out of range; choose 1 to {QasmReader.MaxQubits}.");
        if (Shots is < 1 or > MostShots) throw new ArgumentOutOfRangeException(nameof(Shots), Shots, $"{Shots} shots is out of range; choose 1 to {MostShots}.");
    }
}

/// <summary>The order of the bits in the patterns of counts.</summary>
public enum BitOrder
{
    /// <summary>Classical bit 0 is the rightmost character, as Qiskit writes.</summary>
    Qiskit,

    /// <summary>Bit 0 is the leftmost character, as Braket writes.</summary>
    Braket,
}
