using System.Globalization;
using QSeq.Data;
using QSeq.Persistence;

namespace QSeq.Cli.Output;

/// <summary>Which sentences a tagger has learned from, and which its epoch was chosen by, so that they are found again among others.</summary>
internal sealed class SeenSentences
{
    private const string DigestNote = "train-digest";
    private const string TrainNote = "train" + HashesEnd;
    private const string ValidationNote = "validation" + HashesEnd;
    private const string HashesEnd = "-hashes";

    private readonly int _count; // of the training part
    private readonly string _digest;
    private readonly SentenceHashes _train;
    private readonly SentenceHashes? _validation;

    private SeenSentences(int count, string digest, SentenceHashes train, SentenceHashes? validation) =>
        (_count, _digest, _train, _validation) = (count, digest, train, validation);

    /// <summary>What to keep of the parts, as notes of the manifest.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Notes(SentenceSplit parts)
    {
        yield return new(DigestNote, Text($"{parts.Train.Count} {Runs.Digest.Of(parts.Train)}"));
        yield return new(TrainNote, SentenceHashes.Of(parts.Train).ToText());
        if (parts.Validation.Count > 0) yield return new(ValidationNote, SentenceHashes.Of(parts.Validation).ToText());
    }

    /// <summary>Whether a note is for this class rather than for people.</summary>
    public static bool IsHashes(string note) => note.EndsWith(HashesEnd, StringComparison.Ordinal);

    /// <summary>What a model file says; null where it does not.</summary>
    public static SeenSentences? Of(TaggingDescription known)
    {
        string[] cells = known.Notes?.GetValueOrDefault(DigestNote)?.Split(' ') ?? [];
        return cells.Length == 2
            && int.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && SentenceHashes.Parse(known.Notes!.GetValueOrDefault(TrainNote)) is { } train
            ? new SeenSentences(count, cells[1], train, SentenceHashes.Parse(known.Notes!.GetValueOrDefault(ValidationNote)))
            : null;
    }

    /// <summary>Whether data begins with the sentences the model has learned from, in their order.</summary>
    public bool BeginIn(IReadOnlyList<TaggedSentence> sentences) => sentences.Count >= _count && Runs.Digest.Of(sentences.Take(_count)) == _digest;

    /// <summary>How many of the sentences to be scored the model has seen.</summary>
    public Overlap In(IReadOnlyList<TaggedSentence> scored)
    {
        int all = 0, learned = 0, chosen = 0;
        foreach (TaggedSentence sentence in SentenceHashes.Counted(scored))
        {
            all++;
            if (_train.Contains(sentence)) learned++;
            else if (_validation?.Contains(sentence) == true) chosen++;
        }

        return new Overlap(all, learned, chosen);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Scored sentences that the model has seen; all of four words or more.</summary>
    /// <param name="Scored">The sentences that are scored.</param>
    /// <param name="Learned">Those that it has learned from.</param>
    /// <param name="Chosen">Further ones that its epoch was chosen by.</param>
    internal sealed record Overlap(int Scored, int Learned, int Chosen)
    {
        /// <summary>What to say of it; null where it has seen none.</summary>
        public string? Warning => (Learned, Chosen) switch
        {
            (0, 0) => null,
            (0, _) => Text($"warning: {Chosen} of the {Scored} scored sentences of {SentenceHashes.LeastWords} words or more chose the epoch; their scores say less about new text"),
            (_, 0) => Text($"warning: {Learned} of the {Scored} scored sentences of {SentenceHashes.LeastWords} words or more were learned from; their scores say little about new text"),
            _ => Text($"warning: {Learned} of the {Scored} scored sentences of {SentenceHashes.LeastWords} words or more were learned from, and {Chosen} more chose the epoch; their scores say little about new text"),
        };
    }
}
