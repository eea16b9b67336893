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
public abstract record GateConfig
{
    /// <summary>
    /// Whether the four gates start with the same values, as the papers' code seeded them; off by default, since
    /// gates that start alike learn alike at first.
    /// </summary>
    public bool GatesStartAlike { get; init; }

    internal abstract Layer Build(Numerics.ParameterTable.Builder table, int inputs, int hidden);
}

/// <summary>LSTM: W v + b, first values uniform in 1/sqrt(hidden) as in PyTorch's nn.LSTM.</summary>
public sealed record LstmGates : GateConfig
{
    /// <summary>Bias vectors, 0 to 2; PyTorch counts two (b_ih and b_hh).</summary>
    public int Biases { get; init; } = 2;

    internal override Layer Build(Numerics.ParameterTable.Builder table, int inputs, int hidden) =>
        new LinearLayer(table, hidden + inputs, 4 * hidden, new LinearOptions { Biases = Biases, InitialBound = 1 / Math.Sqrt(hidden) });
}

/// <summary>QLSTM: one variational circuit for each gate on hidden + inputs wires (arXiv 2009.01783).</summary>
public sealed record QlstmGates : GateConfig
{
    /// <summary>Depth and entangler.</summary>
    public VqcOptions Circuit { get; init; } = new();

    internal override Layer Build(Numerics.ParameterTable.Builder table, int inputs, int hidden) =>
        new VqcLayer(table, hidden + inputs, hidden, Circuit, circuits: 4, alike: GatesStartAlike);
}

/// <summary>QKAN-LSTM: one QKAN layer from v to hidden for each gate (arXiv 2512.05049, Eq. 2).</summary>
public sealed record QkanGates : GateConfig
{
    /// <summary>The circuits on the edges.</summary>
    public QkanOptions Qkan { get; init; } = new();

    internal override Layer Build(Numerics.ParameterTable.Builder table, int inputs, int hidden) =>
        new QkanLayer(table, hidden + inputs, 4 * hidden, Qkan, parts: 4, alike: GatesStartAlike);
}

/// <summary>HQKAN-LSTM: a hybrid QKAN, one for all four gates (default, the count of 33) or one for each.</summary>
public sealed record HqkanGates : GateConfig
{
    /// <summary>Latent widths and circuits.</summary>
    public HqkanOptions Hqkan { get; init; } = new();

    /// <summary>Whether one module emits all four gates.</summary>
    public bool Packed { get; init; } = true;

    internal override Layer Build(Numerics.ParameterTable.Builder table, int inputs, int hidden) => Packed
        ? new HqkanLayer(table, hidden + inputs, 4 * hidden, Hqkan)
        : new ConcatLayer([.. "ifgo".Select(gate => new HqkanLayer(table.Scope(gate.ToString()), hidden + inputs, hidden, Hqkan))]);
}
