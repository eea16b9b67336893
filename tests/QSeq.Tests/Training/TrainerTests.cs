using QSeq.Data;
using QSeq.Engines;
using QSeq.Models;
using QSeq.Objectives;
using QSeq.Training;

namespace QSeq.Tests.Training;

public class TrainerTests
{
    [Theory]
    [MemberData(nameof(Toy.ModelNames), MemberType = typeof(Toy))]
    public void TheLossFalls(string name)
    {
        TrainingResult result = Trainer.Fit(Toy.Model(name), Toy.Waves(200), Toy.Waves(40), new() { Epochs = 15 });
        Assert.Equal(StopReason.Completed, result.Stop);
        Assert.Null(result.Message);
        Assert.True(result.History[^1].TrainLoss < 0.5 * result.History[0].TrainLoss, $"{result.History[0].TrainLoss} to {result.History[^1].TrainLoss}");
        Assert.True(result.History[^1].ValidationLoss < 0.5 * result.History[0].ValidationLoss);
    }

    [Theory]
    [InlineData("adamw")]
    [InlineData("rmsprop")]
    [InlineData("sgd")]
    [InlineData("mae")]
    [InlineData("clipped")]
    public void TheLossFallsWithEveryOptimiser(string kind)
    {
        var options = new TrainingOptions { Epochs = 15 };
        options = kind switch
        {
            "adamw" => options with { Optimizer = new AdamConfig { WeightDecay = 0.01 } },
            "rmsprop" => options with { Optimizer = new RmsPropConfig() },
            "sgd" => options with { Optimizer = new SgdConfig { LearningRate = 0.05 } },
            "mae" => options with { Objective = Objective.Mae },
            _ => options with { ClipNorm = 0.1 },
        };
        IReadOnlyList<EpochReport> history = Trainer.Fit(Toy.Model(), Toy.Waves(200), options: options).History;
        Assert.True(history[^1].TrainLoss < 0.5 * history[0].TrainLoss, $"{history[0].TrainLoss} to {history[^1].TrainLoss}");
    }

    [Theory]
    [MemberData(nameof(Toy.ModelNames), MemberType = typeof(Toy))]
    public void TheSeedAloneDecides(string name)
    {
        WindowSet train = Toy.Waves(100);
        var options = new TrainingOptions { Epochs = 3, Seed = 5 };
        float[] weights = Toy.Fitted(name, train, options);
        Assert.Equal(weights, Toy.Fitted(name, train, options));
        Assert.NotEqual(weights, Toy.Fitted(name, train, options with { Seed = 6 }));
    }

    [Theory]
    [MemberData(nameof(Toy.ModelNames), MemberType = typeof(Toy))]
    public void TheNumberOfThreadsDoesNotShow(string name)
    {
        // Batches of 300, 300 and 100 windows: three, three and one shards.
        WindowSet train = Toy.Waves(700);
        var options = new TrainingOptions { Epochs = 2, BatchSize = 300 };
        float[] one = Toy.Fitted(name, train, options);
        Assert.All(one, weight => Assert.True(float.IsFinite(weight)));
        foreach (int threads in (int[])[2, 7]) Assert.Equal(one, Toy.Fitted(name, train, options with { Threads = threads }));
    }

    [Fact]
    public void ProgressTellsOfEveryEpochOnceInOrder()
    {
        var told = new Told(_ => { });
        TrainingResult result = Trainer.Fit(Toy.Model(), Toy.Waves(50), Toy.Waves(20), new() { Epochs = 7 }, told);
        Assert.Equal(Enumerable.Range(1, 7), told.Reports.Select(report => report.Epoch));
        Assert.Equal(told.Reports, result.History);
        Assert.All(told.Reports, report => Assert.Equal(7, report.Epochs));
        double best = double.PositiveInfinity;
        foreach (EpochReport report in told.Reports)
        {
            Assert.Equal(report.ValidationLoss < best, report.IsBest);
            best = Math.Min(best, report.ValidationLoss!.Value);
        }
    }

    [Fact]
    public void TheReportedLossesAreTheModels()
    {
        // One batch an epoch: the training loss of an epoch is the loss before its step.
        WindowSet train = Toy.Waves(50), validation = Toy.Waves(20);
        SequenceModel model = Toy.Model();
        double first = new BatchPredictor(model, new WindowSource(model, train, null, "test")).Loss(Objective.Mse);
        List<double> after = [];
        var told = new Told(_ => after.Add(new BatchPredictor(model, new WindowSource(model, validation, null, "test")).Loss(Objective.Mse)));
        IReadOnlyList<EpochReport> history = Trainer.Fit(model, train, validation, new() { Epochs = 4, BatchSize = 50 }, told).History;
        Close.Values("training loss", [first], [history[0].TrainLoss], Tolerance.Value);
        Assert.Equal(after, history.Select(report => report.ValidationLoss!.Value));
    }

    [Fact]
    public void WithoutValidationTheLastEpochIsKept()
    {
        SequenceModel model = Toy.Model();
        float[] last = [];
        var told = new Told(_ => last = [.. model.Parameters]);
        TrainingResult result = Trainer.Fit(model, Toy.Waves(50), progress: told, options: new() { Epochs = 4 });
        Assert.Equal(4, result.BestEpoch);
        Assert.Equal(last, model.Parameters);
        Assert.All(result.History, report => Assert.True(report is { ValidationLoss: null, IsBest: true }));
    }

    [Fact]
    public void AnEmptyValidationPartCountsAsNone()
    {
        WindowSet data = Toy.Waves(50);
        TrainingResult result = Trainer.Fit(Toy.Model(), data, data.Slice(50, 0), new() { Epochs = 1 });
        Assert.Null(result.History[0].ValidationLoss);
    }

    [Fact]
    public void TestDataHasNoWayIn()
    {
        // Windows enter as training and as validation part, and nowhere else.
        string[] windows = [.. typeof(Trainer).GetMethods().Where(method => method.Name == nameof(Trainer.Fit))
            .Single(method => method.GetParameters()[0].ParameterType == typeof(SequenceModel))
            .GetParameters().Where(p => p.ParameterType == typeof(WindowSet) || p.ParameterType == typeof(DataSplit)).Select(p => p.Name!)];
        Assert.Equal(["train", "validation"], windows);
        Assert.DoesNotContain(typeof(TrainingOptions).GetProperties(), p => p.PropertyType == typeof(WindowSet) || p.PropertyType == typeof(DataSplit));
    }

    [Fact]
    public void ABatchMayBeLargerThanTheData()
    {
        WindowSet train = Toy.Waves(50);
        Assert.Equal(
            Toy.Fitted("lstm", train, new() { Epochs = 2, BatchSize = 50 }),
            Toy.Fitted("lstm", train, new() { Epochs = 2, BatchSize = int.MaxValue, Threads = 64 }));
    }

    [Fact]
    public void AnOddLastBatchIsTrainedOn()
    {
        // 17 windows in batches of 16: the last batch is one window, and its mean weighs as one.
        TrainingResult result = Trainer.Fit(Toy.Model(), Toy.Waves(17), options: new() { Epochs = 1, Optimizer = new SgdConfig { LearningRate = 1e-30 } });
        Close.Values("loss of an epoch", [new BatchPredictor(Toy.Model(), new WindowSource(Toy.Model(), Toy.Waves(17), null, "test")).Loss(Objective.Mse)], [result.History[0].TrainLoss], Tolerance.Value);
    }

    [Theory]
    [InlineData(2, 1, OutputMode.Last, "The {0} windows have 1 inputs, but the model takes 2.")]
    [InlineData(1, 3, OutputMode.Last, "The {0} windows have 1 outputs (targets times horizon), but the model gives 3.")]
    [InlineData(1, 1, OutputMode.Sequence, "The {0} windows are sequence to one, but the model's output mode is Sequence.")]
    public void WindowsThatDoNotFitTheModelAreNamed(int inputs, int outputs, OutputMode mode, string message)
    {
        SequenceModelConfig good = Toy.Config("lstm"), bad = good with { Inputs = inputs, Outputs = outputs, Output = mode };
        var model = new SequenceModel(bad, 1);
        var error = Assert.Throws<ArgumentException>(() => Trainer.Fit(model, Toy.Waves(10)));
        Assert.StartsWith(string.Format(System.Globalization.CultureInfo.InvariantCulture, message, "training"), error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => new WindowSource(model, Toy.Waves(10), null, "evaluation"));
        Assert.StartsWith(string.Format(System.Globalization.CultureInfo.InvariantCulture, message, "evaluation"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ValidationWindowsThatDoNotFitAreNamed()
    {
        SequenceModel model = Toy.Model();
        WindowSet validation = Toy.Windows(Toy.Table(30, Toy.Wave), horizon: 2);
        var error = Assert.Throws<ArgumentException>(() => Trainer.Fit(model, Toy.Waves(20), validation));
        Assert.StartsWith("The validation windows have 2 outputs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NoTrainingWindowsAndEarlyStoppingWithoutValidationAreRefused()
    {
        WindowSet data = Toy.Waves(10);
        Assert.StartsWith("There is no training window", Assert.Throws<ArgumentException>(() => Trainer.Fit(Toy.Model(), data.Slice(0, 0))).Message, StringComparison.Ordinal);
        var error = Assert.Throws<ArgumentException>(() => Trainer.Fit(Toy.Model(), data, null, new() { EarlyStopping = new() }));
        Assert.StartsWith("Early stopping needs validation data", error.Message, StringComparison.Ordinal);
    }
}
