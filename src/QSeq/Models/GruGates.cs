using QSeq.Layers;
using QSeq.Networks;

namespace QSeq.Models;

/// <summary>GRU: affine maps, of v = [h; x] for r and z, of x and of h alone for n; two biases each and first values as in PyTorch's nn.GRU.</summary>
public sealed record GruGates : GateConfig
{
    /// <inheritdoc/>
    public override string Kind => "gru";

    /// <inheritdoc/>
    public override Layer Build(ParameterTable.Builder table, int inputs, int hidden)
    {
        ArgumentNullException.ThrowIfNull(table);
        double bound = 1 / Math.Sqrt(hidden);
        int all = hidden + inputs;
        return new ConcatLayer(
            new LinearLayer(table.Scope("rz"), all, 2 * hidden, biases: 2, bound),
            new SequentialLayer(new SelectLayer(all, hidden, inputs), new LinearLayer(table.Scope("nx"), inputs, hidden, biases: 1, bound)),
            new SequentialLayer(new SelectLayer(all, 0, hidden), new LinearLayer(table.Scope("nh"), hidden, hidden, biases: 1, bound)));
    }

    /// <inheritdoc/>
    public override SequenceLayer BuildLayer(ParameterTable.Builder table, int inputs, int hidden, bool bidirectional, bool last) =>
        Recur<GruCell>(table, inputs, hidden, bidirectional, last);
}
