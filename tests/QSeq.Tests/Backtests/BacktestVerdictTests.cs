using QSeq.Backtests;
using QSeq.Evaluation;

namespace QSeq.Tests.Backtests;

public class BacktestVerdictTests
{
    private const int Count = 200;

    [Fact]
    public void AModelBelowEveryMethodInMostSeedsIsBetter()
    {
        BacktestVerdict verdict = Verdict([1, 1.1], [0.5, 0.6, 0.5]);
        Assert.Equal((BacktestOutcome.Better, "m0", 3), (verdict.Outcome, verdict.Method.Name, verdict.SeedsBelow));
        Assert.InRange(verdict.PValue!.Value, 0, 0.01);
    }

    [Fact]
    public void SeedsThatAreNotBelowKeepItOpen()
    {
        BacktestVerdict verdict = Verdict([1, 1.1], [0.5, 1.3, 1.3], median: 0.6);
        Assert.Equal((BacktestOutcome.Open, 1), (verdict.Outcome, verdict.SeedsBelow));
        Assert.Equal(BacktestOutcome.Better, Verdict([1, 1.1], [0.5, 0.5, 1.3], median: 0.6).Outcome);
    }

    [Fact]
    public void OneSeedIsTooFewToBeBetter()
    {
        BacktestVerdict verdict = Verdict([1, 1.1], [0.5]);
        Assert.Equal((BacktestOutcome.Open, 1), (verdict.Outcome, verdict.SeedsBelow));
        Assert.InRange(verdict.PValue!.Value, 0, 0.01);
    }

    [Fact]
    public void AMethodFromWhichNoDifferenceIsShownIsNamed()
    {
        // The best method lies below the model by an amount that says nothing.
        BacktestVerdict verdict = Verdict([1, 0.799], [0.8, 0.8]);
        Assert.Equal((BacktestOutcome.Open, "m1"), (verdict.Outcome, verdict.Method.Name));
        Assert.InRange(verdict.PValue!.Value, 0.05, 1);

        // Below the best beyond doubt, and one behind it is in doubt: that is enough to keep it open.
        BacktestEntry[] methods = [Entry("sure", 1, true, n => 1), Entry("doubtful", 1, true, n => n == 7 ? 100 : 0.8)];
        verdict = Assert.Single(Result([.. methods, .. Seeds([0.5, 0.5], 0.5)]).Verdicts());
        Assert.Equal((BacktestOutcome.Open, "doubtful"), (verdict.Outcome, verdict.Method.Name));
    }

    [Fact]
    public void AMethodThatIsBetterWins()
    {
        BacktestVerdict verdict = Verdict([0.5, 0.4, 2], [0.8, 0.8]);
        Assert.Equal((BacktestOutcome.Worse, "m1", 0), (verdict.Outcome, verdict.Method.Name, verdict.SeedsBelow));
    }

    [Fact]
    public void PValuesAllowForAllComparisons()
    {
        BacktestEntry[] entries = [.. Enumerable.Range(0, 3).Select(n => Entry($"m{n}", 0.81 + (0.002 * n), true)), .. Seeds([0.8, 0.8], 0.8)];
        BacktestResult result = Result(entries);
        BacktestEntry model = entries[^1];
        double[] adjusted = DieboldMariano.Holm([.. entries[..3].Select(method => result.Compare(model, method)!.PValue)]);
        BacktestVerdict verdict = Assert.Single(result.Verdicts());
        Assert.Contains(verdict.PValue!.Value, adjusted);
        Assert.True(verdict.PValue > result.Compare(model, verdict.Method)!.PValue);
    }

    [Fact]
    public void FewOriginsHaveNoTest()
    {
        BacktestResult result = Result([Entry("m", 1, true), Entry("model", 0.1, false)]) with { Horizon = 1, Stride = 1, Origins = [9] };
        BacktestVerdict verdict = Assert.Single(result.Verdicts());
        Assert.Equal((BacktestOutcome.Open, null), (verdict.Outcome, verdict.PValue));
        Assert.Empty(Result([Entry("model", 0.1, false)]).Verdicts());
    }

    private static BacktestVerdict Verdict(double[] methods, double[] seeds, double? median = null) =>
        Assert.Single(Result([.. methods.Select((size, n) => Entry($"m{n}", size, true)), .. Seeds(seeds, median ?? seeds.Min())]).Verdicts());

    private static BacktestEntry[] Seeds(double[] sizes, double median)
    {
        BacktestEntry[] seeds = [.. sizes.Select((size, n) => Entry("model", size, false, seed: n))];
        return seeds.Length == 1 ? seeds : [.. seeds, Entry("model", median, false, seeds: seeds)];
    }

    // Errors of about a size, each entry with some of its own.
    private static BacktestEntry Entry(string name, double size, bool isMethod, Func<int, double>? error = null, int? seed = null, params BacktestEntry[] seeds)
    {
        double[] errors = [.. Enumerable.Range(0, Count).Select(n => error?.Invoke(n) ?? (size * (1 + (0.5 * Math.Sin((n * n) + (10 * size) + name.Length)))))];
        return new BacktestEntry(name, seed, new double[Count], errors, 0, TimeSpan.Zero)
        {
            IsMethod = isMethod,
            Seeds = [.. seeds],
            Scores = BacktestScores.Of(new double[Count], errors, 1, null, 1, null),
        };
    }

    private static BacktestResult Result(BacktestEntry[] entries) => new("y", 1, 1, [.. Enumerable.Range(0, Count)], 0, 1, 1, [.. entries]);
}
