using System.Text;

namespace QSeq.Data;

/// <summary>The characters of a CSV file's bytes.</summary>
internal static class CsvEncoding
{
    private const int BytesLookedAt = 4096;

    /// <summary>
    /// Opens a text, unpacked where it is packed (<see cref="PackedFile"/>): as asked for, as a byte order mark says, as UTF-16 where every
    /// other byte is zero, else as UTF-8, strictly.
    /// </summary>
    /// <param name="stream">The bytes, from their start; not disposed.</param>
    /// <param name="file">What the bytes are called.</param>
    /// <param name="name">The encoding asked for, or null.</param>
    /// <exception cref="ArgumentException">There is no such encoding.</exception>
    /// <exception cref="InvalidDataException">What is packed is damaged.</exception>
    public static TextReader Open(Stream stream, string file, string? name)
    {
        var bytes = new PeekedStream(PackedFile.Unpack(stream, file));
        Encoding encoding = name is null ? Guess(bytes.Peek(BytesLookedAt)) : Named(name);
        if (name is null && encoding is UTF8Encoding && !HasOtherMark(bytes.Peek(4))) return new Utf8Text(bytes);
        return new StreamReader(bytes, encoding, detectEncodingFromByteOrderMarks: name is null, bufferSize: 1 << 16);
    }

    // A byte order mark of UTF-16 or UTF-32.
    private static bool HasOtherMark(ReadOnlySpan<byte> head) => head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, 0, 0xFE, 0xFF];

    private static Encoding Named(string name)
    {
        Encoding? known = CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        try
        {
            return known ?? Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (ArgumentException)
        {
            throw new ArgumentException($"encoding '{name}' is not known; expected a name such as windows-1252, iso-8859-1 or utf-16");
        }
    }

    private static Encoding Guess(ReadOnlySpan<byte> head)
    {
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        (int even, int odd) = (0, 0);
        for (int n = 0; n + 1 < head.Length; n += 2)
        {
            if (head[n] == 0) even++;
            if (head[n + 1] == 0) odd++;
        }

        int pairs = head.Length / 2;
        return pairs < 4 ? strict
            : odd > 0.7 * pairs && even == 0 ? new UnicodeEncoding(false, false, true)
            : even > 0.7 * pairs && odd == 0 ? new UnicodeEncoding(true, false, true)
            : strict;
    }
}
