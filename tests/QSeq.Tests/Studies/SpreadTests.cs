using QSeq.Studies;

namespace QSeq.Tests.Studies;

public class SpreadTests
{
    [Fact]
    public void MedianAndQuartilesOfOddAndEvenCounts()
    {
        Assert.Equal(new Spread(2, 1, 9, 1.5, 5.5), Spread.Of([9, 1, 2]));
        Assert.Equal(new Spread(2.5, 1, 9, 1.75, 4.5), Spread.Of([9, 3, 1, 2]));
        Assert.Equal(Spread.OfOne(4), Spread.Of([4]));
        Assert.Equal(new Spread(-1, double.NegativeInfinity, 3, double.NegativeInfinity, 1), Spread.Of([3, double.NegativeInfinity, -1]));
    }

    [Fact]
    public void ARunThatDivergedShowsInAll() => Assert.Equal(Spread.OfOne(double.NaN), Spread.Of([1, double.NaN, 3, 4, 5]));

    [Fact]
    public void NoValuesAreRefused() => Assert.Throws<ArgumentException>(() => Spread.Of([]));
}
