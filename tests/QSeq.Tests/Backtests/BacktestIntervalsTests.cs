using QSeq.Backtests;
using QSeq.Data;
using QSeq.Estimators;
using QSeq.Intervals;

namespace QSeq.Tests.Backtests;

public class BacktestIntervalsTests
{
    private static double[] Chance(int count, Func<int, double> size)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(t => size(t) * ((2 * random.NextDouble()) - 1))];
    }

    private static BacktestResult Run(double[] values, int horizon, int rows, int? stride = 1) => Backtest.Run(
        SeriesTable.Of("y", values),
        "y",
        new BacktestOptions { Horizon = horizon, Season = 1, TestRows = rows, Stride = stride },
        [BacktestCandidate.Of(SeriesMethod.Mean)],
        withMethods: false);

    /// <summary>Each interval is the split conformal one of the errors whose truth lies before its origin, and of no other.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void AnIntervalIsMadeOfErrorsKnownAtItsOrigin(int stride)
    {
        BacktestResult result = Run(Chance(400, _ => 1), 4, 200, stride);
        BacktestEntry entry = result.Entries[0];
        BacktestIntervals found = result.Intervals(entry, 0.8);
        int with = 0;
        for (int n = 0; n < result.Origins.Length; n++)
        {
            for (int step = 0; step < 4; step++)
            {
                var conformal = new SplitConformal(1);
                for (int earlier = 0; earlier < n; earlier++)
                    if (result.Origins[earlier] + step < result.Origins[n]) conformal.Add(0, entry.Errors[(earlier * 4) + step]);
                double half = found.HalfWidths[(n * 4) + step];
                if (conformal.Count(0) < 4)
                {
                    Assert.True(double.IsNaN(half));
                    continue;
                }

                Assert.Equal(conformal.HalfWidth(0, 0.8, out _), half);
                with++;
            }
        }

        Assert.Equal(with, found.Scores.Count);
        Assert.Equal(with, found.Steps.Sum(step => step.Count));
        Assert.Equal(found.Scores.Coverage, found.Steps.Sum(step => step.Coverage * step.Count) / with, 1e-12);
        Assert.Equal(found.Scores.Score / result.Scale, found.Msis, 1e-12);
    }

    [Fact]
    public void ValuesAfterAnOriginChangeNoIntervalBeforeThem()
    {
        double[] values = Chance(400, _ => 1), later = [.. values.Select((value, t) => t < 300 ? value : 50 * value)];
        BacktestResult one = Run(values, 4, 200), other = Run(later, 4, 200);
        int before = one.Origins.Count(origin => origin <= 300) * 4;
        foreach (bool adaptive in (bool[])[false, true])
        {
            double[] a = [.. one.Intervals(one.Entries[0], 0.95, adaptive).HalfWidths], b = [.. other.Intervals(other.Entries[0], 0.95, adaptive).HalfWidths];
            Assert.Equal(a[..before], b[..before]);
            Assert.NotEqual(a, b);
        }
    }

    [Theory]
    [InlineData(0.8)]
    [InlineData(0.95)]
    public void CoverageIsNearTheLevelWhereErrorsStayTheSame(double level)
    {
        BacktestResult result = Run(Chance(3000, _ => 1), 2, 2000);
        Assert.InRange(result.Intervals(result.Entries[0], level).Scores.Coverage, level - 0.02, level + 0.02);
        Assert.InRange(result.Intervals(result.Entries[0], level, adaptive: true).Scores.Coverage, level - 0.02, level + 0.02);
    }

    [Fact]
    public void AdaptiveIntervalsFollowErrorsThatGrow()
    {
        BacktestResult result = Run(Chance(1500, t => t < 1000 ? 1 : 4), 1, 1000);
        double split = result.Intervals(result.Entries[0], 0.8).Scores.Coverage, adaptive = result.Intervals(result.Entries[0], 0.8, adaptive: true).Scores.Coverage;
        Assert.InRange(split, 0, 0.72);
        Assert.InRange(adaptive, 0.77, 0.83);
    }

    [Fact]
    public void TooFewErrorsMakeNone()
    {
        BacktestResult result = Run(Chance(60, _ => 1), 3, 20);
        BacktestIntervals found = result.Intervals(result.Entries[0], 0.95);
        Assert.Equal(0, found.Scores.Count);
        Assert.All(found.HalfWidths.ToArray(), half => Assert.True(double.IsNaN(half)));
        Assert.ThrowsAny<ArgumentException>(() => result.Intervals(result.Entries[0], 1));
    }

    /// <summary>What was filled in is no error and is not scored.</summary>
    [Fact]
    public void FilledValuesCountForNothing()
    {
        string[] cells = [.. Chance(300, _ => 1).Select((value, t) => t % 10 == 3 ? "" : value.ToString("R", System.Globalization.CultureInfo.InvariantCulture))];
        using var text = new StringReader("t,y\n" + string.Join('\n', cells.Select((cell, t) => $"{t},{cell}")));
        SeriesTable table = CsvSeries.Read(text, "gaps", new CsvReadOptions { TimeColumn = "t", Gaps = GapPolicy.Linear });
        BacktestResult result = Backtest.Run(table, "y", new BacktestOptions { Horizon = 1, Season = 1, TestRows = 150, Stride = 1 }, [BacktestCandidate.Of(SeriesMethod.Mean)], withMethods: false);
        BacktestIntervals found = result.Intervals(result.Entries[0], 0.8);
        Assert.Equal(result.Entries[0].Scores.Count - 4, found.Scores.Count);
    }
}
