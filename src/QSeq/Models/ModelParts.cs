using QSeq.Core;
using QSeq.Layers;

namespace QSeq.Models;

/// <summary>The layers of a model and the table of their parameters, without a buffer of weights.</summary>
/// <param name="Embeddings">One table of vectors a channel; none for a model of numbers.</param>
/// <param name="Gates">One gate map a cell: layer after layer, in each the cell that reads forward first.</param>
/// <param name="Head">From the last hidden state to the outputs.</param>
/// <param name="Table">What the flat buffer holds.</param>
internal sealed record ModelParts(Embedding[] Embeddings, Layer[] Gates, LinearLayer Head, ParameterTable Table)
{
    /// <exception cref="ArgumentException">The configuration is out of range.</exception>
    public static ModelParts Declare(SequenceModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        var table = new ParameterTable.Builder();
        Embedding[] embeddings = [.. (config.Embedding?.Channels ?? []).Select(channel =>
            new Embedding(table.Scope($"embedding.{channel.Name}"), channel.Entries, channel.Dimension))];
        var gates = new List<Layer>();
        for (int n = 0; n < config.Layers; n++)
        {
            int inputs = n == 0 ? config.Inputs : config.Width;
            gates.Add(config.Gates.Build(table.Scope($"cell{n}"), inputs, config.Hidden));
            if (config.Bidirectional) gates.Add(config.Gates.Build(table.Scope($"cell{n}.reverse"), inputs, config.Hidden));
        }

        var head = new LinearLayer(table.Scope("head"), config.Width, config.Outputs);
        return new ModelParts(embeddings, [.. gates], head, table.Build());
    }
}
