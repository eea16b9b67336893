using QSeq.Core;
using QSeq.Intervals;

namespace QSeq.Tests.Intervals;

/// <summary>The share outside is moved as the paper has it, and follows errors that change.</summary>
public class AdaptiveConformalTests
{
    [Fact]
    public void AMissAndAHitMoveTheShareAsThePaperHasIt()
    {
        var adaptive = new AdaptiveConformal(0.5, [1, -2, 3], rate: 0.1);
        Assert.Equal(2, adaptive.HalfWidth); // ceil(4 * 0.5)
        adaptive.Observe(-2.5); // a miss
        Assert.Equal(0.5 + (0.1 * (0.5 - 1)), adaptive.MissRate, 1e-12);
        Assert.Equal(2.5, adaptive.HalfWidth); // of 1, 2, 2.5, 3 that at ceil(5 * 0.55)
        adaptive.Observe(2.5); // an end is inside
        Assert.Equal(0.5, adaptive.MissRate, 1e-12);
    }

    [Fact]
    public void AForecastIsJudgedByTheWidthItWasGiven()
    {
        var adaptive = new AdaptiveConformal(0.5, [1, 2, 3], rate: 0.1);
        adaptive.Observe(2.5, given: 2.6);
        Assert.Equal(0.55, adaptive.MissRate, 1e-12);
        adaptive.Observe(0.5, given: 0.4);
        Assert.Equal(0.5, adaptive.MissRate, 1e-12);
    }

    [Fact]
    public void OnlyTheNewestErrorsAreKept()
    {
        var adaptive = new AdaptiveConformal(0.8, [50, 60, 1, 2], memory: 2);
        Assert.Equal(2, adaptive.HalfWidth);
        adaptive.Observe(1);
        adaptive.Observe(1);
        Assert.Equal(1, adaptive.HalfWidth);
    }

    [Fact]
    public void TheShareStaysBetweenNothingAndAll()
    {
        var adaptive = new AdaptiveConformal(0.9, [1], rate: 1);
        for (int n = 0; n < 5; n++) adaptive.Observe(2 + n);
        Assert.Equal((0, 6), (adaptive.MissRate, adaptive.HalfWidth));
        for (int n = 0; n < 50; n++) adaptive.Observe(0);
        Assert.Equal((1, 0), (adaptive.MissRate, adaptive.HalfWidth));
    }

    [Fact]
    public void RateAndMemoryFollowFromTheLevel()
    {
        var adaptive = new AdaptiveConformal(0.95, [1]);
        Assert.Equal((0.95, 400), (adaptive.Level, adaptive.Memory));
        Assert.Equal(0.005, adaptive.Rate, 1e-12);
    }

    /// <summary>Errors three times as large from the middle on: intervals of the first half alone miss most, adaptive ones hold their level.</summary>
    [Theory]
    [InlineData(0.8, 0.45)]
    [InlineData(0.95, 0.7)]
    public void CoverageFollowsErrorsThatGrow(double level, double unmoved)
    {
        var random = new RandomSource(5, "errors");
        double[] before = [.. Enumerable.Range(0, 500).Select(_ => Error(1))];
        var split = new SplitConformal(1);
        foreach (double error in before) split.Add(0, error);
        var adaptive = new AdaptiveConformal(level, before);
        double still = split.HalfWidth(0, level, out _);
        int fixedInside = 0, inside = 0;
        const int count = 3000;
        for (int n = 0; n < count; n++)
        {
            double error = Error(3);
            if (Math.Abs(error) <= still) fixedInside++;
            if (Math.Abs(error) <= adaptive.HalfWidth) inside++;
            adaptive.Observe(error);
        }

        Assert.True(fixedInside < unmoved * count, $"{fixedInside} of {count}");
        Assert.InRange((double)inside / count, level - 0.02, level + 0.02);

        double Error(double deviation) => deviation * random.NextGaussian();
    }

    [Fact]
    public void WhatIsOutOfRangeIsRefused()
    {
        Assert.ThrowsAny<ArgumentException>(() => new AdaptiveConformal(1, [1]));
        Assert.ThrowsAny<ArgumentException>(() => new AdaptiveConformal(0.9, []));
        Assert.ThrowsAny<ArgumentException>(() => new AdaptiveConformal(0.9, [1], rate: 0));
        Assert.ThrowsAny<ArgumentException>(() => new AdaptiveConformal(0.9, [1], memory: 0));
        Assert.ThrowsAny<ArgumentException>(() => new AdaptiveConformal(0.9, [1]).Observe(double.PositiveInfinity));
    }
}
