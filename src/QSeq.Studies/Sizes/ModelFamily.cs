namespace QSeq.Studies.Sizes;

/// <summary>A network of one input and one output, and how many parameters it has.</summary>
/// <param name="Network">Its sizes.</param>
/// <param name="Parameters">Parameters that train.</param>
internal sealed record SizedNetwork(SequenceModelConfig Network, int Parameters);

/// <summary>
/// A model of the catalogue in all of its sizes up to <see cref="Most"/> parameters: the hidden size grows, everything else is as in the preset. A
/// QLSTM has at most 6 wires, then its depth grows, and at most 215 parameters.
/// </summary>
internal sealed record ModelFamily
{
    /// <summary>The most parameters of a size.</summary>
    public const int Most = 1000;

    /// <summary>The most of a QLSTM: larger ones take more time than all other models together.</summary>
    public const int MostOfQlstm = 215;

    // QLSTM has a wire for each component of v: up to the paper's 6 they grow, then the depth does.
    private const int MostWires = 6;

    private ModelFamily(string label, string model, bool isQuantum, IEnumerable<SequenceModelConfig> rising, int most = Most)
    {
        (Label, Model, IsQuantum) = (label, model, isQuantum);
        Sizes = [.. rising.Select(Count).TakeWhile(size => size.Parameters <= most)];
    }

    /// <summary>Those with circuits or quantum kernels.</summary>
    public static ImmutableArray<ModelFamily> Quantum { get; } =
    [
        new("QLSTM", "qlstm", true, Rising(MostWires - 1, Gates("qlstm")).Concat(Deeper()), MostOfQlstm),
        new("QKAN-LSTM", "qkan-lstm", true, Rising(Most, Gates("qkan-lstm"))),
        new("HQKAN-LSTM", "hqkan-lstm", true, Rising(Most, Gates("hqkan-lstm"))),
        new("QK-LSTM", "qk-lstm", true, Rising(Most, Gates("qk-lstm"))),
    ];

    /// <summary>Those without.</summary>
    public static ImmutableArray<ModelFamily> Classical { get; } =
    [
        new("LSTM", "lstm", false, Rising(Most, Gates("lstm"))),
        new("GRU", "gru", false, Rising(Most, Gates("gru"))),
        new("Fourier LSTM", "fourier-lstm", false, Rising(Most, Gates("fourier-lstm"))),
        new("spline LSTM", "spline-lstm", false, Rising(Most, Gates("spline-lstm"))),
    ];

    /// <summary>What tables call it.</summary>
    public string Label { get; }

    /// <summary>Its name in the catalogue.</summary>
    public string Model { get; }

    /// <summary>Whether it has circuits or quantum kernels.</summary>
    public bool IsQuantum { get; }

    /// <summary>Its sizes, the smallest first.</summary>
    public ImmutableArray<SizedNetwork> Sizes { get; }

    /// <summary>The family of that label.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static ModelFamily Find(string label) => Quantum.Concat(Classical).First(family => family.Label == label);

    /// <summary>The largest of at most so many parameters; null where even the smallest has more.</summary>
    public SizedNetwork? AtMost(int parameters) => Sizes.LastOrDefault(size => size.Parameters <= parameters);

    private static GateConfig Gates(string model) => ModelCatalogue.Default.Find(model).Preset.Gates;

    private static IEnumerable<SequenceModelConfig> Rising(int most, GateConfig gates) =>
        Enumerable.Range(1, most).Select(hidden => new SequenceModelConfig { Gates = gates, Hidden = hidden });

    private static IEnumerable<SequenceModelConfig> Deeper()
    {
        var gates = (QlstmGates)Gates("qlstm");
        return Enumerable.Range(gates.Circuit.Depth + 1, Most).Select(depth =>
            new SequenceModelConfig { Gates = gates with { Circuit = gates.Circuit with { Depth = depth } }, Hidden = MostWires - 1 });
    }

    private static SizedNetwork Count(SequenceModelConfig network) => new(network, new SequenceModel(network, 0).Table.TrainableCount);
}
