namespace QSeq.Studies;

/// <summary>
/// An LSTM whose cells are classical, with one QKAN layer between the last hidden state and the head: circuits run once a forecast, after
/// the recurrence, as in the fast programmer of arXiv 2605.06734, whose weights come from a network that is computed classically.
/// </summary>
internal sealed record QkanReadoutGates : GateConfig
{
    public override string Kind => "lstm-qkan-readout";

    /// <summary>As <see cref="LstmGates"/>.</summary>
    public override Layer Build(ParameterTable.Builder table, int inputs, int hidden) => new LstmGates().Build(table, inputs, hidden);

    /// <summary>The QKAN layer, of QKAN-LSTM's circuits.</summary>
    public override Layer? BuildOutput(ParameterTable.Builder table, int width) => new QkanLayer(table, width, width);
}
