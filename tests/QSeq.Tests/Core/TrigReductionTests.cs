using System.Numerics;
using QSeq.Core;

namespace QSeq.Tests.Core;

public class TrigReductionTests
{
    // pi to 100 decimals, far more than the 2^128 * 2^-24 of the largest float needs.
    private const string PiDigits =
        "31415926535897932384626433832795028841971693993751058209749445923078164062862089986280348253421170679";

    private static readonly BigInteger Unit = BigInteger.Pow(10, 100);
    private static readonly BigInteger HalfPi = BigInteger.Parse(PiDigits, System.Globalization.CultureInfo.InvariantCulture) / 2;

    [Fact]
    public void EveryExponentIsReducedAsExactIntegersSay()
    {
        foreach (float x in LaneMathTests.AllExponents().Concat([1e30f, -1e30f, float.MaxValue, 1.5707964f, 0.5f, 0.49999997f, 32768f]))
        {
            float r = TrigReduction.Reduce(x, out int quadrant);
            Assert.InRange(quadrant, 0, 3);

            // A value on the edge between two quadrants may go to either, so the distance is taken modulo whole turns.
            (double expected, int expectedQuadrant) = Exact(x);
            double distance = (r - expected) + (Math.IEEERemainder(quadrant - expectedQuadrant, 4) * (Math.PI / 2));
            Assert.True(Math.Abs(distance) <= Tolerance.Rounding, $"x = {x:R}: quadrant {quadrant} and {r:R}, expected {expectedQuadrant} and {expected:R}");
            Assert.InRange(r, -0.78539819f, 0.78539819f);
        }
    }

    [Fact]
    public void TheRemainderIsRelativelyRightWhereItIsSmall()
    {
        // The float nearest to a multiple of pi/2 of all: 16367173 x 2^72 (Kahan); its cosine is about -1.6e-9.
        float x = 16367173f * MathF.Pow(2, 72);
        float r = TrigReduction.Reduce(x, out _);
        (double expected, _) = Exact(x);
        Assert.InRange(Math.Abs(expected), 1e-10, 1e-8);
        Assert.Equal(1, r / expected, Tolerance.Rounding);
    }

    [Fact]
    public void WhatIsNotFiniteHasNoRemainder()
    {
        Assert.True(float.IsNaN(TrigReduction.Reduce(float.NaN, out _)));
        Assert.True(float.IsNaN(TrigReduction.Reduce(float.PositiveInfinity, out _)));
        Assert.True(float.IsNaN(TrigReduction.Reduce(float.NegativeInfinity, out _)));
    }

    // x = k pi/2 + r with k the nearest integer, in integers scaled by 10^100 * 2^150.
    private static (double Remainder, int Quadrant) Exact(float x)
    {
        uint bits = BitConverter.SingleToUInt32Bits(MathF.Abs(x));
        int exponent = (int)(bits >> 23);
        BigInteger mantissa = exponent == 0 ? bits & 0x7FFFFF : (bits & 0x7FFFFF) | 0x800000;
        BigInteger scaled = (mantissa << Math.Max(exponent, 1)) * Unit, halfPi = HalfPi << 150;
        if (x < 0) scaled = -scaled;

        BigInteger k = BigInteger.Divide((2 * scaled) + (scaled.Sign * halfPi), 2 * halfPi);
        BigInteger remainder = scaled - (k * halfPi);
        return ((double)(remainder * BigInteger.Pow(2, 80) / (Unit << 150)) / Math.Pow(2, 80), (int)(((k % 4) + 4) % 4));
    }
}
