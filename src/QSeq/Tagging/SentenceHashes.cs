using System.Text;
using QSeq.Data;

namespace QSeq.Tagging;

/// <summary>
/// Sentences by a short hash of their words, so that one is found again wherever it stands, however it is tagged and
/// however its marks were typed (words count in Unicode's normal form C). Those of a word or two to three occur twice in any text and are left out. Immutable.
/// </summary>
public sealed class SentenceHashes
{
    /// <summary>The fewest words of a sentence that counts.</summary>
    public const int MinWords = 4;

    private const int Bytes = 6; // of a hash: 8 characters of base64, and one chance in a million of a false hit in 10,000 x 28,000 pairs
    private const int Characters = Bytes * 4 / 3;

    private readonly HashSet<long> _hashes;

    private SentenceHashes(HashSet<long> hashes) => _hashes = hashes;

    /// <summary>The sentences that count.</summary>
    /// <param name="sentences">Sentences.</param>
    /// <returns>Those of <see cref="MinWords"/> words or more.</returns>
    public static IEnumerable<TaggedSentence> Counted(IEnumerable<TaggedSentence> sentences) =>
        sentences.Where(sentence => sentence.Words.Length >= MinWords);

    /// <summary>The hashes of sentences.</summary>
    /// <param name="sentences">Sentences, of which those that count are hashed.</param>
    /// <returns>The hashes.</returns>
    public static SentenceHashes Of(IEnumerable<TaggedSentence> sentences) => new([.. Counted(sentences).Select(Hash)]);

    /// <summary>Whether a sentence is among those hashed.</summary>
    /// <param name="sentence">A sentence that counts.</param>
    /// <returns>Whether it is; hardly ever true of another.</returns>
    public bool Contains(TaggedSentence sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        return _hashes.Contains(Hash(sentence));
    }

    /// <summary>The hashes that <see cref="ToText"/> wrote.</summary>
    /// <exception cref="ArgumentException">It did not write them.</exception>
    internal static SentenceHashes Parse(string text)
    {
        byte[] bytes = new byte[text.Length / Characters * Bytes];
        if (text.Length % Characters != 0 || !Convert.TryFromBase64String(text, bytes, out int written) || written != bytes.Length)
            throw new ArgumentException($"the hashes of sentences are no base64 of {Bytes} bytes each");
        return new SentenceHashes([.. bytes.Chunk(Bytes).Select(Number)]);
    }

    /// <summary>The hashes in ascending order as base64, 8 characters each.</summary>
    internal string ToText() => Convert.ToBase64String(
        [.. _hashes.Order().SelectMany(hash => Enumerable.Range(1, Bytes).Select(n => (byte)(hash >> (8 * (Bytes - n)))))]);

    /// <summary>The first bytes of the SHA-256 of the words, a line feed after each, in UTF-8.</summary>
    private static long Hash(TaggedSentence sentence) =>
        Number(Sha256.Of(Encoding.UTF8.GetBytes(string.Join('\n', sentence.Words.Select(Nfc.Of)) + "\n")));

    private static long Number(byte[] bytes)
    {
        long number = 0;
        for (int n = 0; n < Bytes; n++) number = (number << 8) | bytes[n];
        return number;
    }
}
