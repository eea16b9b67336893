using System.Text.Json.Serialization;
using QSeq.Layers;

namespace QSeq.Models;

/// <summary>
/// Which map takes v = [h; x] to the four pre-activations of the LSTM cell: all that tells the models apart.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(LstmGates), "lstm")]
[JsonDerivedType(typeof(QlstmGates), "qlstm")]
[JsonDerivedType(typeof(QkanGates), "qkan-lstm")]
[JsonDerivedType(typeof(HqkanGates), "hqkan-lstm")]
[JsonDerivedType(typeof(QkGates), "qk-lstm")]
public abstract record GateConfig
{
    /// <summary>Gates of a cell: i, f, g, o.</summary>
    private protected const int Gates = 4;

    /// <summary>
    /// Whether the four gates start with the same values, as the papers' code seeded them; off by default, since
    /// gates that start alike learn alike at first.
    /// </summary>
    public bool GatesStartAlike { get; init; }

    internal abstract Layer Build(Core.ParameterTable.Builder table, int inputs, int hidden);
}

/// <summary>LSTM: W v + b, first values uniform in 1/sqrt(hidden) as in PyTorch's nn.LSTM.</summary>
public sealed record LstmGates : GateConfig
{
    /// <summary>Bias vectors, 0 to 2; PyTorch counts two (b_ih and b_hh).</summary>
    public int Biases { get; init; } = 2;

    internal override Layer Build(Core.ParameterTable.Builder table, int inputs, int hidden) =>
        new LinearLayer(table, hidden + inputs, Gates * hidden, new LinearOptions { Biases = Biases, InitialBound = 1 / Math.Sqrt(hidden) });
}

/// <summary>
/// QLSTM: one variational circuit for each gate on hidden + inputs wires (arXiv 2009.01783), or, with
/// <see cref="Qubits"/>, on wires that a linear map prepares and another one reads (arXiv 2110.06510).
/// </summary>
public sealed record QlstmGates : GateConfig
{
    /// <summary>Depth and entangler.</summary>
    public VqcOptions Circuit { get; init; } = new();

    /// <summary>
    /// Wires of each circuit, 1 to <see cref="VqcOptions.MaxQubits"/>: one linear map takes v to them and one takes their
    /// expectations to a gate, each shared by the four gates. Null (default) for one wire an input and no linear maps.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Qubits { get; init; }

    internal override Layer Build(Core.ParameterTable.Builder table, int inputs, int hidden)
    {
        if (Qubits is not { } qubits) return new VqcLayer(table, hidden + inputs, hidden, Circuit, circuits: Gates, alike: GatesStartAlike);
        Validate();
        return new SequentialLayer(
            new LinearLayer(table.Scope("projection"), hidden + inputs, qubits),
            new VqcLayer(table.Scope("circuit"), qubits, qubits, Circuit, circuits: Gates, alike: GatesStartAlike),
            new BlockLinearLayer(table.Scope("readout"), Gates, qubits, hidden, tied: true, sharedInput: false));
    }

    private void Validate()
    {
        if (Qubits is < 1 or > VqcOptions.MaxQubits)
            throw new ArgumentOutOfRangeException(nameof(Qubits), Qubits, $"{Qubits} qubits are out of range; choose 1 to {VqcOptions.MaxQubits}.");
    }
}

/// <summary>QKAN-LSTM: one QKAN layer from v to hidden for each gate (arXiv 2512.05049, Eq. 2).</summary>
public sealed record QkanGates : GateConfig
{
    /// <summary>The circuits on the edges.</summary>
    public QkanOptions Qkan { get; init; } = new();

    internal override Layer Build(Core.ParameterTable.Builder table, int inputs, int hidden) =>
        new QkanLayer(table, hidden + inputs, Gates * hidden, Qkan, parts: Gates, alike: GatesStartAlike);
}

/// <summary>HQKAN-LSTM: a hybrid QKAN, one for all four gates (default, the count of 33) or one for each.</summary>
public sealed record HqkanGates : GateConfig
{
    /// <summary>Latent widths and circuits.</summary>
    public HqkanOptions Hqkan { get; init; } = new();

    /// <summary>Whether one module emits all four gates.</summary>
    public bool Packed { get; init; } = true;

    internal override Layer Build(Core.ParameterTable.Builder table, int inputs, int hidden) => Packed
        ? new HqkanLayer(table, hidden + inputs, Gates * hidden, Hqkan)
        : new ConcatLayer([.. "ifgo".Select(gate => new HqkanLayer(table.Scope(gate.ToString()), hidden + inputs, hidden, Hqkan))]);
}

/// <summary>
/// QK-LSTM: sums of quantum kernels of v and reference vectors, sum_j alpha_j k(v, v_j) + b (arXiv 2411.13225, Eq. 3). The
/// paper's equations and its parameter count do not fit each other: there is a preset for either.
/// </summary>
public sealed record QkGates : GateConfig
{
    /// <summary>
    /// The paper's equations: one set of trained references v_j, alpha and b for every component of every gate, no
    /// projection, a qubit for each component of v, which are encoded once. The paper leaves open how many references there
    /// are and what tells the gates' kernels apart (its k carry a gate, but neither its v_j nor any angle that trains does):
    /// here there are 8, and all gates share them and so the kernel.
    /// </summary>
    public static QkGates EquationFaithful { get; } = new();

    /// <summary>
    /// The paper's count of 183 with embedding 8, hidden size 6 and 4 qubits: 60 of a projection of v to the 4 qubits and
    /// 30 of one read-out for all gates, beside embedding (72) and head (21). Nothing is left over for references, so each
    /// gate keeps 4 that are drawn once.
    /// </summary>
    public static QkGates CountFaithful { get; } = new()
    {
        Kernel = new QuantumKernelOptions
        {
            Projection = 4,
            References = 4,
            SharedReferences = false,
            SharedReadout = true,
            Similarity = new SimilarityOptions { TrainReferences = false },
        },
    };

    /// <summary>Projection, references, kernel and read-out.</summary>
    public QuantumKernelOptions Kernel { get; init; } = new();

    internal override Layer Build(Core.ParameterTable.Builder table, int inputs, int hidden) =>
        new QuantumKernelLayer(table, hidden + inputs, Gates * hidden, Kernel, parts: Gates, alike: GatesStartAlike);
}
