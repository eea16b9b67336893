using QSeq.Evaluation;

namespace QSeq.Tests.Evaluation;

public class ScoresTests
{
    [Fact]
    public void FollowTheFormulas()
    {
        // Errors 1, -1, 2, 0; the truth 1, 2, 3, 6 has mean 3 and squares about it 4 + 1 + 0 + 9.
        Scores scores = Scores.Compare([2, 1, 5, 6], [1, 2, 3, 6]);
        Assert.Equal(new Scores(4, 1 - (6.0 / 14), 6.0 / 4, 1), scores);
        Assert.Equal(Math.Sqrt(1.5), scores.Rmse);
    }

    [Fact]
    public void ThePerfectTheMeanAndTheWorse()
    {
        Assert.Equal(new Scores(3, 1, 0, 0), Scores.Compare([1, 2, 6], [1, 2, 6]));
        Assert.Equal(0, Scores.Compare([3, 3, 3], [1, 2, 6]).R2);
        Assert.True(Scores.Compare([9, 9, 9], [1, 2, 6]).R2 < 0);
    }

    [Fact]
    public void AConstantTruthHasNoR2()
    {
        Scores scores = Scores.Compare([1, 2], [1, 1]);
        Assert.True(double.IsNaN(scores.R2));
        Assert.Equal((0.5, 0.5), (scores.Mse, scores.Mae));
        Assert.True(double.IsNaN(Scores.Compare([0.1, 0.1, 0.1], [0.1, 0.1, 0.1]).R2));
        Assert.True(double.IsNaN(Scores.Compare([1], [1]).R2));
    }

    [Fact]
    public void AnAnswerThatIsNotANumberShows()
    {
        Scores scores = Scores.Compare([1, double.NaN], [1, 2]);
        Assert.True(double.IsNaN(scores.R2) && double.IsNaN(scores.Mse) && double.IsNaN(scores.Mae));
    }

    [Fact]
    public void NothingToCompareIsRefused()
    {
        Assert.Throws<ArgumentException>(() => Scores.Compare([], []));
        Assert.StartsWith("1 predictions cannot be compared with 2 true values.", Assert.Throws<ArgumentException>(() => Scores.Compare([1], [1, 2])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(308)]
    [InlineData(-200)]
    [InlineData(-308)]
    [InlineData(-320)]
    public void ValuesWhoseSquaresAreOutOfRangeAreScored(int exponent)
    {
        double[] truth = [0.1, 0.2, 0.3, 0.6], answers = [0.2, 0.1, 0.5, 0.6];
        double unit = Math.Pow(10, exponent);
        Scores near = Scores.Compare(answers, truth), far = Scores.Compare([.. answers.Select(x => x * unit)], [.. truth.Select(x => x * unit)]);
        double within = exponent < -310 ? 0.002 : 1e-12; // the smallest numbers have few digits
        Assert.Equal(near.R2, far.R2, within);
        Assert.Equal(near.Rmse, far.Rmse / unit, within);
        Assert.Equal(near.Mae, far.Mae / unit, within);
        Assert.Equal(exponent > 0 ? double.PositiveInfinity : 0, far.Mse);
    }

    [Fact]
    public void SumsGoOnWhereALaterValueIsLarger()
    {
        double[] sizes = [0, 1e-300, 1e-150, 1, 1e100, 1e200, 1e-300];
        double[] truth = [.. sizes.Select((x, n) => n % 2 == 0 ? x : -x)], answers = new double[truth.Length];
        Scores scores = Scores.Compare(answers, truth);
        Assert.Equal(1e200 / Math.Sqrt(7), scores.Rmse, 1e188);
        Assert.Equal(1e200 / 7, scores.Mae, 1e188);
        Assert.Equal(1 - (1 / (6.0 / 7)), scores.R2, 1e-12);
    }

    [Fact]
    public void ValuesFarFromZeroLoseNothing()
    {
        double[] truth = [.. Enumerable.Range(0, 1000).Select(n => 1e6 + Math.Sin(n))], answers = [.. truth.Select((value, n) => value + (0.1 * Math.Cos(n)))];
        double mean = truth.Average(), spread = truth.Sum(value => (value - mean) * (value - mean)), square = truth.Zip(answers, (a, b) => (a - b) * (a - b)).Sum();
        Assert.Equal(1 - (square / spread), Scores.Compare(answers, truth).R2, 1e-9);
    }
}
