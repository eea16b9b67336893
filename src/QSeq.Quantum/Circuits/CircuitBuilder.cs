namespace QSeq.Quantum.Circuits;

/// <summary>Puts a circuit together, operation by operation.</summary>
public sealed class CircuitBuilder
{
    private readonly int _qubits;
    private readonly ImmutableArray<string> _parameters;
    private readonly ImmutableArray<Operation>.Builder _operations = ImmutableArray.CreateBuilder<Operation>();
    private readonly HashSet<int> _measured = [];

    /// <summary>Starts a circuit.</summary>
    /// <param name="qubits">Qubits, at least 1.</param>
    /// <param name="parameters">Names of parameters that angles may depend on, all different.</param>
    /// <exception cref="ArgumentException">There is no qubit, or a name is empty or taken.</exception>
    public CircuitBuilder(int qubits, params IEnumerable<string> parameters)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(qubits, 1);
        ArgumentNullException.ThrowIfNull(parameters);
        (_qubits, _parameters) = (qubits, [.. parameters]);
        if (_parameters.Any(string.IsNullOrWhiteSpace) || _parameters.Distinct().Count() < _parameters.Length)
            throw new ArgumentException("The parameters of a circuit need names that differ.", nameof(parameters));
    }

    /// <summary>Adds a gate without angle.</summary>
    /// <param name="kind">The gate.</param>
    /// <param name="qubits">Its qubits, control before target.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The gate takes other qubits or an angle, a qubit does not exist, or it has been measured.</exception>
    public CircuitBuilder Add(GateKind kind, params ImmutableArray<int> qubits) => Add(new Operation(kind, qubits));

    /// <summary>Adds a rotation or phase.</summary>
    /// <param name="kind">RX, RY, RZ or P.</param>
    /// <param name="qubit">Its qubit.</param>
    /// <param name="angle">Its angle.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The gate takes no angle, a qubit or parameter does not exist, or the qubit has been measured.</exception>
    public CircuitBuilder Add(GateKind kind, int qubit, AffineAngle angle) => Add(new Operation(kind, [qubit], angle));

    /// <summary>Adds an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">It does not fit the circuit.</exception>
    public CircuitBuilder Add(Operation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        Check(operation);
        if (operation.Kind == GateKind.Measure) _measured.UnionWith(operation.Qubits);
        _operations.Add(operation);
        return this;
    }

    /// <summary>Measures all qubits that are not yet measured, in order.</summary>
    /// <returns>This builder.</returns>
    public CircuitBuilder MeasureAll()
    {
        for (int qubit = 0; qubit < _qubits; qubit++)
            if (!_measured.Contains(qubit)) Add(GateKind.Measure, qubit);
        return this;
    }

    /// <summary>The circuit so far.</summary>
    /// <returns>The circuit.</returns>
    public Circuit Build() => new(_qubits, _parameters, _operations.ToImmutable());

    private void Check(Operation operation)
    {
        (GateKind kind, ImmutableArray<int> qubits) = (operation.Kind, operation.Qubits);
        int expected = kind switch { GateKind.CNOT or GateKind.CZ or GateKind.SWAP => 2, GateKind.Barrier => -1, _ => 1 };
        if (qubits.IsDefaultOrEmpty || (expected > 0 && qubits.Length != expected))
            throw new ArgumentException($"{kind} was given {(qubits.IsDefault ? 0 : qubits.Length)} qubits, expected {(expected > 0 ? expected : "at least 1")}.", nameof(operation));
        foreach (int qubit in qubits)
        {
            if (qubit < 0 || qubit >= _qubits) throw new ArgumentException($"{kind} names qubit {qubit}, but the circuit has qubits 0 to {_qubits - 1}.", nameof(operation));
            if (_measured.Contains(qubit) && kind != GateKind.Barrier) throw new ArgumentException($"{kind} follows the measurement of qubit {qubit}; measure at the end.", nameof(operation));
        }

        if (qubits.Distinct().Count() < qubits.Length) throw new ArgumentException($"{kind} names a qubit twice.", nameof(operation));
        bool angle = kind is GateKind.RX or GateKind.RY or GateKind.RZ or GateKind.P;
        if (angle != (operation.Angle is not null)) throw new ArgumentException($"{kind} {(angle ? "needs" : "takes no")} angle.", nameof(operation));
        if (operation.Angle?.Terms.FirstOrDefault(term => term.Parameter >= _parameters.Length) is { Factor: not 0 } term)
            throw new ArgumentException($"An angle names parameter {term.Parameter}, but the circuit has {_parameters.Length}.", nameof(operation));
    }
}
