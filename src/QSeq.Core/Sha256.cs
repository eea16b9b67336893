using System.Buffers.Binary;
using System.Numerics;

namespace QSeq.Core;

/// <summary>
/// SHA-256 (FIPS 180-4) in managed code. The runtime's asks the system for OpenSSL and stops where there is none, which would tie a
/// command of one file to what happens to be installed.
/// </summary>
public sealed class Sha256
{
    /// <summary>Bytes of a digest.</summary>
    public const int Bytes = 32;

    private const int Block = 64; // bytes
    private const int Rounds = 64;

    // The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static readonly uint[] K =
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    private readonly byte[] _rest = new byte[Block]; // what is not a whole block yet
    private readonly uint[] _w = new uint[Rounds];
    private readonly uint[] _state =
        [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19]; // square roots, likewise

    private long _length; // bytes

    /// <summary>The digest of bytes.</summary>
    /// <param name="bytes">The bytes, any number.</param>
    /// <returns>32 bytes.</returns>
    public static byte[] Of(ReadOnlySpan<byte> bytes)
    {
        var hash = new Sha256();
        hash.Append(bytes);
        return hash.Finish();
    }

    /// <summary>The digest of bytes, in words.</summary>
    /// <param name="bytes">The bytes, any number.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string HexOf(ReadOnlySpan<byte> bytes) => Hex(Of(bytes));

    /// <summary>Adds bytes behind those before.</summary>
    /// <param name="bytes">The bytes, any number.</param>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        int filled = (int)(_length % Block);
        _length += bytes.Length;
        if (filled > 0)
        {
            int taken = Math.Min(Block - filled, bytes.Length);
            bytes[..taken].CopyTo(_rest.AsSpan(filled));
            bytes = bytes[taken..];
            if (filled + taken < Block) return;
            Mix(_rest);
        }

        int whole = bytes.Length - (bytes.Length % Block);
        Mix(bytes[..whole]);
        bytes[whole..].CopyTo(_rest);
    }

    /// <summary>The digest of all that was appended; nothing more may be appended after it.</summary>
    /// <returns>32 bytes.</returns>
    public byte[] Finish()
    {
        // A bit that is 1, as many that are 0 as fill the block, and the length in bits.
        long bits = 8 * _length;
        int filled = (int)(_length % Block), padding = (filled < Block - 8 ? Block : 2 * Block) - filled;
        Span<byte> end = stackalloc byte[2 * Block];
        end.Clear();
        end[0] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(end[(padding - 8)..], bits);
        Append(end[..padding]);
        byte[] digest = new byte[Bytes];
        for (int n = 0; n < _state.Length; n++) BinaryPrimitives.WriteUInt32BigEndian(digest.AsSpan(4 * n), _state[n]);
        return digest;
    }

    /// <summary>As <see cref="Finish"/>, in words.</summary>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public string FinishHex() => Hex(Finish());

    private static string Hex(byte[] digest)
    {
        Span<char> text = stackalloc char[2 * Bytes];
        for (int n = 0; n < digest.Length; n++) (text[2 * n], text[(2 * n) + 1]) = ("0123456789abcdef"[digest[n] >> 4], "0123456789abcdef"[digest[n] & 15]);
        return new string(text);
    }

    private void Mix(ReadOnlySpan<byte> blocks)
    {
        ReadOnlySpan<uint> k = K.AsSpan(0, Rounds);
        Span<uint> w = _w.AsSpan(0, Rounds);
        for (; blocks.Length >= Block; blocks = blocks[Block..])
        {
            for (int t = 0; t < 16; t++) w[t] = BinaryPrimitives.ReadUInt32BigEndian(blocks[(4 * t)..]);
            for (int t = 16; t < w.Length; t++)
            {
                uint early = w[t - 15], late = w[t - 2];
                uint sigma0 = BitOperations.RotateRight(early, 7) ^ BitOperations.RotateRight(early, 18) ^ (early >> 3);
                uint sigma1 = BitOperations.RotateRight(late, 17) ^ BitOperations.RotateRight(late, 19) ^ (late >> 10);
                w[t] = w[t - 16] + sigma0 + w[t - 7] + sigma1;
            }

            (uint a, uint b, uint c, uint d) = (_state[0], _state[1], _state[2], _state[3]);
            (uint e, uint f, uint g, uint h) = (_state[4], _state[5], _state[6], _state[7]);
            for (int t = 0; t < k.Length; t++)
            {
                uint sum1 = BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25);
                uint t1 = h + sum1 + ((e & f) ^ (~e & g)) + k[t] + w[t];
                uint sum0 = BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22);
                uint t2 = sum0 + ((a & b) ^ (a & c) ^ (b & c));
                (h, g, f, e, d, c, b, a) = (g, f, e, d + t1, c, b, a, t1 + t2);
            }

            _state[0] += a;
            _state[1] += b;
            _state[2] += c;
            _state[3] += d;
            _state[4] += e;
            _state[5] += f;
            _state[6] += g;
            _state[7] += h;
        }
    }
}
