using System.Collections.Immutable;
using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Forecasting;
using QSeq.Models;
using QSeq.Studies;
using QSeq.Studies.Sizes;
using QSeq.Tests.Training;
using QSeq.Training;

namespace QSeq.Tests.Studies.Sizes;

public class RatedCaseTests
{
    private static readonly ForecastEntry Entry = new()
    {
        Label = "LSTM",
        Model = "lstm",
        Network = new SequenceModelConfig { Gates = new LstmGates(), Hidden = 2 },
        LearningRate = 1,
        Decoding = "",
    };

    [Fact]
    public void TheRateOfTheLowestValidationLossIsKeptAndScoredOnTheTestPart()
    {
        ImmutableArray<double> rates = [1e-5, 0.02, 0.001];
        double told = 0;
        RatedCase one = Case(rates);
        StudyRun run = one.Run(3, new QSeq.Studies.Told<double>(amount => told += amount));
        (double Rate, double Loss, double R2, int Epoch)[] alone = [.. rates.Select(Alone)];
        (double rate, double loss, double r2, int epoch) = alone.MinBy(each => each.Loss);
        Assert.Equal(0.02, rate); // the other two learn too little in so few epochs
        Assert.Equal((rate, loss, r2, epoch), (run.Value("rate"), run.Value("validation"), run.Value("r2"), run.KeptEpoch));
        Assert.Equal(Math.Sqrt(1 - r2), run.Value("nrmse"));
        Assert.Equal(one.Cost, told, 1e-6);
        Assert.Null(run.Weights);
        Assert.Equal(43, one.Fact("parameters"));
    }

    [Fact]
    public void IdentityIsOfRatesNetworkAndData()
    {
        string[] all =
        [
            Case([0.01]).Identity(0), Case([0.01]).Identity(1), Case([0.01, 0.02]).Identity(0), Case([0.02]).Identity(0),
            Case([0.01], Entry with { Network = Entry.Network with { Hidden = 3 } }).Identity(0), Case([0.01], wave: t => Toy.Wave(2 * t)).Identity(0),
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(all[0], Case([0.01]).Identity(0));
    }

    [Fact]
    public void BaselinesAreOfTheSameTestPart()
    {
        RatedCase one = Case([0.01]);
        DataSplit split = new ForecastTraining(Data(Toy.Wave).Table, Data(Toy.Wave).Recipe with { Model = "lstm", Network = Entry.Network }).Data;
        Scores naive = Baselines.Naive(split.Test);
        Assert.Equal(["naive", "linear AR"], one.Baselines.Select(baseline => baseline.Label));
        Assert.Equal(Math.Sqrt(1 - naive.R2), one.Baselines[0].Measures.Single(measure => measure.Metric == "nrmse").Values[0]);
        Assert.Equal([0.0, 7], one.Baselines.Select(baseline => baseline.Measures.Single(measure => measure.Metric == "parameters").Values[0]));
    }

    private static (double Rate, double Loss, double R2, int Epoch) Alone(double rate)
    {
        StudyData data = Data(Toy.Wave);
        var training = new ForecastTraining(data.Table, data.Recipe with
        {
            Model = "lstm",
            Network = Entry.Network,
            Training = data.Recipe.Training with { Seed = 3, Optimizer = OptimizerConfig.Adam(rate) },
        });
        using TrainingSession session = training.Start();
        TrainingResult result = session.Run();
        return (rate, new Evaluator(training.Model, training.Data.Validation).Evaluate().Mse, new Evaluator(training.Model, training.Data.Test).Evaluate().R2, result.BestEpoch);
    }

    private static StudyData Data(Func<int, double> wave) => new("wave", Toy.Table(160, wave), new ForecastRecipe
    {
        Model = "",
        Network = Entry.Network,
        Windows = new WindowOptions { Window = 6 },
        Training = new TrainingOptions { Epochs = 5 },
    });

    private static RatedCase Case(ImmutableArray<double> rates, ForecastEntry? entry = null, Func<int, double>? wave = null) =>
        new(Data(wave ?? Toy.Wave), entry ?? Entry, rates, "");
}
