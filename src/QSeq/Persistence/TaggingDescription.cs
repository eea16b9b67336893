using System.Text.Json.Serialization;
using QSeq.Data;
using QSeq.Models;

namespace QSeq.Persistence;

/// <summary>The words a tagger knows and the tags it gives.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] // what it does not know would change what is computed
public sealed record TaggingDescription
{
    /// <summary>Where the sentences came from, such as a file name.</summary>
    public required string Source { get; init; }

    /// <summary>The tags in the order of the model's outputs.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>What turns words into symbols, one channel for each of the model's embedding.</summary>
    public required TokenEncoderDescription Tokens { get; init; }

    /// <summary>Anything else worth keeping, such as how the sentences were split; not read by the model.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Notes { get; init; }

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Source);
        ArgumentNullException.ThrowIfNull(Tags);
        ArgumentNullException.ThrowIfNull(Tokens);
        _ = TagSet.FromNames(Tags);
        _ = TokenEncoder.From(Tokens);
        if (Notes is not null && Notes.Any(note => note.Value is null)) throw new ArgumentException("a note of the sentences is null; leave it out");
    }

    internal void CheckFit(SequenceModelConfig config)
    {
        if (config.Output != OutputMode.Sequence) throw new ArgumentException($"a tagger answers at every word, but the model's output mode is {config.Output}");
        if (Tags.Count != config.Outputs) throw new ArgumentException($"there are {Tags.Count} tags, but the model has {config.Outputs} outputs");
        if (config.Embedding is not { } embedding) throw new ArgumentException("the model of a tagger has no embedding");
        (string, int)[] has = [.. embedding.Channels.Select(channel => (channel.Name, channel.Entries))];
        (string, int)[] needs = [.. Tokens.Channels.Select(channel => (channel.Name, channel.Items.Count))];
        if (!has.SequenceEqual(needs))
            throw new ArgumentException($"the embedding looks up {Text(has)}, but the words give {Text(needs)}");
    }

    private static string Text((string Name, int Entries)[] channels) => string.Join(", ", channels.Select(channel => $"{channel.Name} ({channel.Entries})"));
}
