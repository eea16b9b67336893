using QSeq.Core;
using QSeq.Studies;
using QSeq.Tests.Evaluation;

namespace QSeq.Tests.Studies;

public class VerdictTests
{
    [Theory]
    [InlineData(0.97, "within", "60 % of 5 seeds at or below it; interval 15 to 95 %")]
    [InlineData(0.95, "within", "20 % of 5 seeds at or below it; interval 1 to 72 %")]
    [InlineData(0.9499, "below all seeds", "every seed is above it; 5 seeds cannot tell figures rarer than 1 in 2")]
    [InlineData(0.99, "above all seeds", "no seed is above it; 5 seeds cannot tell figures rarer than 1 in 2")]
    public void FollowsTheRule(double printed, string word, string why) =>
        Assert.Equal(new Verdict(word, why), Verdict.Of([0.97, 0.95, 0.98, 0.99, 0.96], printed));

    [Fact]
    public void ManySeedsTellRarerFigures()
    {
        Assert.Contains("20 seeds cannot tell figures rarer than 1 in 7", Verdict.Of([.. Enumerable.Repeat(0.9, 20)], 1).Why, StringComparison.Ordinal);
        Assert.Contains("48 seeds cannot tell figures rarer than 1 in 16", Verdict.Of([.. Enumerable.Repeat(0.9, 48)], 0).Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void FewSeedsGiveNoVerdict(int seeds)
    {
        Verdict verdict = Verdict.Of([.. Enumerable.Repeat(0.9, seeds)], 0.1);
        Assert.Equal("too few seeds", verdict.Word);
        Assert.Contains("5 or more", verdict.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(80)]
    public void TheIntervalHoldsTheShareOfAllSeedsHoweverManyAreRun(int seeds)
    {
        // Of even values a share of 0.3 lies at or below 0.3: missed by at most 1 - level of the draws, 50 of 1,000, and 3 deviations of 7.
        int missed = Enumerable.Range(0, 1000).Count(n => SeedShare.Of(Draw(seeds, n), 0.3) is var share && (share.Low > 0.3 || share.High < 0.3));
        Assert.InRange(missed, 1, 71);
    }

    [Fact]
    public void TheIntervalIsThatOfSciPy()
    {
        var lines = SciPyAnswers.Of("share");
        Assert.NotEmpty(lines);
        foreach (var (_, answers, _) in lines)
        {
            var share = SeedShare.Of([.. Enumerable.Range(1, (int)answers[1]).Select(n => (double)n)], answers[0]);
            Assert.Equal(((int)answers[0], (int)answers[1]), (share.Below, share.Count));
            Assert.Equal(answers[2], share.Low, 1e-6); // percents are printed
            Assert.Equal(answers[3], share.High, 1e-6);
        }
    }

    [Fact]
    public void ARunThatDivergedCountsAsLowerThanAll()
    {
        Assert.Equal(new Verdict("within", "20 % of 5 seeds at or below it; interval 1 to 72 %; 1 diverged"), Verdict.Of([0.9, double.NaN, 0.91, 0.92, 0.93], 0.1));
        Assert.Contains("1 diverged", Verdict.Of([0.9, double.NaN, 0.91, 0.92, 0.93], 0.95).Why, StringComparison.Ordinal);
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
