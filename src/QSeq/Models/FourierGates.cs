using QSeq.Layers;

namespace QSeq.Models;

/// <summary>Fourier LSTM: a classical Fourier series on every edge from v = [h; x] to a gate, where a QKAN-LSTM has circuits.</summary>
public sealed record FourierGates : GateConfig
{
    /// <inheritdoc/>
    public override string Kind => "fourier-lstm";

    /// <summary>Terms of a series, 1 to 64; 3 (default) give an edge the 7 parameters of a QKAN edge.</summary>
    public int Terms { get; init; } = 3;

    /// <inheritdoc/>
    protected override GateConfig MapOptions(FieldMap fields) => this with { Terms = fields.Whole("terms", Terms) };

    /// <inheritdoc/>
    public override Layer Build(ParameterTable.Builder table, int inputs, int hidden) =>
        new FourierLayer(table, hidden + inputs, Gates * hidden, Terms, parts: Gates, alike: GatesStartAlike);
}
