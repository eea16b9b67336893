namespace QSeq.Quantum.Circuits;

/// <summary>Turns the pieces of one OpenQASM text into a circuit, statement by statement.</summary>
internal sealed class QasmParser
{
    private readonly record struct Register(int First, int Count);

    private readonly QasmTokens _tokens;
    private readonly List<string> _parameters = [];
    private readonly Dictionary<string, QasmValue> _numbers = []; // parameters and constants
    private readonly Dictionary<string, Register> _qubits = [], _bits = [];
    private readonly QasmExpressions _angles;
    private readonly QasmCalls _calls;
    private readonly QasmAssembly _assembly = new();
    private bool _three = true; // where a text does not say, as OpenQASM 3 has it
    private bool _included;
    private int _bitCount;

    public QasmParser(string text, bool isLibrary = false)
    {
        _tokens = new QasmTokens(text);
        _angles = new QasmExpressions(_tokens, _numbers);
        _calls = new QasmCalls(_tokens, _angles, isLibrary) { HasModifiers = true };
    }

    /// <summary>Reads definitions of gates and nothing else, by our own gates alone.</summary>
    public static IReadOnlyDictionary<string, QasmGate> ReadGates(string text)
    {
        var parser = new QasmParser(text, isLibrary: true);
        while (parser._tokens.TryTake("gate")) parser._calls.Define(() => "");
        return parser._calls.Defined;
    }

    public Circuit Read()
    {
        Header();
        while (_tokens.Next.Kind != QasmTokenKind.End) Statement();
        NeedQubits(_tokens.Next);
        return _assembly.Build(_parameters);
    }

    private string Supported() =>
        $"supported are the gates of qelib1.inc, stdgates.inc, Qiskit and Braket such as {string.Join(", ", QasmGates.Written.Select(gate => gate.Name))}, "
        + $"definitions of gates, barrier, measure, reset, if and declarations of {(_three ? "qubit, bit, const and input float" : "qreg and creg")}";

    private void Header()
    {
        if (!_tokens.TryTake("OPENQASM")) return;
        QasmToken version = _tokens.Take();
        _three = version.Text is "3" or "3.0" or "3.1" || (version.Text is "2" or "2.0" ? false : throw version.Error($"found version {version}, expected 2.0 or 3.0"));
        _angles.HasCaret = !_three;
        _calls.HasModifiers = _three;
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
                _included = true;
                break;
            case "input" when _three:
                Parameter();
                break;
            case "const" when _three:
                Constant();
                break;
            case "output" when _three:
                QasmToken type = _tokens.Take();
                if (type.Text != "bit") throw type.Error($"found {type}, expected 'bit'");
                Declare(quantum: false, sizeFirst: true);
                break;
            case "qubit" or "bit" when _three:
                Declare(word.Text == "qubit", sizeFirst: true);
                break;
            case "qreg" or "creg":
                Declare(word.Text == "qreg", sizeFirst: false);
                break;
            case "gate":
                _calls.Define(Supported);
                return;
            case "if":
                If(word);
                return;
            case "measure":
                ImmutableArray<int> qubits = Qubits();
                _tokens.Expect("->");
                Measure(word, qubits, Bits(_tokens.Expect(QasmTokenKind.Word, "a classical bit")));
                break;
            case var name when _three && _bits.ContainsKey(name) && (_tokens.Is("=") || _tokens.Is("[") || _calls.Find(name) is null):
                ImmutableArray<int> bits = Bits(word);
                _tokens.Expect("=");
                _tokens.Expect("measure");
                Measure(word, Qubits(), bits);
                break;
            case "reset":
                foreach (int qubit in Qubits()) _assembly.Reset(word, qubit);
                break;
            default:
                Operation(word, null);
                break;
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
        _numbers.Add(name.Text, new QasmValue(0, [new AngleTerm(_parameters.Count, 1)]));
        _parameters.Add(name.Text);
    }

    // const float name = 0.5;
    private void Constant()
    {
        QasmToken type = _tokens.Take();
        if (type.Text is not ("float" or "angle" or "int" or "uint"))
            throw type.Error($"found {type}, expected 'float', 'angle', 'int' or 'uint'");
        if (_tokens.Is("[")) Index("a size");
        QasmToken name = NewName(_tokens.Expect(QasmTokenKind.Word, "a name"));
        _tokens.Expect("=");
        _numbers.Add(name.Text, _angles.Read([]).Known!.Value);
    }

    // qubit[2] q; bit[2] c = measure q; or qreg q[2];
    private void Declare(bool quantum, bool sizeFirst)
    {
        int count = sizeFirst && _tokens.Is("[") ? Index("a size") : 1;
        QasmToken name = NewName(_tokens.Expect(QasmTokenKind.Word, "a name"));
        if (!sizeFirst && (_tokens.Is("[") || !_three)) count = Index("a size");
        int total = quantum ? _assembly.Qubits : _bitCount;
        string what = quantum ? "qubits" : "classical bits";
        if (count < 1) throw name.Error($"register {name} has {count} {what}, expected at least 1");
        if (count > QasmReader.MaxQubits - total)
            throw name.Error(string.Create(CultureInfo.InvariantCulture, $"with register {name} there are {(long)total + count} {what}, more than the {QasmReader.MaxQubits} that are read"));
        (quantum ? _qubits : _bits).Add(name.Text, new Register(total, count));
        for (int n = 0; quantum && n < count; n++) _assembly.AddQubit(name);
        if (quantum) return;
        _bitCount += count;
        if (!sizeFirst || !_tokens.TryTake("=")) return;
        _tokens.Expect("measure");
        Measure(name, Qubits(), [.. Enumerable.Range(total, count)]);
    }

    private QasmToken NewName(QasmToken name)
    {
        if (_numbers.ContainsKey(name.Text) || _qubits.ContainsKey(name.Text) || _bits.ContainsKey(name.Text))
            throw name.Error($"{name} is declared twice");
        if (!QasmGates.IsFree(name.Text, _three, _included))
            throw name.Error($"{name} is a gate or a word of the language and cannot be a name");
        return name;
    }

    // if (c == 3) x q[0]; or, in OpenQASM 3, if (c[0]) { x q[0]; }
    private void If(QasmToken word)
    {
        _tokens.Expect("(");
        bool not = _tokens.TryTake("!");
        ImmutableArray<int> bits = Bits(_tokens.Expect(QasmTokenKind.Word, "a classical register"));
        System.Numerics.BigInteger value = System.Numerics.BigInteger.One;
        if (_tokens.TryTake("=="))
        {
            QasmToken number = _tokens.Take();
            if (number.Text is "true" or "false") value = number.Text == "true" ? 1 : 0;
            else if (!System.Numerics.BigInteger.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out value))
                throw number.Error($"found {number}, expected a whole number");
        }
        else if (bits.Length > 1)
        {
            throw _tokens.Next.Error($"found {_tokens.Next}, expected '==' and a whole number");
        }

        _tokens.Expect(")");
        if (not) value = bits.Length == 1 && value <= 1 ? 1 - value : throw word.Error("! is of one bit only");
        IReadOnlyList<(int, bool)> condition = [.. bits.Select((bit, n) => (bit, (value >> n & 1) == 1))];
        if (value >> bits.Length != 0) throw word.Error($"{bits.Length} bits are never {value}");
        bool block = _tokens.TryTake("{");
        while (!block || !_tokens.TryTake("}"))
        {
            QasmToken inner = _tokens.Expect(QasmTokenKind.Word, "a gate");
            if (inner.Text is "measure" or "reset" or "if" || _bits.ContainsKey(inner.Text))
                throw inner.Error($"{inner} cannot stand under a condition here, expected a gate");
            Operation(inner, condition);
            _tokens.Expect(";");
            if (!block) break;
        }

        if (_tokens.Is("else")) throw _tokens.Next.Error("'else' is not supported; write a condition of its own");
    }

    // A gate, on every place of its registers, or a barrier
    private void Operation(QasmToken word, IReadOnlyList<(int Bit, bool Value)>? condition)
    {
        if (word.Text == "barrier")
        {
            Barrier(word);
            return;
        }

        QasmCall call = _calls.Read(word, [], Supported);
        var operands = new ImmutableArray<int>[call.Operands];
        int many = 1;
        for (int n = 0; n < operands.Length; n++)
        {
            if (n > 0) _tokens.Expect(",");
            operands[n] = Qubits();
            if (operands[n].Length == 1) continue;
            if (many > 1 && operands[n].Length != many)
                throw word.Error($"{word} is on registers of {many} and of {operands[n].Length} qubits, expected as many");
            many = operands[n].Length;
        }

        if (operands.Length == 0) NeedQubits(word);
        for (int n = 0; n < many; n++)
        {
            ImmutableArray<int> qubits = [.. operands.Select(operand => operand[operand.Length == 1 ? 0 : n])];
            if (qubits.Length > 1 && qubits.Distinct().Count() < qubits.Length) throw word.Error($"{word} names a qubit twice");
            _assembly.Add(call, qubits, condition);
        }
    }

    private void Barrier(QasmToken word)
    {
        var qubits = new List<int>();
        for (bool more = !_tokens.Is(";"); more; more = _tokens.TryTake(","))
        {
            qubits.AddRange(Qubits());
            if (qubits.Count > _assembly.Qubits) throw word.Error("the barrier names a qubit twice");
        }

        NeedQubits(word);
        if (qubits.Count == 0) qubits.AddRange(Enumerable.Range(0, _assembly.Qubits)); // barrier; means all
        if (qubits.Distinct().Count() < qubits.Count) throw word.Error("the barrier names a qubit twice");
        _assembly.Barrier(word, qubits);
    }

    private void Measure(QasmToken word, ImmutableArray<int> qubits, ImmutableArray<int> bits)
    {
        if (qubits.Length != bits.Length) throw word.Error($"{qubits.Length} qubits cannot be measured into {bits.Length} bits");
        for (int n = 0; n < bits.Length; n++) _assembly.Measure(word, qubits[n], bits[n]);
    }

    private void NeedQubits(QasmToken at)
    {
        if (_assembly.Qubits == 0)
            throw at.Error($"found {at}, but no qubits are declared; expected '{(_three ? "qubit[2] q;" : "qreg q[2];")}' before it");
    }

    private ImmutableArray<int> Qubits()
    {
        QasmToken name = _tokens.Expect(QasmTokenKind.Word, "a qubit");
        if (name.Text.StartsWith('$') && !_qubits.ContainsKey(name.Text))
        {
            if (!int.TryParse(name.Text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number == int.MaxValue)
                throw name.Error($"{name} is no qubit of a device, expected $0, $1 and so on");
            _qubits.Add(name.Text, new Register(_assembly.AddQubit(name, number), 1));
        }

        return Items(name, _qubits, "qubit register");
    }

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
