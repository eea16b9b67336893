using QSeq.Evaluation;

namespace QSeq.Tests.Evaluation;

public class WilcoxonTestTests
{
    [Theory]
    [InlineData("plain", 39)]
    [InlineData("ties", 39)]
    [InlineData("zeros", 78)]
    public void AgreesWithSciPy(string kind, int count)
    {
        var lines = SciPyAnswers.Of(kind);
        Assert.Equal(count, lines.Length);
        foreach (var (_, answers, values) in lines)
        {
            var (first, second) = Pairs(values);
            var test = WilcoxonTest.Of(first, second);
            Assert.Equal(kind == "plain" && first.Length <= 50, test.IsExact);
            Assert.Equal(answers[0], Math.Min(test.Positive, test.Negative));
            Assert.InRange(test.PValue / answers[1], 1 - 1e-12, 1 + 1e-12);
            var turned = WilcoxonTest.Of(second, first);
            Assert.Equal((test.Positive, test.PValue), (turned.Negative, turned.PValue));
        }
    }

    [Theory]
    [InlineData(5, 2.0 / 32)]
    [InlineData(6, 2.0 / 64)]
    [InlineData(20, 2.0 / (1 << 20))]
    public void ThePValueOfPairsThatAllDifferInOneDirectionIsThatOfCoins(int count, double expected)
    {
        double[] first = [.. Enumerable.Range(1, count).Select(n => (double)n)];
        Assert.Equal(expected, WilcoxonTest.Of(first, new double[count]).PValue);
    }

    [Fact]
    public void PairsOfEqualValuesDoNotDiffer()
    {
        Assert.Equal(new WilcoxonTest(0, 0, 1, 0, false), WilcoxonTest.Of([1, 2, double.NegativeInfinity], [1, 2, double.NegativeInfinity]));
        Assert.Equal(1, WilcoxonTest.Of([1, 2, 3], [1, 2, 4]).Count);
        Assert.Equal(3, WilcoxonTest.Of([1, 2, double.NegativeInfinity], [0, 4, 4]).Negative - 2); // infinitely far: the highest rank
    }

    [Fact]
    public void WhatCannotBePairedIsRefused()
    {
        Assert.Contains("2 values are paired with 1", Assert.ThrowsAny<ArgumentException>(() => WilcoxonTest.Of([1, 2], [1])).Message, StringComparison.Ordinal);
        Assert.Contains("0 pairs", Assert.ThrowsAny<ArgumentException>(() => WilcoxonTest.Of([], [])).Message, StringComparison.Ordinal);
        Assert.Contains("pair 1 is", Assert.ThrowsAny<ArgumentException>(() => WilcoxonTest.Of([1, 2], [1, double.NaN])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1.959963984540054, 0.05)]
    [InlineData(-2.999999999, 0.002699796072123884)]
    [InlineData(3.000000001, 0.002699796054396489)]
    [InlineData(10, 1.523970604832094e-23)]
    public void TailsOfTheNormalDistribution(double z, double expected) =>
        Assert.InRange(WilcoxonTest.Tails(z) / expected, 1 - 1e-12, 1 + 1e-12);

    private static (double[] First, double[] Second) Pairs(double[] values) =>
        ([.. values.Where((_, n) => n % 2 == 0)], [.. values.Where((_, n) => n % 2 == 1)]);
}
