using QSeq.Objectives;

namespace QSeq.Models;

/// <summary>A model that users name.</summary>
/// <param name="Name">Its name on the command line, such as <c>qkan-lstm</c>.</param>
/// <param name="Summary">What it is, in a line.</param>
/// <param name="Source">The paper.</param>
/// <param name="Preset">One input, one output, sizes as in the QKAN-LSTM paper's Bessel run; QK-LSTM of a like number of parameters.</param>
public sealed record ModelEntry(string Name, string Summary, string Source, SequenceModelConfig Preset);

/// <summary>
/// The models there are. A further one is a layer, a <see cref="GateConfig"/> and an entry: in <see cref="Default"/> for one of
/// QSeq's own, through <see cref="With(IReadOnlyList{ModelEntry})"/> for one of another assembly. Immutable.
/// </summary>
public sealed class ModelCatalogue
{
    private ModelCatalogue(ImmutableArray<ModelEntry> entries, ImmutableArray<Objective> objectives) => (Entries, Objectives) = (entries, objectives);

    /// <summary>QSeq's own models.</summary>
    public static ModelCatalogue Default { get; } = new(
    [
        new("lstm", "gates are affine maps, as in PyTorch's nn.LSTM", "Hochreiter and Schmidhuber 1997",
            new SequenceModelConfig { Gates = new LstmGates(), Hidden = 5 }),
        new("qlstm", "gates are variational circuits on inputs + hidden qubits", "arXiv 2009.01783",
            new SequenceModelConfig { Gates = QlstmGates.Preset, Hidden = 5 }),
        new("qlstm-chen", "the same as the group's script has it: CNOTs on even pairs, then odd ones", "arXiv 2009.01783",
            new SequenceModelConfig { Gates = QlstmGates.Script, Hidden = 5 }),
        new("qlstm-6", "four circuits for the gates, one for the hidden state, one for the output", "arXiv 2009.01783, Fig. 5",
            new SequenceModelConfig { Gates = new SixCircuitGates(), Hidden = 5 }),
        new("qkan-lstm", "gates are sums of single-qubit re-uploading circuits", "arXiv 2512.05049",
            new SequenceModelConfig { Gates = new QkanGates(), Hidden = 1 }),
        new("hqkan-lstm", "gates are a linear encoder, a QKAN and a linear decoder", "arXiv 2512.05049",
            new SequenceModelConfig { Gates = new HqkanGates(), Hidden = 1 }),
        new("qk-lstm", "gates are sums of quantum kernels with trained references", "arXiv 2411.13225, its equations",
            new SequenceModelConfig { Gates = QkGates.EquationFaithful, Hidden = 2 }),
        new("qk-lstm-count", "gates are one read-out of kernels with fixed references behind a projection", "arXiv 2411.13225, its count",
            new SequenceModelConfig { Gates = QkGates.CountFaithful, Hidden = 5 }),
        new("gru", "two gates and no memory beside h, as in PyTorch's nn.GRU", "Cho et al. 2014",
            new SequenceModelConfig { Gates = new GruGates(), Hidden = 6 }),
        new("fourier-lstm", "gates are sums of Fourier series with as many parameters as the circuits of a QKAN", "classical counterpart of arXiv 2512.05049",
            new SequenceModelConfig { Gates = new FourierGates(), Hidden = 1 }),
        new("spline-lstm", "gates are KANs, B-splines and SiLU with as many parameters as the circuits of a QKAN", "arXiv 2404.19756",
            new SequenceModelConfig { Gates = new SplineGates(), Hidden = 1 }),
        new("gqkan-qkanfwp", "a QKAN reads each step and writes the angles of a QKAN, gated", "arXiv 2605.06734",
            new SequenceModelConfig { Gates = FastWeightGates.Of(FastWeightForm.QkanQkan), Hidden = 3 }),
        new("gqkanfwp", "a linear map reads each step and writes the angles of a QKAN, gated", "arXiv 2605.06734",
            new SequenceModelConfig { Gates = FastWeightGates.Of(FastWeightForm.LinearQkan), Hidden = 3 }),
        new("gqkan-fwp", "a QKAN reads each step and writes the weights of a linear map, gated", "arXiv 2605.06734",
            new SequenceModelConfig { Gates = FastWeightGates.Of(FastWeightForm.QkanLinear), Hidden = 5 }),
        new("gqkan-qfwp", "a QKAN reads each step and writes the angles of a circuit on 8 qubits, gated", "arXiv 2605.06734",
            new SequenceModelConfig { Gates = FastWeightGates.Of(FastWeightForm.QkanCircuit), Hidden = 4 }),
    ],
    Objective.Kinds);

    /// <summary>All models.</summary>
    public ImmutableArray<ModelEntry> Entries { get; }

    /// <summary>The gate maps that model files can name; what a file lacks is that of the first entry of a kind.</summary>
    internal IEnumerable<GateConfig> Gates => Entries.Select(entry => entry.Preset.Gates.Blank);

    /// <summary>The objectives that model files can name; one of a kind gives what a file lacks.</summary>
    internal ImmutableArray<Objective> Objectives { get; }

    /// <summary>A catalogue with further models.</summary>
    /// <param name="entries">The models, of names that are not taken.</param>
    /// <returns>The larger catalogue; this one stays as it is.</returns>
    /// <exception cref="ArgumentException">A name is taken, or a kind of gates is of another type in this catalogue.</exception>
    public ModelCatalogue With(params IReadOnlyList<ModelEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ImmutableArray<ModelEntry> all = [.. Entries, .. entries];
        if (all.GroupBy(entry => entry.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"There are two models named '{twice.Key}'; give each its own name.", nameof(entries));
        if (all.Select(entry => entry.Preset.Gates).GroupBy(gates => gates.Kind).FirstOrDefault(group => group.DistinctBy(gates => gates.GetType()).Count() > 1) is { } mixed)
            throw new ArgumentException($"There are two types of gates of the kind '{mixed.Key}'; give each its own kind.", nameof(entries));
        return new ModelCatalogue(all, Objectives);
    }

    /// <summary>A catalogue with a further objective, so that models trained with it can be loaded.</summary>
    /// <param name="objective">One of its kind, of a name that is not taken.</param>
    /// <returns>The larger catalogue; this one stays as it is.</returns>
    /// <exception cref="ArgumentException">The kind is taken.</exception>
    public ModelCatalogue With(Objective objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentException.ThrowIfNullOrWhiteSpace(objective.Kind);
        if (Objectives.Any(known => known.Kind == objective.Kind))
            throw new ArgumentException($"There is an objective of the kind '{objective.Kind}' already; give yours another.", nameof(objective));
        return new ModelCatalogue(Entries, Objectives.Add(objective));
    }

    /// <summary>The model called <paramref name="name"/>.</summary>
    /// <param name="name">A name of <see cref="Entries"/>.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">There is none of that name; the message names the nearest.</exception>
    public ModelEntry Find(string name) =>
        Entries.FirstOrDefault(entry => entry.Name == name)
        ?? throw new ArgumentException(NearestName.Describe("model", name, Entries.Select(entry => entry.Name)), nameof(name));
}
