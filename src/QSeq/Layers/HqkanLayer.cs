namespace QSeq.Layers;

/// <summary>
/// A hybrid QKAN, the JHCG net with a QKAN inside (QKAN-LSTM, section III-B): a linear encoder, a QKAN on the latent
/// features, a linear decoder, with nothing between them.
/// </summary>
internal sealed class HqkanLayer : SequentialLayer
{
    /// <summary>Declares the three layers' parameters as <c>encoder</c>, <c>latent</c> and <c>decoder</c>.</summary>
    public HqkanLayer(ParameterTable.Builder table, int inputs, int outputs, HqkanOptions? options = null)
        : base(Parts(table, inputs, outputs, options ?? new HqkanOptions()))
    {
    }

    private static Layer[] Parts(ParameterTable.Builder table, int inputs, int outputs, HqkanOptions options)
    {
        ArgumentNullException.ThrowIfNull(table);
        options.Validate();
        return
        [
            new LinearLayer(table.Scope("encoder"), inputs, options.Encoded),
            new QkanLayer(table.Scope("latent"), options.Encoded, options.Latent, options.Qkan),
            new LinearLayer(table.Scope("decoder"), options.Latent, outputs),
        ];
    }
}

/// <summary>Options of a hybrid QKAN. The defaults are the ones that PAPERS' Table I decodes to (33 parameters).</summary>
public sealed record HqkanOptions
{
    /// <summary>Features the encoder hands to the QKAN, 1 to 256.</summary>
    public int Encoded { get; init; } = 1;

    /// <summary>Features the QKAN hands to the decoder, 1 to 256.</summary>
    public int Latent { get; init; } = 2;

    /// <summary>The circuits; w, b, base weight and post weight train, two of the three last as the count of 33 demands.</summary>
    public QkanOptions Qkan { get; init; } = new() { TrainPostWeight = true };

    internal HqkanOptions MapFields(FieldMap f) => this with
    {
        Encoded = f.Whole("encoded", Encoded),
        Latent = f.Whole("latent", Latent),
        Qkan = f.Record("qkan", Qkan, (qkan, inner) => qkan.MapFields(inner)),
    };

    internal void Validate()
    {
        if (Encoded is < 1 or > 256)
            throw new ArgumentOutOfRangeException(nameof(Encoded), Encoded, $"encoded width {Encoded} is out of range; choose 1 to 256.");
        if (Latent is < 1 or > 256)
            throw new ArgumentOutOfRangeException(nameof(Latent), Latent, $"latent width {Latent} is out of range; choose 1 to 256.");
        Qkan.Validate();
    }
}
