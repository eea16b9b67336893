namespace QSeq.Core;

/// <summary>
/// Reduction of any finite float modulo pi/2 (Payne and Hanek, 1983): the mantissa times the 128 bits of 2/pi whose
/// weights matter; bits above them add whole turns, bits below them less than 2^-100.
/// </summary>
internal static class TrigReduction
{
    // The first 256 fraction bits of 2/pi.
    private static ReadOnlySpan<ulong> TwoOverPi =>
        [0xA2F9836E4E441529, 0xFC2757D1F534DDC0, 0xDB6295993C439041, 0xFE5163ABDEBBC561, 0xB7246E3A424DD2E0];

    private const double HalfPi = 1.5707963267948966;

    /// <summary>x = quadrant*pi/2 + r (modulo whole turns), |r| at most pi/4. NaN for NaN and infinities.</summary>
    public static float Reduce(float x, out int quadrant)
    {
        quadrant = 0;
        if (!float.IsFinite(x)) return float.NaN;

        uint bits = BitConverter.SingleToUInt32Bits(MathF.Abs(x));
        int exponent = (int)(bits >> 23) - 150; // |x| = mantissa * 2^exponent
        if (exponent < -24) return x;           // |x| < 1/2: already reduced

        ulong mantissa = (bits & 0x7FFFFF) | 0x800000;

        // t = |x| * 2/pi mod 4 as a fixed-point number with 2 integer and 126 fraction bits.
        UInt128 t = mantissa * (exponent >= 2 ? Window(exponent - 2) : Window(0) >> (2 - exponent));
        quadrant = (int)(t >> 126);
        Int128 fraction = (Int128)(t << 2); // signed: above one half becomes negative, the next quadrant
        if (fraction < 0) quadrant++;
        double r = (double)fraction * (HalfPi / 3.402823669209384634633746e38); // divided by 2^128
        quadrant &= 3;
        if (x < 0)
        {
            quadrant = -quadrant & 3;
            r = -r;
        }

        return (float)r;
    }

    // Bits first+1 .. first+128 of 2/pi (bit i has weight 2^-i).
    private static UInt128 Window(int first)
    {
        int word = first >> 6, shift = first & 63;
        UInt128 high = new(TwoOverPi[word], TwoOverPi[word + 1]);
        return shift == 0 ? high : (high << shift) | (TwoOverPi[word + 2] >> (64 - shift));
    }
}
