using QSeq.Data;

namespace QSeq.Tests.Data;

public class StepFinderTests
{
    [Theory]
    [InlineData("0 1 3", 1)]
    [InlineData("0 2 3", 1)]
    [InlineData("0 2 4 5 7", 2)]
    [InlineData("0 1 2 3", 1)]
    public void TheStepIsTheMostFrequentDifferenceOrTheSmallestOfSeveral(string days, int step)
    {
        DateTime[] times = [.. days.Split(' ').Select(day => new DateTime(2024, 1, 1).AddDays(int.Parse(day, System.Globalization.CultureInfo.InvariantCulture)))];
        Assert.Equal(SeriesStep.Of(TimeSpan.FromDays(step)), StepFinder.Find(times).Step);
    }
}
