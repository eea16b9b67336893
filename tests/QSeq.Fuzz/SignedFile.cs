using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using QSeq.Persistence;

namespace QSeq.Fuzz;

/// <summary>Model files and checkpoints taken apart, so that what is within their checksum can be changed.</summary>
internal static class SignedFile
{
    private const int VersionAt = 4, HeaderBytes = 10, CheckBytes = 8;

    /// <summary>A file with its manifest or its weights changed and signed anew; sometimes the bytes as they are.</summary>
    public static byte[] Mutate(Mutator mutator, IReadOnlyList<byte[]> known)
    {
        byte[] file = mutator.Base(known);
        int what = mutator.Next(12);
        if (what == 0) return mutator.Mutate(known);
        if (what == 1) return Sign(mutator.Mutate(known));
        if (Parts(file) is not { } parts) return Sign(mutator.Once(file, known));
        byte[] other = Parts(mutator.Any(known))?.Json ?? [];
        return what == 2
            ? Join(parts.Version, parts.Json, mutator.Once(parts.Weights, [parts.Weights]))
            : Join(parts.Version, mutator.Next(2) == 0 ? mutator.Once(parts.Json, [parts.Json, other]) : mutator.Mutate([parts.Json, parts.Json, parts.Json, other]), parts.Weights);
    }

    /// <summary>The parts of a sound file, or null.</summary>
    public static (int Version, byte[] Json, byte[] Weights)? Parts(byte[] file)
    {
        try
        {
            ModelFormat.Parts parts = ModelFormat.Split(file, "file");
            return (parts.Version, ModelFormat.Decompress(parts.Manifest, "file"), parts.Weights.ToArray());
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>A file of these parts, compressed in a hurry.</summary>
    public static byte[] Join(int version, byte[] json, byte[] weights)
    {
        byte[] manifest = new byte[BrotliEncoder.GetMaxCompressedLength(json.Length)];
        if (!BrotliEncoder.TryCompress(json, manifest, out int length, quality: 1, window: 18)) throw new InvalidOperationException("not compressed");
        byte[] whole = weights[..(weights.Length / 4 * 4)];
        byte[] file = [.. "QSEQ"u8, 0, 0, 0, 0, 0, 0, .. manifest.AsSpan(0, length), 0, 0, 0, 0, .. whole, .. new byte[CheckBytes]];
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(VersionAt), (ushort)version);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(VersionAt + 2), length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(HeaderBytes + length), whole.Length / 4);
        return Sign(file);
    }

    private static byte[] Sign(byte[] file)
    {
        if (file.Length < CheckBytes) return file;
        SHA256.HashData(file.AsSpan()[..^CheckBytes]).AsSpan(0, CheckBytes).CopyTo(file.AsSpan()[^CheckBytes..]);
        return file;
    }
}
