namespace QSeq.Cli.Output;

/// <summary>What makes the scores of sentences say less than they seem to.</summary>
internal static class SentenceWarnings
{
    private const string Little = "their scores say little about new text";

    private static string Long { get; } = $"sentences of {SentenceHashes.MinWords} words or more";

    /// <summary>What to say of sentences to be judged by that are learned from too; null where there are none.</summary>
    public static string? InTraining(SentenceSplit parts)
    {
        var train = SentenceHashes.Of(parts.Train);
        string[] found = [.. new[] { Count(train, parts.Test, "test"), Count(train, parts.Validation, "validation") }.OfType<string>()];
        return found.Length == 0 ? null : $"warning: {string.Join(" and ", found)} {Long} are in training also; {Little}";
    }

    /// <summary>What to say of sentences to be scored that are in the file of --train too; null where there are none.</summary>
    public static string? InFile(IReadOnlyList<TaggedSentence> train, IReadOnlyList<TaggedSentence> scored) =>
        Count(SentenceHashes.Of(train), scored, "scored") is { } found
            ? $"warning: {found} {Long} are in the file of --train also; {Little}"
            : null;

    /// <summary>What to say of sentences to be scored that the tagger has seen; null where it has seen none.</summary>
    public static string? Seen(SeenSentences? seen)
    {
        string scored = $"of the {seen?.Scored} scored {Long}";
        return seen switch
        {
            null or (_, 0, 0) => null,
            (_, 0, var chosen) => $"warning: {chosen} {scored} chose the epoch; their scores say less about new text",
            (_, var learned, 0) => $"warning: {learned} {scored} were learned from; {Little}",
            (_, var learned, var chosen) => $"warning: {learned} {scored} were learned from, and {chosen} more chose the epoch; {Little}",
        };
    }

    /// <summary>What to say of true tags that a tagger cannot give; null where it can give them all.</summary>
    public static string? UnknownTags(TagSet tags, IEnumerable<TaggedSentence> sentences)
    {
        string[] strange = [.. sentences.SelectMany(sentence => sentence.Tags).Where(tag => tags.IndexOf(tag) < 0)];
        string[] names = [.. strange.Distinct().Order(StringComparer.Ordinal)];
        if (names.Length == 0) return null;
        string some = string.Join(", ", names.Take(6)) + (names.Length > 6 ? ", …" : "");
        return $"warning: {strange.Length} words have tags that training does not have ({some}); they count as errors";
    }

    /// <summary>Whether all words of a sentence are written <c>_</c>, as in treebanks that come without their text.</summary>
    public static bool HasNoForms(TaggedSentence sentence) => sentence.Words.Length > 1 && sentence.Words.All(word => word == "_");

    /// <summary>What to say of sentences whose words are all <c>_</c>; null where there are none.</summary>
    public static string? NoForms(int blank, int sentences) => blank == 0
        ? null
        : $"warning: every word of {blank} of {NumberText.Count(sentences, "sentence")} is _, so there is no text to tag; "
            + "a treebank that comes without its text says in its readme how to put it back";

    private static string? Count(SentenceHashes train, IReadOnlyList<TaggedSentence> sentences, string part)
    {
        TaggedSentence[] counted = [.. SentenceHashes.Counted(sentences)];
        int found = counted.Count(train.Contains);
        return found == 0 ? null : $"{found} of the {counted.Length} {part}";
    }
}

/// <summary>Scored sentences of four words or more, how many were learned from, and how many more the epoch was chosen by.</summary>
internal sealed record SeenSentences(int Scored, int Learned, int Chosen)
{
    /// <summary>How many of the sentences to be scored a tagger has seen; null where its file does not say.</summary>
    public static SeenSentences? In(IReadOnlyList<TaggedSentence> scored, SentenceOrigin data)
    {
        if (data.Train.Hashes is not { } train) return null;
        TaggedSentence[] counted = [.. SentenceHashes.Counted(scored)];
        TaggedSentence[] others = [.. counted.Where(sentence => !train.Contains(sentence))];
        int chosen = data.Validation?.Hashes is { } validation ? others.Count(validation.Contains) : 0;
        return new SeenSentences(counted.Length, counted.Length - others.Length, chosen);
    }
}
