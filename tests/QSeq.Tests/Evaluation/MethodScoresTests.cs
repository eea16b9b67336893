using QSeq.Data;
using QSeq.Estimators;
using QSeq.Evaluation;
using QSeq.Tests.Training;

namespace QSeq.Tests.Evaluation;

public class MethodScoresTests
{
    private static readonly WindowOptions Windows = new() { Window = 8, Horizon = 2 };

    private static DataSplit Split(double train, double validation, int length = 120) =>
        DataSplit.Create(Toy.Table(length, t => 5 + Math.Sin(Math.PI * t / 6) + (0.1 * Toy.Wave(t))), Windows, new SplitFractions(train, validation), ScalerKind.MinMax);

    [Fact]
    public void EachPartIsForecastFromWhatComesBeforeIt()
    {
        DataSplit split = Split(0.6, 0.2);
        IReadOnlyList<MethodScores> scores = MethodScores.Of(split);
        Assert.Equal(SeriesMethod.All(12, 2, 80).Select(method => method.Name), scores.Select(one => one.Method));
        foreach (string name in (string[])["SES", "seasonal naive", "NLinear"])
        {
            MethodScores own = scores.Single(one => one.Method == name);
            SeriesMethod method = MethodScores.MethodsFor(split.Table, split.Train).Single(one => one.Name == name);
            Assert.Equal(Baselines.Classical([method], split.Table, split.Validation, out _, out _), own.Validation);
            Assert.Equal(Baselines.Classical([method], split.Table, split.Test, out _, out _), own.Test);
            Assert.NotEqual(own.Validation, own.Test);
        }
    }

    [Fact]
    public void APartThatIsNotThereOrNotAskedForHasNoScores()
    {
        Assert.All(MethodScores.Of(Split(0.8, 0)), one => Assert.Null(one.Validation));
        Assert.All(MethodScores.Of(Split(0.8, 0)), one => Assert.NotNull(one.Test));
        Assert.All(MethodScores.Of(Split(0.8, 0.2)), one => Assert.Null(one.Test));
        Assert.All(MethodScores.Of(Split(0.6, 0.2), validation: false), one => Assert.True(one.Validation is null && one.Test is not null));
    }

    [Fact]
    public void TheSeasonIsFoundInTheTrainingPart()
    {
        SeriesTable table = Toy.Table(200, t => t < 100 ? Toy.Wave(t * t) : 5 + Math.Sin(Math.PI * t / 6));
        DataSplit split = DataSplit.Create(table, Windows, new SplitFractions(0.5, 0.2), ScalerKind.MinMax);
        Assert.DoesNotContain(MethodScores.Of(split), one => one.Method == "seasonal naive");
    }
}
