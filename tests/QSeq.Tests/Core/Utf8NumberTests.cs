using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using QSeq.Core;

namespace QSeq.Tests.Core;

public class Utf8NumberTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("+1.5")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1.2E-4")]
    [InlineData("1e22")]
    [InlineData("1e23")]
    [InlineData("9007199254740993")]
    [InlineData("9007199254740992.5")]
    [InlineData("0.14186425470242922")]
    [InlineData("00000000000000000000000000.1")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("0.00000000000000000000000000000000000001")]
    [InlineData("18446744073709551615")]
    [InlineData("99999999999999999999")]
    [InlineData("2.2250738585072011e-308")]
    [InlineData("4.9e-324")]
    [InlineData("1e-400")]
    [InlineData("1.7976931348623157e308")]
    [InlineData("1e999999999999")]
    [InlineData("8.5e-65")]
    [InlineData("123456789.12345678e-74")]
    [InlineData("6.5e66")]
    public void AgreesWithTheRuntimeOnSpecialCases(string text) => AssertSameBits(text);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("abc")]
    [InlineData("1,5")]
    [InlineData("1.5.5")]
    [InlineData(" 1")]
    [InlineData("NaN")]
    public void RefusesWhatIsNoNumber(string text) => Assert.False(Utf8Number.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void AgreesWithTheRuntimeOnEveryDouble() =>
        Prop.ForAll<double>(value =>
        {
            if (!double.IsFinite(value)) return true;
            string text = value.ToString("R", CultureInfo.InvariantCulture);
            return Utf8Number.TryParse(Encoding.UTF8.GetBytes(text), out double read) && SameBits(value, read);
        }).Check(Property.Runs(100));

    [Fact]
    public void AgreesWithTheRuntimeOnRandomDecimals()
    {
        var random = new RandomSource(1, "decimals");
        for (int n = 0; n < 200_000; n++)
        {
            ulong mantissa = random.NextUInt64() >> random.NextInt(64);
            string digits = mantissa.ToString(CultureInfo.InvariantCulture);
            int point = random.NextInt(digits.Length + 1);
            string text = digits[..point] + "." + digits[point..];
            if (random.NextInt(2) == 0) text += $"e{random.NextInt(140) - 70}";
            AssertSameBits(text);
        }
    }

    [Fact]
    public void RoundsHalfWayToEven()
    {
        // Integers half-way between two doubles, and their neighbours.
        var random = new RandomSource(2, "halves");
        for (int n = 0; n < 20_000; n++)
        {
            ulong half = (((1UL << 52) | (random.NextUInt64() >> 12)) << 2) | 2;
            foreach (ulong integer in (ulong[])[half - 1, half, half + 1])
            {
                AssertSameBits(integer.ToString(CultureInfo.InvariantCulture));
                AssertSameBits(integer.ToString(CultureInfo.InvariantCulture) + "e3");
                AssertSameBits($"{integer / 10}.{integer % 10}");
            }
        }
    }

    private static void AssertSameBits(string text)
    {
        double expected = double.Parse(text, CultureInfo.InvariantCulture);
        bool read = Utf8Number.TryParse(Encoding.UTF8.GetBytes(text), out double actual);
        Assert.True(read && SameBits(expected, actual), $"{text}: expected {expected:R}, found {actual:R}");
    }

    private static bool SameBits(double a, double b) => BitConverter.DoubleToUInt64Bits(a) == BitConverter.DoubleToUInt64Bits(b);
}
