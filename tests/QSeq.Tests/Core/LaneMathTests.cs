using System.Runtime.Intrinsics;
using QSeq.Core;

namespace QSeq.Tests.Core;

[Trait(Speed.Name, Speed.Slow)]
public class LaneMathTests
{
    public static IEnumerable<float> Sweep(float from, float to, int count) =>
        Enumerable.Range(0, count + 1).Select(n => from + ((to - from) * (n / (float)count)));

    /// <summary>Mantissas spread over every binary exponent a finite float can have, both signs.</summary>
    public static IEnumerable<float> AllExponents()
    {
        var random = new RandomSource(1, "mantissas");
        for (int exponent = 0; exponent <= 254; exponent++)
        {
            for (int n = 0; n < 64; n++)
            {
                uint mantissa = n switch { 0 => 0, 1 => 0x7FFFFF, _ => (uint)random.NextInt(1 << 23) };
                yield return BitConverter.UInt32BitsToSingle(((uint)(n & 1) << 31) | ((uint)exponent << 23) | mantissa);
            }
        }
    }

    [Fact]
    public void SinAndCosStayWithinTheirErrorOverADenseSweep() => CheckSinCos("sin cos, |x| up to 100", Sweep(-100, 100, 2_000_000));

    [Fact]
    public void SinAndCosStayWithinTheirErrorUpToTheFastRange() => CheckSinCos("sin cos, |x| up to 40000", Sweep(-40000, 40000, 1_000_000));

    [Fact]
    public void SinAndCosStayWithinTheirErrorForEveryExponent() =>
        CheckSinCos("sin cos, every exponent", AllExponents().Concat([1e30f, -1e30f, float.MaxValue, float.MinValue, float.Epsilon]));

    [Fact]
    public void SinAndCosStayWithinTheirErrorNextToMultiplesOfHalfPi()
    {
        IEnumerable<float> Neighbours()
        {
            for (int k = -25000; k <= 25000; k++)
            {
                float nearest = (float)(k * (Math.PI / 2));
                yield return nearest;
                yield return MathF.BitIncrement(nearest);
                yield return MathF.BitDecrement(nearest);
            }
        }

        CheckSinCos("sin cos, next to multiples of pi/2", Neighbours());
    }

    [Fact]
    public void SinAndCosOfZeroAreExact()
    {
        foreach (float zero in new[] { 0f, -0f })
        {
            LaneMath.SinCos(Vector512.Create(zero), out Vector512<float> sin, out Vector512<float> cos);
            Assert.Equal(Vector512<float>.Zero, sin);
            Assert.Equal(Vector512<float>.One, cos);
        }
    }

    [Fact]
    public void SinAndCosOfWhatIsNotFiniteAreNotNumbersAndLeaveOtherLanesAlone()
    {
        foreach (float bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            Vector512<float> x = Vector512.Create(0.5f).WithElement(3, bad);
            LaneMath.SinCos(x, out Vector512<float> sin, out Vector512<float> cos);
            for (int lane = 0; lane < Lanes.Width; lane++)
            {
                Assert.Equal(lane == 3, float.IsNaN(sin[lane]));
                Assert.Equal(lane == 3, float.IsNaN(cos[lane]));
            }
        }
    }

    [Fact]
    public void ALaneDoesNotDependOnItsNeighbours()
    {
        // One far value sends the whole block the long way; the others must come out the same, bit for bit.
        var random = new RandomSource(2, "lanes");
        for (int n = 0; n < 2000; n++)
        {
            float x = (float)random.NextUniform(-30000, 30000);
            LaneMath.SinCos(Vector512.Create(x), out Vector512<float> sin, out Vector512<float> cos);
            LaneMath.SinCos(Vector512.Create(x).WithElement(0, 1e20f), out Vector512<float> farSin, out Vector512<float> farCos);
            Assert.Equal(BitConverter.SingleToInt32Bits(sin[5]), BitConverter.SingleToInt32Bits(farSin[5]));
            Assert.Equal(BitConverter.SingleToInt32Bits(cos[5]), BitConverter.SingleToInt32Bits(farCos[5]));
        }
    }

    [Fact]
    public void SigmoidStaysWithinTheTolerance() =>
        CheckUnary("sigmoid", Sweep(-110, 110, 1_000_000).Concat(AllExponents()), LaneMath.Sigmoid, x => 1 / (1 + Math.Exp(-x)), relative: false);

    [Fact]
    public void TanhStaysWithinTheTolerance() =>
        CheckUnary("tanh", Sweep(-12, 12, 1_000_000).Concat(AllExponents()), LaneMath.Tanh, Math.Tanh, relative: false);

    [Fact]
    public void TanhOfSmallNumbersIsRelativelyRight() =>
        CheckUnary("tanh, relative", AllExponents().Where(x => Math.Abs(x) is > 1e-30f and < 1), LaneMath.Tanh, Math.Tanh, relative: true);

    [Fact]
    public void ExpIsRelativelyRightAndClampedOutside()
    {
        CheckUnary("exp, relative", Sweep(-87, 88, 1_000_000), LaneMath.Exp, Math.Exp, relative: true);
        Assert.Equal(LaneMath.Exp(Vector512.Create(88f)), LaneMath.Exp(Vector512.Create(float.PositiveInfinity)));
        Assert.Equal(LaneMath.Exp(Vector512.Create(-87f)), LaneMath.Exp(Vector512.Create(-1e9f)));
    }

    [Fact]
    public void SigmoidAndTanhStayWithinTheirRanges()
    {
        foreach (float x in Sweep(-200, 200, 100_000))
        {
            Assert.InRange(LaneMath.Sigmoid(Vector512.Create(x))[0], 0, 1);
            Assert.InRange(LaneMath.Tanh(Vector512.Create(x))[0], -1, 1);
        }
    }

    [Fact]
    public void WhatIsNotANumberPasses()
    {
        Vector512<float> nan = Vector512.Create(float.NaN);
        Assert.True(float.IsNaN(LaneMath.Sigmoid(nan)[0]));
        Assert.True(float.IsNaN(LaneMath.Tanh(nan)[0]));
        Assert.True(float.IsNaN(LaneMath.Exp(nan)[0]));
    }

    [Fact]
    public void TheBitsAreTheSameOnEveryMachine()
    {
        // A fingerprint (FNV-1a) of every function over a sweep, taken once with AVX-512 and the same with AVX2 and with neither.
        ulong hash = 0xCBF29CE484222325UL;
        void Add(Vector512<float> values)
        {
            for (int lane = 0; lane < Lanes.Width; lane++) hash = (hash ^ BitConverter.SingleToUInt32Bits(values[lane])) * 0x100000001B3UL;
        }

        foreach (float[] block in Sweep(-60, 60, 40_000).Concat(AllExponents()).Chunk(Lanes.Width).Where(block => block.Length == Lanes.Width))
        {
            Vector512<float> x = Vector512.Create(block);
            LaneMath.SinCos(x, out Vector512<float> sin, out Vector512<float> cos);
            Add(sin);
            Add(cos);
            Add(LaneMath.Sigmoid(x));
            Add(LaneMath.Tanh(x));
            Add(LaneMath.Exp(x));
            Add(Vector512.Create(Lanes.Sum(sin)));
        }

        Assert.Equal(9482753648264915804UL, hash);
    }

    private static void CheckSinCos(string what, IEnumerable<float> values)
    {
        double worst = 0;
        float[] x = new float[Lanes.Width];
        foreach (float[] block in values.Chunk(Lanes.Width))
        {
            block.CopyTo(x, 0);
            LaneMath.SinCos(Vector512.Create(x), out Vector512<float> sin, out Vector512<float> cos);
            for (int lane = 0; lane < block.Length; lane++)
            {
                (double s, double c) = Math.SinCos(x[lane]);
                double error = Math.Max(Math.Abs(s - sin[lane]), Math.Abs(c - cos[lane]));
                Assert.True(error <= Tolerance.SinCos, $"x = {x[lane]:R}: ({sin[lane]:R}, {cos[lane]:R}), expected ({s:R}, {c:R})");
                worst = Math.Max(worst, error);
            }
        }

        Measured.Record(what, worst);
    }

    private static void CheckUnary(
        string what, IEnumerable<float> values, Func<Vector512<float>, Vector512<float>> function, Func<double, double> reference, bool relative)
    {
        double worst = 0;
        float[] x = new float[Lanes.Width];
        foreach (float[] block in values.Chunk(Lanes.Width))
        {
            block.CopyTo(x, 0);
            Vector512<float> y = function(Vector512.Create(x));
            for (int lane = 0; lane < block.Length; lane++)
            {
                double expected = reference(x[lane]), error = Math.Abs(expected - y[lane]) / (relative ? Math.Abs(expected) : 1);
                Assert.True(error <= Tolerance.Elementary, $"x = {x[lane]:R}: {y[lane]:R}, expected {expected:R}");
                worst = Math.Max(worst, error);
            }
        }

        Measured.Record(what, worst);
    }
}
