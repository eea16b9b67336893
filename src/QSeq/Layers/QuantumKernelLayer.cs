namespace QSeq.Layers;

/// <summary>
/// The gate map of QK-LSTM (arXiv 2411.13225): out_g = sum_j alpha_gj k(v, v_j) + b_g with a quantum kernel k and reference
/// vectors v_j, and a learned projection of v in front of it if asked for.
/// </summary>
internal sealed class QuantumKernelLayer : SequentialLayer
{
    /// <summary>
    /// Declares the parameters of <c>projection</c>, <c>kernel</c> and <c>readout</c> for gates that are equal parts of the
    /// outputs and start with the same values if <paramref name="alike"/>.
    /// </summary>
    public QuantumKernelLayer(
        ParameterTable.Builder table, int inputs, int outputs, QuantumKernelOptions? options = null, int parts = 1, bool alike = false)
        : base(Layers(table, inputs, outputs, options ?? new QuantumKernelOptions(), parts, alike))
    {
    }

    /// <summary>The reference vectors, [sets * references, features], set after set.</summary>
    internal ParameterSlice References => Similarity.References;

    private SimilarityLayer Similarity => (SimilarityLayer)Chain[^2];

    /// <summary>What the kernel sees of x, [features][lanes]: its projection, or x itself. It allocates, unlike a step.</summary>
    internal void Project(ReadOnlySpan<float> parameters, Rows x, Rows features)
    {
        if (Chain.Length < 3)
        {
            x.Data.CopyTo(features.Data);
            return;
        }

        Layer projection = Chain[0];
        float[] folded = new float[projection.FoldedSize];
        projection.Fold(parameters, folded);
        Rows none = new([], x.Lanes);
        projection.Forward(folded, x, features, none, none);
    }

    private static Layer[] Layers(ParameterTable.Builder table, int inputs, int outputs, QuantumKernelOptions options, int parts, bool alike)
    {
        ArgumentNullException.ThrowIfNull(table);
        OptionCheck.Require(parts >= 1 && outputs % parts == 0, $"{outputs} outputs do not fall into {parts} equal parts.");
        options.Validate();
        if (options.SharedReferences && options.SharedReadout && parts > 1)
            throw new ArgumentException($"{parts} gates that share references and read-out would all be equal; let each have its own references or its own read-out.", nameof(parts));
        int features = options.Projection ?? inputs;
        options.Similarity.FeatureMap.QubitsFor(features); // before anything is declared

        // Kernel values are in [0, 1] and alpha starts within 1/sqrt(references), so the variance of an output is at most
        // 1/3 + 1/3 (b): gates start where their sigmoids are steep, however many references there are.
        double bound = 1 / Math.Sqrt(options.References);
        int sets = options.SharedReferences ? 1 : parts;
        var layers = new List<Layer>();
        if (options.Projection is { } projection) layers.Add(new LinearLayer(table.Scope("projection"), inputs, projection));
        layers.Add(new SimilarityLayer(table.Scope("kernel"), features, options.References, options.Similarity, sets, alike));
        layers.Add(new LinearLayer(
            table.Scope("readout"), parts, options.References, outputs / parts, options.SharedReadout, options.SharedReferences, 1, bound, alike));
        return [.. layers];
    }
}
