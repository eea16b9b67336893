using QSeq.Tagging;

namespace QSeq.Cli.Output;

/// <summary>Scored sentences that a tagger has seen; all of four words or more.</summary>
/// <param name="Scored">The sentences that are scored.</param>
/// <param name="Learned">Those that it has learned from.</param>
/// <param name="Chosen">Further ones that its epoch was chosen by.</param>
internal sealed record SeenSentences(int Scored, int Learned, int Chosen)
{
    /// <summary>How many of the sentences to be scored a tagger has seen; null where its file does not say.</summary>
    public static SeenSentences? In(IReadOnlyList<TaggedSentence> scored, SentenceOrigin data)
    {
        if (data.Train.Hashes is not { } train) return null;
        TaggedSentence[] counted = [.. SentenceHashes.Counted(scored)], others = [.. counted.Where(sentence => !train.Contains(sentence))];
        return new SeenSentences(counted.Length, counted.Length - others.Length, data.Validation?.Hashes is { } validation ? others.Count(validation.Contains) : 0);
    }

    /// <summary>What to say of it; null where it has seen none.</summary>
    public string? Warning => (Learned, Chosen) switch
    {
        (0, 0) => null,
        (0, _) => Invariant($"warning: {Chosen} of the {Scored} scored sentences of {SentenceHashes.MinWords} words or more chose the epoch; their scores say less about new text"),
        (_, 0) => Invariant($"warning: {Learned} of the {Scored} scored sentences of {SentenceHashes.MinWords} words or more were learned from; their scores say little about new text"),
        _ => Invariant($"warning: {Learned} of the {Scored} scored sentences of {SentenceHashes.MinWords} words or more were learned from, and {Chosen} more chose the epoch; their scores say little about new text"),
    };
}
