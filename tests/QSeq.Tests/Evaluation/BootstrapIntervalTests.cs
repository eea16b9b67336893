using QSeq.Evaluation;

namespace QSeq.Tests.Evaluation;

public class BootstrapIntervalTests
{
    [Fact]
    public void AgreesWithSciPy()
    {
        // Medians of draws are few, as all are values or lie midway between two: other draws have the same ends where none is on the edge.
        foreach (var (_, answers, values) in SciPyAnswers.Of("median"))
        {
            var interval = BootstrapInterval.OfMedian(values, draws: 100_000);
            Assert.Equal(answers[0], interval.Low, 0.02 * (answers[1] - answers[0]));
            Assert.Equal(answers[1], interval.High, 0.02 * (answers[1] - answers[0]));
        }
    }

    [Fact]
    public void TheSameSeedGivesTheSameIntervalInAnyOrder()
    {
        double[] values = [.. Enumerable.Range(0, 20).Select(n => n * 7 % 20 / 3.0)];
        var interval = BootstrapInterval.OfMedian(values, seed: 3);
        Assert.Equal(interval, BootstrapInterval.OfMedian([.. values.Reverse()], seed: 3));
        Assert.True(interval.Low < 9.5 / 3 && interval.High > 9.5 / 3);
        Assert.NotEqual(BootstrapInterval.OfMedian(values, seed: 3, draws: 10), BootstrapInterval.OfMedian(values, seed: 4, draws: 10));
    }

    [Fact]
    public void ALowerLevelIsNarrower()
    {
        double[] values = [.. Enumerable.Range(0, 21).Select(n => (double)n)];
        var (wide, narrow) = (BootstrapInterval.OfMedian(values, level: 0.99), BootstrapInterval.OfMedian(values, level: 0.5));
        Assert.True(wide.Low < narrow.Low && narrow.High < wide.High);
    }

    [Fact]
    public void RunsThatDivergedLieBelowAll()
    {
        Assert.Equal(double.NegativeInfinity, BootstrapInterval.OfMedian([double.NegativeInfinity, double.NegativeInfinity, 1, 2, 3]).Low);
        Assert.Equal(new BootstrapInterval(4, 4, 0.95), BootstrapInterval.OfMedian([4]));
    }

    [Fact]
    public void NumbersOutOfRangeAreRefused()
    {
        foreach (Action act in (Action[])
        [
            () => BootstrapInterval.OfMedian([]), () => BootstrapInterval.OfMedian([1, double.NaN]), () => BootstrapInterval.OfMedian([1, double.PositiveInfinity]),
            () => BootstrapInterval.OfMedian([1], level: 1), () => BootstrapInterval.OfMedian([1], level: 0), () => BootstrapInterval.OfMedian([1], draws: 0),
        ])
            Assert.ThrowsAny<ArgumentException>(act);
    }
}
