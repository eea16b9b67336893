using System.Collections.Immutable;
using QSeq.Backtests;
using QSeq.Evaluation;

namespace QSeq.Tests.Backtests;

public class BacktestPanelTests
{
    /// <summary>OWA is of the means, not the mean of OWA, as in the M4 competition.</summary>
    [Fact]
    public void OwaIsOfTheMeansOfAllSeries()
    {
        BacktestPanel panel = new([Result(("a", true, 2, 10), ("b", true, 1, 20), ("c", true, 9, 90)), Result(("a", true, 4, 30), ("b", true, 8, 10), ("c", true, 9, 90))]);
        ImmutableArray<BacktestMean> means = panel.Means();
        BacktestMean a = means.Single(mean => mean.Name == "a"), b = means.Single(mean => mean.Name == "b");
        Assert.Equal((3, 20, 1), (a.Mase, a.Smape, a.Wins));
        Assert.Equal((4.5, 15, 1), (b.Mase, b.Smape, b.Wins));
        Assert.Equal(0, means.Single(mean => mean.Name == "c").Wins);
        Assert.Equal(((20 / 50.0) + (3 / 5.0)) / 2, a.Owa, 1e-12);
        Assert.Equal(["b", "a", "c"], means.OrderBy(mean => mean.Smape).Select(mean => mean.Name));
        Assert.Equal(means.Min(mean => mean.Owa), means[0].Owa);
    }

    [Fact]
    public void AModelIsComparedOnTheSeriesThatBothForecast()
    {
        // "some" forecasts the hard series alone; its mean is larger, and on those it is the harder one to beat.
        BacktestResult[] easy = [.. Enumerable.Range(0, 8).Select(n => Result(("all", true, 1 + (0.01 * n), 10), ("model", false, 0.8 + (0.011 * n), 10)))];
        BacktestResult[] hard = [.. Enumerable.Range(0, 8).Select(n => Result(("all", true, 3 + (0.01 * n), 10), ("some", true, 1.5 + (0.013 * n), 10), ("model", false, 2 + (0.01 * n), 10)))];
        BacktestPanelVerdict verdict = Assert.Single(new BacktestPanel([.. easy, .. hard]).Verdicts());
        Assert.Equal(("some", 0, 8), (verdict.Method, verdict.Lower, verdict.Series));
        Assert.Equal(BacktestOutcome.Worse, verdict.Outcome);
        double[] losses = [.. hard.Select(one => one.Entries[2].Scores.Mase)], others = [.. hard.Select(one => one.Entries[1].Scores.Mase)];
        Assert.InRange(verdict.PValue!.Value, DieboldMariano.OfLosses(losses, others, 1).PValue, 1e-6);
        Assert.Equal(8, new BacktestPanel([.. easy, .. hard]).Means().Single(mean => mean.Name == "some").Series);
    }

    [Theory]
    [InlineData(0.5, 0.6, BacktestOutcome.Better, 2)]
    [InlineData(0.5, 1.6, BacktestOutcome.Open, 1)]
    public void MostSeedsHaveToBeBelow(double first, double second, BacktestOutcome outcome, int below)
    {
        BacktestResult[] results = [.. Enumerable.Range(0, 10).Select(n =>
        {
            BacktestResult one = Result(("m", true, 1 + (0.01 * n), 10), ("model", false, first, 10), ("model", false, second, 10), ("model", false, 0.4 + (0.002 * n), 10));
            BacktestEntry median = Entry("model", false, one.Entries[3].Scores, one.Entries[1..3]);
            return one with { Entries = [.. one.Entries[..3], median] };
        })];
        BacktestPanelVerdict verdict = Assert.Single(new BacktestPanel([.. results]).Verdicts());
        Assert.Equal((outcome, below, 2), (verdict.Outcome, verdict.SeedsBelow, verdict.Seeds));
    }

    [Fact]
    public void OneSeriesIsTooFewForATest()
    {
        BacktestPanelVerdict verdict = Assert.Single(new BacktestPanel([Result(("m", true, 2, 10), ("model", false, 1, 10))]).Verdicts());
        Assert.Equal((BacktestOutcome.Open, null), (verdict.Outcome, verdict.PValue));
    }

    /// <summary>A method for series with a season, say, is none to hold a model against over all of them.</summary>
    [Fact]
    public void TheVerdictIsAgainstMethodsOfAllSeries()
    {
        BacktestPanel panel = new(
        [
            Result(("all", true, 2, 10), ("some", true, 1, 5), ("model", false, 3, 12)),
            Result(("all", true, 2.5, 10), ("model", false, 3, 12)),
            Result(("all", true, 2, 10), ("model", false, 3.5, 12)),
        ]);
        BacktestPanelVerdict verdict = Assert.Single(panel.Verdicts());
        Assert.Equal(("all", 3), (verdict.Method, verdict.Series));
    }

    /// <summary>A series that never changes before the first origin has no scale.</summary>
    [Fact]
    public void SeriesWithoutAScaleAreLeftOutOfMeans()
    {
        BacktestPanel panel = new([Result(("m", true, 2, 10)), Result(("m", true, double.PositiveInfinity, 99))]);
        Assert.Equal((1, 2, 10), (panel.Means()[0].Series, panel.Means()[0].Mase, panel.Means()[0].Smape));
    }

    [Fact]
    public void CoverageIsOfAllValues()
    {
        BacktestEntry narrow = Errors(0.1, 60), wide = Errors(10, 30);
        BacktestResult one = Result() with { Entries = [narrow], Origins = [.. Enumerable.Range(0, 60)], Horizon = 1, Scale = 2 };
        BacktestResult other = Result() with { Entries = [wide], Origins = [.. Enumerable.Range(0, 30)], Horizon = 1, Scale = 5 };
        BacktestIntervals a = one.Intervals(narrow, 0.8), b = other.Intervals(wide, 0.8);
        BacktestCoverage both = new BacktestPanel([one, other]).Coverage("m", 0.8);
        Assert.Equal(a.Scores.Count + b.Scores.Count, both.Count);
        Assert.Equal(((a.Scores.Coverage * a.Scores.Count) + (b.Scores.Coverage * b.Scores.Count)) / both.Count, both.Coverage, 1e-12);
        Assert.Equal((a.Msis + b.Msis) / 2, both.Msis, 1e-12);

        static BacktestEntry Errors(double size, int count) =>
            new("m", null, new double[count], [.. Enumerable.Range(0, count).Select(n => size * Math.Sin(n * n))], 0, TimeSpan.Zero) { IsMethod = true, Scores = Scores(1, 1) };
    }

    private static BacktestScores Scores(double mase, double smape) => new(1, mase, mase, smape, mase, 1);

    private static BacktestEntry Entry(string name, bool isMethod, BacktestScores scores, params IEnumerable<BacktestEntry> seeds) =>
        new(name, null, [], [], 0, TimeSpan.Zero) { IsMethod = isMethod, Seeds = [.. seeds], Scores = scores };

    // Naive2 has a MASE of 5 and an sMAPE of 50 on every series.
    private static BacktestResult Result(params (string Name, bool IsMethod, double Mase, double Smape)[] entries) =>
        new("y", 1, 1, [0], 0, 1, 1, [.. entries.Select(one => Entry(one.Name, one.IsMethod, Scores(one.Mase, one.Smape)))]) { Naive2 = Scores(5, 50) };
}
