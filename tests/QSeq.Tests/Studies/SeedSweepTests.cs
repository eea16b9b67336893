using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Models;
using QSeq.Studies.Papers;
using QSeq.Tests.Training;
using QSeq.Training;

namespace QSeq.Tests.Studies;

public class SeedSweepTests
{
    private static readonly Contender Contender = PaperExperiments.Bessel.Single(contender => contender.Model == "hqkan-lstm");
    private static readonly TrainingOptions Options = new() { Epochs = 6 };

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.2)]
    public void IsTheTrainersRunAlone(double validation)
    {
        DataSplit split = Split(Toy.Wave, validation);
        var told = new Told(_ => { });
        SweepRun run = SeedSweep.Run(Contender, split, Options, seed: 4, told);

        var model = new SequenceModel(Contender.Config, 4);
        List<double> curve = [];
        var watch = new Told(_ => curve.Add(new Evaluator(model, split.Test).Evaluate().R2));
        TrainingResult result = Trainer.Fit(model, split.Train, split.Validation, Options with { Seed = 4, Optimizer = new AdamConfig { LearningRate = Contender.LearningRate } }, watch);
        Assert.Equal(model.Parameters, run.Model.Parameters);
        Assert.Equal(result.History, run.Training.History);
        Assert.Equal(result.BestEpoch, run.Training.BestEpoch);
        Assert.Equal(result.History, told.Reports);
        Assert.Equal(curve, run.Curve.Select(point => point.TestR2));
        Assert.Equal(Enumerable.Range(1, 6), run.Curve.Select(point => point.Epoch));
        Assert.Equal(result.History.Select(report => report.TrainLoss), run.Curve.Select(point => point.TrainLoss));
        Assert.Equal(run.Curve[run.Training.BestEpoch - 1].TestMse, run.Scaled.Mse);
        Assert.True(run.Seconds > 0);
    }

    [Fact]
    public void TheModelReturnedIsTheOneScored()
    {
        DataSplit split = Split(t => 40 + (3 * Toy.Wave(t)), 0.2);
        SweepRun run = SeedSweep.Run(Contender, split, Options, seed: 2);
        var evaluator = new Evaluator(run.Model, split.Test);
        Assert.Equal(evaluator.Evaluate(), run.Scaled);
        Assert.Equal(evaluator.Evaluate(split.Scaler), run.Original);
        Assert.Equal(Scores.Compare(run.Predictions, run.Truth), run.Original);
        Assert.Equal(2ul, run.Seed);
    }

    [Fact]
    public void TestDataChangesNothingButTheScores()
    {
        // The same series up to the last validation target, another after it.
        DataSplit split = Split(Toy.Wave, 0.2);
        int end = split.Validation.TargetIndex(split.Validation.Count - 1);
        SweepRun run = SeedSweep.Run(Contender, split, Options, 1), other = SeedSweep.Run(Contender, Split(t => t <= end ? Toy.Wave(t) : 100 + t, 0.2), Options, 1);
        Assert.Equal(run.Model.Parameters, other.Model.Parameters);
        Assert.Equal(run.Training.History, other.Training.History);
        Assert.NotEqual(run.Scaled, other.Scaled);
    }

    [Fact]
    public void SeedsDiffer() => Assert.NotEqual(
        SeedSweep.Run(Contender, Split(Toy.Wave, 0), Options, 1).Model.Parameters, SeedSweep.Run(Contender, Split(Toy.Wave, 0), Options, 2).Model.Parameters);

    [Fact]
    public void ARunThatDivergesIsScoredByTheWeightsItKept()
    {
        SweepRun run = SeedSweep.Run(Contender with { LearningRate = 1e38 }, Split(Toy.Wave, 0), Options, 1);
        Assert.Equal(StopReason.NonFiniteLoss, run.Training.Stop);
        Assert.Equal(new SequenceModel(Contender.Config, 1).Parameters, run.Model.Parameters);
        Assert.True(double.IsFinite(run.Scaled.R2));
    }

    private static DataSplit Split(Func<int, double> value, double validation) =>
        DataSplit.Create(Toy.Table(120, value), new WindowOptions(), new SplitFractions(0.6, validation), ScalerKind.MinMax);
}
