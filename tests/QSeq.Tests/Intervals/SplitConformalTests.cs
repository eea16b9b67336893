using QSeq.Core;
using QSeq.Intervals;

namespace QSeq.Tests.Intervals;

/// <summary>Half widths are order statistics of the errors.</summary>
public class SplitConformalTests
{
    [Theory]
    [InlineData(0.5, 5, true)] // ceil(10 * 0.5)
    [InlineData(0.8, 8, true)] // 8 sharp, though 10 * 0.8 need not be
    [InlineData(0.81, 9, true)]
    [InlineData(0.9, 9, true)]
    [InlineData(0.95, 9, false)]
    public void TheHalfWidthIsTheErrorAtItsPlace(double level, double expected, bool enough)
    {
        SplitConformal conformal = Of(3, -1, 9, 2, -5, 4, 6, -8, 7); // sizes 1 to 9
        Assert.Equal(expected, conformal.HalfWidth(0, level, out bool isEnough));
        Assert.Equal(enough, isEnough);
    }

    [Fact]
    public void AProductThatRoundingPutsAboveAWholeNumberIsThatNumber()
    {
        Assert.True(100 * 0.55 > 55);
        Assert.Equal(55, Of([.. Enumerable.Range(1, 99).Select(n => (double)n)]).HalfWidth(0, 0.55, out _));
    }

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(0.8, 4)]
    [InlineData(0.9, 9)]
    [InlineData(0.95, 19)]
    [InlineData(0.99, 99)]
    public void WithAsManyErrorsAsNeededAndNoFewerALevelCanBeHeld(double level, int needed)
    {
        Assert.Equal(needed, SplitConformal.Needed(level));
        Of([.. Enumerable.Repeat(1.0, needed)]).HalfWidth(0, level, out bool isEnough);
        Assert.True(isEnough);
        if (needed == 1) return;
        Of([.. Enumerable.Repeat(1.0, needed - 1)]).HalfWidth(0, level, out isEnough);
        Assert.False(isEnough);
    }

    [Fact]
    public void EachSideHasErrorsOfItsOwn()
    {
        SplitConformal conformal = Of(1, 2, 3, 4, 5, 6, 7, 8, 9);
        Assert.Equal(new Interval(2, 8), conformal.Sides(0, 0.6, out bool isEnough)); // ceil(10 * 0.8) from both ends
        Assert.True(isEnough);
        Assert.Equal(new Interval(1, 9), conformal.Sides(0, 0.9, out isEnough));
        Assert.False(isEnough);
    }

    [Fact]
    public void EachStepHasErrorsOfItsOwn()
    {
        var conformal = new SplitConformal(2);
        conformal.Add(0, 1);
        conformal.Add(1, -7);
        conformal.Add(1, 3);
        Assert.Equal((2, 1, 2), (conformal.Steps, conformal.Count(0), conformal.Count(1)));
        Assert.Equal((1, 7), (conformal.HalfWidth(0, 0.5, out _), conformal.HalfWidth(1, 0.6, out _)));
    }

    /// <summary>Of exchangeable errors the mean coverage over many draws is k / (n + 1), and so at least the level.</summary>
    [Fact]
    public void IntervalsOfExchangeableErrorsHoldTheirLevel()
    {
        var random = new RandomSource(11, "errors");
        const int draws = 2000, errors = 30;
        int inside = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            double half = Of([.. Enumerable.Range(0, errors).Select(_ => random.NextDouble() - 0.5)]).HalfWidth(0, 0.8, out _);
            if (Math.Abs(random.NextDouble() - 0.5) <= half) inside++;
        }

        Assert.InRange((double)inside / draws, 25.0 / 31 - 0.03, 25.0 / 31 + 0.03); // more than three deviations
    }

    [Fact]
    public void WhatIsNotThereIsRefused()
    {
        Assert.ThrowsAny<ArgumentException>(() => new SplitConformal(0));
        Assert.ThrowsAny<ArgumentException>(() => Of(1).HalfWidth(1, 0.5, out _));
        Assert.ThrowsAny<ArgumentException>(() => new SplitConformal(1).HalfWidth(0, 0.5, out _));
        Assert.ThrowsAny<ArgumentException>(() => new SplitConformal(1).Add(0, double.NaN));
        Assert.ThrowsAny<ArgumentException>(() => Of(1).Sides(0, 1.5, out _));
    }

    private static SplitConformal Of(params double[] errors)
    {
        var conformal = new SplitConformal(1);
        foreach (double error in errors) conformal.Add(0, error);
        return conformal;
    }
}
