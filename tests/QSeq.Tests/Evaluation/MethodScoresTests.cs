using QSeq.Data;
using QSeq.Estimators;
using QSeq.Evaluation;
using QSeq.Intervals;
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

    [Fact]
    public void IntervalsAreAsWideAsErrorsOfTheValidationPart()
    {
        DataSplit split = Split(0.6, 0.2);
        MethodScores scores = MethodScores.Of(split, levels: [0.5, 0.9]).Single(one => one.Method == "persistence");
        double[] values = [.. split.Table.Column(0)];
        foreach (IntervalScores own in scores.Intervals)
        {
            var sum = new IntervalSum(own.Level);
            double[] halves = [.. Enumerable.Range(0, 2).Select(h =>
            {
                double[] errors = [.. Enumerable.Range(0, split.Validation.Count).Select(n => split.Validation.TargetIndex(n)).Select(o => Math.Abs(values[o + h] - values[o - 1])).Order()];
                return errors[(int)Math.Ceiling((errors.Length + 1) * own.Level) - 1];
            })];
            for (int n = 0; n < split.Test.Count; n++)
                for (int h = 0, o = split.Test.TargetIndex(n); h < 2; h++) sum.Add(Interval.Around(values[o - 1], halves[h]), values[o + h]);
            IntervalScores expected = sum.Scores();
            Assert.Equal((expected.Count, expected.Coverage), (own.Count, own.Coverage));
            Assert.Equal(expected.Score, own.Score, 1e-12);
        }

        Assert.Equal([0.5, 0.9], scores.Intervals.Select(one => one.Level));
        Assert.All(MethodScores.Of(split), one => Assert.Empty(one.Intervals));
        Assert.All(MethodScores.Of(Split(0.8, 0), levels: [0.9]), one => Assert.Empty(one.Intervals));
        Assert.All(MethodScores.Of(Split(0.8, 0.2), levels: [0.9]), one => Assert.Empty(one.Intervals));
    }
}
