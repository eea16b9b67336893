using QSeq.Core;
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
        var options = new LinearOptions { InitialBound = 1 / Math.Sqrt(hidden) };
        int all = hidden + inputs;
        return new ConcatLayer(
            new LinearLayer(table.Scope("rz"), all, 2 * hidden, options with { Biases = 2 }),
            new SequentialLayer(new SelectLayer(all, hidden, inputs), new LinearLayer(table.Scope("nx"), inputs, hidden, options)),
            new SequentialLayer(new SelectLayer(all, 0, hidden), new LinearLayer(table.Scope("nh"), hidden, hidden, options)));
    }

    /// <inheritdoc/>
    public override SequenceLayer BuildLayer(ParameterTable.Builder table, int inputs, int hidden, bool bidirectional, bool last) =>
        Recur<GruCell>(table, inputs, hidden, bidirectional, last);
}
