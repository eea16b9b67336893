using QSeq.Evaluation;

namespace QSeq.Tests.Evaluation;

/// <summary>Figures of dm.test of R's package forecast 8.20 for the errors made here.</summary>
public class DieboldMarianoTests
{
    private static double[] First => [.. Enumerable.Range(0, 40).Select(t => (t * 7 % 11 / 4.0) - 1 + (t * t % 5 / 8.0))];

    private static double[] Second => [.. Enumerable.Range(0, 40).Select(t => (t * 5 % 13 / 5.0) - 1.25 + (t * 3 % 7 / 8.0))];

    [Theory]
    [InlineData(1, 1, false, 0.791148285524486, 0.433642711562448)]
    [InlineData(1, 2, false, 0.947253891947276, 0.349342119276867)]
    [InlineData(2, 1, true, 1.09502209512305, 0.280223629218403)] // the plain sum is below 0
    [InlineData(2, 2, false, 2.68161526171391, 0.0106854701914502)]
    [InlineData(4, 1, false, 0.787285708675221, 0.435873243515714)]
    [InlineData(4, 2, false, 0.980715275912237, 0.33277811203407)]
    [InlineData(8, 1, true, 1.21010666101351, 0.233521593329001)]
    [InlineData(8, 2, true, 1.47031373858462, 0.149499163858958)]
    public void AgreesWithR(int horizon, int power, bool isWeighted, double statistic, double p)
    {
        var test = DieboldMariano.Of(First, Second, horizon, power);
        Assert.Equal((isWeighted, 40), (test.IsWeighted, test.Count));
        Assert.Equal(statistic, test.Statistic, 1e-12);
        Assert.Equal(p, test.PValue, 1e-12);
        var turned = DieboldMariano.Of(Second, First, horizon, power);
        Assert.Equal(-test.Statistic, turned.Statistic, 1e-12);
    }

    [Fact]
    public void EqualLossesShowNoDifferenceAndASteadyOneIsCertain()
    {
        Assert.Equal((0, 1), (DieboldMariano.Of(First, First, 3).Statistic, DieboldMariano.Of(First, First, 3).PValue));
        var steady = DieboldMariano.OfLosses([1, 1, 1, 1], [2, 2, 2, 2], 2);
        Assert.Equal((double.NegativeInfinity, 0), (steady.Statistic, steady.PValue));
    }

    [Fact]
    public void SaysWhatItCannotCompare()
    {
        Assert.ThrowsAny<ArgumentException>(() => DieboldMariano.Of([1, 2], [1], 1));
        Assert.ThrowsAny<ArgumentException>(() => DieboldMariano.Of([1, 2], [1, 3], 2));
        Assert.ThrowsAny<ArgumentException>(() => DieboldMariano.Of([1, double.NaN], [1, 3], 1));
        Assert.ThrowsAny<ArgumentException>(() => DieboldMariano.Of([1, 2], [1, 3], 1, 3));
    }

    /// <summary>One and two degrees of freedom in closed form, and R's 2 * pt(-abs(t), df).</summary>
    [Theory]
    [InlineData(1, 1, 0.5)]
    [InlineData(-1, 1, 0.5)]
    [InlineData(2, 2, 0.18350341907227397)]
    [InlineData(0, 7, 1)]
    public void TailsOfStudent(double t, int freedom, double p) => Assert.Equal(p, StudentT.TwoSided(t, freedom), 1e-14);

    [Theory]
    [InlineData(1000)]
    [InlineData(100_000)]
    public void ManyDegreesOfFreedomComeToTheNormal(int freedom) =>
        Assert.Equal(0.05, StudentT.TwoSided(1.959963984540054, freedom), 0.3 / freedom);

    [Fact]
    public void HolmMultipliesAndNeverFalls() => Assert.Equal([0.06, 0.03, 0.06, 1], DieboldMariano.Holm([0.03, 0.0075, 0.02, 1]), (a, b) => Math.Abs(a - b) < 1e-12);
}
