using System.Collections.Immutable;
using QSeq.Core;

namespace QSeq.Models;

/// <summary>A model that users name.</summary>
/// <param name="Name">Its name on the command line, such as <c>qkan-lstm</c>.</param>
/// <param name="Summary">What it is, in a line.</param>
/// <param name="Source">The paper.</param>
/// <param name="Preset">One input, one output, sizes as in the QKAN-LSTM paper's Bessel run; QK-LSTM of a like number of parameters.</param>
public sealed record ModelEntry(string Name, string Summary, string Source, SequenceModelConfig Preset);

/// <summary>The models there are. A further one is a layer, a <see cref="GateConfig"/> and a line here.</summary>
public static class ModelCatalogue
{
    /// <summary>All models.</summary>
    public static ImmutableArray<ModelEntry> All { get; } =
    [
        new("lstm", "gates are affine maps, as in PyTorch's nn.LSTM", "Hochreiter and Schmidhuber 1997",
            new SequenceModelConfig { Gates = new LstmGates(), Hidden = 5 }),
        new("qlstm", "gates are variational circuits on hidden + inputs qubits", "arXiv 2009.01783",
            new SequenceModelConfig { Gates = new QlstmGates(), Hidden = 5 }),
        new("qkan-lstm", "gates are sums of single-qubit re-uploading circuits", "arXiv 2512.05049",
            new SequenceModelConfig { Gates = new QkanGates(), Hidden = 1 }),
        new("hqkan-lstm", "gates are a linear encoder, a QKAN and a linear decoder", "arXiv 2512.05049",
            new SequenceModelConfig { Gates = new HqkanGates(), Hidden = 1 }),
        new("qk-lstm", "gates are sums of quantum kernels with trained references", "arXiv 2411.13225, its equations",
            new SequenceModelConfig { Gates = QkGates.EquationFaithful, Hidden = 2 }),
        new("qk-lstm-count", "gates are one read-out of kernels with fixed references behind a projection", "arXiv 2411.13225, its count",
            new SequenceModelConfig { Gates = QkGates.CountFaithful, Hidden = 5 }),
    ];

    /// <summary>The model called <paramref name="name"/>.</summary>
    /// <param name="name">A name of <see cref="All"/>.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">There is none of that name; the message names the nearest.</exception>
    public static ModelEntry Find(string name) =>
        All.FirstOrDefault(entry => entry.Name == name)
        ?? throw new ArgumentException(NearestName.Describe("model", name, All.Select(entry => entry.Name)), nameof(name));
}
