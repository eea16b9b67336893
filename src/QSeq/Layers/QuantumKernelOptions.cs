namespace QSeq.Layers;

/// <summary>Options of a <see cref="QuantumKernelLayer"/> (QK-LSTM, arXiv 2411.13225).</summary>
public sealed record QuantumKernelOptions
{
    /// <summary>The most references of a set.</summary>
    public const int MaxReferences = 4096;

    /// <summary>Features after a learned linear projection in front, 1 to 4096; null for none.</summary>
    public int? Projection { get; init; }

    /// <summary>Reference vectors of a set, 1 to 4096.</summary>
    public int References { get; init; } = 8;

    /// <summary>Whether all gates look at one set of references; off, every gate has its own.</summary>
    public bool SharedReferences { get; init; } = true;

    /// <summary>Whether all gates weigh their kernel values alike, with one alpha and one b.</summary>
    public bool SharedReadout { get; init; }

    /// <summary>The kernel and what of it trains.</summary>
    public SimilarityOptions Similarity { get; init; } = new();

    internal QuantumKernelOptions MapFields(FieldMap f) => this with
    {
        Projection = f.Whole("projection", Projection),
        References = f.Whole("references", References),
        SharedReferences = f.Flag("sharedReferences", SharedReferences),
        SharedReadout = f.Flag("sharedReadout", SharedReadout),
        Similarity = f.Record("similarity", Similarity, (similarity, inner) => similarity.MapFields(inner)),
    };

    internal void Validate()
    {
        OptionCheck.Require(Projection is null or >= 1 and <= 4096, $"projection to {Projection} features is out of range; choose 1 to 4096, or none.");
        OptionCheck.Require(References is >= 1 and <= MaxReferences, $"{References} references are out of range; choose 1 to {MaxReferences}.");
        ArgumentNullException.ThrowIfNull(Similarity);
        Similarity.Validate();
    }
}
