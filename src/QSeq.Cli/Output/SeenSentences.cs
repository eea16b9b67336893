using System.Globalization;
using QSeq.Data;
using QSeq.Persistence;

namespace QSeq.Cli.Output;

/// <summary>Which sentences a tagger has learned from, and which its epoch was chosen by: known by their number and digest, so that they are found again.</summary>
internal sealed record SeenSentences(SeenSentences.Part Train, SeenSentences.Part? Validation)
{
    private const string TrainNote = "train-digest";
    private const string ValidationNote = "validation-digest";

    /// <summary>Sentences that follow one another.</summary>
    /// <param name="Count">How many.</param>
    /// <param name="Digest">Their digest.</param>
    internal sealed record Part(int Count, string Digest)
    {
        /// <summary>Whether they stand in <paramref name="sentences"/> from <paramref name="start"/> on.</summary>
        public bool StandsAt(IReadOnlyList<TaggedSentence> sentences, int start) =>
            sentences.Count - start >= Count && Runs.Digest.Of(sentences.Skip(start).Take(Count)) == Digest;
    }

    /// <summary>What to keep of the parts, as notes of the manifest.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Notes(SentenceSplit parts)
    {
        yield return new(TrainNote, Text(parts.Train));
        if (parts.Validation.Count > 0) yield return new(ValidationNote, Text(parts.Validation));
    }

    /// <summary>What a model file says; null where it does not.</summary>
    public static SeenSentences? Of(TaggingDescription known) =>
        Parse(known.Notes?.GetValueOrDefault(TrainNote)) is { } train ? new SeenSentences(train, Parse(known.Notes!.GetValueOrDefault(ValidationNote))) : null;

    /// <summary>Whether data begins with the sentences the model has learned from.</summary>
    public bool BeginIn(IReadOnlyList<TaggedSentence> sentences) => Train.StandsAt(sentences, 0);

    /// <summary>What is to be known about sentences to be scored that the model has seen; null for none.</summary>
    /// <param name="sentences">All of the data.</param>
    /// <param name="first">The first sentence to be scored.</param>
    /// <param name="sameSource">Whether the data is called as the model's was.</param>
    public string? Overlap(IReadOnlyList<TaggedSentence> sentences, int first, bool sameSource)
    {
        int scored = sentences.Count - first;
        if (BeginIn(sentences))
        {
            int chosen = Validation?.StandsAt(sentences, Train.Count) == true ? Validation.Count : 0;
            int seen = Train.Count + chosen - first;
            return seen <= 0 ? null : Text($"warning: the model has been trained{(chosen > 0 ? " or its epoch chosen" : "")} on {Math.Min(seen, scored)} of the {scored} sentences scored; their scores say little about new text");
        }

        if (Validation?.StandsAt(sentences, 0) == true && Validation.Count > first)
            return Text($"warning: the model's epoch was chosen by {Math.Min(Validation.Count - first, scored)} of the {scored} sentences scored; their scores say less about new text");
        return sameSource && sentences.Count < Train.Count + (Validation?.Count ?? 0)
            ? Text($"warning: the model was trained on {Train.Count} sentences of a file of this name, which has {sentences.Count} now; if this is a part of it, the model has been trained on it")
            : null;
    }

    private static Part? Parse(string? text)
    {
        string[] cells = text?.Split(' ') ?? [];
        return cells.Length == 2 && int.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? new Part(count, cells[1]) : null;
    }

    private static string Text(IReadOnlyList<TaggedSentence> sentences) => Text($"{sentences.Count} {Runs.Digest.Of(sentences)}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
