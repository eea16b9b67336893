using System.Buffers.Binary;

namespace QSeq.Fuzz;

/// <summary>Makes inputs of good ones, by a stream of random numbers alone.</summary>
internal sealed class Mutator(RandomSource random)
{
    private const int Most = 1 << 16; // bytes of an input
    private const int MostTimes = 4;
    private const int Good = 4; // of the known ones, which half of all inputs are made of

    public int Next(int count) => random.NextInt(count);

    public T Any<T>(IReadOnlyList<T> items) => items[random.NextInt(items.Count)];

    /// <summary>What to begin with: a good sample every other time.</summary>
    public byte[] Base(IReadOnlyList<byte[]> known) => known[Next(Next(2) == 0 ? Math.Min(known.Count, Good) : known.Count)];

    /// <summary>One of the known inputs, changed a few times.</summary>
    public byte[] Mutate(IReadOnlyList<byte[]> known)
    {
        byte[] input = Base(known);
        for (int times = 1 + Next(Next(MostTimes) + 1); times > 0; times--) input = Once(input, known);
        return input.Length <= Most ? input : input[..Most];
    }

    /// <summary>An input changed once.</summary>
    public byte[] Once(byte[] input, IReadOnlyList<byte[]> known)
    {
        if (input.Length == 0) return Any(Pieces.Bytes);
        int at = Next(input.Length + 1), length = Math.Min(Next(1 << Next(12)), input.Length - Math.Min(at, input.Length));
        if (input[0] is (byte)'{' or (byte)'[' && Next(2) == 0 && JsonMutation.Change(this, input) is { } changed) return changed;
        return Next(17) switch
        {
            0 => FlipBits(input),
            1 => Splice(input, at, Any(known)),
            2 => input[..at],
            3 => Replace(input, at, length, []),
            4 => Replace(input, at, 0, Repeated(input.AsSpan(at, length), 1 + Next(1 << Next(8)))),
            5 or 6 => Replace(input, NumberAt(input, at), Utf8(Any(Pieces.Numbers))),
            7 => Replace(input, at, 0, Repeated(Utf8(Any(Pieces.Openings)), 1 << Next(13))),
            8 or 9 => Replace(input, ValueAt(input, at), Utf8(Any(Pieces.Values))),
            10 => RepeatMember(input, at),
            11 => Replace(input, at, 0, Any(Pieces.Bytes)),
            12 => Replace(input, TextAt(input, at), Utf8(Any(Pieces.Surrogates))),
            13 => Lines(input),
            14 => Whole(input, at),
            15 => Replace(input, NumberAt(input, at), Repeated("9"u8, 1 << Next(11))),
            _ => Replace(input, TextAt(input, at), Repeated(Any(Pieces.Bytes), 1 << Next(11))),
        };
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private byte[] FlipBits(byte[] input)
    {
        byte[] flipped = [.. input];
        for (int times = 1 << Next(4); times > 0; times--) flipped[Next(input.Length)] ^= (byte)(1 << Next(8));
        return flipped;
    }

    private byte[] Splice(byte[] input, int at, byte[] other)
    {
        if (other.Length == 0) return input[..at];
        int from = Next(other.Length), length = Math.Min(Next(1 << Next(13)) + 1, other.Length - from);
        return Next(2) == 0 ? [.. input.AsSpan(0, at), .. other.AsSpan(from)] : Replace(input, at, 0, other.AsSpan(from, length));
    }

    // A line gone, twice, at another place, or many times.
    private byte[] Lines(byte[] input)
    {
        (int first, int second) = (LineAt(input, Next(input.Length)), LineAt(input, Next(input.Length)));
        (int length, byte[] line) = (LineEnd(input, first) - first, input[second..LineEnd(input, second)]);
        return Next(4) switch
        {
            0 => Replace(input, first, length, []),
            1 => Replace(input, first, 0, line),
            2 => Replace(input, first, length, line),
            _ => Replace(input, first, 0, Repeated(line, 1 << Next(7))),
        };
    }

    private byte[] Whole(byte[] input, int at)
    {
        if (input.Length < 4) return input;
        byte[] written = [.. input];
        BinaryPrimitives.WriteInt32LittleEndian(written.AsSpan(Math.Min(at, input.Length - 4)), Any(Pieces.Wholes));
        return written;
    }

    // From a key to the next comma or brace, a second time.
    private static byte[] RepeatMember(byte[] input, int at)
    {
        int start = Find(input, at, (byte)'"'), end = start + 1;
        while (end < input.Length && input[end] is not ((byte)',' or (byte)'}' or (byte)'\n')) end++;
        return start == input.Length ? input : Replace(input, start, 0, [.. input[start..end], (byte)',']);
    }

    private static Range NumberAt(byte[] input, int at)
    {
        while (at < input.Length && !char.IsAsciiDigit((char)input[at])) at++;
        int end = at;
        while (end < input.Length && (char.IsAsciiDigit((char)input[end]) || input[end] is (byte)'.' or (byte)'e' or (byte)'E' or (byte)'-')) end++;
        return at..end;
    }

    private static Range ValueAt(byte[] input, int at)
    {
        int start = Math.Min(Find(input, at, (byte)':') + 1, input.Length), depth = 0, end = start;
        for (; end < input.Length; end++)
        {
            if (input[end] is (byte)'[' or (byte)'{') depth++;
            if (depth == 0 && input[end] is (byte)',' or (byte)'}' or (byte)']') break;
            if (input[end] is (byte)']' or (byte)'}' && --depth == 0)
            {
                end++;
                break;
            }
        }

        return start..end;
    }

    // A place or a stretch within quotation marks.
    private Range TextAt(byte[] input, int at)
    {
        int start = Math.Min(Find(input, at, (byte)'"') + 1, input.Length), end = Find(input, start, (byte)'"');
        return Next(2) == 0 ? start..end : start..start;
    }

    private static int Find(byte[] input, int from, byte value) =>
        from < input.Length && Array.IndexOf(input, value, from) is >= 0 and var at ? at : input.Length;

    private static int LineAt(byte[] input, int at) => input.AsSpan(0, at).LastIndexOf((byte)'\n') + 1;

    private static int LineEnd(byte[] input, int at) => Math.Min(Find(input, at, (byte)'\n') + 1, input.Length);

    private static byte[] Replace(byte[] input, Range range, ReadOnlySpan<byte> piece)
    {
        (int at, int length) = range.GetOffsetAndLength(input.Length);
        return Replace(input, at, length, piece);
    }

    private static byte[] Replace(byte[] input, int at, int length, ReadOnlySpan<byte> piece) => [.. input.AsSpan(0, at), .. piece, .. input.AsSpan(at + length)];

    private static byte[] Repeated(ReadOnlySpan<byte> piece, int times)
    {
        byte[] all = new byte[Math.Min(Most, piece.Length * times)];
        for (int n = 0; n < all.Length; n++) all[n] = piece[n % piece.Length];
        return all;
    }
}
