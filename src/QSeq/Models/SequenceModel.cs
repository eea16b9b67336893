using QSeq.Layers;
using QSeq.Numerics;
using QSeq.Recurrent;

namespace QSeq.Models;

/// <summary>
/// A sequence model: stacked LSTM cells over one gate map each, and a linear head. The weights are one flat buffer,
/// described by <see cref="Table"/>; reading a model from several threads is safe while nobody writes the weights.
/// </summary>
public sealed class SequenceModel
{
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
        (_gates, _head, Table) = ModelParts.Declare(config);
        Parameters = new float[Table.Length];
    }

    /// <summary>What the model is.</summary>
    public SequenceModelConfig Config { get; }

    /// <summary>What <see cref="Parameters"/> holds.</summary>
    public ParameterTable Table { get; }

    /// <summary>The weights.</summary>
    public float[] Parameters { get; }

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

    /// <summary>The answer for one window in plain double precision: the reference the kernels are tested against.</summary>
    /// <param name="parameters">Weights laid out as <see cref="Table"/> says.</param>
    /// <param name="window">[steps][Inputs]</param>
    /// <returns>[Outputs], or [steps][Outputs] for <see cref="OutputMode.Sequence"/>.</returns>
    internal double[] Reference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> window)
    {
        int steps = window.Length / Config.Inputs, hidden = Config.Hidden;
        double[][] h = [.. _gates.Select(_ => new double[hidden])], c = [.. _gates.Select(_ => new double[hidden])];
        double[] answer = new double[Config.Outputs * (Config.Output == OutputMode.Last ? 1 : steps)];
        for (int t = 0; t < steps; t++)
        {
            double[] x = window.Slice(t * Config.Inputs, Config.Inputs).ToArray();
            for (int n = 0; n < _gates.Length; n++)
            {
                double[] a = new double[4 * hidden];
                _gates[n].Reference(parameters, [.. h[n], .. x], a);
                LstmStep.Reference(a, h[n], c[n]);
                x = h[n];
            }

            if (Config.Output == OutputMode.Sequence) _head.Reference(parameters, x, answer.AsSpan(t * Config.Outputs, Config.Outputs));
            else if (t == steps - 1) _head.Reference(parameters, x, answer);
        }

        return answer;
    }
}
