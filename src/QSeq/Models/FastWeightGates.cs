using QSeq.Layers;
using QSeq.Networks;
using QSeq.Quantum;

namespace QSeq.Models;

/// <summary>
/// Gated fast weights (arXiv 2605.06734, Gated QKAN-FWP): no cell, but a slow programmer that reads every step by itself and writes the
/// parameters of a fast programmer, which reads the last step; p_t = (1 - g_t) A_t outer B_t + g_t p_(t-1) with one gate
/// g_t = sigmoid(w f_t + b) for all parameters, b = 2 at first. Sizes, readout and first values are those of the authors' published code.
/// The hidden size is what the fast programmer answers; a linear head follows as for every model. It answers once, in one layer that reads
/// forward. Batch normalisation and dropout, which the code has before the head in its sunspot task alone, are left out.
/// </summary>
public sealed record FastWeightGates : GateConfig
{
    /// <inheritdoc/>
    public override string Kind => "fast-weights";

    /// <summary>Which networks the two programmers are.</summary>
    public FastWeightForm Form { get; init; } = FastWeightForm.QkanQkan;

    /// <summary>Features that the slow programmer hands to the maps that write: f_t, 1 to 4096.</summary>
    public int Features { get; init; } = 5;

    /// <summary>Width that a linear map brings x_t to for a slow QKAN, 1 to 4096; not in <see cref="FastWeightForm.LinearQkan"/>.</summary>
    public int SlowWidth { get; init; } = 3;

    /// <summary>Width that a linear map brings x_T to, 1 to 4096; there is none in <see cref="FastWeightForm.QkanCircuit"/>.</summary>
    public int FastWidth { get; init; } = 3;

    /// <summary>Re-uploading blocks of a circuit of the fast QKAN, 1 to 64; the slow QKAN has 1.</summary>
    public int Reps { get; init; } = 1;

    /// <summary>Whether the slow QKAN's encoding weights and biases train, as they do in the sunspot task.</summary>
    public bool TrainPreactivation { get; init; }

    /// <summary>What is read from circuits of both QKANs; |alpha| - |beta| as in the code.</summary>
    public Readout Readout { get; init; } = Readout.AmplitudeDifference;

    /// <summary>Wires of the fast circuit, the hidden size to 12; its inputs are on the first.</summary>
    public int Qubits { get; init; } = 8;

    /// <summary>Layers of the fast circuit, 1 to 64.</summary>
    public int Depth { get; init; } = 2;

    /// <summary>The sizes of a form in the published benchmarks at their hidden size of 8.</summary>
    /// <param name="form">The form.</param>
    /// <returns>Its options.</returns>
    public static FastWeightGates Of(FastWeightForm form) => form switch
    {
        FastWeightForm.LinearQkan => new() { Form = form, Features = 7, FastWidth = 2 },
        FastWeightForm.QkanLinear => new() { Form = form, Features = 4, SlowWidth = 2, FastWidth = 4 },
        FastWeightForm.QkanCircuit => new() { Form = form, Features = 3 },
        _ => new(),
    };

    /// <inheritdoc/>
    internal override GateConfig Blank => new FastWeightGates();

    /// <inheritdoc/>
    protected override GateConfig MapOptions(FieldMap fields) => this with
    {
        Form = fields.Choice("form", Form),
        Features = fields.Whole("features", Features),
        SlowWidth = fields.Whole("slowWidth", SlowWidth),
        FastWidth = fields.Whole("fastWidth", FastWidth),
        Reps = fields.Whole("reps", Reps),
        TrainPreactivation = fields.Flag("trainPreactivation", TrainPreactivation),
        Readout = fields.Choice("readout", Readout),
        Qubits = fields.Whole("qubits", Qubits),
        Depth = fields.Whole("depth", Depth),
    };

    /// <summary>There is none: nothing reads [h; x].</summary>
    /// <inheritdoc/>
    public override Layer Build(ParameterTable.Builder table, int inputs, int hidden) =>
        throw new ArgumentException("Fast weights have no map from [h; x] to gates; build the layer over time.", nameof(table));

    /// <inheritdoc/>
    public override SequenceLayer BuildLayer(ParameterTable.Builder table, int inputs, int hidden, bool bidirectional, bool last)
    {
        ArgumentNullException.ThrowIfNull(table);
        OptionCheck.Require(OptionCheck.IsKnown(Form), $"There is no such form of fast weights.");
        OptionCheck.Require(OptionCheck.IsKnown(Readout), $"There is no such readout.");
        OptionCheck.Require(Features is >= 1 and <= 4096, $"{Features} features of a slow programmer are out of range; choose 1 to 4096");
        OptionCheck.Require(SlowWidth is >= 1 and <= 4096, $"slow width {SlowWidth} is out of range; choose 1 to 4096");
        OptionCheck.Require(FastWidth is >= 1 and <= 4096, $"fast width {FastWidth} is out of range; choose 1 to 4096");
        OptionCheck.Require(
            last && !bidirectional,
            $"fast weights answer once and read forward; choose one layer and one direction, without attention and cells that run on");
        (FastWeightShape shape, Layer fast, Layer? input) = Fast(table, inputs, hidden);
        var writes = new ConcatLayer(
        [
            new LinearLayer(table.Scope("rows"), Features, shape.Rows),
            new LinearLayer(table.Scope("columns"), Features, shape.Columns),
            .. shape.Plain == 0 ? (Layer[])[] : [new LinearLayer(table.Scope("bias"), Features, shape.Plain)],
            new LinearLayer(table.Scope("gate"), Features, 1, biases: 0),
        ]);
        return new FastWeightLayer(table, shape, new SequentialLayer([.. Slow(table.Scope("slow"), inputs), writes]), input, fast);
    }

    private (FastWeightShape Shape, Layer Fast, Layer? Input) Fast(ParameterTable.Builder table, int inputs, int hidden)
    {
        if (Form == FastWeightForm.QkanCircuit)
            return (new(Depth, Qubits), new FastCircuitLayer(inputs, hidden, Qubits, Depth), null);
        var input = new LinearLayer(table.Scope("input"), inputs, FastWidth);
        if (Form == FastWeightForm.QkanLinear) return (new(hidden, FastWidth, 1), new FastLinearLayer(FastWidth, hidden), input);
        bool trainBase = Form == FastWeightForm.LinearQkan;
        var fast = new FastQkanLayer(table.Scope("fast"), FastWidth, hidden, Reps, Readout, trainBase);
        return (new(checked(hidden * (Reps + 1)), checked(2 * FastWidth)), fast, input);
    }

    private Layer[] Slow(ParameterTable.Builder table, int inputs)
    {
        if (Form == FastWeightForm.LinearQkan) return [new LinearLayer(table, inputs, Features)];
        bool widens = Form == FastWeightForm.QkanQkan; // to the features by a linear map behind the QKAN
        var options = new QkanOptions { Readout = Readout, TrainPreactivation = TrainPreactivation };
        return
        [
            new LinearLayer(table.Scope("in"), inputs, SlowWidth),
            new QkanLayer(table.Scope("qkan"), SlowWidth, widens ? SlowWidth : Features, options),
            .. widens ? (Layer[])[new LinearLayer(table.Scope("out"), SlowWidth, Features)] : [],
        ];
    }
}

/// <summary>Which networks the programmers of <see cref="FastWeightGates"/> are, by the paper's names.</summary>
public enum FastWeightForm
{
    /// <summary>GQKAN-QKANFWP: a slow QKAN between linear maps writes the angles of a QKAN without a base function.</summary>
    QkanQkan,

    /// <summary>GQKANFWP: a linear map writes the angles of a QKAN, whose base weights are trained.</summary>
    LinearQkan,

    /// <summary>GQKAN-FWP: a slow QKAN behind a linear map writes the matrix of a linear map and one bias for all its outputs.</summary>
    QkanLinear,

    /// <summary>GQKAN-QFWP: a slow QKAN behind a linear map writes the angles of a variational circuit on several qubits.</summary>
    QkanCircuit,
}
