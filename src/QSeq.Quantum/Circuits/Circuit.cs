namespace QSeq.Quantum.Circuits;

/// <summary>
/// A quantum circuit: qubits that start in |0&gt;, operations in order of application, parameters that angles may depend
/// on. Immutable and equal by value; made by a <see cref="CircuitBuilder"/>.
/// </summary>
public sealed record Circuit
{
    internal Circuit(int qubits, ImmutableArray<string> parameters, ImmutableArray<Operation> operations)
    {
        (Qubits, Parameters, Operations) = (qubits, parameters, operations);
        Measured = [.. operations.Where(operation => operation.Kind == GateKind.Measure).SelectMany(operation => operation.Qubits)];
    }

    /// <summary>Qubits, numbered from 0.</summary>
    public int Qubits { get; }

    /// <summary>Names of the parameters; their places are their numbers.</summary>
    public ImmutableArray<string> Parameters { get; }

    /// <summary>Operations in order of application.</summary>
    public ImmutableArray<Operation> Operations { get; }

    /// <summary>The qubits that are measured; the place of each is its classical bit.</summary>
    public ImmutableArray<int> Measured { get; }

    /// <summary>Whether every angle is a number, so that the circuit can be run.</summary>
    public bool IsBound => Operations.All(operation => operation.Angle?.IsBound ?? true);

    /// <inheritdoc/>
    public bool Equals(Circuit? other) =>
        other is not null && Qubits == other.Qubits && Parameters.AsSpan().SequenceEqual(other.Parameters.AsSpan()) && Operations.AsSpan().SequenceEqual(other.Operations.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Qubits, Parameters.Length, Operations.Length);
}
