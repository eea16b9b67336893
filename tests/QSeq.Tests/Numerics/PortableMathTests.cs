using QSeq.Numerics;

namespace QSeq.Tests.Numerics;

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
}
