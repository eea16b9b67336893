namespace QSeq.Quantum.Circuits;

/// <summary>One gate, barrier or measurement of a circuit.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Qubits">On which qubits, in the gate's order (control before target).</param>
/// <param name="Angle">The angle of RX, RY, RZ and P; null for all others.</param>
public sealed record Operation(GateKind Kind, ImmutableArray<int> Qubits, AffineAngle? Angle = null)
{
    /// <summary>Whether it is a gate, neither a barrier nor a measurement.</summary>
    public bool IsGate => Kind is not (GateKind.Barrier or GateKind.Measure);

    /// <inheritdoc/>
    public bool Equals(Operation? other) =>
        other is not null && Kind == other.Kind && Qubits.AsSpan().SequenceEqual(other.Qubits.AsSpan()) && Equals(Angle, other.Angle);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Qubits.IsDefaultOrEmpty ? -1 : Qubits[0], Angle);
}
