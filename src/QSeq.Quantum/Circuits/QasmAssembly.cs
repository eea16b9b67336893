namespace QSeq.Quantum.Circuits;

/// <summary>
/// Puts the operations of a text onto wires. A circuit measures at the end, a text may not: a bit whose qubit goes on is
/// kept on a fresh wire, a qubit that is reset goes on on a fresh one, and a condition on bits becomes a control by them,
/// which leaves the chances of all results as they are (deferred measurement, Nielsen and Chuang, section 4.4).
/// </summary>
internal sealed class QasmAssembly
{
    private readonly List<Operation> _operations = [];
    private readonly List<int> _wireOf = []; // of each qubit
    private readonly List<int> _order = []; // of each wire: 0, a qubit of a device by its number, or last
    private readonly HashSet<int> _used = []; // wires that are no longer |0>
    private readonly Dictionary<int, int> _sources = []; // of each measured bit, its wire
    private readonly Dictionary<int, int> _bits = []; // of each measured wire, its bit
    private readonly QasmExpansion _expansion = new();
    private int _operands, _lastBit = -1;
    private bool _late; // the measurements cannot stay where they are

    public int Qubits => _wireOf.Count;

    /// <summary>Adds a qubit; device: its number there, or null.</summary>
    public int AddQubit(QasmToken at, int? device = null)
    {
        _wireOf.Add(AddWire(at, device is { } number ? number + 1 : 0));
        return _wireOf.Count - 1;
    }

    /// <summary>Adds a gate; where there is a condition, it is done only if all bits have their values.</summary>
    public void Add(QasmCall call, ImmutableArray<int> qubits, IReadOnlyList<(int Bit, bool Value)>? condition)
    {
        var steps = new List<QasmStep>();
        _expansion.Add(call, [], [.. qubits.Select(qubit => _wireOf[qubit])], steps);
        foreach (int wire in steps.SelectMany(step => step.Qubits).Distinct()) Release(call.At, wire);
        if (condition is not null)
        {
            if (Control(call.At, condition) is not { } control) return;
            if (control >= 0) steps = _expansion.Controlled(call.At, steps, control);
        }

        foreach (QasmStep step in steps)
            if (step.Kind is { } kind) Emit(call.At, kind, step.Qubits, step.Angle);
    }

    public void Barrier(QasmToken at, IEnumerable<int> qubits)
    {
        ImmutableArray<int> wires = [.. qubits.Select(qubit => _wireOf[qubit])];
        Count(at, wires.Length);
        _operations.Add(new Operation(GateKind.Barrier, wires));
    }

    public void Measure(QasmToken at, int qubit, int bit)
    {
        int wire = _wireOf[qubit];
        Release(at, wire);
        if (_sources.Remove(bit, out int before))
        {
            _bits.Remove(before);
            _late = true;
        }

        _late |= bit < _lastBit;
        _lastBit = bit;
        Count(at, 1);
        _operations.Add(new Operation(GateKind.Measure, [wire]));
        (_sources[bit], _bits[wire]) = (wire, bit);
    }

    public void Reset(QasmToken at, int qubit)
    {
        if (_used.Contains(_wireOf[qubit])) _wireOf[qubit] = AddWire(at, int.MaxValue);
    }

    public Circuit Build(IEnumerable<string> parameters)
    {
        IEnumerable<Operation> operations = _operations;
        if (_late)
        {
            operations = _operations.Where(operation => operation.Kind != GateKind.Measure)
                .Concat(_sources.OrderBy(pair => pair.Key).Select(pair => new Operation(GateKind.Measure, [pair.Value])));
        }

        // Qubits of a device in the order of their numbers, fresh wires last.
        int[] sorted = [.. Enumerable.Range(0, _order.Count).OrderBy(wire => _order[wire])], place = new int[sorted.Length];
        for (int n = 0; n < sorted.Length; n++) place[sorted[n]] = n;
        bool moved = sorted.Where((wire, n) => wire != n).Any();
        return new Circuit(_order.Count, [.. parameters], [.. moved ? operations.Select(o => o with { Qubits = [.. o.Qubits.Select(wire => place[wire])] }) : operations]);
    }

    private static bool HasAngle(GateKind kind) => kind is GateKind.RX or GateKind.RY or GateKind.RZ or GateKind.P;

    private void Emit(QasmToken at, GateKind kind, ImmutableArray<int> wires, QasmValue angle)
    {
        Count(at, wires.Length);
        _used.UnionWith(wires);
        _operations.Add(new Operation(kind, wires, HasAngle(kind) ? angle.ToAngle(at) : null));
    }

    // A bit that was measured on a wire stays with a copy of it.
    private void Release(QasmToken at, int wire)
    {
        if (!_bits.Remove(wire, out int bit)) return;
        int copy = AddWire(at, int.MaxValue);
        Emit(at, GateKind.CNOT, [wire, copy], 0);
        (_sources[bit], _bits[copy], _late) = (copy, bit, true);
    }

    // A wire that is 1 where all bits have their values; -1 where they always have, null where they never have.
    private int? Control(QasmToken at, IReadOnlyList<(int Bit, bool Value)> condition)
    {
        if (condition.Any(one => one.Value && !_sources.ContainsKey(one.Bit))) return null; // a bit that was not measured is 0
        (int Wire, bool Value)[] controls = [.. condition.Where(one => _sources.ContainsKey(one.Bit)).Select(one => (_sources[one.Bit], one.Value))];
        if (controls.Length == 0) return -1;
        _late = true;
        if (controls is [(var only, true)]) return only;
        int[] zeros = [.. controls.Where(one => !one.Value).Select(one => one.Wire)];
        foreach (int wire in zeros) Emit(at, GateKind.X, [wire], 0);
        int all = AddWire(at, int.MaxValue);
        Emit(at, GateKind.CNOT, [controls[0].Wire, all], 0);
        foreach ((int wire, _) in controls.Skip(1))
        {
            int both = AddWire(at, int.MaxValue);
            var steps = _expansion.Controlled(at, [new QasmStep(GateKind.CNOT, 0, [wire, both])], all);
            foreach (QasmStep step in steps) Emit(at, step.Kind!.Value, step.Qubits, step.Angle);
            all = both;
        }

        foreach (int wire in zeros) Emit(at, GateKind.X, [wire], 0);
        return all;
    }

    private int AddWire(QasmToken at, int order)
    {
        if (_order.Count == QasmReader.MaxQubits)
            throw at.Error($"the circuit has more than the {QasmReader.MaxQubits} qubits that are read, with those that measurements and resets on the way take");
        _order.Add(order);
        return _order.Count - 1;
    }

    private void Count(QasmToken at, int qubits)
    {
        _operands += qubits;
        if (_operands > QasmReader.MaxOperands)
            throw at.Error($"the operations name more than {QasmReader.MaxOperands} qubits together; split the circuit");
    }
}
