using QSeq.Layers;
using QSeq.Quantum;

namespace QSeq.Cli.Options;

/// <summary>Which model, and its sizes, with their defaults. An option that does not apply to the model is refused.</summary>
internal sealed class ModelOptions(string model = "qkan-lstm", int? hidden = null, bool bidirectional = false) : OptionGroup
{
    private const string Qkan = "qkan-lstm";
    private const string Hqkan = "hqkan-lstm";
    private const string Qlstm = "qlstm";
    private const string Script = "qlstm-chen";
    private const string Six = "qlstm-6";
    private const string Qk = "qk-lstm";
    private const string QkCount = "qk-lstm-count";
    private const string Fourier = "fourier-lstm";
    private const string Spline = "spline-lstm";
    private const string FastQkan = "gqkan-qkanfwp";
    private const string FastLinearQkan = "gqkanfwp";
    private const string FastLinear = "gqkan-fwp";
    private const string FastCircuit = "gqkan-qfwp";
    private readonly Option<string> _model = Opt.Choice("--model", "The model.", model, [.. ModelCatalogue.Default.Entries.Select(entry => entry.Name)]);
    private readonly Option<int?> _hidden = Opt.OptionalInt("--hidden", $"Hidden size of every cell. [default: {(hidden is { } size ? size.ToString(CultureInfo.InvariantCulture) : "the model's preset, see qseq models")}]");
    private readonly Option<int> _layers = Opt.Int("--layers", "Stacked cells.", 1);
    private readonly Option<bool> _bidirectional = Opt.Flag("--bidirectional", "A second cell in every layer reads backward, with weights of its own; both are read from. With false, cells read forward only.", bidirectional);
    private readonly Option<int> _reps = Opt.Int(
        "--reps",
        "Re-uploading blocks of a circuit (QKAN models, the fast QKAN of gqkan-qkanfwp and gqkanfwp), "
        + "repeats of the feature map (QK models).", 1);
    private readonly Option<double> _noise = Opt.Number("--gate-noise", "Depolarising probability after every gate that training reckons with, 0 to 1 (QKAN models with encoding pz or rpz).", 0);
    private readonly Option<string> _encoding = Opt.Choice("--encoding", "How a circuit takes its input (QKAN models).", "pz", "pz", "rpz", "real", "mix");
    private readonly Option<string> _readout = Opt.Choice(
        "--readout",
        "What is read from a circuit (QKAN models; of fast weights amplitude-difference unless "
        + "given).", "expectation", "expectation", "amplitude-difference");
    private readonly Option<int> _latent = Opt.Int("--latent", "Width of the latent QKAN (hqkan-lstm).", 2);
    private readonly Option<int> _depth = Opt.Int(
        "--depth", "Variational layers of a circuit (QLSTM models; of gqkan-qfwp 2 unless given).", 3);
    private readonly Option<string> _entangler = Opt.Choice("--entangler", "Which qubits the CNOTs join (QLSTM and QK models); even-odd joins 0 and 1, 2 and 3, then 1 and 2. [default: chain; qlstm-chen: even-odd]", null, "chain", "ring", "even-odd");
    private readonly Option<string> _hadamard = Opt.Choice("--hadamard", "An H on every qubit before the rotation by its input (QLSTM models). [default: on; qlstm-6: off]", null, "on", "off");
    private readonly Option<string> _wires = Opt.Choice("--wires", "What is on the first qubits, which are read: the hidden state or the inputs (qlstm, qlstm-chen). [default: inputs-first]", null, "hidden-first", "inputs-first");
    private readonly Option<string> _angles = Opt.Choice("--angles", "First angles: uniform in [-pi, pi], or small, normal with deviation 0.01 (QLSTM models). [default: small; qlstm-6: uniform]", null, "uniform", "small");
    private readonly Option<int?> _qubits = Opt.OptionalInt(
        "--qubits",
        "Qubits of a circuit (qlstm: between linear maps; QK models; gqkan-qfwp). [default: one for each "
        + "input of the circuit; gqkan-qfwp: 8]");
    private readonly Option<int?> _references = Opt.OptionalInt("--references", "Reference vectors that the kernel compares with, for each gate where they are not shared (QK models). [default: qk-lstm 8, qk-lstm-count 4]");
    private readonly Option<int?> _projection = Opt.OptionalInt("--projection", "Width that a linear map projects to in front of the kernel (QK models). [default: qk-lstm none, qk-lstm-count 4]");
    private readonly Option<bool> _trainScale = Opt.Flag("--train-scale", "Train the factor of the kernel's angles (QK models).");
    private readonly Option<bool> _fixed = Opt.Flag("--fixed-references", "Reference vectors keep their first values, as they do in qk-lstm-count (qk-lstm).");
    private readonly Option<string> _base = Opt.Choice("--base", "The function beside a circuit (QKAN models).", "silu", "silu", "none", "identity", "tanh", "relu");
    private readonly Option<string[]?> _freeze = Opt.List("--freeze", "PARTS", "Parts of an edge that keep their first values: preactivation, base (QKAN models). [default: none]");
    private readonly Option<string[]?> _trainPost = Opt.List("--train-post", "PARTS", "What is trained behind a circuit: weight, bias, none (QKAN models). [default: none; hqkan-lstm: weight]");
    private readonly Option<int> _encoded = Opt.Int("--encoded", "Width that the latent QKAN reads (hqkan-lstm).", 1);
    private readonly Option<string> _gates = Opt.Choice("--gates", "One module for all gates, or one for each (hqkan-lstm).", "packed", "packed", "separate");
    private readonly Option<int> _terms = Opt.Int(
        "--terms", "Terms of the Fourier series on an edge; 2 N + 1 give it the parameters of a QKAN edge of N --reps (fourier-lstm).", 3);
    private readonly Option<int> _grid = Opt.Int(
        "--grid", "Intervals of the splines' grid on [-1, 1]; 4 N - 1 give them the parameters of a QKAN edge of N --reps (spline-lstm).", 3);
    private readonly Option<int> _splineOrder = Opt.Int("--spline-order", "Order of the splines, 1 (broken lines) to 5 (spline-lstm).", 3);
    private readonly Option<int?> _slowWidth = Opt.OptionalInt(
        "--slow-width", "Width that a linear map brings a step to for the slow QKAN (fast weights). [default: 3; gqkan-fwp: 2]");
    private readonly Option<int?> _slowFeatures = Opt.OptionalInt(
        "--slow-features",
        "Features from which the fast weights are written (fast weights). [default: 5; gqkanfwp: 7, "
        + "gqkan-fwp: 4, gqkan-qfwp: 3]");
    private readonly Option<int?> _fastWidth = Opt.OptionalInt(
        "--fast-width", "Width that a linear map brings the last step to (fast weights). [default: 3; gqkanfwp: 2, gqkan-fwp: 4]");
    private readonly Option<bool> _trainEncoding = Opt.Flag(
        "--train-encoding", "Train the slow QKAN's encoding weights and biases (fast weights).");
    private readonly Option<bool> _alike = Opt.Flag("--gates-alike", "All four gates start with the same values, as in the papers' code.");

    /// <summary>Where references come from; for both verbs that train.</summary>
    public static Option<string> ReferencesFrom() => Opt.Choice(
        "--references-from",
        "Where the kernel's first reference vectors come from: chance, or vectors that lie apart in the training part (QK models).",
        "random", "random", "data");

    public override Option[] All =>
    [
        _model, _hidden, _layers, _bidirectional, _reps, _noise, _encoding, _readout, _base, _freeze, _trainPost, _latent, _encoded, _gates,
        _depth, _entangler, _hadamard, _wires, _angles, _qubits, _references, _projection, _trainScale, _fixed,
        _terms, _grid, _splineOrder, _slowWidth, _slowFeatures, _fastWidth, _trainEncoding, _alike,
    ];

    public string NameOf(ParseResult parsed) => parsed.GetValue(_model)!;

    /// <summary>What is asked for: outputs are targets times horizon, and in a sequence every step has an answer.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="inputs">Columns read.</param>
    /// <param name="outputs">Values answered.</param>
    /// <param name="sequence">Whether every step has an answer.</param>
    /// <param name="several">Models of a list that the options are for, each for those it applies to; null for the one of --model.</param>
    /// <param name="one">Which of the list.</param>
    public SequenceModelConfig Config(ParseResult parsed, int inputs, int outputs, bool sequence, string[]? several = null, string? one = null)
    {
        string name = one ?? NameOf(parsed);
        void Only(ParseResult parsed, string name, Option[] options, params string[] models) =>
            ModelOptions.Only(parsed, several is null ? $"--model {name}" : $"--models {string.Join(',', several)}", several ?? [name], options, models);

        Only(parsed, name, [_reps], Qkan, Hqkan, Qk, QkCount, FastQkan, FastLinearQkan);
        Only(parsed, name, [_noise, _encoding, _base, _freeze, _trainPost], Qkan, Hqkan);
        Only(parsed, name, [_readout], Qkan, Hqkan, FastQkan, FastLinearQkan, FastLinear, FastCircuit);
        Only(parsed, name, [_latent, _encoded, _gates], Hqkan);
        if (name == Hqkan && parsed.GetValue(_gates) == "packed" && parsed.GetValue(_alike))
            throw new UsageException(
                "--gates-alike does not apply to --gates packed, where one module makes all gates; "
                + "choose --gates separate or leave it out");
        Only(parsed, name, [_depth], Qlstm, Script, Six, FastCircuit);
        Only(parsed, name, [_hadamard, _angles], Qlstm, Script, Six);
        Only(parsed, name, [_wires], Qlstm, Script);
        if (parsed.GetValue(_wires) == "inputs-first" && parsed.GetValue(_qubits) is not null)
            throw new UsageException("--wires inputs-first does not go with --qubits, with which a linear map prepares the wires; leave one of them out");
        Only(parsed, name, [_entangler], Qlstm, Script, Six, Qk, QkCount);
        Only(parsed, name, [_qubits], Qlstm, Script, Qk, QkCount, FastCircuit);
        Only(parsed, name, [_references, _projection, _trainScale], Qk, QkCount);
        Only(parsed, name, [_fixed], Qk);
        Only(parsed, name, [_terms], Fourier);
        Only(parsed, name, [_grid, _splineOrder], Spline);
        Only(parsed, name, [_slowWidth, _trainEncoding], FastQkan, FastLinear, FastCircuit);
        Only(parsed, name, [_slowFeatures], FastQkan, FastLinearQkan, FastLinear, FastCircuit);
        Only(parsed, name, [_fastWidth], FastQkan, FastLinearQkan, FastLinear);

        SequenceModelConfig preset = ModelCatalogue.Default.Find(name).Preset;
        return preset with
        {
            Gates = Gates(parsed, preset.Gates) with { GatesStartAlike = parsed.GetValue(_alike) || preset.Gates.GatesStartAlike },
            Inputs = inputs,
            Outputs = outputs,
            Hidden = parsed.GetValue(_hidden) ?? hidden ?? preset.Hidden,
            Layers = parsed.GetValue(_layers),
            Bidirectional = parsed.GetValue(_bidirectional),
            Output = sequence ? OutputMode.Sequence : OutputMode.Last,
        };
    }

    private GateConfig Gates(ParseResult parsed, GateConfig gates) => gates switch
    {
        QlstmGates g => g with
        {
            Circuit = Circuit(parsed, g.Circuit),
            Qubits = parsed.GetValue(_qubits),
            InputsFirst = parsed.GetValue(_wires) is { } wires ? wires == "inputs-first" : g.InputsFirst && parsed.GetValue(_qubits) is null,
        },
        SixCircuitGates g => g with { Circuit = Circuit(parsed, g.Circuit) },
        FourierGates g => g with { Terms = parsed.GetValue(_terms) },
        SplineGates g => g with { Grid = parsed.GetValue(_grid), Order = parsed.GetValue(_splineOrder) },
        FastWeightGates g => Fast(parsed, g),
        QkGates g => g with { Kernel = Kernel(parsed, g.Kernel) },
        QkanGates g => g with { Qkan = Edge(parsed, g.Qkan) },
        HqkanGates g => g with
        {
            Hqkan = g.Hqkan with { Latent = parsed.GetValue(_latent), Encoded = parsed.GetValue(_encoded), Qkan = Edge(parsed, g.Hqkan.Qkan) },
            Packed = parsed.GetValue(_gates) == "packed",
        },
        _ => gates,
    };

    private FastWeightGates Fast(ParseResult parsed, FastWeightGates gates) => gates with
    {
        Features = parsed.GetValue(_slowFeatures) ?? gates.Features,
        SlowWidth = parsed.GetValue(_slowWidth) ?? gates.SlowWidth,
        FastWidth = parsed.GetValue(_fastWidth) ?? gates.FastWidth,
        Reps = parsed.GetValue(_reps),
        TrainPreactivation = parsed.GetValue(_trainEncoding),
        Readout = parsed.IsGiven(_readout) ? Read(parsed) : gates.Readout,
        Qubits = parsed.GetValue(_qubits) ?? gates.Qubits,
        Depth = parsed.IsGiven(_depth) ? parsed.GetValue(_depth) : gates.Depth,
    };

    private Readout Read(ParseResult parsed) =>
        parsed.GetValue(_readout) == "expectation" ? Readout.Expectation : Readout.AmplitudeDifference;

    private VqcOptions Circuit(ParseResult parsed, VqcOptions options) => options with
    {
        Depth = parsed.GetValue(_depth),
        Entangler = Joins(parsed, options.Entangler),
        HadamardFirst = parsed.GetValue(_hadamard) is { } first ? first == "on" : options.HadamardFirst,
        AngleDeviation = parsed.GetValue(_angles) is { } angles ? (angles == "small" ? QlstmGates.Script.Circuit.AngleDeviation : null) : options.AngleDeviation,
    };

    private Entangler Joins(ParseResult parsed, Entangler preset) => parsed.GetValue(_entangler) switch
    {
        "chain" => Entangler.Chain,
        "ring" => Entangler.Ring,
        "even-odd" => Entangler.EvenOdd,
        _ => preset,
    };

    private QuantumKernelOptions Kernel(ParseResult parsed, QuantumKernelOptions options) => options with
    {
        Projection = parsed.GetValue(_projection) ?? options.Projection,
        References = parsed.GetValue(_references) ?? options.References,
        Similarity = options.Similarity with
        {
            FeatureMap = options.Similarity.FeatureMap with
            {
                Qubits = parsed.GetValue(_qubits) ?? options.Similarity.FeatureMap.Qubits,
                Reps = parsed.GetValue(_reps),
                Entangler = Joins(parsed, options.Similarity.FeatureMap.Entangler),
            },
            TrainReferences = options.Similarity.TrainReferences && !parsed.GetValue(_fixed),
            TrainScale = options.Similarity.TrainScale || parsed.GetValue(_trainScale),
        },
    };

    private QkanOptions Edge(ParseResult parsed, QkanOptions options)
    {
        string[] frozen = Parts(parsed, _freeze, "preactivation", "base");
        string[]? post = parsed.IsGiven(_trainPost) ? Parts(parsed, _trainPost, "weight", "bias", "none") : null;
        if (post is { Length: > 1 } && post.Contains("none")) throw new UsageException("--train-post names none beside others; leave one or the other out");
        return options with
        {
            Reps = parsed.GetValue(_reps),
            Noise = parsed.GetValue(_noise) is not 0 and var noise ? new GateNoise { Depolarising = noise } : options.Noise,
            Encoding = Enum.Parse<Encoding>(parsed.GetValue(_encoding)!, ignoreCase: true),
            Readout = Read(parsed),
            Base = Enum.Parse<BaseFunction>(parsed.GetValue(_base)!, ignoreCase: true),
            TrainPreactivation = options.TrainPreactivation && !frozen.Contains("preactivation"),
            TrainBase = options.TrainBase && !frozen.Contains("base"),
            TrainPostWeight = post?.Contains("weight") ?? options.TrainPostWeight,
            TrainPostBias = post?.Contains("bias") ?? options.TrainPostBias,
        };
    }

    /// <summary>The parts that an option names, each of which must be one of those known.</summary>
    private static string[] Parts(ParseResult parsed, Option<string[]?> option, params string[] known)
    {
        if (!parsed.IsGiven(option)) return [];
        string[] parts = [.. parsed.GetValue(option)!.Select(part => part.ToLowerInvariant())];
        if (Array.Find(parts, part => !known.Contains(part)) is { } strange)
            throw new UsageException($"{option.Name} names '{strange}', expected some of {string.Join(", ", known)}");
        return parts;
    }

    /// <summary>Refuses an option of another verb's that only models with a kernel have.</summary>
    public void OnlyKernels(ParseResult parsed, Option option) => Only(parsed, $"--model {NameOf(parsed)}", [NameOf(parsed)], [option], Qk, QkCount);

    private static void Only(ParseResult parsed, string to, string[] given, Option[] options, params string[] models)
    {
        string names = models.Length == 1 ? models[0] : $"{string.Join(", ", models[..^1])} and {models[^1]}";
        parsed.Only(models.Intersect(given).Any(), options, to, names, " or choose another model");
    }
}
