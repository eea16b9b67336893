using QSeq.Core;
using QSeq.Layers;

namespace QSeq.Tests.Layers;

public class BaseFunctionKernelTests
{
    public static TheoryData<BaseFunction> Functions => [BaseFunction.Silu, BaseFunction.Identity, BaseFunction.Tanh, BaseFunction.Relu];

    [Theory]
    [MemberData(nameof(Functions))]
    public void ValueAndSlopeAgreeWithTheReference(BaseFunction function)
    {
        // Half a step away from 0, where max(x, 0) has its kink.
        float[] x = [.. Enumerable.Range(0, 1600).Select(n => (n - 799.5f) / 40)], value = new float[1600], both = new float[1600], slope = new float[1600];
        BaseFunctionKernel.Evaluate(function, new Rows(x, 16), new Rows(value, 16));
        BaseFunctionKernel.Evaluate(function, new Rows(x, 16), new Rows(both, 16), new Rows(slope, 16));

        Close.Values($"base function {function}", [.. x.Select(v => BaseFunctionKernel.Reference(function, v))], value, Tolerance.Value);
        Assert.Equal(value, both);
        double[] differences = [.. x.Select(v => Difference(function, v, 1e-5))];
        Close.Values($"slope of base function {function}", differences, slope, Tolerance.Value);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void TheDoublePrecisionFormAgreesWithTheReference(BaseFunction function)
    {
        double[] x = [.. Enumerable.Range(0, 1600).Select(n => (n - 799.5) / 20), -800, 800], slope = new double[x.Length];
        double[] value = [.. x.Select((v, n) => BaseFunctionKernel.Portable(function, v, out slope[n]))];
        Close.Values($"double base function {function}", [.. x.Select(v => BaseFunctionKernel.Reference(function, v))], value, Tolerance.TwoDoubleRoutes);
        Close.Values($"slope of double base function {function}", [.. x.Select(v => Difference(function, v, 1e-5))], slope, Tolerance.GoldenDifference);
        Assert.True(double.IsNaN(BaseFunctionKernel.Portable(function, double.NaN, out _)));
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void WhatIsNotANumberPasses(BaseFunction function)
    {
        float[] x = [.. Enumerable.Repeat(float.NaN, 16)], value = new float[16], both = new float[16], slope = new float[16];
        BaseFunctionKernel.Evaluate(function, new Rows(x, 16), new Rows(value, 16));
        BaseFunctionKernel.Evaluate(function, new Rows(x, 16), new Rows(both, 16), new Rows(slope, 16));
        Assert.All(value, v => Assert.True(float.IsNaN(v)));
        Assert.All(both, v => Assert.True(float.IsNaN(v)));
    }

    private static double Difference(BaseFunction function, double x, double step) =>
        (BaseFunctionKernel.Reference(function, x + step) - BaseFunctionKernel.Reference(function, x - step)) / (2 * step);
}
