using System.Text.Json.Serialization;

namespace QSeq.Data;

/// <summary>A <see cref="TokenEncoder"/> as names and lists: what a model file carries so that new text is numbered as the training text was.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] // what it does not know would change what is computed
public sealed record TokenEncoderDescription
{
    /// <summary>The channels in order, at least one, all of different names.</summary>
    public required IReadOnlyList<TokenChannelDescription> Channels { get; init; }

    /// <summary>How often a value had to occur in training to get a number of its own, 1 or more.</summary>
    public required int MinCount { get; init; }

    /// <summary>How many letters a suffix has, 1 to 8.</summary>
    public required int SuffixLength { get; init; }

    /// <summary>Whether there is no number for what training has not seen.</summary>
    public bool Closed { get; init; }

    /// <summary>
    /// All words of training as written, in ordinal order, by which known and unknown words are told apart; null where the
    /// channel <c>form</c> has them all.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? KnownWords { get; init; }
}

/// <summary>A channel by its name, with its values in the order of their numbers.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TokenChannelDescription
{
    /// <summary>form, word, suffix or shape.</summary>
    public required string Name { get; init; }

    /// <summary>The values by their numbers, all different: <c>&lt;unk&gt;</c> first unless closed, or the classes of <see cref="WordShape"/>.</summary>
    public required IReadOnlyList<string> Items { get; init; }
}
