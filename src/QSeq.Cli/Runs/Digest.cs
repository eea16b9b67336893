using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using System.Text;
using QSeq.Data;

namespace QSeq.Cli.Runs;

/// <summary>Digests that are the same on every system.</summary>
internal static class Digest
{
    /// <summary>
    /// SHA-256 over the columns in order: length of the name in UTF-8 bytes (int32), name, number of values (int32), values
    /// (float64), all little-endian. File, format and time stamps do not matter, only what the model sees.
    /// </summary>
    public static string Of(SeriesTable table)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[8192];
        foreach (string name in table.Names)
        {
            byte[] text = Encoding.UTF8.GetBytes(name);
            Append(hash, buffer, text.Length);
            hash.AppendData(text);
            ReadOnlySpan<double> values = table.Column(name);
            Append(hash, buffer, values.Length);
            for (int start = 0; start < values.Length; start += buffer.Length / 8)
            {
                ReadOnlySpan<double> part = values[start..Math.Min(values.Length, start + (buffer.Length / 8))];
                for (int n = 0; n < part.Length; n++) BinaryPrimitives.WriteDoubleLittleEndian(buffer.AsSpan(8 * n), part[n]);
                hash.AppendData(buffer, 0, 8 * part.Length);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

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

    /// <summary>SHA-256 of the recipe as compact JSON.</summary>
    public static string Of(Recipe recipe) => Convert.ToHexStringLower(SHA256.HashData(RunJson.Compact(recipe)));

    /// <summary>This machine.</summary>
    /// <param name="threads">Threads asked for.</param>
    public static RunPlace Place(int threads) => new(
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.RuntimeIdentifier,
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0,
        threads);

    private static void Append(IncrementalHash hash, byte[] buffer, int number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer, number);
        hash.AppendData(buffer, 0, 4);
    }
}
