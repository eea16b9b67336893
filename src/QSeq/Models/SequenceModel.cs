using QSeq.Core;
using QSeq.Layers;
using QSeq.Recurrent;

namespace QSeq.Models;

/// <summary>
/// A sequence model: stacked LSTM cells over one gate map each, and a linear head. The weights are one flat buffer,
/// described by <see cref="Table"/>; reading a model from several threads is safe while nobody writes the weights.
/// </summary>
public sealed class SequenceModel
{
    private readonly Embedding[] _embeddings; // one a channel
    private readonly Layer[] _gates; // one gate map a cell
    private readonly LinearLayer _head;

    /// <summary>A model with first values drawn from a seed.</summary>
    /// <param name="config">What the model is.</param>
    /// <param name="seed">The seed of the first values.</param>
    /// <exception cref="ArgumentException">The configuration is out of range.</exception>
    public SequenceModel(SequenceModelConfig config, ulong seed)
        : this(config) => Table.Initialize(seed).CopyTo(Parameters, 0);

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
        (_embeddings, _gates, _head, Table) = ModelParts.Declare(config);
        Parameters = new float[Table.Length];
    }

    /// <summary>What the model is.</summary>
    public SequenceModelConfig Config { get; }

    /// <summary>What <see cref="Parameters"/> holds.</summary>
    public ParameterTable Table { get; }

    /// <summary>The weights.</summary>
    public float[] Parameters { get; }

    internal ReadOnlySpan<Embedding> Embeddings => _embeddings;

    internal ReadOnlySpan<Layer> Gates => _gates;

    internal LinearLayer Head => _head;

    internal int FoldedSize => _gates.Sum(layer => layer.FoldedSize) + _head.FoldedSize;

    internal int GradientSize => _gates.Sum(layer => layer.GradientSize) + _head.GradientSize;

    /// <summary>Computes what depends on the weights alone, cell after cell, then the head.</summary>
    internal void Fold(Span<float> folded)
    {
        foreach (Layer layer in _gates)
        {
            layer.Fold(Parameters, folded[..layer.FoldedSize]);
            folded = folded[layer.FoldedSize..];
        }

        _head.Fold(Parameters, folded);
    }

    /// <summary>Writes the gradient of the weights, given that of the folded constants; 0 where a weight does not train.</summary>
    internal void Unfold(ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
        gradient.Clear();
        foreach (Layer layer in _gates)
        {
            layer.Unfold(Parameters, folded[..layer.FoldedSize], foldedGradient[..layer.GradientSize], gradient);
            folded = folded[layer.FoldedSize..];
            foldedGradient = foldedGradient[layer.GradientSize..];
        }

        _head.Unfold(Parameters, folded, foldedGradient, gradient);
        Table.ZeroFrozen(gradient);
    }

    /// <summary>The answer for one sequence in plain double precision: the reference the kernels are tested against.</summary>
    /// <param name="parameters">Weights laid out as <see cref="Table"/> says.</param>
    /// <param name="sequence">[steps][Inputs]</param>
    /// <returns>[Outputs], or [steps][Outputs] for <see cref="OutputMode.Sequence"/>.</returns>
    internal double[] Reference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> sequence)
    {
        int steps = sequence.Length / Config.Inputs, hidden = Config.Hidden;
        double[][] x = new double[steps][];
        for (int t = 0; t < steps; t++) x[t] = sequence.Slice(t * Config.Inputs, Config.Inputs).ToArray();
        double[] last = [];
        for (int layer = 0; layer < Config.Layers; layer++)
        {
            double[][] forward = Read(parameters, _gates[layer * Config.Directions], x), outputs = forward;
            last = forward[^1];
            if (Config.Bidirectional)
            {
                double[][] backward = Read(parameters, _gates[(layer * 2) + 1], [.. x.Reverse()]);
                outputs = [.. forward.Select((h, t) => (double[])[.. h, .. backward[steps - 1 - t]])];
                last = [.. forward[^1], .. backward[^1]];
            }

            x = outputs;
        }

        double[][] read = Config.Output == OutputMode.Last ? [last] : x;
        double[] answer = new double[Config.Outputs * read.Length];
        for (int n = 0; n < read.Length; n++) _head.Reference(parameters, read[n], answer.AsSpan(n * Config.Outputs, Config.Outputs));
        return answer;
    }

    // The hidden states of one cell.
    private double[][] Read(ReadOnlySpan<double> parameters, Layer gates, double[][] x)
    {
        double[] h = new double[Config.Hidden], c = new double[Config.Hidden], a = new double[4 * Config.Hidden];
        double[][] states = new double[x.Length][];
        for (int t = 0; t < x.Length; t++)
        {
            gates.Reference(parameters, [.. h, .. x[t]], a);
            LstmStep.Reference(a, h, c);
            states[t] = [.. h];
        }

        return states;
    }
}
