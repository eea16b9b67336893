using QSeq.Layers;
using QSeq.Networks;

namespace QSeq.Models;

/// <summary>
/// Which map takes v = [h; x] to the pre-activations of a cell, and which cell it is: all that tells the models apart. A
/// further map, cell or whole layer over time, also of another assembly, is a record of this type and a
/// <see cref="ModelEntry"/> in a <see cref="ModelCatalogue"/>.
/// </summary>
public abstract record GateConfig : IFields<GateConfig>
{
    /// <summary>Gates of an LSTM cell: i, f, g, o.</summary>
    protected const int Gates = 4;

    /// <inheritdoc/>
    public abstract string Kind { get; }

    /// <summary>
    /// Whether the four gates start with the same values, as the papers' code seeded them; off by default, since
    /// gates that start alike learn alike at first.
    /// </summary>
    public bool GatesStartAlike { get; init; }

    /// <summary>Declares the parameters of the map and makes it.</summary>
    /// <param name="table">Where the parameters are declared.</param>
    /// <param name="inputs">Features of a time step, at least 1.</param>
    /// <param name="hidden">Hidden size, at least 1.</param>
    /// <returns>The map, [hidden + inputs] to [gates * hidden], the cell's gates one after another (an LSTM's are i, f, g, o).</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public abstract Layer Build(ParameterTable.Builder table, int inputs, int hidden);

    /// <summary>Declares the parameters of a map between the last hidden state and the head, and makes it; none by default.</summary>
    /// <param name="table">Where the parameters are declared.</param>
    /// <param name="width">Features that the last layer over time gives.</param>
    /// <returns>The map, of <paramref name="width"/> to as many features; null for none.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public virtual Layer? BuildOutput(ParameterTable.Builder table, int width) => null;

    /// <summary>
    /// Declares the parameters of a layer over time and makes it: LSTM cells over the map, unless a record calls
    /// <see cref="Recur{TCell}"/> with another cell or makes a layer of another kind.
    /// </summary>
    /// <param name="table">Where the parameters are declared.</param>
    /// <param name="inputs">Features of a time step, at least 1.</param>
    /// <param name="hidden">Hidden size, at least 1.</param>
    /// <param name="bidirectional">Whether it reads the sequence both ways.</param>
    /// <param name="last">Whether it answers once, where it has read all.</param>
    /// <returns>The layer, of <paramref name="inputs"/> to <paramref name="hidden"/> features, twice as many in both directions.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public virtual SequenceLayer BuildLayer(ParameterTable.Builder table, int inputs, int hidden, bool bidirectional, bool last) =>
        Recur<LstmCell>(table, inputs, hidden, bidirectional, last);

    /// <summary>What members that a file lacks are taken from: the record as it was before it had them.</summary>
    internal virtual GateConfig Blank => this;

    /// <inheritdoc/>
    public GateConfig MapFields(FieldMap fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return MapOptions(fields) with { GatesStartAlike = fields.Flag("gatesStartAlike", GatesStartAlike) };
    }

    /// <summary>A cell over time with maps of <see cref="Build"/>, that of the other direction in the scope <c>reverse</c>.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <inheritdoc cref="BuildLayer"/>
    protected SequenceLayer Recur<TCell>(ParameterTable.Builder table, int inputs, int hidden, bool bidirectional, bool last)
        where TCell : ICell
    {
        ArgumentNullException.ThrowIfNull(table);
        Layer forward = Build(table, inputs, hidden);
        return new Recurrent<TCell>(forward, bidirectional ? Build(table.Scope("reverse"), inputs, hidden) : null, hidden, last);
    }

    /// <summary>Exchanges the options of this kind of map; none by default.</summary>
    /// <param name="fields">Where they are read from or written to.</param>
    /// <returns>The record with the values to keep.</returns>
    protected virtual GateConfig MapOptions(FieldMap fields) => this;
}

/// <summary>LSTM: W v + b, first values uniform in 1/sqrt(hidden) as in PyTorch's nn.LSTM.</summary>
public sealed record LstmGates : GateConfig
{
    /// <inheritdoc/>
    public override string Kind => "lstm";

    /// <summary>Bias vectors, 0 to 2; PyTorch counts two (b_ih and b_hh).</summary>
    public int Biases { get; init; } = 2;

    /// <inheritdoc/>
    protected override GateConfig MapOptions(FieldMap fields) => this with { Biases = fields.Whole("biases", Biases) };

    /// <inheritdoc/>
    public override Layer Build(ParameterTable.Builder table, int inputs, int hidden) =>
        new LinearLayer(table, hidden + inputs, Gates * hidden, Biases, 1 / Math.Sqrt(hidden));
}

/// <summary>QKAN-LSTM: one QKAN layer from v to hidden for each gate (arXiv 2512.05049, Eq. 2).</summary>
public sealed record QkanGates : GateConfig
{
    /// <inheritdoc/>
    public override string Kind => "qkan-lstm";

    /// <summary>The circuits on the edges.</summary>
    public QkanOptions Qkan { get; init; } = new();

    /// <inheritdoc/>
    protected override GateConfig MapOptions(FieldMap fields) => this with { Qkan = fields.Record("qkan", Qkan, (qkan, inner) => qkan.MapFields(inner)) };

    /// <inheritdoc/>
    public override Layer Build(ParameterTable.Builder table, int inputs, int hidden) =>
        new QkanLayer(table, hidden + inputs, Gates * hidden, Qkan, parts: Gates, alike: GatesStartAlike);
}

/// <summary>HQKAN-LSTM: a hybrid QKAN, one for all four gates (default, the count of 33) or one for each.</summary>
public sealed record HqkanGates : GateConfig
{
    /// <inheritdoc/>
    public override string Kind => "hqkan-lstm";

    /// <summary>Latent widths and circuits.</summary>
    public HqkanOptions Hqkan { get; init; } = new();

    /// <summary>Whether one module emits all four gates.</summary>
    public bool Packed { get; init; } = true;

    /// <inheritdoc/>
    protected override GateConfig MapOptions(FieldMap fields) => this with
    {
        Hqkan = fields.Record("hqkan", Hqkan, (hqkan, inner) => hqkan.MapFields(inner)),
        Packed = fields.Flag("packed", Packed),
    };

    /// <inheritdoc/>
    public override Layer Build(ParameterTable.Builder table, int inputs, int hidden) => Packed
        ? Hqkan.Build(table, hidden + inputs, Gates * hidden)
        : new ConcatLayer([.. "ifgo".Select(gate => Hqkan.Build(table.Scope(gate.ToString()), hidden + inputs, hidden))]);
}

/// <summary>
/// QK-LSTM: sums of quantum kernels of v and reference vectors, sum_j alpha_j k(v, v_j) + b (arXiv 2411.13225, Eq. 3). The
/// paper's equations and its parameter count do not fit each other: there is a preset for either.
/// </summary>
public sealed record QkGates : GateConfig
{
    /// <inheritdoc/>
    public override string Kind => "qk-lstm";

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

    /// <inheritdoc/>
    protected override GateConfig MapOptions(FieldMap fields) => this with { Kernel = fields.Record("kernel", Kernel, (kernel, inner) => kernel.MapFields(inner)) };

    /// <inheritdoc/>
    public override Layer Build(ParameterTable.Builder table, int inputs, int hidden) =>
        new QuantumKernelLayer(table, hidden + inputs, Gates * hidden, Kernel, parts: Gates, alike: GatesStartAlike);
}
