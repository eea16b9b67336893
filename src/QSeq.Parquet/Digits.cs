using System.Numerics;

namespace QSeq.Parquet;

/// <summary>Decimals with all their digits.</summary>
internal static class Digits
{
    private const int MostBits = 2048; // of a decimal; 256 are the most that files have
    private const int MostScale = 1024;

    /// <summary>A whole number with its point moved.</summary>
    /// <param name="unscaled">The digits.</param>
    /// <param name="scale">How many of them stand behind the point.</param>
    /// <exception cref="InvalidDataException">It has more digits than any file should.</exception>
    public static string Of(BigInteger unscaled, int scale)
    {
        if (unscaled.GetBitLength() > MostBits || scale is < -MostScale or > MostScale) throw new InvalidDataException("found a decimal of hundreds of digits");
        string digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture);
        if (scale < 0) digits += new string('0', -scale);
        if (scale > 0)
        {
            digits = digits.PadLeft(scale + 1, '0');
            digits = $"{digits[..^scale]}.{digits[^scale..]}";
        }

        return unscaled.Sign < 0 ? "-" + digits : digits;
    }
}
