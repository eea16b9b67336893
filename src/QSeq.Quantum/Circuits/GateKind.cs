namespace QSeq.Quantum.Circuits;

/// <summary>What an operation of a circuit does. Rotations are exp(-i a/2 G) with G the Pauli matrix they are named after.</summary>
public enum GateKind
{
    /// <summary>Hadamard: (X + Z)/sqrt(2).</summary>
    H,

    /// <summary>Pauli X.</summary>
    X,

    /// <summary>Pauli Y.</summary>
    Y,

    /// <summary>Pauli Z.</summary>
    Z,

    /// <summary>diag(1, i).</summary>
    S,

    /// <summary>diag(1, -i).</summary>
    Sdg,

    /// <summary>diag(1, exp(i pi/4)).</summary>
    T,

    /// <summary>diag(1, exp(-i pi/4)).</summary>
    Tdg,

    /// <summary>Rotation about X by an angle.</summary>
    RX,

    /// <summary>Rotation about Y by an angle.</summary>
    RY,

    /// <summary>Rotation about Z by an angle: diag(exp(-i a/2), exp(i a/2)).</summary>
    RZ,

    /// <summary>Phase by an angle: diag(1, exp(i a)).</summary>
    P,

    /// <summary>Controlled X; the first qubit controls.</summary>
    CNOT,

    /// <summary>Controlled Z.</summary>
    CZ,

    /// <summary>Exchange of two qubits.</summary>
    SWAP,

    /// <summary>Nothing; compilers may not move gates across it.</summary>
    Barrier,

    /// <summary>Measurement in the Z basis into the next classical bit.</summary>
    Measure,
}
