namespace QSeq.Quantum.Circuits;

/// <summary>New circuits out of circuits: bound, one after another, run backwards, on other qubits; and their sizes.</summary>
public static class CircuitOperations
{
    /// <summary>Gives every parameter a value; the circuit that comes out has none.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="values">Values of all parameters, in their order.</param>
    /// <returns>A circuit without parameters.</returns>
    /// <exception cref="ArgumentException">There are more or fewer values than parameters, or an angle is not finite.</exception>
    public static Circuit Bind(this Circuit circuit, params ReadOnlySpan<double> values)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        if (values.Length != circuit.Parameters.Length)
            throw new ArgumentException($"The circuit has {circuit.Parameters.Length} parameters, but {values.Length} values were given.", nameof(values));
        var operations = ImmutableArray.CreateBuilder<Operation>(circuit.Operations.Length);
        foreach (Operation operation in circuit.Operations)
            operations.Add(operation.Angle is { IsBound: false } angle ? operation with { Angle = new AffineAngle(angle.At(values)) } : operation);
        return new Circuit(circuit.Qubits, [], operations.MoveToImmutable());
    }

    /// <summary>This circuit, then another on the same qubits. Parameters of the same name are the same parameter.</summary>
    /// <param name="circuit">What comes first.</param>
    /// <param name="other">What comes after it.</param>
    /// <returns>Both, with the parameters of the first, then those that only the second has.</returns>
    /// <exception cref="ArgumentException">The numbers of qubits differ, or the second acts on a qubit that the first has measured.</exception>
    public static Circuit Then(this Circuit circuit, Circuit other)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        ArgumentNullException.ThrowIfNull(other);
        if (circuit.Qubits != other.Qubits)
            throw new ArgumentException($"A circuit of {other.Qubits} qubits cannot follow one of {circuit.Qubits}; put it on {circuit.Qubits} qubits first.", nameof(other));
        ImmutableArray<string> names = [.. circuit.Parameters.Union(other.Parameters)];
        int[] number = [.. other.Parameters.Select(name => names.IndexOf(name))];
        AffineAngle Renumbered(AffineAngle angle) =>
            new(angle.Constant, [.. angle.Terms.Select(term => term with { Parameter = number[term.Parameter] })]);

        var builder = new CircuitBuilder(circuit.Qubits, names);
        foreach (Operation operation in circuit.Operations) builder.Add(operation);
        foreach (Operation operation in other.Operations)
            builder.Add(operation.Angle is { } angle ? operation with { Angle = Renumbered(angle) } : operation);
        return builder.Build();
    }

    /// <summary>What undoes the circuit: inverse gates in reverse order; barriers stay where they are.</summary>
    /// <param name="circuit">A circuit without measurements.</param>
    /// <returns>Its adjoint, with the same parameters.</returns>
    /// <exception cref="ArgumentException">The circuit measures, which cannot be undone.</exception>
    public static Circuit Adjoint(this Circuit circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        if (!circuit.Measured.IsEmpty)
            throw new ArgumentException($"The circuit measures qubit {circuit.Measured[0]}, which cannot be undone; take the adjoint before measuring.", nameof(circuit));
        return new Circuit(circuit.Qubits, circuit.Parameters, [.. circuit.Operations.Reverse().Select(Inverse)]);
    }

    /// <summary>The same circuit on other wires of a circuit that may have more of them.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="mapping">The new qubit of each qubit, all different.</param>
    /// <param name="totalQubits">Qubits of the new circuit.</param>
    /// <returns>The circuit; its classical bits keep their order.</returns>
    /// <exception cref="ArgumentException">The mapping has another length, repeats a qubit or leaves the new circuit.</exception>
    public static Circuit OnQubits(this Circuit circuit, ReadOnlySpan<int> mapping, int totalQubits)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        if (mapping.Length != circuit.Qubits)
            throw new ArgumentException($"The circuit has {circuit.Qubits} qubits, but {mapping.Length} were given to put them on.", nameof(mapping));
        int[] to = [.. mapping];
        if (to.Distinct().Count() < to.Length) throw new ArgumentException("Two qubits cannot be put on the same one.", nameof(mapping));
        foreach (int qubit in to)
        {
            if (qubit < 0 || qubit >= totalQubits)
                throw new ArgumentException($"Qubit {qubit} is not one of the {totalQubits} qubits of the new circuit.", nameof(mapping));
        }

        return new Circuit(totalQubits, circuit.Parameters, [.. circuit.Operations.Select(operation => operation with { Qubits = [.. operation.Qubits.Select(qubit => to[qubit])] })]);
    }

    /// <summary>
    /// The number of layers that gates and measurements fall into when each is done as early as its qubits allow, as Qiskit
    /// counts: a measurement is a layer like a gate. A barrier is no layer, but what follows it on its qubits waits for
    /// all that stands before it on any of them.
    /// </summary>
    /// <param name="circuit">The circuit.</param>
    /// <returns>0 for a circuit without operations.</returns>
    public static int Depth(this Circuit circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        int[] layers = new int[circuit.Qubits];
        foreach (Operation operation in circuit.Operations)
        {
            int layer = operation.Qubits.Max(qubit => layers[qubit]) + (operation.Kind == GateKind.Barrier ? 0 : 1);
            foreach (int qubit in operation.Qubits) layers[qubit] = layer;
        }

        return layers.Max();
    }

    /// <summary>How many operations of each kind there are, in the order of <see cref="GateKind"/>; kinds that do not occur are left out.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <returns>Kinds and numbers.</returns>
    public static ImmutableArray<GateCount> CountGates(this Circuit circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        return [.. circuit.Operations.GroupBy(operation => operation.Kind).OrderBy(group => group.Key).Select(group => new GateCount(group.Key, group.Count()))];
    }

    private static Operation Inverse(Operation operation) => operation.Kind switch
    {
        GateKind.S => operation with { Kind = GateKind.Sdg },
        GateKind.Sdg => operation with { Kind = GateKind.S },
        GateKind.T => operation with { Kind = GateKind.Tdg },
        GateKind.Tdg => operation with { Kind = GateKind.T },
        _ => operation.Angle is { } angle ? operation with { Angle = angle.Negate() } : operation,
    };
}

/// <summary>How often a circuit has an operation.</summary>
/// <param name="Kind">The operation.</param>
/// <param name="Count">How often.</param>
public readonly record struct GateCount(GateKind Kind, int Count);
