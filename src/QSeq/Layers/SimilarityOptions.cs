using QSeq.Quantum;

namespace QSeq.Layers;

/// <summary>Options of a <see cref="SimilarityLayer"/> (QK-LSTM, arXiv 2411.13225).</summary>
public sealed record SimilarityOptions
{
    /// <summary>The circuit that encodes samples and references.</summary>
    public FeatureMapOptions FeatureMap { get; init; } = new();

    /// <summary>Whether the references train; off, they stay where they start.</summary>
    public bool TrainReferences { get; init; } = true;

    /// <summary>Whether the scale of every feature trains.</summary>
    public bool TrainScale { get; init; }

    /// <summary>
    /// What features are multiplied by to become angles; finite, not 0. Null is 1/sqrt(features): a bandwidth that shrinks
    /// as qubits are added keeps kernel values from vanishing (Shaydulin and Wild, arXiv 2111.05451).
    /// </summary>
    public double? InitialScale { get; init; }

    internal SimilarityOptions MapFields(FieldMap f) => this with
    {
        FeatureMap = f.Record("featureMap", FeatureMap, (map, inner) => map.MapFields(inner)),
        TrainReferences = f.Flag("trainReferences", TrainReferences),
        TrainScale = f.Flag("trainScale", TrainScale),
        InitialScale = f.Number("initialScale", InitialScale),
    };

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(FeatureMap);
        FeatureMap.Validate();
        OptionCheck.Require(
            InitialScale is not { } scale || (float.IsFinite((float)scale) && (float)scale != 0),
            $"initial scale {InitialScale} is out of range; choose a finite number that is not 0, or none for 1/sqrt(features).");
    }
}
