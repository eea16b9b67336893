using QSeq.Core;

namespace QSeq.Tests.Core;

public class PortableMathTests
{
    [Theory]
    [InlineData(1.0)]
    [InlineData(1e-300)]
    [InlineData(0.5)]
    [InlineData(0.7071067811865476)]
    [InlineData(0.999999999)]
    [InlineData(1.0000001)]
    [InlineData(3.14159)]
    [InlineData(1e300)]
    [InlineData(5e-324)]
    public void LogAgreesWithTheRuntime(double x)
    {
        double expected = Math.Log(x);
        Assert.Equal(expected, PortableMath.Log(x), Math.Max(Math.Abs(expected), 1e-300) * 4.5e-16);
    }

    [Fact]
    public void LogTakesOnlyFinitePositiveNumbers()
    {
        foreach (double x in new[] { 0, -1, double.NaN, double.PositiveInfinity })
            Assert.Throws<ArgumentOutOfRangeException>(() => PortableMath.Log(x));
    }

    [Fact]
    public void ExpAgreesWithTheRuntime()
    {
        for (int n = -7000; n <= 7000; n++)
        {
            double x = n / 10.0;
            Assert.Equal(1, PortableMath.Exp(x) / Math.Exp(x), 9e-16);
        }

        Assert.Equal(1, PortableMath.Exp(0));
        Assert.Equal(0, PortableMath.Exp(-800));
        Assert.Equal(0, PortableMath.Exp(double.NegativeInfinity));
        Assert.Equal(double.PositiveInfinity, PortableMath.Exp(709.9));
        Assert.Equal(double.PositiveInfinity, PortableMath.Exp(double.PositiveInfinity));
        Assert.True(double.IsNaN(PortableMath.Exp(double.NaN)));
    }

    [Fact]
    public void CosAgreesWithTheRuntime()
    {
        for (int n = -1000; n <= 1000; n++)
        {
            double x = Math.PI * n / 1000;
            Assert.Equal(Math.Cos(x), PortableMath.Cos(x), 4e-15);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => PortableMath.Cos(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => PortableMath.Cos(double.NaN));
    }

    [Fact]
    public void CubeRootAgreesWithTheRuntime()
    {
        for (double x = 1e-30; x < 1e30; x *= 1.37) Assert.Equal(1, PortableMath.CubeRoot(x) / Math.Cbrt(x), 1e-15);
        foreach (double x in new[] { 0, -1, double.NaN, double.PositiveInfinity })
            Assert.Throws<ArgumentOutOfRangeException>(() => PortableMath.CubeRoot(x));
    }

    [Fact]
    public void SineAndCosineAgreeWithTheRuntime()
    {
        var random = new RandomSource(1, "angles");
        for (int n = 0; n < 20000; n++)
        {
            double x = random.NextUniform(-1, 1) * Math.ScaleB(1, (n % 35) - 4);
            (double sin, double cos) = PortableMath.SinCos(x);
            double slack = Math.Abs(x) <= 1L << 30 ? 0 : Math.Abs(x) * 1e-16; // what 2 pi as a double costs
            Assert.Equal(Math.Sin(x), sin, 1e-15 + slack);
            Assert.Equal(Math.Cos(x), cos, 1e-15 + slack);
        }

        for (int n = -20; n <= 20; n++)
        {
            (double sin, double cos) = PortableMath.SinCos(n * Math.PI / 2);
            Assert.Equal(Math.Sin(n * Math.PI / 2), sin, 1e-15);
            Assert.Equal(Math.Cos(n * Math.PI / 2), cos, 1e-15);
        }

        Assert.Equal((0.0, 1.0), PortableMath.SinCos(0));
        foreach (double x in new[] { double.NaN, double.PositiveInfinity }) Assert.Throws<ArgumentOutOfRangeException>(() => PortableMath.SinCos(x));
    }

    [Fact]
    public void SigmoidAndTanhAgreeWithTheRuntime()
    {
        for (double x = -40; x < 40; x += 0.037)
        {
            Assert.Equal(1 / (1 + Math.Exp(-x)), PortableMath.Sigmoid(x), 4e-16);
            Assert.Equal(Math.Tanh(x), PortableMath.Tanh(x), 4e-16);
        }

        foreach (double x in new[] { double.NegativeInfinity, -1e300, 1e300, double.PositiveInfinity })
            Assert.Equal((x > 0 ? 1.0 : 0.0, Math.Sign(x)), (PortableMath.Sigmoid(x), PortableMath.Tanh(x)));
        Assert.True(double.IsNaN(PortableMath.Sigmoid(double.NaN)) && double.IsNaN(PortableMath.Tanh(double.NaN)));
    }
}
