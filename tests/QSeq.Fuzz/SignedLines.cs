using System.Security.Cryptography;

namespace QSeq.Fuzz;

/// <summary>Journals: lines that each end in a tab and 8 digits of their SHA-256.</summary>
internal static class SignedLines
{
    private const int CheckDigits = 8;

    /// <summary>A journal with a line changed and signed anew; sometimes the bytes as they are.</summary>
    public static byte[] Mutate(Mutator mutator, IReadOnlyList<byte[]> known)
    {
        if (mutator.Next(5) == 0) return mutator.Mutate(known);
        byte[][] lines = Lines(mutator.Base(known)), others = Lines(mutator.Any(known));
        int at = mutator.Next(lines.Length);
        lines[at] = [.. mutator.Mutate([lines[at], .. others]).Where(value => value is not ((byte)'\n' or (byte)'\t'))];
        return Sign(lines);
    }

    /// <summary>Lines as a journal.</summary>
    public static byte[] Sign(IEnumerable<byte[]> lines) =>
        [.. lines.SelectMany<byte[], byte>(line => [.. line, (byte)'\t', .. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(line))[..CheckDigits]), (byte)'\n'])];

    /// <summary>The lines of a journal, without what they are signed with; at least one.</summary>
    public static byte[][] Lines(byte[] journal)
    {
        var lines = new List<byte[]>();
        foreach (Range range in journal.AsSpan().Split((byte)'\n'))
        {
            byte[] line = journal[range];
            int tab = Array.LastIndexOf(line, (byte)'\t');
            if (line.Length > 0) lines.Add(tab < 0 ? line : line[..tab]);
        }

        return lines.Count > 0 ? [.. lines] : [[]];
    }
}
