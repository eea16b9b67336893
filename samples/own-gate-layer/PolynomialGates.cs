using QSeq.Core;
using QSeq.Layers;
using QSeq.Models;

namespace OwnGateLayer;

/// <summary>LSTM cells whose gates are polynomials of v = [h; x].</summary>
internal sealed record PolynomialGates : GateConfig
{
    /// <summary>What model files call these gates.</summary>
    public override string Kind => "polynomial";

    /// <summary>The highest power, at least 1; 1 is an LSTM with one bias.</summary>
    public int Degree { get; init; } = 3;

    /// <summary>Names each option once, for writing a file and for reading it.</summary>
    protected override GateConfig MapOptions(FieldMap fields) => this with { Degree = fields.Whole("degree", Degree) };

    /// <summary>The map of v to the pre-activations of the four gates, one gate after another.</summary>
    public override Layer Build(ParameterTable.Builder table, int inputs, int hidden) =>
        new PolynomialLayer(table, hidden + inputs, Gates * hidden, Degree);
}
