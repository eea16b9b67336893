using QSeq.Core;
using QSeq.Training;

namespace QSeq.Tests.Training;

public class GradientClipTests
{
    [Fact]
    public void ShortensToTheNormAndKeepsTheDirection() => Property.ForAllSeeds(200, seed =>
    {
        var random = new RandomSource(seed, "clip");
        double size = Math.Pow(10, random.NextUniform(-3, 3)), limit = Math.Pow(10, random.NextUniform(-3, 3));
        float[] before = [.. Enumerable.Range(0, 1 + random.NextInt(40)).Select(_ => (float)(size * random.NextGaussian()))];
        float[] after = [.. before];
        double norm = Norm(before);
        if (Math.Abs(GradientClip.Apply(after, limit) - norm) > norm * Tolerance.TwoDoubleRoutes) return false;
        if (norm <= limit) return before.SequenceEqual(after);

        // Each value is rounded twice at most, by the factor and by the product.
        return Math.Abs(Norm(after) - limit) <= 2 * Tolerance.Rounding * limit
            && before.Zip(after).All(pair => Math.Abs(pair.Second - (pair.First * limit / norm)) <= 2 * Tolerance.Rounding * Math.Abs(pair.Second) + float.Epsilon);
    });

    [Fact]
    public void WithoutALimitItOnlyMeasures()
    {
        float[] gradient = [3, -4];
        Assert.Equal(5, GradientClip.Apply(gradient, null));
        Assert.Equal([3f, -4f], gradient);
        Assert.Equal(5, GradientClip.Apply(gradient, double.PositiveInfinity));
        Assert.Equal(5, GradientClip.Apply(gradient, 5));
        Assert.Equal([3f, -4f], gradient);
    }

    [Fact]
    public void MeasuresWhatOverflowsInSinglePrecision() => Assert.Equal(5e30, GradientClip.Apply([3e30f, -4e30f], 1), 1e24);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void TellsOfAGradientThatIsNotFinite(float bad) => Assert.False(double.IsFinite(GradientClip.Apply([1, bad, 2], 1)));

    private static double Norm(float[] values) => Math.Sqrt(values.Sum(value => (double)value * value));
}
