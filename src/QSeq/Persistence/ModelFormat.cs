using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace QSeq.Persistence;

/// <summary>
/// The bytes of a model file, little-endian on every machine; w weights, a manifest of m bytes once compressed:
/// <code>
///  0        4   magic "QSEQ"
///  4        2   format version, 2; version 1 is read as well
///  6        4   m
/// 10        m   manifest, UTF-8 JSON compressed with Brotli
/// 10+m      4   w
/// 14+m     4w   weights, IEEE float32
/// 14+m+4w   8   checksum: the first 8 bytes of SHA-256 over all before it
/// </code>
/// Magic, version and trailing checksum stay where they are in every later version. No length is believed before the
/// checksum has been found right, and none is allocated before it has been compared with the file's own length.
/// </summary>
internal static class ModelFormat
{
    public const int Version = 2;
    public const int MaxManifest = 16 << 20; // bytes of JSON: guards against decompression bombs
    private const int LargeManifest = 1 << 20; // bytes of JSON from which on compressing as well as can be takes seconds
    private const int HeaderBytes = 10;
    private const int CountBytes = 4;
    private const int ChecksumBytes = 8;
    private const int Smallest = HeaderBytes + CountBytes + ChecksumBytes;

    private static ReadOnlySpan<byte> Magic => "QSEQ"u8;

    /// <summary>The variable parts of a file: a manifest of compressed JSON, and weights [n][4], little-endian.</summary>
    public readonly ref struct Parts
    {
        public required int Version { get; init; }

        public required ReadOnlySpan<byte> Manifest { get; init; }

        public required ReadOnlySpan<byte> Weights { get; init; }
    }

    public static byte[] Join(ReadOnlySpan<byte> json, ReadOnlySpan<float> weights) => Join(json, BytesOf(weights).AsSpan());

    /// <summary>The same where what stands in the place of the weights is something else, a multiple of 4 bytes.</summary>
    public static byte[] Join(ReadOnlySpan<byte> json, ReadOnlySpan<byte> content)
    {
        if (json.Length > MaxManifest)
            throw new ArgumentException($"the manifest has {json.Length} bytes of JSON, {MaxManifest} are the limit; shorten its notes or metrics");
        byte[] manifest = Compress(json);
        long length = Smallest + manifest.Length + (long)content.Length;
        if (length > Array.MaxLength) throw new ArgumentException($"a model of {content.Length / 4} weights does not fit into one file of 2 GB");

        byte[] file = new byte[length];
        Magic.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(4), Version);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(6), manifest.Length);
        manifest.CopyTo(file, HeaderBytes);
        Span<byte> rest = file.AsSpan(HeaderBytes + manifest.Length);
        BinaryPrimitives.WriteInt32LittleEndian(rest, content.Length / 4);
        content.CopyTo(rest[CountBytes..]);
        Checksum(file.AsSpan()[..^ChecksumBytes]).CopyTo(file.AsSpan()[^ChecksumBytes..]);
        return file;
    }

    public static float[] ReadWeights(ReadOnlySpan<byte> bytes)
    {
        float[] weights = new float[bytes.Length / 4];
        for (int n = 0; n < weights.Length; n++) weights[n] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * n)..]);
        return weights;
    }

    /// <summary>SHA-256 of weights in hexadecimal.</summary>
    public static string DigestOf(ReadOnlySpan<float> weights) => Sha256.HexOf(BytesOf(weights));

    private static byte[] BytesOf(ReadOnlySpan<float> weights)
    {
        byte[] bytes = new byte[checked(4 * weights.Length)];
        for (int n = 0; n < weights.Length; n++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * n), weights[n]);
        return bytes;
    }

    /// <summary>The bytes of a file; that it is none of ours is found out before all of it is read.</summary>
    public static byte[] ReadAll(string path, FileWords words)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        byte[] start = new byte[4];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        CheckMagic(start.AsSpan(0, read), path, words);
        if (stream.CanSeek && stream.Length > Array.MaxLength)
            throw Bad(path, $"damaged: it has {stream.Length} bytes, a model file at most {Array.MaxLength}; copy it again from its source");

        // A pipe has no length, and a file may still grow or shrink: take what comes.
        using var content = new MemoryStream(stream.CanSeek ? (int)stream.Length : 0);
        content.Write(start);
        stream.CopyTo(content);
        return content.Length == content.Capacity ? content.GetBuffer() : content.ToArray();
    }

    public static Parts Split(ReadOnlySpan<byte> file, string name, FileWords? words = null)
    {
        words ??= FileWords.Model;
        CheckMagic(file, name, words);
        if (file.Length < HeaderBytes) throw Truncated(name, file.Length, $"at least {Smallest}", words);
        bool sound = file.Length >= Smallest && Checksum(file[..^ChecksumBytes]).SequenceEqual(file[^ChecksumBytes..]);
        CheckVersion(BinaryPrimitives.ReadUInt16LittleEndian(file[4..]), sound, name, words);

        long manifest = BinaryPrimitives.ReadUInt32LittleEndian(file[6..]);
        long least = Smallest + manifest;
        if (least > file.Length) throw Truncated(name, file.Length, $"at least {least}", words);
        int start = HeaderBytes + (int)manifest;
        long weights = 4L * BinaryPrimitives.ReadUInt32LittleEndian(file[start..]);
        if (least + weights != file.Length) throw Truncated(name, file.Length, (least + weights).ToString(CultureInfo.InvariantCulture), words);
        if (!sound) throw Bad(name, $"damaged: its checksum does not match its {file.Length} bytes; {words.Damaged}");
        return new Parts { Version = BinaryPrimitives.ReadUInt16LittleEndian(file[4..]), Manifest = file[HeaderBytes..start], Weights = file[(start + CountBytes)..^ChecksumBytes] };
    }

    /// <summary>Checks the first bytes of a file, up to all of it, so that a file of another kind is not read in vain.</summary>
    public static void CheckMagic(ReadOnlySpan<byte> start, string name, FileWords words)
    {
        if (start.IsEmpty) throw Bad(name, $"empty, expected a QSeq {words.What}; {words.Damaged}");
        int common = Math.Min(start.Length, Magic.Length);
        if (!start[..common].SequenceEqual(Magic[..common]))
        {
            string found = string.Concat(Encoding.ASCII.GetString(start[..common]).Select(c => char.IsBetween(c, ' ', '~') ? c : '.'));
            throw Bad(name, $"not a QSeq {words.What}: it starts with '{found}' ({Convert.ToHexString(start[..common])}), a {words.What} with 'QSEQ'; name a file that QSeq saved");
        }

        if (common < Magic.Length) throw Truncated(name, start.Length, $"at least {Smallest}", words);
    }

    public static byte[] Decompress(ReadOnlySpan<byte> compressed, string name, FileWords? words = null)
    {
        words ??= FileWords.Model;
        byte[] buffer = new byte[Math.Min(MaxManifest, 4096)];
        int filled = 0;
        var decoder = new BrotliDecoder();
        try
        {
            while (true)
            {
                OperationStatus status = decoder.Decompress(compressed, buffer.AsSpan(filled), out int consumed, out int written);
                compressed = compressed[consumed..];
                filled += written;
                if (status == OperationStatus.Done && compressed.IsEmpty) return buffer[..filled];
                if (status != OperationStatus.DestinationTooSmall)
                    throw Bad(name, $"malformed: its manifest cannot be decompressed; {words.Damaged}");
                if (buffer.Length == MaxManifest)
                    throw Bad(name, $"malformed: its manifest has more than {MaxManifest} bytes, which no QSeq has written; {words.Damaged}");
                Array.Resize(ref buffer, (int)Math.Min(MaxManifest, 4L * buffer.Length));
            }
        }
        finally
        {
            decoder.Dispose();
        }
    }

    public static InvalidDataException Bad(string name, ErrorText problem, Exception? cause = null)
    {
        ErrorText text = $"{name}: {problem}";
        return text.On(message => new InvalidDataException(message, cause));
    }

    private static byte[] Compress(ReadOnlySpan<byte> json)
    {
        byte[] buffer = new byte[BrotliEncoder.GetMaxCompressedLength(json.Length)];
        int quality = json.Length < LargeManifest ? 11 : 6;
        if (!BrotliEncoder.TryCompress(json, buffer, out int written, quality, window: 22))
            throw new InvalidOperationException("The manifest could not be compressed.");
        return buffer[..written];
    }

    private static void CheckVersion(int version, bool sound, string name, FileWords words)
    {
        ErrorText doubt = sound ? "" : $" (if that does not help, the file is damaged, for its checksum is wrong: {words.Damaged})";
        if (version > Version) throw Bad(name, $"written by a newer QSeq (format {version}; this one reads up to {Version}): update QSeq{doubt}");
        if (version < 1) throw Bad(name, $"damaged: it says format {version}, but formats start at 1; {words.Damaged}");
    }

    private static ReadOnlySpan<byte> Checksum(ReadOnlySpan<byte> bytes) => Sha256.Of(bytes).AsSpan(0, ChecksumBytes);

    private static InvalidDataException Truncated(string name, int found, string expected, FileWords words) =>
        Bad(name, $"truncated or damaged: it has {found} bytes where {expected} are expected; {words.Damaged}");
}
