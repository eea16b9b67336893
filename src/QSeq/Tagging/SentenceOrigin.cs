using System.Text;
using QSeq.Data;

namespace QSeq.Tagging;

/// <summary>Which sentences a tagger was trained on.</summary>
/// <param name="Train">The sentences it learned from.</param>
/// <param name="Validation">The sentences its epoch was chosen by; null where there were none.</param>
/// <param name="Test">The sentences it was tested on; null where there were none.</param>
public sealed record SentenceOrigin(SentencePart Train, SentencePart? Validation, SentencePart? Test)
{
    /// <summary>A digest of the sentences of all parts; null where a file does not say.</summary>
    public string? Digest
    {
        get
        {
            string?[] digests = [.. new[] { Train, Validation, Test }.OfType<SentencePart>().Select(part => part.Digest)];
            return digests.Contains(null)
                ? null
                : Sha256.HexOf(Encoding.ASCII.GetBytes(string.Join(' ', digests)));
        }
    }

    /// <summary>What is to be known of sentences.</summary>
    /// <param name="parts">The sentences.</param>
    /// <param name="source">What they are called, such as the name of their file.</param>
    /// <param name="path">Their file; null for sentences from elsewhere.</param>
    /// <returns>The origin; where parts have sources of their own, they are to be changed with <c>with</c>.</returns>
    public static SentenceOrigin Of(SentenceSplit parts, string source, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(source);
        SentencePart? Part(IReadOnlyList<TaggedSentence> sentences, bool seen) =>
            sentences.Count == 0 ? null : SentencePart.Of(sentences, source, path, seen);
        return new SentenceOrigin(
            SentencePart.Of(parts.Train, source, path, seen: true), Part(parts.Validation, seen: true), Part(parts.Test, seen: false));
    }

    /// <summary>What members that a text lacks are taken from.</summary>
    internal static SentenceOrigin Blank { get; } = new(SentencePart.Blank, null, null);

    internal SentenceOrigin MapFields(FieldMap f) => new(
        f.Record("train", Train, (part, inner) => part.MapFields(inner)),
        f.Optional("validation", Validation, SentencePart.Blank, (part, inner) => part.MapFields(inner)),
        f.Optional("test", Test, SentencePart.Blank, (part, inner) => part.MapFields(inner)));
}

/// <summary>Which sentences one part of a tagger's data holds.</summary>
public sealed record SentencePart
{
    /// <summary>What the sentences are called, such as the name of their file.</summary>
    public required string Source { get; init; }

    /// <summary>The file, relative to the model where it is in the same folder or below; null for sentences from elsewhere.</summary>
    public string? Path { get; init; }

    /// <summary>Sentences; null where a file does not say.</summary>
    public int? Sentences { get; init; }

    /// <summary>Words; null where a file does not say.</summary>
    public int? Words { get; init; }

    /// <summary>SHA-256 over words and tags in order; null where a file does not say.</summary>
    public string? Digest { get; init; }

    /// <summary>The sentences by short hashes, to find them again among others; null for those that were not seen in training.</summary>
    public SentenceHashes? Hashes { get; init; }

    /// <summary>Whether sentences begin with those of the part, in their order.</summary>
    /// <param name="sentences">Sentences.</param>
    /// <returns>Whether they do; null where that is not known.</returns>
    public bool? Begins(IReadOnlyList<TaggedSentence> sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        return Digest is null || Sentences is not { } count ? null : sentences.Count >= count && DigestOf(sentences.Take(count)) == Digest;
    }

    internal static SentencePart Blank { get; } = new() { Source = "" };

    internal static SentencePart Of(IReadOnlyList<TaggedSentence> sentences, string source, string? path, bool seen) => new()
    {
        Source = source,
        Path = path,
        Sentences = sentences.Count,
        Words = sentences.Sum(sentence => sentence.Words.Length),
        Digest = DigestOf(sentences),
        Hashes = seen ? SentenceHashes.Of(sentences) : null,
    };

    internal SentencePart MapFields(FieldMap f) => new()
    {
        Source = f.Text("source", Source),
        Path = f.OptionalText("path", Path),
        Sentences = f.Whole("sentences", Sentences),
        Words = f.Whole("words", Words),
        Digest = f.OptionalText("digest", Digest),
        Hashes = f.OptionalText("hashes", Hashes?.ToText()) is { } text ? SentenceHashes.Parse(text) : null,
    };

    // Word, tab, tag and line feed of each word, a further line feed after a sentence, in UTF-8.
    private static string DigestOf(IEnumerable<TaggedSentence> sentences)
    {
        var hash = new Sha256();
        var text = new StringBuilder();
        foreach (TaggedSentence sentence in sentences)
        {
            text.Clear();
            for (int w = 0; w < sentence.Words.Length; w++)
                text.Append(sentence.Words[w]).Append('\t').Append(sentence.IsTagged ? sentence.Tags[w] : "").Append('\n');
            hash.Append(Encoding.UTF8.GetBytes(text.Append('\n').ToString()));
        }

        return hash.FinishHex();
    }
}
