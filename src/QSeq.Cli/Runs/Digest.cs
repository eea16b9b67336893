using System.Security.Cryptography;
using System.Text;
using QSeq.Data;

namespace QSeq.Cli.Runs;

/// <summary>Digests that are the same on every system.</summary>
internal static class Digest
{
    /// <summary>SHA-256 over sentences in order: word, tab, tag and line feed of each word, a further line feed after a sentence, in UTF-8.</summary>
    public static string Of(IEnumerable<TaggedSentence> sentences)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var text = new StringBuilder();
        foreach (TaggedSentence sentence in sentences)
        {
            text.Clear();
            for (int w = 0; w < sentence.Words.Length; w++) text.Append(sentence.Words[w]).Append('\t').Append(sentence.IsTagged ? sentence.Tags[w] : "").Append('\n');
            hash.AppendData(Encoding.UTF8.GetBytes(text.Append('\n').ToString()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
