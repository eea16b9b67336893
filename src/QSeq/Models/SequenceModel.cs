using QSeq.Layers;
using QSeq.Networks;

namespace QSeq.Models;

/// <summary>
/// A sequence model: a network of stacked cells over one gate map each, with a linear head. The weights are one flat
/// buffer, described by <see cref="Table"/>; reading a model from several threads is safe while nobody writes the weights.
/// </summary>
public sealed class SequenceModel
{
    private readonly Embedding[] _embeddings; // one a channel
    private readonly Layer[] _gates; // one gate map a cell: layer after layer, in each the cell that reads forward first

    /// <summary>A model with first values drawn from a seed.</summary>
    /// <param name="config">What the model is.</param>
    /// <param name="seed">The seed of the first values; of several members the second has the next seed, and so on.</param>
    /// <exception cref="ArgumentException">The configuration is out of range.</exception>
    public SequenceModel(SequenceModelConfig config, ulong seed)
        : this(config)
    {
        if (config.Members == 1) Table.Initialize(seed).CopyTo(Parameters, 0);
        else ModelMembers.Start(this, seed);
    }

    /// <summary>A model with given weights.</summary>
    /// <param name="config">What the model is.</param>
    /// <param name="parameters">The weights, laid out as <see cref="Table"/> says.</param>
    /// <exception cref="ArgumentException">The configuration is out of range, or the weights are not as many as it needs.</exception>
    public SequenceModel(SequenceModelConfig config, ReadOnlySpan<float> parameters)
        : this(config)
    {
        if (parameters.Length != Table.Length)
            throw new ArgumentException($"The model has {Table.Length} parameters, but {parameters.Length} were given.", nameof(parameters));
        parameters.CopyTo(Parameters);
    }

    private SequenceModel(SequenceModelConfig config)
    {
        Config = config;
        (_embeddings, Network, Residual, Whole, Table) = Declare(config);
        _gates = [.. Network.Layers.ToArray().OfType<RecurrentLayer>().SelectMany(layer => layer.Cells.ToArray()).Select(cell => cell.Gates)];
        Parameters = new float[Table.Length];
    }

    /// <summary>What the model is.</summary>
    public SequenceModelConfig Config { get; }

    /// <summary>What <see cref="Parameters"/> holds.</summary>
    public ParameterTable Table { get; }

    /// <summary>The weights.</summary>
    public float[] Parameters { get; }

    /// <summary>The layers, from the inputs (with an embedding, from the vectors of the symbols) to the outputs; of several members those of the first.</summary>
    public Network Network { get; }

    /// <summary>What is around the network; null for nothing.</summary>
    internal ResidualNetwork? Residual { get; }

    internal ReadOnlySpan<Embedding> Embeddings => _embeddings;

    internal ReadOnlySpan<Layer> Gates => _gates;

    internal int FoldedSize => Whole.FoldedSize;

    internal int GradientSize => Whole.GradientSize;

    /// <summary>From inputs to outputs, with all that is around the network.</summary>
    internal SequenceLayer Whole { get; }

    /// <summary>Computes what depends on the weights alone.</summary>
    internal void Fold(Span<float> folded) => Whole.Fold(Parameters, folded);

    /// <summary>What depends on the weights alone, as they are now.</summary>
    internal float[] Folded()
    {
        float[] folded = new float[FoldedSize];
        Fold(folded);
        return folded;
    }

    /// <summary>Writes the gradient of the weights, given that of the folded constants; 0 where a weight does not train.</summary>
    internal void Unfold(ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
        gradient.Clear();
        Whole.Unfold(Parameters, folded, foldedGradient, gradient);
        Table.ZeroFrozen(gradient);
    }

    /// <summary>What the weights of a configuration are, without a buffer of them.</summary>
    /// <exception cref="ArgumentException">The configuration is out of range.</exception>
    internal static ParameterTable TableOf(SequenceModelConfig config) => Declare(config).Table;

    /// <summary>
    /// A table of vectors for each channel of symbols, the layers (cells over cells, and a linear head behind the last), what is
    /// around them, and the table of their parameters.
    /// </summary>
    private static (Embedding[] Embeddings, Network Network, ResidualNetwork? Residual, SequenceLayer Whole, ParameterTable Table) Declare(SequenceModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        var table = new ParameterTable.Builder();
        Embedding[] embeddings = [.. (config.Embedding?.Channels ?? []).Select(channel =>
            new Embedding(table.Scope($"embedding.{channel.Name}"), channel.Entries, channel.Dimension))];
        (Network network, ResidualNetwork? residual) = config.Members == 1 ? Declare(config, table) : Declare(config, table.Scope(ModelMembers.Scope(0)));
        SequenceLayer whole = residual ?? (SequenceLayer)network;
        if (config.Members > 1) whole = new MedianNetwork([whole, .. Enumerable.Range(1, config.Members - 1).Select(Other)]);
        return (embeddings, network, residual, whole, table.Build());

        SequenceLayer Other(int member)
        {
            (Network own, ResidualNetwork? around) = Declare(config, table.Scope(ModelMembers.Scope(member)));
            return around ?? (SequenceLayer)own;
        }
    }

    private static (Network Network, ResidualNetwork? Residual) Declare(SequenceModelConfig config, ParameterTable.Builder table)
    {
        var layers = new List<SequenceLayer>();
        if (config.RunOn > 0) layers.Add(new RunOnLayer(config.Inputs, config.RunOn));
        for (int n = 0; n < config.Layers; n++)
        {
            int inputs = n == 0 ? config.Inputs : config.Width;
            bool last = n == config.Layers - 1 && config.Output == OutputMode.Last && !config.Attention && config.RunOn == 0;
            layers.Add(config.Gates.BuildLayer(table.Scope($"cell{n}"), inputs, config.Hidden, config.Bidirectional, last));
        }

        if (config.Gates.BuildOutput(table.Scope("output"), config.Width) is { } output) layers.Add(new PerStep(output));
        if (config.Attention) layers.Add(new AttentionLayer(table.Scope("attention"), config.Width));
        double? start = config.Residual is { Linear: true } ? 0 : null; // beside a linear path the cells begin with nothing to add
        if (config.RunOn > 0) layers.Add(new TailLayer(config.Width, config.RunOn));
        LinearLayer head = config.RunOn == 0
            ? new LinearLayer(table.Scope("head"), layers[^1].Outputs, config.Outputs, initialBound: start)
            : new LinearLayer(table.Scope("head"), config.RunOn, config.Width, config.Outputs / config.RunOn, tied: true, sharedInput: false, initialBound: start);
        var network = new Network([.. layers, new PerStep(head)]);
        if (network.Answers(2) != (config.Output == OutputMode.Last ? 1 : 2))
            throw new ArgumentException($"The layers of {config.Gates.Kind} give {network.Answers(2)} answers for 2 steps, which does not fit the output mode {config.Output}.", nameof(config));
        return (network, config.Residual is { Shape: not null } options ? new ResidualNetwork(table.Scope("residual"), options, network) : null);
    }

    /// <summary>The answer for a sequence [steps][Inputs] in double precision, [answers][Outputs]: the kernels' test.</summary>
    internal double[] Reference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> sequence) =>
        [.. Whole.Reference(parameters, [.. sequence.ToArray().Chunk(Config.Inputs)]).SelectMany(y => y)];
}
