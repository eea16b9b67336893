using QSeq.Tagging;

namespace QSeq.Cli.Output;

/// <summary>Sentences of one part that are in another also.</summary>
internal static class Repeated
{
    /// <summary>What to say of sentences to be judged by that are learned from too; null where there are none.</summary>
    public static string? InTraining(SentenceSplit parts)
    {
        var train = SentenceHashes.Of(parts.Train);
        string[] found = [.. new[] { Count(train, parts.Test, "test"), Count(train, parts.Validation, "validation") }.OfType<string>()];
        return found.Length == 0
            ? null
            : $"warning: {string.Join(" and ", found)} sentences of {SentenceHashes.MinWords} words or more are in training also; their scores say little about new text";
    }

    /// <summary>What to say of sentences to be scored that are in the file of --train too; null where there are none.</summary>
    public static string? InFile(IReadOnlyList<TaggedSentence> train, IReadOnlyList<TaggedSentence> scored) =>
        Count(SentenceHashes.Of(train), scored, "scored") is { } found
            ? $"warning: {found} sentences of {SentenceHashes.MinWords} words or more are in the file of --train also; their scores say little about new text"
            : null;

    private static string? Count(SentenceHashes train, IReadOnlyList<TaggedSentence> sentences, string part)
    {
        TaggedSentence[] counted = [.. SentenceHashes.Counted(sentences)];
        int found = counted.Count(train.Contains);
        return found == 0 ? null : Invariant($"{found} of the {counted.Length} {part}");
    }
}
