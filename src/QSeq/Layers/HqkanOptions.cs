namespace QSeq.Layers;

/// <summary>Options of a hybrid QKAN. The defaults are the ones that PAPERS' Table I decodes to (33 parameters).</summary>
public sealed record HqkanOptions
{
    /// <summary>Features the encoder hands to the QKAN, 1 to 256.</summary>
    public int Encoded { get; init; } = 1;

    /// <summary>Features the QKAN hands to the decoder, 1 to 256.</summary>
    public int Latent { get; init; } = 2;

    /// <summary>The circuits; w, b, base weight and post weight train, two of the three last as the count of 33 demands.</summary>
    public QkanOptions Qkan { get; init; } = new() { TrainPostWeight = true };

    /// <summary>
    /// The JHCG net with a QKAN inside (QKAN-LSTM, section III-B): a linear encoder, a QKAN on the latent features, a linear
    /// decoder, with nothing between them.
    /// </summary>
    internal SequentialLayer Build(ParameterTable.Builder table, int inputs, int outputs)
    {
        Validate();
        return new SequentialLayer(
            new LinearLayer(table.Scope("encoder"), inputs, Encoded),
            new QkanLayer(table.Scope("latent"), Encoded, Latent, Qkan),
            new LinearLayer(table.Scope("decoder"), Latent, outputs));
    }

    internal HqkanOptions MapFields(FieldMap f) => this with
    {
        Encoded = f.Whole("encoded", Encoded),
        Latent = f.Whole("latent", Latent),
        Qkan = f.Record("qkan", Qkan, (qkan, inner) => qkan.MapFields(inner)),
    };

    internal void Validate()
    {
        OptionCheck.Require(Encoded is >= 1 and <= 256, $"encoded width {Encoded} is out of range; choose 1 to 256.");
        OptionCheck.Require(Latent is >= 1 and <= 256, $"latent width {Latent} is out of range; choose 1 to 256.");
        Qkan.Validate();
    }
}
