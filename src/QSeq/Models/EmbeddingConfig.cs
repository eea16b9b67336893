namespace QSeq.Models;

/// <summary>
/// What a model of words or other symbols reads: one table of vectors a channel (the word, its ending, ...), whose
/// vectors stand one after another in the input of a step.
/// </summary>
internal sealed record EmbeddingConfig
{
    /// <summary>The channels, 1 to 16, of different names.</summary>
    public required ImmutableArray<EmbeddingChannel> Channels { get; init; }

    /// <summary>Features of a step: the dimensions of all channels together.</summary>
    public int Inputs() => Channels.Sum(channel => channel.Dimension);

    public bool Equals(EmbeddingConfig? other) => other is not null && Channels.AsSpan().SequenceEqual(other.Channels.AsSpan());

    public override int GetHashCode() => Channels.IsDefaultOrEmpty ? 0 : HashCode.Combine(Channels.Length, Channels[0]);

    internal EmbeddingConfig MapFields(FieldMap f) => new()
    {
        Channels = f.List("channels", Channels, new EmbeddingChannel("", 0, 0), (channel, inner) =>
            new EmbeddingChannel(inner.Text("name", channel.Name), inner.Whole("entries", channel.Entries), inner.Whole("dimension", channel.Dimension))),
    };

    internal void Validate()
    {
        if (Channels.IsDefaultOrEmpty || Channels.Length > 16)
            throw new ArgumentException($"An embedding has 1 to 16 channels, but {(Channels.IsDefault ? 0 : Channels.Length)} were given.", nameof(Channels));
        foreach (EmbeddingChannel channel in Channels)
        {
            ArgumentNullException.ThrowIfNull(channel);
            ArgumentException.ThrowIfNullOrWhiteSpace(channel.Name);
            OptionCheck.Require(
                channel.Entries is >= 1 and <= 10_000_000, $"{channel.Entries} entries of channel '{channel.Name}' are out of range; choose 1 to 10000000.");
            OptionCheck.Require(
                channel.Dimension is >= 1 and <= 4096, $"dimension {channel.Dimension} of channel '{channel.Name}' is out of range; choose 1 to 4096.");
        }

        if (Channels.DistinctBy(channel => channel.Name).Count() < Channels.Length)
            throw new ArgumentException("Two channels of an embedding have the same name.", nameof(Channels));
    }
}

/// <summary>One table of vectors: of which symbols, such as <c>word</c>, how many, 1 to 10,000,000, and how long, 1 to 4096.</summary>
internal sealed record EmbeddingChannel(string Name, int Entries, int Dimension);
