using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Forecasting;
using QSeq.Hardware;
using QSeq.Networks;
using QSeq.Quantum.Simulators;
using QSeq.Training;

namespace QSeq.Tests.Forecasting;

/// <summary>Networks beside a linear forecast, from the choice of the recipe to forecasts on hardware.</summary>
public class RecipeChoiceTests
{
    private static double Trend(int t) => 100 + (0.5 * t) + (8 * Math.Sin(2 * Math.PI * t / 12)) + Math.Sin(12.9898 * t * t);

    [Fact]
    public void WindowAndLevelAreThoseOfTheBestLinearForecastOfTheValidationPart()
    {
        SeriesTable table = SeriesTable.Of("y", [.. Enumerable.Range(0, 240).Select(Trend)]);
        RecipeChoice choice = RecipeChoice.Of(table, Recipe());
        Assert.Equal(12, choice.Season);
        Assert.InRange(choice.Recipe.Windows.Window, 12, 24);
        Assert.True(choice.Tried > 10);
        Assert.Equal(4, RecipeChoice.Of(table, Recipe(), window: false).Recipe.Windows.Window);
        Assert.Equal(Normalisation.None, RecipeChoice.Of(table, Recipe(), normalisation: false).Recipe.Network.Residual!.Normalisation);

        // What is chosen knows nothing of the test part.
        double[] changed = [.. Enumerable.Range(0, 240).Select(t => t < 207 ? Trend(t) : -t)];
        Assert.Equal(choice.Recipe, RecipeChoice.Of(SeriesTable.Of("y", changed), Recipe()).Recipe with { Windows = choice.Recipe.Windows });
    }

    [Fact]
    public void BothPartsThatALinearForecastIsJudgedOnCount()
    {
        double[] values = [.. Enumerable.Range(0, 240).Select(Trend)];
        double plain = Loss(values);
        Assert.Equal(plain, Loss([.. values.Select((value, t) => t > 210 ? -value : value)])); // the test part has no say
        Assert.True(Loss([.. values.Select((value, t) => t == 190 ? value + 30 : value)]) > plain); // validation
        Assert.True(Loss([.. values.Select((value, t) => t == 150 ? value + 30 : value)]) > plain); // the later part of training

        static double Loss(double[] values)
        {
            var training = new ForecastTraining(SeriesTable.Of("y", values), Recipe(12));
            return RidgeStart.ValidationLoss(training.Recipe.Network.Residual!, training.Data.Train, training.Data.Validation);
        }
    }

    [Fact]
    public void TrainingBeginsAtTheLinearForecastAndKeepsItUnlessValidationIsBetter()
    {
        SeriesTable table = SeriesTable.Of("y", [.. Enumerable.Range(0, 240).Select(Trend)]);
        ForecastRecipe recipe = Recipe(12) with { Training = new TrainingOptions { Epochs = 2, Optimizer = OptimizerConfig.Adam(5) } }; // a rate that spoils everything
        TrainedForecaster model = TrainedForecaster.Fit(table, recipe);
        Assert.Equal(0, model.Training.BestEpoch);
        var training = new ForecastTraining(table, recipe);
        Assert.Equal(training.Model.Parameters, model.Model.Parameters);

        // Nearly without a penalty the linear forecast is that of least squares.
        Scores linear = Baselines.LinearAr(training.Data.Train, training.Data.Test, out _, training.Data.Scaler);
        Assert.InRange(model.Evaluate(training.Data.Test).Rmse / linear.Rmse, 0.8, 1.2);
        Assert.InRange(model.Scores["test.r2"], 0.85, 1);
    }

    [Theory]
    [InlineData(Normalisation.LastValue, 0, 3)]
    [InlineData(Normalisation.MeanDeviation, 0, 1)]
    [InlineData(Normalisation.SeasonalDifference, 0, 3)]
    [InlineData(Normalisation.None, 2, 6)]
    public void AnExactLinearSeriesIsForecastExactly(Normalisation kind, int rank, int horizon)
    {
        // A line and a season: any window of more than 13 values determines what follows.
        double[] values = [.. Enumerable.Range(0, 300).Select(t => (0.3 * t) + (10 * Math.Sin(2 * Math.PI * t / 12)))];
        ForecastRecipe recipe = Recipe(24, new ResidualOptions { Normalisation = kind, Season = 12, Rank = rank == 0 ? 0 : 4 }) with { Training = new TrainingOptions { Epochs = 1, Optimizer = OptimizerConfig.Adam(1e-9) } };
        recipe = recipe with { Windows = recipe.Windows with { Horizon = horizon } };
        double[] ahead = TrainedForecaster.Fit(SeriesTable.Of("y", values), recipe).Forecast(values);
        for (int h = 0; h < horizon; h++) Assert.Equal((0.3 * (300 + h)) + (10 * Math.Sin(2 * Math.PI * (300 + h) / 12)), ahead[h], kind == Normalisation.MeanDeviation ? 1.0 : 0.3);
    }

    [Fact]
    public void InputsKnownInTheFutureHaveTheirShare()
    {
        double[] promo = [.. Enumerable.Range(0, 303).Select(t => t * 7 % 5 == 0 ? 1.0 : 0)];
        double[] sales = [.. Enumerable.Range(0, 300).Select(t => 20 + (5 * promo[t]))];
        SeriesTable table = new SeriesTable("shop", ["sales", "promo"], [sales, promo[..300]])
            .WithFuture(new SeriesTable("plan", ["promo"], [promo[300..]]));
        ForecastRecipe recipe = Recipe(4) with { Windows = new WindowOptions { Window = 4, Horizon = 3, Inputs = ["sales", "promo"], Targets = ["sales"], Known = ["promo"] } };
        TrainedForecaster model = TrainedForecaster.Fit(table, recipe with { Training = new TrainingOptions { Epochs = 1, Optimizer = OptimizerConfig.Adam(1e-9) } });
        double[] ahead = model.Forecast(table, 3).Column("sales").ToArray();
        for (int h = 0; h < 3; h++) Assert.Equal(20 + (5 * promo[300 + h]), ahead[h], 0.05);
    }

    [Fact]
    public void AModelIsSavedAndForecastsOnADevice()
    {
        SeriesTable table = SeriesTable.Of("y", [.. Enumerable.Range(0, 160).Select(Trend)]);
        foreach (Normalisation kind in Enum.GetValues<Normalisation>())
        {
            ForecastRecipe recipe = Recipe(6, new ResidualOptions { Normalisation = kind, Season = 3, Rank = 2 }) with { Training = new TrainingOptions { Epochs = 3 } };
            TrainedForecaster model = TrainedForecaster.Fit(table, recipe);
            string path = Path.Combine(Path.GetTempPath(), $"qseq-{Guid.NewGuid():N}.qseq");
            model.Save(path);
            TrainedForecaster loaded = TrainedForecaster.Load(path);
            File.Delete(path);
            Assert.Equal(model.Recipe.Digest(), loaded.Recipe.Digest());
            Assert.Equal(model.Forecast(table).Column(0).ToArray(), loaded.Forecast(table).Column(0).ToArray());

            WindowSet windows = model.WindowsOf(table).Slice(0, 5);
            var device = new HardwareModel(model.Model, new StateVectorBackend());
            new Evaluator(model.Model, windows).Predict(null, out double[] expected, out _);
            Close.Values($"{kind} on a device", expected, [.. device.Predict(windows).SelectMany(y => y)], 1e-5);
            Assert.Throws<NotSupportedException>(() => device.Gradient([new double[6]], y => y));
        }
    }

    [Fact]
    public void AFleetHasTheModelsThatTrainingMakes()
    {
        SeriesTable table = SeriesTable.Of("y", [.. Enumerable.Range(0, 160).Select(Trend)]);
        ForecastRecipe recipe = Recipe(12, new ResidualOptions { Normalisation = Normalisation.LastValue });
        var options = new FleetOptions { Model = recipe.Network, Windows = recipe.Windows, Split = recipe.Split, Scaler = recipe.Scaling.Kind, Training = recipe.Training };
        var results = new List<FleetResult>();
        FleetRun.Run(table, ["y"], options, results.Add);
        FleetResult one = Assert.Single(results);
        TrainedForecaster alone = TrainedForecaster.Fit(table, recipe with { Training = recipe.Training with { Seed = one.Seed } });
        Assert.Equal(alone.Model.Parameters, one.Model!.Parameters);
    }

    [Fact]
    public void WhatCannotBeIsRefused()
    {
        SeriesTable table = SeriesTable.Of("y", [.. Enumerable.Range(0, 160).Select(Trend)]);
        Refused("a season of 12 steps does not fit in a window of 12", Recipe(12, new ResidualOptions { Normalisation = Normalisation.SeasonalDifference, Season = 12 }));
        Refused("season is 0", Recipe(12, new ResidualOptions { Season = 0 }));
        Refused("the rank of the linear path is -1", Recipe(12, new ResidualOptions { Rank = -1 }));
        ForecastRecipe sequence = Recipe(12);
        Refused("need one answer after a window", sequence with { Windows = sequence.Windows with { Sequence = true } });

        void Refused(string words, ForecastRecipe recipe) =>
            Assert.Contains(words, Assert.ThrowsAny<ArgumentException>(() => TrainedForecaster.Fit(table, recipe)).Message, StringComparison.Ordinal);
    }

    private static ForecastRecipe Recipe(int window = 4, ResidualOptions? residual = null)
    {
        ForecastRecipe recipe = ForecastRecipe.Of("qkan-lstm");
        return recipe with { Windows = new WindowOptions { Window = window }, Network = recipe.Network with { Residual = residual ?? new ResidualOptions() } };
    }
}
