using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using QSeq.Data;

namespace QSeq.Cli.Output;

/// <summary>
/// Sentences by a short hash of their words, so that one is found again wherever it stands and however it is tagged. Those
/// of a word or two to three occur twice in any text and are left out.
/// </summary>
internal sealed class SentenceHashes
{
    /// <summary>The fewest words of a sentence that counts.</summary>
    public const int LeastWords = 4;

    private const int Bytes = 6; // of a hash: 8 characters of base64, and one chance in a million of a false hit in 10,000 x 28,000 pairs
    private const int Characters = Bytes * 4 / 3;

    private readonly HashSet<long> _hashes;

    private SentenceHashes(HashSet<long> hashes) => _hashes = hashes;

    /// <summary>The sentences that count.</summary>
    public static IEnumerable<TaggedSentence> Counted(IEnumerable<TaggedSentence> sentences) => sentences.Where(sentence => sentence.Words.Length >= LeastWords);

    /// <summary>The hashes of sentences.</summary>
    public static SentenceHashes Of(IEnumerable<TaggedSentence> sentences) => new([.. Counted(sentences).Select(Hash)]);

    /// <summary>The hashes that <see cref="ToText"/> wrote; null where it did not.</summary>
    public static SentenceHashes? Parse(string? text)
    {
        if (text is null || text.Length % Characters != 0) return null;
        byte[] bytes = new byte[text.Length / Characters * Bytes];
        return Convert.TryFromBase64String(text, bytes, out int written) && written == bytes.Length
            ? new SentenceHashes([.. bytes.Chunk(Bytes).Select(Number)])
            : null;
    }

    /// <summary>The hashes in ascending order as base64, 8 characters each.</summary>
    public string ToText()
    {
        byte[] bytes = new byte[_hashes.Count * Bytes], number = new byte[sizeof(long)];
        int place = 0;
        foreach (long hash in _hashes.Order())
        {
            BinaryPrimitives.WriteInt64BigEndian(number, hash);
            number.AsSpan(sizeof(long) - Bytes).CopyTo(bytes.AsSpan(place));
            place += Bytes;
        }

        return Convert.ToBase64String(bytes);
    }

    /// <summary>Whether a sentence that counts is among those hashed.</summary>
    public bool Contains(TaggedSentence sentence) => _hashes.Contains(Hash(sentence));

    /// <summary>The first bytes of the SHA-256 of the words, a line feed after each, in UTF-8.</summary>
    private static long Hash(TaggedSentence sentence) =>
        Number(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', sentence.Words) + "\n")));

    private static long Number(byte[] bytes)
    {
        long number = 0;
        for (int n = 0; n < Bytes; n++) number = (number << 8) | bytes[n];
        return number;
    }
}
