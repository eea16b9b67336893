namespace QSeq.Quantum.Circuits;

/// <summary>Turns the pieces of one OpenQASM text into a circuit, statement by statement.</summary>
internal sealed class QasmParser
{
    private readonly record struct Register(int First, int Count);

    private readonly QasmTokens _tokens;
    private readonly Dictionary<string, int> _parameters = [];
    private readonly Dictionary<string, Register> _qubits = [], _bits = [];
    private readonly QasmAngle _angle;
    private CircuitBuilder? _builder; // from the first operation on, when all is declared
    private bool _three;
    private int _qubitCount, _bitCount, _measured, _operands;

    public QasmParser(string text)
    {
        _tokens = new QasmTokens(text);
        _angle = new QasmAngle(_tokens, _parameters);
    }

    private string Supported => $"supported are {string.Join(", ", QasmGates.Written.Select(gate => gate.Name))}, barrier, measure and declarations of {(_three ? "qubit, bit and input float" : "qreg and creg")}";

    public Circuit Read()
    {
        Header();
        while (_tokens.Next.Kind != QasmTokenKind.End) Statement();
        return Builder(_tokens.Next).Build();
    }

    private void Header()
    {
        if (!_tokens.TryTake("OPENQASM")) throw _tokens.Next.Error($"found {_tokens.Next}, expected 'OPENQASM 2.0;' or 'OPENQASM 3.0;'");
        QasmToken version = _tokens.Take();
        _three = version.Text is "3" or "3.0" or "3.1" || (version.Text is "2" or "2.0" ? false : throw version.Error($"found version {version}, expected 2.0 or 3.0"));
        _tokens.Expect(";");
    }

    private void Statement()
    {
        QasmToken word = _tokens.Expect(QasmTokenKind.Word, "a statement");
        switch (word.Text)
        {
            case "include":
                QasmToken file = _tokens.Expect(QasmTokenKind.Text, "a file name in quotation marks");
                if (file.Text is not ("\"stdgates.inc\"" or "\"qelib1.inc\"")) throw file.Error($"found {file}; only stdgates.inc and qelib1.inc can be included");
                break;
            case "input" when _three:
                Parameter();
                break;
            case "qubit" or "bit" when _three:
                int count = _tokens.Is("[") ? Index("a size") : 1;
                Declare(word.Text == "qubit", count, _tokens.Expect(QasmTokenKind.Word, "a name"));
                break;
            case "qreg" or "creg":
                QasmToken name = _tokens.Expect(QasmTokenKind.Word, "a name");
                Declare(word.Text == "qreg", _tokens.Is("[") || !_three ? Index("a size") : 1, name);
                break;
            case "barrier":
                Barrier(word);
                break;
            case "measure":
                ImmutableArray<int> qubits = Qubits();
                _tokens.Expect("->");
                Measure(word, qubits, Bits(_tokens.Expect(QasmTokenKind.Word, "a classical bit")));
                break;
            case var _ when _three && _bits.ContainsKey(word.Text):
                ImmutableArray<int> bits = Bits(word);
                _tokens.Expect("=");
                _tokens.Expect("measure");
                Measure(word, Qubits(), bits);
                break;
            case var gate when QasmGates.Read.TryGetValue(gate, out GateKind kind):
                Gate(word, kind);
                break;
            default:
                throw word.Error($"{word} is not supported; {Supported}");
        }

        _tokens.Expect(";");
    }

    // input float name; or input float[64] name; or input angle name;
    private void Parameter()
    {
        QasmToken type = _tokens.Take();
        if (type.Text is not ("float" or "angle")) throw type.Error($"found {type}, expected 'float'");
        if (_tokens.Is("[")) Index("a size");
        QasmToken name = NewName(_tokens.Expect(QasmTokenKind.Word, "a name"));
        _parameters.Add(name.Text, _parameters.Count);
    }

    private void Declare(bool quantum, int count, QasmToken token)
    {
        QasmToken name = NewName(token);
        int total = quantum ? _qubitCount : _bitCount;
        string what = quantum ? "qubits" : "classical bits";
        if (count < 1) throw name.Error($"register {name} has {count} {what}, expected at least 1");
        if (count > QasmReader.MaxQubits - total)
            throw name.Error(string.Create(CultureInfo.InvariantCulture, $"with register {name} there are {(long)total + count} {what}, more than the {QasmReader.MaxQubits} that are read"));
        (quantum ? _qubits : _bits).Add(name.Text, new Register(total, count));
        if (quantum) _qubitCount += count;
        else _bitCount += count;
    }

    private QasmToken NewName(QasmToken name)
    {
        if (_builder is not null) throw name.Error($"{name} is declared after the first operation; declare everything before it");
        if (_parameters.ContainsKey(name.Text) || _qubits.ContainsKey(name.Text) || _bits.ContainsKey(name.Text)) throw name.Error($"{name} is declared twice");
        if (!QasmGates.IsName(name.Text) && name.Text is not ("q" or "c")) throw name.Error($"{name} is a gate or a word of the language and cannot be a name");
        return name;
    }

    private void Gate(QasmToken word, GateKind kind)
    {
        AffineAngle? angle = null;
        if (kind is GateKind.RX or GateKind.RY or GateKind.RZ or GateKind.P)
        {
            if (!_tokens.TryTake("(")) throw _tokens.Next.Error($"found {_tokens.Next}, expected the angle of {word} in parentheses");
            angle = _angle.Read();
            _tokens.Expect(")");
        }
        else if (_tokens.Is("("))
        {
            throw _tokens.Next.Error($"{word} takes no angle");
        }

        ImmutableArray<int> qubits = Qubits();
        if (kind is not (GateKind.CNOT or GateKind.CZ or GateKind.SWAP))
        {
            foreach (int qubit in qubits) Add(word, new Operation(kind, [qubit], angle));
            return;
        }

        _tokens.Expect(",");
        ImmutableArray<int> targets = Qubits();
        if (qubits.Length > 1 || targets.Length > 1) throw word.Error($"{word} on whole registers is not supported; write one for each pair of qubits");
        Add(word, new Operation(kind, [qubits[0], targets[0]]));
    }

    private void Barrier(QasmToken word)
    {
        var qubits = ImmutableArray.CreateBuilder<int>();
        for (bool more = !_tokens.Is(";"); more; more = _tokens.TryTake(","))
        {
            qubits.AddRange(Qubits());
            if (qubits.Count > _qubitCount) throw word.Error("the barrier names a qubit twice");
        }

        if (qubits.Count == 0) qubits.AddRange(Enumerable.Range(0, _qubitCount)); // barrier; means all
        Add(word, new Operation(GateKind.Barrier, qubits.ToImmutable()));
    }

    private void Measure(QasmToken word, ImmutableArray<int> qubits, ImmutableArray<int> bits)
    {
        if (qubits.Length != bits.Length) throw word.Error($"{qubits.Length} qubits cannot be measured into {bits.Length} bits");
        for (int n = 0; n < bits.Length; n++)
        {
            if (bits[n] != _measured) throw word.Error($"the measurement goes into bit {bits[n]}, expected bit {_measured}; measure into the classical bits in order");
            Add(word, new Operation(GateKind.Measure, [qubits[n]]));
            _measured++;
        }
    }

    private void Add(QasmToken word, Operation operation)
    {
        _operands += operation.Qubits.Length;
        if (_operands > QasmReader.MaxOperands) throw word.Error($"the operations name more than {QasmReader.MaxOperands} qubits together; split the circuit");
        CircuitBuilder builder = Builder(word);
        try
        {
            builder.Add(operation);
        }
        catch (ArgumentException e)
        {
            throw word.Error(ErrorText.Of(e).ToString());
        }
    }

    private CircuitBuilder Builder(QasmToken at)
    {
        if (_qubitCount == 0) throw at.Error($"found {at}, but no qubits are declared; expected '{(_three ? "qubit[2] q;" : "qreg q[2];")}' before it");
        return _builder ??= new CircuitBuilder(_qubitCount, _parameters.Keys);
    }

    private ImmutableArray<int> Qubits() => Items(_tokens.Expect(QasmTokenKind.Word, "a qubit"), _qubits, "qubit register");

    private ImmutableArray<int> Bits(QasmToken name) => Items(name, _bits, "classical register");

    // q[3], or the whole of q
    private ImmutableArray<int> Items(QasmToken name, Dictionary<string, Register> registers, string what)
    {
        if (!registers.TryGetValue(name.Text, out Register register)) throw name.Error($"there is no {what} {name}");
        if (!_tokens.Is("[")) return [.. Enumerable.Range(register.First, register.Count)];
        int index = Index("an index");
        if (index >= register.Count) throw name.Error($"{name} has no place {index}, its last is {register.Count - 1}");
        return [register.First + index];
    }

    private int Index(string what)
    {
        _tokens.Expect("[");
        QasmToken number = _tokens.Expect(QasmTokenKind.Number, what);
        if (!int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int index)) throw number.Error($"found {number}, expected a whole number");
        _tokens.Expect("]");
        return index;
    }
}
