using System.Runtime.InteropServices;

namespace QSeq.Quantum.Circuits;

/// <summary>A gate by its name: one of our own, a phase of all qubits together, or a definition by others.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Angles">How many angles it takes.</param>
/// <param name="Qubits">How many qubits.</param>
/// <param name="Kind">What it is, where it is our own.</param>
/// <param name="Body">What it is made of; default where it is our own or a phase.</param>
/// <param name="Depth">How many definitions stand within one another.</param>
internal sealed record QasmGate(string Name, int Angles, int Qubits, GateKind? Kind, ImmutableArray<QasmCall> Body, int Depth)
{
    public static QasmGate Own(string name, GateKind? kind) => new(
        name,
        kind is null or GateKind.RX or GateKind.RY or GateKind.RZ or GateKind.P ? 1 : 0,
        kind switch { null => 0, GateKind.CNOT or GateKind.CZ or GateKind.SWAP => 2, _ => 1 },
        kind,
        default,
        0);
}

/// <summary>A gate where it is used.</summary>
/// <param name="At">Where.</param>
/// <param name="Gate">The gate.</param>
/// <param name="Modifiers">What stands before it, outermost first.</param>
/// <param name="Angles">Its angles.</param>
/// <param name="Qubits">Its qubits, by their places among those of the gate around it; those of controls first.</param>
internal sealed record QasmCall(QasmToken At, QasmGate Gate, ImmutableArray<QasmModifier> Modifiers, ImmutableArray<QasmExpression> Angles, ImmutableArray<int> Qubits)
{
    public int Operands => Gate.Qubits + Modifiers.Sum(modifier => modifier.Controls);
}

/// <summary>inv, pow(Count), ctrl(Count) or negctrl(Count), all followed by @.</summary>
internal readonly record struct QasmModifier(string Name, int Count)
{
    public int Controls => Name is "ctrl" or "negctrl" ? Count : 0;
}

/// <summary>A gate of our own, or a phase of all qubits together, which only a control can see (Kind is null).</summary>
internal readonly record struct QasmStep(GateKind? Kind, QasmValue Angle, ImmutableArray<int> Qubits)
{
    public QasmStep Inverse() => Kind switch
    {
        GateKind.S => this with { Kind = GateKind.Sdg },
        GateKind.Sdg => this with { Kind = GateKind.S },
        GateKind.T => this with { Kind = GateKind.Tdg },
        GateKind.Tdg => this with { Kind = GateKind.T },
        _ => this with { Angle = Angle.Times(-1) },
    };
}

/// <summary>Takes gates apart into our own. What a text asks for is limited, however often its definitions repeat one another.</summary>
internal sealed class QasmExpansion
{
    private long _steps;

    /// <summary>The gates of a use of a gate.</summary>
    /// <param name="call">The use.</param>
    /// <param name="angles">Values of the angles around it.</param>
    /// <param name="qubits">The qubits around it.</param>
    /// <param name="to">Where they go.</param>
    public void Add(QasmCall call, IReadOnlyList<QasmValue> angles, IReadOnlyList<int> qubits, List<QasmStep> to)
    {
        int cost = 1;
        QasmValue[] values = call.Angles.Length > 0 ? new QasmValue[call.Angles.Length] : [];
        for (int n = 0; n < values.Length; n++)
        {
            cost += call.Angles[n].Size;
            values[n] = call.Angles[n].Known ?? call.Angles[n].At(angles);
        }

        Spend(call.At, cost);
        int[] operands = new int[call.Qubits.Length];
        for (int n = 0; n < operands.Length; n++) operands[n] = qubits[call.Qubits[n]];
        Apply(call, 0, values, ImmutableCollectionsMarshal.AsImmutableArray(operands), to);
    }

    /// <summary>The same gates, done where a further qubit is 1.</summary>
    public List<QasmStep> Controlled(QasmToken at, List<QasmStep> steps, int control)
    {
        var controlled = new List<QasmStep>();
        foreach (QasmStep step in steps)
        {
            if (step.Kind is null) controlled.Add(new QasmStep(GateKind.P, step.Angle, [control]));
            else if (step.Kind == GateKind.Barrier) controlled.Add(step);
            else Add(at, QasmLibrary.Controlled(step.Kind.Value), [step.Angle], [control, .. step.Qubits], controlled);
        }

        return controlled;
    }

    private void Apply(QasmCall call, int modifier, QasmValue[] angles, ImmutableArray<int> qubits, List<QasmStep> to)
    {
        if (modifier == call.Modifiers.Length)
        {
            Add(call.At, call.Gate, angles, qubits, to);
            return;
        }

        (string name, int count) = (call.Modifiers[modifier].Name, call.Modifiers[modifier].Count);
        ImmutableArray<int> controls = qubits[..call.Modifiers[modifier].Controls];
        var inner = new List<QasmStep>();
        Apply(call, modifier + 1, angles, qubits[controls.Length..], inner);
        if (name == "inv" || count < 0) inner = [.. Enumerable.Reverse(inner).Select(step => step.Inverse())];
        foreach (int control in controls) inner = Controlled(call.At, inner, control);
        List<QasmStep> around = name == "negctrl" ? [.. controls.Select(control => new QasmStep(GateKind.X, 0, [control]))] : [];
        to.AddRange(around);
        long times = name == "pow" ? Math.Abs((long)count) : 1;
        Spend(call.At, times * inner.Count);
        for (long n = 0; n < times; n++) to.AddRange(inner);
        to.AddRange(around);
    }

    private void Add(QasmToken at, QasmGate gate, QasmValue[] angles, ImmutableArray<int> qubits, List<QasmStep> to)
    {
        if (gate.Body.IsDefault)
        {
            Spend(at, 1);
            if (qubits.Length == 2 && qubits[0] == qubits[1]) throw at.Error($"{at} names a qubit twice");
            to.Add(new QasmStep(gate.Kind, angles.Length > 0 ? angles[0] : 0, qubits));
            return;
        }

        foreach (QasmCall call in gate.Body) Add(call, angles, qubits, to);
    }

    private void Spend(QasmToken at, long steps)
    {
        _steps += steps;
        if (_steps > 4L * QasmReader.MaxOperands)
            throw at.Error($"definitions of gates ask for more than {QasmReader.MaxOperands} operations; split the circuit");
    }
}
