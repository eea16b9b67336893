using QSeq.Layers;
using QSeq.Numerics;

namespace QSeq.Models;

/// <summary>The layers of a model and the table of their parameters, without a buffer of weights.</summary>
/// <param name="Gates">One gate map a cell.</param>
/// <param name="Head">From the last hidden state to the outputs.</param>
/// <param name="Table">What the flat buffer holds.</param>
internal sealed record ModelParts(Layer[] Gates, LinearLayer Head, ParameterTable Table)
{
    /// <exception cref="ArgumentException">The configuration is out of range.</exception>
    public static ModelParts Declare(SequenceModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        var table = new ParameterTable.Builder();
        var gates = new Layer[config.Layers];
        for (int n = 0; n < gates.Length; n++)
            gates[n] = config.Gates.Build(table.Scope($"cell{n}"), n == 0 ? config.Inputs : config.Hidden, config.Hidden);
        var head = new LinearLayer(table.Scope("head"), config.Hidden, config.Outputs);
        return new ModelParts(gates, head, table.Build());
    }
}
