using QSeq.Layers;
using QSeq.Quantum;

namespace QSeq.Models;

/// <summary>
/// QLSTM: one variational circuit for each gate on hidden + inputs wires (arXiv 2009.01783), or, with
/// <see cref="Qubits"/>, on wires that a linear map prepares and another one reads (arXiv 2110.06510).
/// </summary>
public sealed record QlstmGates : GateConfig
{
    /// <inheritdoc/>
    public override string Kind => "qlstm";

    /// <summary>
    /// As the script that circulates from the group has them: an H before RY(x), v = [x; h], CNOTs on even pairs, then odd ones, first angles
    /// normal with deviation 0.01. It trains with RMSprop at 0.01 on batches of 10 in their order.
    /// </summary>
    public static QlstmGates Script { get; } = new()
    {
        InputsFirst = true,
        Circuit = new VqcOptions { HadamardFirst = true, Entangler = Entangler.EvenOdd, AngleDeviation = 0.01 },
    };

    /// <summary>
    /// The preset of <c>qlstm</c>: an H before RY(x), v = [x; h], a chain of CNOTs and small first angles. Of the ways these four can be set it forecasts SHM and
    /// Bessel best (docs/qlstm.md).
    /// </summary>
    public static QlstmGates Preset { get; } = new()
    {
        InputsFirst = true,
        Circuit = new VqcOptions { HadamardFirst = true, AngleDeviation = 0.01 },
    };

    /// <summary>Depth, entangler, H first and first angles.</summary>
    public VqcOptions Circuit { get; init; } = new();

    /// <summary>
    /// Wires of each circuit, 1 to <see cref="VqcOptions.MaxQubits"/>: one linear map takes v to them and one takes their
    /// expectations to a gate, each shared by the four gates. Null (default) for one wire an input and no linear maps.
    /// </summary>
    public int? Qubits { get; init; }

    /// <summary>Whether the inputs are on the first wires, v = [x; h], so that they are on wires that are read; by default v = [h; x].</summary>
    public bool InputsFirst { get; init; }

    /// <inheritdoc/>
    internal override GateConfig Blank => new QlstmGates();

    /// <inheritdoc/>
    protected override GateConfig MapOptions(FieldMap fields) => this with
    {
        Circuit = fields.Record("circuit", Circuit, (circuit, inner) => circuit.MapFields(inner)),
        Qubits = fields.Whole("qubits", Qubits),
        InputsFirst = fields.Flag("inputsFirst", InputsFirst ? true : null) ?? false,
    };

    /// <inheritdoc/>
    public override Layer Build(ParameterTable.Builder table, int inputs, int hidden)
    {
        if (Qubits is not { } qubits)
        {
            var circuits = new VqcLayer(table, hidden + inputs, hidden, Circuit, circuits: Gates, alike: GatesStartAlike);
            return InputsFirst ? new SequentialLayer(Swap(inputs, hidden), circuits) : circuits;
        }

        OptionCheck.Require(!InputsFirst, $"the inputs come first on the wires, but a linear map prepares the wires; choose one of the two");
        OptionCheck.Require(qubits is >= 1 and <= VqcOptions.MaxQubits, $"{qubits} qubits are out of range; choose 1 to {VqcOptions.MaxQubits}.");
        return new SequentialLayer(
            new LinearLayer(table.Scope("projection"), hidden + inputs, qubits),
            new VqcLayer(table.Scope("circuit"), qubits, qubits, Circuit, circuits: Gates, alike: GatesStartAlike),
            new LinearLayer(table.Scope("readout"), Gates, qubits, hidden, tied: true, sharedInput: false));
    }

    // [h; x] to [x; h].
    private static ConcatLayer Swap(int inputs, int hidden) =>
        new(new SelectLayer(hidden + inputs, hidden, inputs), new SelectLayer(hidden + inputs, 0, hidden));
}

/// <summary>
/// QLSTM of six circuits (arXiv 2009.01783, Fig. 5): four for the gates, of v = [h; x], one from s = o tanh(c) to the hidden state, h = C5(s), and one
/// from s to what the head reads, C6(s). A cell hands on s, from which the gates' map makes h; so before the first step h is C5(0), not 0. The circuits
/// are those of <see cref="VqcOptions"/>, with real amplitudes.
/// </summary>
public sealed record SixCircuitGates : GateConfig
{
    /// <inheritdoc/>
    public override string Kind => "qlstm-6";

    /// <summary>Depth, entangler, H first and first angles of all six.</summary>
    public VqcOptions Circuit { get; init; } = new();

    /// <inheritdoc/>
    protected override GateConfig MapOptions(FieldMap fields) => this with { Circuit = fields.Record("circuit", Circuit, (circuit, inner) => circuit.MapFields(inner)) };

    /// <inheritdoc/>
    public override Layer Build(ParameterTable.Builder table, int inputs, int hidden)
    {
        ArgumentNullException.ThrowIfNull(table);
        int all = hidden + inputs;
        return new SequentialLayer(
            new ConcatLayer(
                new SequentialLayer(new SelectLayer(all, 0, hidden), new VqcLayer(table.Scope("state"), hidden, hidden, Circuit)),
                new SelectLayer(all, hidden, inputs)),
            new VqcLayer(table.Scope("gates"), all, hidden, Circuit, circuits: Gates, alike: GatesStartAlike));
    }

    /// <inheritdoc/>
    public override Layer BuildOutput(ParameterTable.Builder table, int width)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new VqcLayer(table, width, width, Circuit);
    }
}
