using QSeq.Core;

namespace QSeq.Tests.Core;

public class InitializerTests
{
    private const int Count = 200_000;

    [Fact]
    public void UniformHasItsRangeAndMoments()
    {
        float[] values = Fill(Initializer.Uniform(0.5), Count);
        Assert.All(values, value => Assert.InRange(value, -0.5f, 0.5f));
        CheckMoments(values, variance: 0.25 / 3);
    }

    [Fact]
    public void XavierNormalHasVarianceTwoOverFanInAndFanOut() => CheckMoments(Fill(Initializer.XavierNormal(6, 2), Count), variance: 0.25);

    [Fact]
    public void ConstantIsConstant() => Assert.All(Fill(Initializer.Constant(0.25), 10), value => Assert.Equal(0.25f, value));

    [Fact]
    public void CopiesStartAlikeAndDrawAsManyValuesAsOnePart()
    {
        float[] values = Fill(Initializer.XavierNormal(1, 1, copies: 4), 40), one = Fill(Initializer.XavierNormal(1, 1), 10);
        Assert.All(values.Chunk(10), part => Assert.Equal(one, part));
    }

    private static float[] Fill(Initializer initializer, int count)
    {
        float[] values = new float[count];
        initializer.Fill(values, new RandomSource(1, "test"));
        return values;
    }

    // Five standard errors: sqrt(v/n) of the mean, at most v sqrt(2/n) of the variance of a normal.
    private static void CheckMoments(float[] values, double variance)
    {
        double mean = values.Average(value => (double)value), square = values.Average(value => (double)value * value);
        Assert.Equal(0, mean, 5 * Math.Sqrt(variance / values.Length));
        Assert.Equal(variance, square, 5 * variance * Math.Sqrt(2.0 / values.Length));
    }
}
