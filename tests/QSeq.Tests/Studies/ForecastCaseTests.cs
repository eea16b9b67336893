using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Forecasting;
using QSeq.Models;
using QSeq.Studies;
using QSeq.Studies.Papers;
using QSeq.Tests.Training;
using QSeq.Training;

namespace QSeq.Tests.Studies;

public class ForecastCaseTests
{
    private static readonly ForecastEntry Entry = QkanLstmPaper.BesselEntries.Single(entry => entry.Model == "hqkan-lstm");
    private static readonly TrainingOptions Options = new() { Epochs = 6 };

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.2)]
    public void IsTheTrainersRunAlone(double validation)
    {
        ForecastCase one = Case(Toy.Wave, validation);
        double told = 0;
        StudyRun run = one.Run(4, new QSeq.Studies.Told<double>(amount => told += amount));

        DataSplit split = one.Split;
        var model = new SequenceModel(Entry.Network, 4);
        List<double> curve = [];
        var watch = new Training.Told(_ => curve.Add(new Evaluator(model, split.Test).Evaluate().R2));
        TrainingResult result = Trainer.Fit(model, split.Train, split.Validation, Options with { Seed = 4, Optimizer = new AdamConfig { LearningRate = Entry.LearningRate } }, watch);
        Assert.Equal(model.Parameters, run.Weights);
        Assert.Equal(result.BestEpoch, run.KeptEpoch);
        Assert.Equal(curve, run.Curve("test_r2").AsEnumerable());
        Assert.Equal(result.History.Select(report => report.TrainLoss), run.Curve("train_loss").AsEnumerable());
        Assert.Equal(run.Curve("test_mse")[run.KeptEpoch - 1], run.Value("mse"));
        Assert.Equal(one.Cost, told, 1e-6);
        Assert.True(run.Seconds > 0);
    }

    [Fact]
    public void TheModelOfARunIsTheOneScored()
    {
        ForecastCase one = Case(t => 40 + (3 * Toy.Wave(t)), 0.2);
        StudyRun run = one.Run(2);
        TrainedForecaster model = one.Model(run);
        Scores scaled = new Evaluator(model.Model, one.Split.Test).Evaluate(), original = model.Evaluate(one.Split.Test);
        Assert.Equal((scaled.R2, scaled.Mse, scaled.Mae), (run.Value("r2"), run.Value("mse"), run.Value("mae")));
        Assert.Equal((original.R2, original.Mse, original.Mae), (run.Value("original_r2"), run.Value("original_mse"), run.Value("original_mae")));
        Assert.Equal(original.Mse, model.Scores["test.mse"]);
        Assert.Equal((2ul, 6, run.KeptEpoch), (model.Recipe.Training.Seed, model.Training.Epochs, model.Training.BestEpoch));
        Assert.Throws<ArgumentException>(() => one.Model(run with { Weights = [1, 2] }));
    }

    [Fact]
    public void TestDataChangesNothingButTheScores()
    {
        // The same series up to the last validation target, another after it.
        ForecastCase one = Case(Toy.Wave, 0.2);
        int end = one.Split.Validation.TargetIndex(one.Split.Validation.Count - 1);
        StudyRun run = one.Run(1), other = Case(t => t <= end ? Toy.Wave(t) : 100 + t, 0.2).Run(1);
        Assert.Equal(run.Weights, other.Weights);
        Assert.Equal(run.Curve("train_loss").AsEnumerable(), other.Curve("train_loss"));
        Assert.NotEqual(run.Value("mse"), other.Value("mse"));
    }

    [Fact]
    public void AnIdentityIsOfAllThatARunComesFrom()
    {
        ForecastCase one = Case(Toy.Wave, 0.2);
        string[] different =
        [
            one.Identity(0),
            one.Identity(1),
            Case(Toy.Wave, 0.1).Identity(0),
            Case(t => t == 100 ? 0 : Toy.Wave(t), 0.2).Identity(0), // in the test part
            Case(Toy.Wave, 0.2, Entry with { LearningRate = 0.02 }).Identity(0),
            Case(Toy.Wave, 0.2, Entry with { Network = Entry.Network with { Hidden = 2 } }).Identity(0),
            Case(Toy.Wave, 0.2, options: Options with { Epochs = 7 }).Identity(0),
            Case(Toy.Wave, 0.2, options: Options with { BatchSize = 7 }).Identity(0),
        ];
        Assert.Equal(different.Length, different.Distinct().Count());
        Assert.Equal(one.Identity(0), Case(Toy.Wave, 0.2, Entry with { Label = "another label" }, Options with { Threads = 3, Seed = 9 }).Identity(0));
    }

    [Fact]
    public void ARunThatDivergesIsScoredByTheWeightsItKept()
    {
        StudyRun run = Case(Toy.Wave, 0, Entry with { LearningRate = 1e38 }).Run(1);
        Assert.Equal(StopReason.NonFiniteLoss, run.Stop);
        Assert.Equal(new SequenceModel(Entry.Network, 1).Parameters, run.Weights);
        Assert.True(double.IsFinite(run.Value("r2")));
    }

    [Fact]
    public void BaselinesAreThoseOfTheLibrary()
    {
        ForecastCase one = Case(t => 40 + Toy.Wave(t), 0.2);
        StudyTable table = new StudyResult(new Study { Name = "s", Title = "", Source = "", Settings = "", Seeds = 1, Training = Options, Cases = [one] }, [[]], 0).Table;
        Assert.Equal(Baselines.Naive(one.Split.Test).R2, table.Value("naive", "r2"));
        Assert.Equal(Baselines.Naive(one.Split.Test, one.Split.Scaler).Mae, table.Value("naive", "original_mae"));
        Assert.Equal(Baselines.LinearAr(one.Split.Train, one.Split.Test, out int parameters).Mse, table.Value("linear AR", "mse"));
        Assert.Equal(parameters, table.Value("linear AR", "parameters"));
    }

    internal static ForecastCase Case(Func<int, double> value, double validation, ForecastEntry? entry = null, TrainingOptions? options = null) =>
        new("y", entry ?? Entry, Toy.Table(120, value), new ForecastRecipe { Model = "", Network = Entry.Network, Split = new(0.6, validation), Training = options ?? Options });
}
