using QSeq.Core;
using QSeq.Intervals;

namespace QSeq.Tests.Intervals;

/// <summary>Scores of intervals against their formulas, worked out by hand.</summary>
public class IntervalScoresTests
{
    [Fact]
    public void ScoresAreTheFormulas()
    {
        var sum = new IntervalSum(0.8);
        sum.Add(new Interval(1, 3), 2); // width 2
        sum.Add(new Interval(1, 4), 0.5); // width 3, 0.5 below
        sum.Add(new Interval(-1, 0), 2); // width 1, 2 above
        sum.Add(new Interval(5, 5), 5); // an end is inside
        IntervalScores scores = sum.Scores();
        Assert.Equal((0.8, 4L, 0.5, 1.5), (scores.Level, scores.Count, scores.Coverage, scores.MeanWidth));
        Assert.Equal((6 + (2 / 0.2 * 2.5)) / 4, scores.Score, 1e-12);
        Assert.Equal(scores.Score / 2, scores.Msis(2));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    public void PinballIsTheMeanOfBothEnds(double level)
    {
        var random = new RandomSource(3, "errors");
        var sum = new IntervalSum(level);
        double pinball = 0;
        for (int n = 0; n < 50; n++)
        {
            double lower = random.NextDouble(), upper = lower + random.NextDouble(), truth = (3 * random.NextDouble()) - 0.5;
            sum.Add(new Interval(lower, upper), truth);
            pinball += (Loss((1 - level) / 2, lower, truth) + Loss((1 + level) / 2, upper, truth)) / 2 / 50;
        }

        Assert.Equal(pinball, sum.Scores().Pinball, 1e-12);

        static double Loss(double quantile, double forecast, double truth) => Math.Max(quantile * (truth - forecast), (quantile - 1) * (truth - forecast));
    }

    [Fact]
    public void TheScaleIsTheMeanSeasonalDifference()
    {
        Assert.Equal((3 + 1 + 2) / 3.0, IntervalScores.ScaleOf([1, 5, 4, 4, 6], 2), 1e-12); // 4 - 1, 4 - 5, 6 - 4
        Assert.Equal((4 + 1 + 0 + 2) / 4.0, IntervalScores.ScaleOf([1, 5, 4, 4, 6], 1));
        Assert.Equal(double.NaN, IntervalScores.ScaleOf([1, 5], 2));
    }

    [Fact]
    public void OfNothingThereIsNoScore()
    {
        IntervalScores scores = new IntervalSum(0.9).Scores();
        Assert.Equal((0L, double.NaN, double.NaN, double.NaN), (scores.Count, scores.Coverage, scores.MeanWidth, scores.Score));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(95)]
    [InlineData(double.NaN)]
    public void ALevelIsBetweenZeroAndOne(double level)
    {
        ArgumentException refused = Assert.ThrowsAny<ArgumentException>(() => new IntervalSum(level));
        Assert.Contains("expected a number between 0 and 1, such as 0.95", refused.Message);
    }

    [Fact]
    public void ASeasonHasAStep() => Assert.ThrowsAny<ArgumentException>(() => IntervalScores.ScaleOf([1, 2], 0));
}
