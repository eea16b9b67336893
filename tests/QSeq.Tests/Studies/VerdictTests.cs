using QSeq.Studies.Papers;

namespace QSeq.Tests.Studies;

public class VerdictTests
{
    private static readonly Contender Comparable = PaperExperiments.Bessel.Single(contender => contender.Model == "qkan-lstm");

    [Theory]
    [InlineData(0.97, 0.95, 0.99, 0.96, "reproduced", "0.9500 to 0.9900")]
    [InlineData(0.97, 0.95, 0.99, 0.95, "reproduced", "0.9500 to 0.9900")]
    [InlineData(0.97, 0.95, 0.99, 0.99, "reproduced", "0.9500 to 0.9900")]
    [InlineData(0.97, 0.95, 0.99, 0.94, "better", "lowest seed 0.9500")]
    [InlineData(0.97, 0.95, 0.99, 0.9901, "worse", "highest seed 0.9900")]
    [InlineData(double.NaN, double.NaN, double.NaN, 0.5, "worse", "a run diverged")]
    public void FollowsTheRule(double median, double low, double high, double published, string word, string why) =>
        Assert.Equal(new Verdict(word, why), Verdict.Of(Comparable, new Spread(median, low, high), published));

    [Fact]
    public void AModelThatIsNotThePapersIsNotCompared()
    {
        Contender contender = Comparable with { NotComparable = "another model" };
        Assert.Equal(new Verdict("not comparable", "another model"), Verdict.Of(contender, new Spread(1, 1, 1), 0.5));
    }
}
