using QSeq.Layers;
using QSeq.Networks;

namespace QSeq.Models;

/// <summary>The layers of a model and the table of their parameters, without a buffer of weights.</summary>
/// <param name="Embeddings">One table of vectors a channel; none for a model of numbers.</param>
/// <param name="Network">Cells over cells, and a linear head behind the last.</param>
/// <param name="Table">What the flat buffer holds.</param>
internal sealed record ModelParts(Embedding[] Embeddings, Network Network, ParameterTable Table)
{
    /// <exception cref="ArgumentException">The configuration is out of range.</exception>
    public static ModelParts Declare(SequenceModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        var table = new ParameterTable.Builder();
        Embedding[] embeddings = [.. (config.Embedding?.Channels ?? []).Select(channel =>
            new Embedding(table.Scope($"embedding.{channel.Name}"), channel.Entries, channel.Dimension))];
        var layers = new List<SequenceLayer>();
        for (int n = 0; n < config.Layers; n++)
        {
            int inputs = n == 0 ? config.Inputs : config.Width;
            bool last = n == config.Layers - 1 && config.Output == OutputMode.Last;
            layers.Add(config.Gates.BuildLayer(table.Scope($"cell{n}"), inputs, config.Hidden, config.Bidirectional, last));
        }

        layers.Add(new PerStep(new LinearLayer(table.Scope("head"), config.Width, config.Outputs)));
        var network = new Network([.. layers]);
        if (network.Answers(2) != (config.Output == OutputMode.Last ? 1 : 2))
            throw new ArgumentException($"The layers of {config.Gates.Kind} give {network.Answers(2)} answers for 2 steps, which does not fit the output mode {config.Output}.", nameof(config));
        return new ModelParts(embeddings, network, table.Build());
    }
}
