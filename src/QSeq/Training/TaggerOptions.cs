using QSeq.Data;
using QSeq.Models;

namespace QSeq.Training;

/// <summary>What a tagger is, words and tags left out. The defaults are the sizes of the QK-LSTM paper (arXiv 2411.13225).</summary>
public sealed record TaggerOptions
{
    /// <summary>The gate map.</summary>
    public required GateConfig Gates { get; init; }

    /// <summary>Which features of a word are looked up; the word as written.</summary>
    public TokenEncoderOptions Tokens { get; init; } = new();

    /// <summary>The length of each feature's vectors, in the order of the features; 8.</summary>
    public IReadOnlyList<int> Dimensions { get; init; } = [8];

    /// <summary>Hidden size of every cell; 6.</summary>
    public int Hidden { get; init; } = 6;

    /// <summary>Stacked cells; 1.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Whether cells read both ways; the paper's read forward.</summary>
    public bool Bidirectional { get; init; }

    internal TaggerOptions MapFields(FieldMap f, ModelCatalogue catalogue) => new()
    {
        Gates = f.Kind("gates", Gates, catalogue.Gates),
        Tokens = f.Record("tokens", Tokens, (tokens, inner) => tokens.MapFields(inner)),
        Dimensions = f.Wholes("dimensions", [.. Dimensions]),
        Hidden = f.Whole("hidden", Hidden),
        Layers = f.Whole("layers", Layers),
        Bidirectional = f.Flag("bidirectional", Bidirectional),
    };

    internal SequenceModelConfig Network(TokenEncoder encoder, TagSet tags) =>
        Network([.. encoder.Channels.Select(channel => channel.Vocabulary.Count)], tags.Count);

    /// <summary>The network for as many entries of each feature, and as many tags.</summary>
    internal SequenceModelConfig Network(IReadOnlyList<int> entries, int tags) => new()
    {
        Gates = Gates,
        Hidden = Hidden,
        Layers = Layers,
        Bidirectional = Bidirectional,
        Inputs = Dimensions.Sum(),
        Outputs = tags,
        Output = OutputMode.Sequence,
        Embedding = new EmbeddingConfig
        {
            Channels = [.. Tokens.Channels.Select((feature, n) => new EmbeddingChannel(TokenChannel.NameOf(feature), entries[n], Dimensions[n]))],
        },
    };

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Gates);
        ArgumentNullException.ThrowIfNull(Tokens);
        ArgumentNullException.ThrowIfNull(Dimensions);
        Tokens.Validate();
        OptionCheck.Require(
            Dimensions.Count == Tokens.Channels.Count,
            $"{Dimensions.Count} dimensions are given for {Tokens.Channels.Count} features of words; give one for each");
        OptionCheck.Require(Dimensions.All(d => d >= 1), $"a dimension is {Dimensions.Min()}, expected 1 or more");
    }
}
