using QSeq.Core;
using QSeq.Data;

namespace QSeq.Tests.Data;

public class SeasonFinderTests
{
    private static double[] Values(int count, Func<int, double> value, double noise = 0.5)
    {
        var random = new RandomSource(5, "season");
        return [.. Enumerable.Range(0, count).Select(t => value(t) + (noise * random.NextGaussian()))];
    }

    [Fact]
    public void ASeasonIsFoundBesideTrendAndNoise()
    {
        Assert.Equal(12, SeasonFinder.Find(Values(240, t => (0.5 * t) + (8 * Math.Sin(2 * Math.PI * t / 12)))));
        Assert.Equal(7, SeasonFinder.Find(Values(200, t => t % 7 < 5 ? 10 : 2)));
        Assert.Equal(24, SeasonFinder.Find(Values(2000, t => (30 * Math.Sin(t / 300.0)) + (3 * Math.Sin(2 * Math.PI * t / 24))), SeriesStep.Of(TimeSpan.FromHours(1))));
    }

    [Fact]
    public void TheStepOfTheTimeAxisSettlesWhatIsNearlyAsGood()
    {
        // Two seasons, a day and a week of hours: the day is named by the step.
        double[] values = Values(1000, t => Math.Sin(2 * Math.PI * t / 24) + (2 * Math.Sin(2 * Math.PI * t / 168)), 0.1);
        Assert.Equal(24, SeasonFinder.Find(values, SeriesStep.Of(TimeSpan.FromHours(1))));
        Assert.Equal(12, SeasonFinder.Find(Values(200, t => Math.Sin(2 * Math.PI * t / 12)), SeriesStep.Months(1, 1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200)]
    public void WithoutASeasonItIsOne(int count)
    {
        Assert.Equal(1, SeasonFinder.Find(Values(count, _ => 0, 1)));
        Assert.Equal(1, SeasonFinder.Find(new double[count]));
        Assert.Equal(1, SeasonFinder.Find([.. Enumerable.Range(0, count).Select(t => 2.0 * t)]));
    }

    [Fact]
    public void AStepNamesItsSeason()
    {
        (SeriesStep Step, int? Season)[] steps =
        [
            (SeriesStep.Of(TimeSpan.FromMinutes(10)), 144), (SeriesStep.Of(TimeSpan.FromDays(1)), 7), (SeriesStep.Of(TimeSpan.FromDays(7)), 52), (SeriesStep.BusinessDays, 5),
            (SeriesStep.Months(1, 1), 12), (SeriesStep.Months(3, 1), 4), (SeriesStep.Months(12, 1), null), (SeriesStep.Of(TimeSpan.FromMinutes(7)), null), (SeriesStep.Numbers(0, 1), null),
        ];
        Assert.All(steps, pair => Assert.Equal(pair.Season, pair.Step.Season));
    }
}
