using QSeq.Layers;
using QSeq.Networks;

namespace QSeq.Models;

/// <summary>Everything that defines a sequence model but its weights.</summary>
public sealed record SequenceModelConfig
{
    /// <summary>The gate map.</summary>
    public required GateConfig Gates { get; init; }

    /// <summary>Features of every time step, 1 to 4096; with an <see cref="Embedding"/>, as many as its channels have together.</summary>
    public int Inputs { get; init; } = 1;

    /// <summary>Hidden size of every cell, 1 to 4096 (QLSTM without a projection: hidden + inputs at most <see cref="VqcOptions.MaxQubits"/>).</summary>
    public int Hidden { get; init; } = 1;

    /// <summary>Stacked cells, 1 to 16; each reads the hidden states of the one below.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Features of the output, 1 to 4096: targets times horizon.</summary>
    public int Outputs { get; init; } = 1;

    /// <summary>Whether the model answers once, after the window, or at every time step.</summary>
    public OutputMode Output { get; init; } = OutputMode.Last;

    /// <summary>
    /// Whether every layer has a second cell that reads the sequence backward, with weights of its own (Schuster and
    /// Paliwal 1997). The layer above and the head then read both: [h forward; h backward], of the same step for
    /// <see cref="OutputMode.Sequence"/>, of where each has read all for <see cref="OutputMode.Last"/>.
    /// </summary>
    public bool Bidirectional { get; init; }

    /// <summary>Normalisation of windows and a linear path beside the cells; null (default) for neither. Needs <see cref="OutputMode.Last"/>.</summary>
    public ResidualOptions? Residual { get; init; }

    /// <summary>
    /// Whether the head reads, beside the last hidden state, a mean of the states of all steps, with weights softmax(q . h_t) and q trained. Needs
    /// <see cref="OutputMode.Last"/>; with <see cref="Bidirectional"/> a state is that of a step in both directions.
    /// </summary>
    public bool Attention { get; init; }

    /// <summary>
    /// Steps that the cells run on after the window, reading zeros: the head then answers at each of them, in place of once for all, with the same
    /// weights. As many as the steps ahead; 0 (default) for a head at the last hidden state. Needs <see cref="OutputMode.Last"/>, and neither
    /// <see cref="Attention"/> nor <see cref="Bidirectional"/>.
    /// </summary>
    public int RunOn { get; init; }

    /// <summary>
    /// Networks side by side, 1 to 32: each is trained by itself, from first values and an order of samples of its own, and the model answers
    /// with the median of their answers. More than one needs a model of numbers.
    /// </summary>
    public int Members { get; init; } = 1;

    /// <summary>The tables of vectors for sequences of symbols; null for sequences of numbers.</summary>
    internal EmbeddingConfig? Embedding { get; init; }

    /// <summary>Features that a layer hands to the next and to the head.</summary>
    internal int Width => Bidirectional ? 2 * Hidden : Hidden;

    /// <summary>The most outputs a model may have.</summary>
    public const int MaxOutputs = 4096;

    internal SequenceModelConfig MapFields(FieldMap f, ModelCatalogue catalogue) => this with
    {
        Gates = f.Kind("gates", Gates, catalogue.Gates),
        Inputs = f.Whole("inputs", Inputs),
        Hidden = f.Whole("hidden", Hidden),
        Layers = f.Whole("layers", Layers),
        Outputs = f.Whole("outputs", Outputs),
        Output = f.Choice("output", Output),
        Bidirectional = f.Flag("bidirectional", Bidirectional),
        Residual = f.Optional("residual", Residual, new ResidualOptions(), (residual, inner) => residual.MapFields(inner)),
        Attention = f.Flag("attention", Attention ? true : null) ?? false,
        RunOn = f.Whole("runOn", RunOn == 0 ? null : RunOn) ?? 0,
        Members = f.Whole("members", Members == 1 ? null : Members) ?? 1,
        Embedding = f.Optional("embedding", Embedding, new EmbeddingConfig { Channels = [] }, (embedding, inner) => embedding.MapFields(inner)),
    };

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(Gates);
        OptionCheck.Require(Inputs is >= 1 and <= 4096, $"inputs {Inputs} is out of range; choose 1 to 4096.");
        OptionCheck.Require(Hidden is >= 1 and <= 4096, $"hidden size {Hidden} is out of range; choose 1 to 4096.");
        OptionCheck.Require(Layers is >= 1 and <= 16, $"layers {Layers} is out of range; choose 1 to 16.");
        OptionCheck.Require(Outputs is >= 1 and <= MaxOutputs, $"outputs {Outputs} is out of range; choose 1 to {MaxOutputs}.");
        Embedding?.Validate();
        if (Embedding is { } embedding && embedding.Inputs() != Inputs)
            throw new ArgumentException($"The embedding gives {embedding.Inputs()} features, but inputs is {Inputs}; they must be equal.", nameof(Inputs));
        OptionCheck.Require(!Attention || Output == OutputMode.Last, $"attention needs one answer after a window, but the output mode is {Output}");
        OptionCheck.Require(RunOn >= 0, $"the cells run on for {RunOn} steps, expected 0 or more");
        OptionCheck.Require(
            RunOn == 0 || (Output == OutputMode.Last && !Attention && !Bidirectional && Embedding is null && Outputs % RunOn == 0),
            $"cells that run on need one answer after a window of numbers, of as many values at each of the {RunOn} steps, no attention and one direction");
        OptionCheck.Require(Members is >= 1 and <= MedianNetwork.Most, $"{Members} members are out of range; choose 1 to {MedianNetwork.Most}.");
        OptionCheck.Require(Members == 1 || Embedding is null, $"a model of sequences of symbols has {Members} members, expected 1");
        OptionCheck.Require(OptionCheck.IsKnown(Output), $"There is no such output mode.");
        Residual?.Validate();
        OptionCheck.Require(Residual is null || (Output == OutputMode.Last && Embedding is null), $"normalised windows and a linear path need one answer after a window of numbers, but the output mode is {Output}");
    }
}

/// <summary>When a model answers.</summary>
public enum OutputMode
{
    /// <summary>Sequence to one: from the last hidden state.</summary>
    Last,

    /// <summary>Sequence to sequence: from the hidden state of every step.</summary>
    Sequence,
}
