using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace QSeq.Core;

/// <summary>
/// Decimal text (ASCII) to the nearest double, bit for bit what double.Parse gives, several times faster: eight digits
/// at a time into a 64-bit mantissa, then either one exact multiplication (Clinger, 1990) or a 128-bit product with a
/// rounded power of five (Lemire, "Number parsing at a gigabyte per second", 2021). Whatever neither covers (more than
/// 19 digits, far exponents) goes to the runtime's parser.
/// </summary>
public static class Utf8Number
{
    private const int LowestPower = -65;
    private const int HighestPower = 65;
    private const int MostDigits = 19; // every number of 19 digits fits in 64 bits
    private const ulong LargestExact = 1UL << 53;

    private static readonly double[] ExactPowers =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>Reads the number at <paramref name="position"/>, which must be followed by another byte within the text.</summary>
    /// <param name="text">The text; the number may end anywhere in it.</param>
    /// <param name="position">Where the number starts; moved past it when it is one.</param>
    /// <param name="value">The number.</param>
    /// <returns>False when there is no number: sign, digits with an optional point, optional exponent.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, ref int position, out double value)
    {
        int start = position;
        int at = start;
        bool negative = ReadSign(text, ref at);
        int firstDigit = at;
        ulong mantissa = 0;
        at = ReadDigits(text, at, ref mantissa);
        int digits = at - firstDigit;
        int exponent = 0;
        if (at < text.Length && text[at] == '.')
        {
            int firstFraction = ++at;
            at = ReadDigits(text, at, ref mantissa);
            exponent = firstFraction - at;
            digits -= exponent;
        }

        value = 0;
        if (digits == 0) return false;
        if (at < text.Length && (text[at] | 0x20) == 'e' && !ReadExponent(text, ref at, ref exponent)) return false;

        position = at;
        if (digits > MostDigits && SignificantDigits(text[firstDigit..at]) > MostDigits)
            return TryParseSlowly(text[start..at], out value);
        if (!TryScale(mantissa, exponent, out value)) return TryParseSlowly(text[start..at], out value);
        if (negative) value = -value;
        return true;
    }

    /// <summary>Reads a field that must be one number from its first byte to its last.</summary>
    public static bool TryParse(ReadOnlySpan<byte> field, out double value)
    {
        int position = 0;
        return TryRead(field, ref position, out value) && position == field.Length;
    }

    // Passes a sign, if there is one, and tells whether it is a minus.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool ReadSign(ReadOnlySpan<byte> text, ref int at)
    {
        bool negative = at < text.Length && text[at] == '-';
        if (negative || (at < text.Length && text[at] == '+')) at++;
        return negative;
    }

    private static int ReadDigits(ReadOnlySpan<byte> text, int at, ref ulong mantissa)
    {
        ulong sum = mantissa;
        while (at + 8 <= text.Length)
        {
            ulong eight = BinaryPrimitives.ReadUInt64LittleEndian(text.Slice(at, 8));
            if (!AreDigits(eight)) break;
            sum = (sum * 100_000_000) + EightDigits(eight);
            at += 8;
        }

        while (at < text.Length)
        {
            uint digit = (uint)text[at] - '0';
            if (digit > 9) break;
            sum = (sum * 10) + digit;
            at++;
        }

        mantissa = sum;
        return at;
    }

    private static bool AreDigits(ulong eight) =>
        ((eight & 0xF0F0F0F0F0F0F0F0) | (((eight + 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0) >> 4)) == 0x3333333333333333;

    /// <summary>The number of eight ASCII digits, first digit in the lowest byte: pairs, then fours, then all eight.</summary>
    private static uint EightDigits(ulong eight)
    {
        const ulong mask = 0x000000FF000000FF;
        eight -= 0x3030303030303030;
        eight = (eight * 10) + (eight >> 8);
        return (uint)((((eight & mask) * 0x000F424000000064) + (((eight >> 16) & mask) * 0x0000271000000001)) >> 32);
    }

    private static bool ReadExponent(ReadOnlySpan<byte> text, ref int at, ref int exponent)
    {
        int p = at + 1;
        bool negative = ReadSign(text, ref p);
        int first = p;
        int value = 0;
        for (; p < text.Length && (uint)(text[p] - '0') <= 9; p++)
            value = Math.Min((value * 10) + (text[p] - '0'), 100_000);
        if (p == first) return false;
        exponent += negative ? -value : value;
        at = p;
        return true;
    }

    /// <summary>The digits of a number from its first that is not zero, the exponent not counted.</summary>
    private static int SignificantDigits(ReadOnlySpan<byte> number)
    {
        int count = 0;
        foreach (byte b in number)
        {
            if ((b | 0x20) == 'e') break;
            if (b != '.' && (count > 0 || b != '0')) count++;
        }

        return count;
    }

    private static bool TryParseSlowly(ReadOnlySpan<byte> number, out double value) =>
        double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    /// <summary>mantissa * 10^exponent, rounded to nearest even; false when outside the table or the normal range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryScale(ulong mantissa, int exponent, out double value)
    {
        if (mantissa <= LargestExact && (uint)(exponent + 22) <= 44)
        {
            // Both factors are doubles without rounding, so the one operation rounds once.
            value = exponent < 0 ? mantissa / ExactPowers[-exponent] : mantissa * ExactPowers[exponent];
            return true;
        }

        return TryScaleByProduct(mantissa, exponent, out value);
    }

    private static bool TryScaleByProduct(ulong mantissa, int exponent, out double value)
    {
        value = 0;
        if (mantissa == 0) return true;
        if (exponent is < LowestPower or > HighestPower) return false;

        int zeros = BitOperations.LeadingZeroCount(mantissa);
        ulong w = mantissa << zeros;
        int entry = 2 * (exponent - LowestPower);
        ulong high = Math.BigMul(w, PowersOfFive.Halves[entry], out ulong low);
        if ((high & 0x1FF) == 0x1FF)
        {
            // The bits that decide the rounding might still receive a carry from the low half of the power.
            ulong carry = Math.BigMul(w, PowersOfFive.Halves[entry + 1], out _);
            low += carry;
            if (low < carry) high++;
        }

        int upper = (int)(high >> 63);
        ulong bits = high >> (upper + 9); // 54 bits: the mantissa and one to round by
        int power = (((152170 + 65536) * exponent) >> 16) + 63 + upper - zeros + 1023;

        // Exactly half-way between two doubles: only possible for small exponents, and then to the even one.
        if (low <= 1 && exponent is >= -4 and <= 23 && (bits & 3) == 1 && bits << (upper + 9) == high) bits &= ~1UL;

        bits = (bits + (bits & 1)) >> 1;
        if (bits >= 1UL << 53)
        {
            bits = 1UL << 52;
            power++;
        }

        value = BitConverter.UInt64BitsToDouble((bits & ~(1UL << 52)) | ((ulong)power << 52));
        return true;
    }

    /// <summary>The leading 128 bits of 5^q, high and low half, for q from LowestPower to HighestPower; made when a number first needs them.</summary>
    private static class PowersOfFive
    {
        public static readonly ulong[] Halves = Make();

        /// <summary>5^q as 128 bits with the top one set: cut, but for reciprocals that can be half-way cases rounded up (Lemire, section 6).</summary>
        private static ulong[] Make()
        {
            var table = new ulong[2 * (HighestPower - LowestPower + 1)];
            for (int q = LowestPower; q <= HighestPower; q++)
            {
                BigInteger bits = BigInteger.Pow(5, Math.Abs(q));
                int length = (int)bits.GetBitLength();
                if (q < 0) bits = (BigInteger.One << (length + (q >= -27 ? 127 : length + 128))) / bits + 1;
                int spare = (int)bits.GetBitLength() - 128;
                bits = spare >= 0 ? bits >> spare : bits << -spare;
                int entry = 2 * (q - LowestPower);
                table[entry] = (ulong)(bits >> 64);
                table[entry + 1] = (ulong)(bits & ulong.MaxValue);
            }

            return table;
        }
    }
}
