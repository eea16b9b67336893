namespace QSeq.Quantum.Circuits;

/// <summary>Reads uses of gates and their definitions; a definition of a text's own comes before ours of the same name.</summary>
internal sealed class QasmCalls(QasmTokens tokens, QasmExpressions angles, bool isLibrary)
{
    private const int MostDepth = 100; // of definitions within one another; each takes stack
    private const int MostTimes = 100_000;
    private const int MostOperands = 1000;

    private readonly Dictionary<string, QasmGate> _defined = [];

    public IReadOnlyDictionary<string, QasmGate> Defined => _defined;

    /// <summary>Whether modifiers such as ctrl @ are read.</summary>
    public bool HasModifiers { get; set; }

    public QasmGate? Find(string name) =>
        _defined.GetValueOrDefault(name) ?? QasmGates.Own.GetValueOrDefault(name) ?? (isLibrary ? null : QasmLibrary.Gates.GetValueOrDefault(name));

    public bool IsModifier(string word) => HasModifiers && word is "inv" or "pow" or "ctrl" or "negctrl";

    /// <summary>Reads a use of a gate up to its qubits, whose places are left in their order.</summary>
    public QasmCall Read(QasmToken word, IReadOnlyList<string> formal, Func<string> supported)
    {
        var modifiers = ImmutableArray.CreateBuilder<QasmModifier>();
        while (IsModifier(word.Text))
        {
            int count = word.Text == "inv" ? 0 : Times(word);
            modifiers.Add(new QasmModifier(word.Text, count));
            tokens.Expect("@");
            word = tokens.Expect(QasmTokenKind.Word, "a gate");
        }

        QasmGate gate = Find(word.Text) ?? throw word.Error($"{word} is not supported; {supported()}");
        ImmutableArray<QasmExpression> values = Angles(word, gate, formal);
        var call = new QasmCall(word, gate, modifiers.ToImmutable(), values, []);
        return call.Operands <= MostOperands
            ? call with { Qubits = [.. Enumerable.Range(0, call.Operands)] }
            : throw word.Error($"{word} has {call.Operands} qubits with its controls, expected at most {MostOperands}");
    }

    /// <summary>Reads a definition after the word gate.</summary>
    public void Define(Func<string> supported)
    {
        QasmToken name = tokens.Expect(QasmTokenKind.Word, "the name of a gate");
        if (_defined.ContainsKey(name.Text)) throw name.Error($"gate {name} is defined twice");
        List<string> formal = [], qubits = [];
        if (tokens.TryTake("(") && !tokens.TryTake(")"))
        {
            Names(formal);
            tokens.Expect(")");
        }

        Names(qubits);
        tokens.Expect("{");
        var body = ImmutableArray.CreateBuilder<QasmCall>();
        while (!tokens.TryTake("}"))
        {
            QasmToken word = tokens.Expect(QasmTokenKind.Word, "a gate or '}'");
            if (word.Text == "barrier")
            {
                Names([]); // of no matter once the definition is taken apart
            }
            else
            {
                QasmCall call = Read(word, formal, supported);
                body.Add(call with { Qubits = Operands(call, qubits) });
            }

            tokens.Expect(";");
        }

        int depth = 1 + body.Select(call => call.Gate.Depth).DefaultIfEmpty().Max();
        if (depth > MostDepth) throw name.Error($"definitions of gates stand within one another more than {MostDepth} times");
        _defined.Add(name.Text, new QasmGate(name.Text, formal.Count, qubits.Count, null, body.ToImmutable(), depth));
    }

    private ImmutableArray<int> Operands(QasmCall call, List<string> qubits)
    {
        var places = ImmutableArray.CreateBuilder<int>();
        for (int n = 0; n < call.Operands; n++)
        {
            if (n > 0) tokens.Expect(",");
            QasmToken name = tokens.Expect(QasmTokenKind.Word, $"one of {call.Operands} qubits of {call.At}");
            int place = qubits.IndexOf(name.Text);
            if (place < 0) throw name.Error($"the gate has no qubit {name}");
            if (places.Contains(place)) throw call.At.Error($"{call.At} names a qubit twice");
            places.Add(place);
        }

        return places.ToImmutable();
    }

    private void Names(List<string> names)
    {
        do
        {
            QasmToken name = tokens.Expect(QasmTokenKind.Word, "a name");
            if (names.Contains(name.Text)) throw name.Error($"{name} is named twice");
            names.Add(name.Text);
            if (names.Count > MostOperands) throw name.Error($"a gate has more than {MostOperands} names");
        }
        while (tokens.TryTake(","));
    }

    private ImmutableArray<QasmExpression> Angles(QasmToken word, QasmGate gate, IReadOnlyList<string> formal)
    {
        if (!tokens.Is("("))
        {
            if (gate.Angles == 0) return [];
            string expected = gate.Angles == 1 ? "the angle" : string.Create(CultureInfo.InvariantCulture, $"the {gate.Angles} angles");
            throw tokens.Next.Error($"found {tokens.Next}, expected {expected} of {word} in parentheses");
        }

        QasmToken open = tokens.Take();
        var values = ImmutableArray.CreateBuilder<QasmExpression>();
        if (!tokens.Is(")"))
        {
            do
            {
                if (values.Count == gate.Angles)
                    throw open.Error(gate.Angles == 0 ? $"{word} takes no angle" : $"{word} takes {gate.Angles} angles, but more are given");
                values.Add(angles.Read(formal));
            }
            while (tokens.TryTake(","));
        }

        tokens.Expect(")");
        return values.Count == gate.Angles
            ? values.ToImmutable()
            : throw open.Error($"{word} takes {gate.Angles} angles, but {values.Count} are given");
    }

    private int Times(QasmToken word)
    {
        if (!tokens.Is("(")) return word.Text == "pow" ? throw tokens.Next.Error($"found {tokens.Next}, expected how often in parentheses") : 1;
        QasmToken open = tokens.Take();
        double count = angles.Read([]).Known is { IsNumber: true, Constant: var value } ? value : double.NaN;
        tokens.Expect(")");
        int least = word.Text == "pow" ? -MostTimes : 1;
        return double.IsInteger(count) && count >= least && count <= MostTimes
            ? (int)count
            : throw open.Error($"{word} is not by a whole number from {least} to {MostTimes}; no other is read");
    }
}
