using MathNet.Numerics.Distributions;
using QSeq.Core;
using QSeq.Studies;

namespace QSeq.Tests.Studies;

public class VerdictTests
{
    [Theory]
    [InlineData(0.97, "reproduced")]
    [InlineData(0.95, "reproduced")]
    [InlineData(0.99, "reproduced")]
    [InlineData(0.9499, "better")]
    [InlineData(0.9901, "worse")]
    public void FollowsTheRule(double printed, string word) =>
        Assert.Equal(new Verdict(word, "93.8 % interval 0.9500 to 0.9900"), Verdict.Of([0.97, 0.95, 0.98, 0.99, 0.96], printed));

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void FewSeedsGiveNoVerdict(int seeds)
    {
        Verdict verdict = Verdict.Of([.. Enumerable.Repeat(0.9, seeds)], 0.1);
        Assert.Equal("too few seeds", verdict.Word);
        Assert.Contains("5 or more", verdict.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void AVerdictDoesNotComeOrGoWithMoreSeeds()
    {
        // Of values around 0.5, a printed 0.5 is called better or worse about as often with 40 seeds as with 5; the range over
        // seeds would never do so with 40, and a printed 0.8 lies within the range of 40 nearly always.
        int[] wrong = [.. new[] { 5, 10, 40 }.Select(seeds => Enumerable.Range(0, 1000).Count(n => Verdict.Of(Draw(seeds, n), 0.5).Word != "reproduced"))];
        Assert.All(wrong, count => Assert.InRange(count, 20, 130)); // 1,000 times 1 - level, which is 2 % to 9 %
        Assert.InRange(Enumerable.Range(0, 1000).Count(n => Verdict.Of(Draw(40, n), 0.8).Word == "worse"), 900, 1000);
        Assert.InRange(Enumerable.Range(0, 1000).Count(n => Draw(40, n).Max() > 0.8), 990, 1000);
    }

    [Fact]
    public void ARunThatDivergedCountsAsLowerThanAll()
    {
        Verdict verdict = Verdict.Of([0.9, double.NaN, 0.91, 0.92, 0.93], 0.95);
        Assert.Equal("worse", verdict.Word);
        Assert.Contains("1 diverged", verdict.Why, StringComparison.Ordinal);
        Assert.NotEqual("better", Verdict.Of([0.9, double.NaN, 0.91, 0.92, 0.93], 0.1).Word);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(10)]
    [InlineData(25)]
    [InlineData(100)]
    public void TheIntervalIsTheNarrowestOfItsLevel(int count)
    {
        MedianInterval interval = MedianInterval.Of(Enumerable.Range(1, count).Select(n => (double)n))!;
        int k = (int)interval.Low;
        Assert.Equal(count + 1 - k, interval.High);

        // Counted in another way: the median is missed where fewer than k of count coins show heads, or fewer than k tails.
        double Missed(int least) => 2 * Enumerable.Range(0, least).Sum(heads => Binomial.PMF(0.5, count, heads));
        Assert.Equal(1 - Missed(k), interval.Level, Tolerance.TwoSimulators);
        Assert.True(interval.Level >= 0.9 && 1 - Missed(k + 1) < 0.9);
    }

    [Fact]
    public void RanksAreTestedExactly()
    {
        Assert.Equal(0.1, RankTest.TwoSided([1, 2, 3], [4, 5, 6]), Tolerance.TwoDoubleRoutes);
        Assert.Equal(2.0 / 6, RankTest.TwoSided([3, 4], [1, 2]), Tolerance.TwoDoubleRoutes);
        Assert.Equal(1, RankTest.TwoSided([1, 1, 1], [1, 1, 1]));
        Assert.Equal(2 * 2.0 / 252, RankTest.TwoSided([1, 2, 3, 4, 6], [5, 7, 8, 9, 10]), Tolerance.TwoDoubleRoutes);

        // Against all orders of 4 and 3 values.
        double[] one = [2, 5, 6, 7], other = [1, 3, 4];
        double[] all = [.. one, .. other];
        double Above(double[] a, double[] b) => a.Sum(x => b.Count(y => x > y));
        double seen = Math.Min(Above(one, other), Above(other, one));
        int[] chosen = [.. Enumerable.Range(0, 1 << 7).Where(bits => int.PopCount(bits) == 4)];
        double as_far = chosen.Count(bits =>
        {
            double[] a = [.. all.Where((_, n) => (bits >> n & 1) == 1)], b = [.. all.Where((_, n) => (bits >> n & 1) == 0)];
            return Math.Min(Above(a, b), Above(b, a)) <= seen;
        });
        Assert.Equal(as_far / chosen.Length, RankTest.TwoSided(one, other), Tolerance.TwoDoubleRoutes);
    }

    private static double[] Draw(int count, int n)
    {
        var random = new RandomSource((ulong)n, "verdict");
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
    }
}
