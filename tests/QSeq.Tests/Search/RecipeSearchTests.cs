using QSeq.Backtests;
using QSeq.Core;
using QSeq.Data;
using QSeq.Estimators;
using QSeq.Forecasting;
using QSeq.Search;

namespace QSeq.Tests.Search;

public class RecipeSearchTests
{
    private static readonly SearchOptions Options = new() { Horizon = 3, Trials = 10 };

    private static double[] Values
    {
        get
        {
            var random = new RandomSource(5, "search test");
            double level = 0;
            return [.. Enumerable.Range(0, 220).Select(t => (level = (0.8 * level) + random.NextUniform(-1, 1)) + (3 * Math.Sin(Math.PI * t / 6)) + (0.01 * t))];
        }
    }

    private static SeriesTable Table => SeriesTable.Of("y", Values);

    [Fact]
    public void TheSameTrialsGiveTheSameBitsOnAnyThreadsAndAfterAStop()
    {
        SearchResult one = RecipeSearch.Run(Table, "y", Options), two = RecipeSearch.Run(Table, "y", Options with { Threads = 3 });
        Assert.Equal(10, one.Trials.Length);
        Assert.Equal(one.Trials.Select(trial => trial.Mae), two.Trials.Select(trial => trial.Mae));
        Assert.Equal(one.Pick, two.Pick);
        Assert.Equal([.. one.Forecast.Column("y")], [.. two.Forecast.Column("y")]);
        Assert.Equal(one.Training!.Recipe.Digest(), two.Training!.Recipe.Digest());

        SearchResult shorter = RecipeSearch.Run(Table, "y", Options with { Trials = 7 });
        Assert.Equal(one.Trials.Take(7).Select(trial => trial.Mae), shorter.Trials.Select(trial => trial.Mae));
        SearchResult other = RecipeSearch.Run(Table, "y", Options with { Seed = 1 });
        Assert.NotEqual(one.Trials.Select(trial => trial.Mae), other.Trials.Select(trial => trial.Mae));
    }

    /// <summary>Rows of the test part change neither what was tried nor what was picked.</summary>
    [Fact]
    public void NothingIsChosenByTheTestPart()
    {
        double[] values = Values, changed = Values;
        SearchResult one = RecipeSearch.Run(SeriesTable.Of("y", values), "y", Options);
        Assert.Equal(176, one.FirstTest);
        for (int t = one.FirstTest; t < changed.Length; t++) changed[t] = 5 - (2 * changed[t]);
        SearchResult two = RecipeSearch.Run(SeriesTable.Of("y", changed), "y", Options);
        Assert.Equal(one.Trials.Select(trial => trial.Mae), two.Trials.Select(trial => trial.Mae));
        Assert.Equal((one.Kind, one.Pick.Name, one.Pick.ValidationMae), (two.Kind, two.Pick.Name, two.Pick.ValidationMae));
        Assert.Equal(one.Training!.Model.Parameters, two.Training!.Model.Parameters);
        Assert.NotEqual(one.Pick.TestMae, two.Pick.TestMae);
    }

    /// <summary>The baselines' test errors are those of a backtest of the same rows.</summary>
    [Fact]
    public void TheTestIsTheBacktestOfTheLastRows()
    {
        SearchResult found = RecipeSearch.Run(Table, "y", Options with { Trials = 0, Season = 12 });
        BacktestResult test = Backtest.Run(Table, "y", new BacktestOptions { Horizon = 3, TestRows = 220 - found.FirstTest, Season = 12 }, []);
        Assert.Equal(test.Origins.Length, found.TestOrigins);
        Assert.Equal(
            test.Entries.OrderBy(entry => entry.Scores.Mae).Select(entry => entry.Name), found.Baselines.Select(one => one.Name));
        Assert.Equal(test.Entries.Min(entry => entry.Scores.Mae), found.BestBaseline.TestMae, 1e-12);
        Assert.True(found.Baselines.Length > 15 && found.Others.Length > 10);
        Assert.Null(found.Training);
    }

    [Theory]
    [InlineData(11, false)]
    [InlineData(12, true)]
    public void ATestOfSignificanceNeedsTenOrigins(int rows, bool tested)
    {
        SearchResult found = RecipeSearch.Run(Table, "y", Options with { Trials = 0, Season = 12, TestRows = rows });
        Assert.Equal(rows - 2, found.TestOrigins);
        Assert.Equal(tested, found.Baselines.Any(one => one.Versus is not null));
    }

    /// <summary>The network is trained as the command line would: its test windows begin where the test part does.</summary>
    [Fact]
    public void TheBestNetworkIsThatOfItsRecipeAndItsTestPart()
    {
        SearchResult found = RecipeSearch.Run(Table, "y", Options with { Levels = [0.8] });
        ForecastTraining training = found.Training!;
        Assert.Equal(found.FirstTest, training.Data.Test.TargetIndex(0));
        Assert.Equal(found.TestOrigins, training.Data.Test.Count);
        TrainedForecaster model = TrainedForecaster.Fit(Table, training.Recipe);
        Assert.Equal(training.ToForecaster(found.Outcome!).Digest, model.Digest);
        Assert.Equal(found.Networks[0].TestMae, model.Scores["test.mae"], 1e-6);
        Assert.Equal(0.8, Assert.Single(model.Calibration!.Levels));
        SearchTrial trial = Assert.Single(found.Trials, one => one.Recipe.Digest() == (training.Recipe with { Split = one.Recipe.Split, Levels = [], Network = one.Recipe.Network }).Digest());
        Assert.Equal(found.Networks[0].ValidationMae, trial.Mae, 1e-12);
    }

    [Fact]
    public void ARecipeThatCannotBeTrainedSaysWhy()
    {
        var part = new ValidationPart(Table, "y", SearchParts.Of(Table, "y", Options), Options.Horizon);
        ForecastRecipe recipe = ForecastRecipe.Of("lstm") with { Windows = new WindowOptions { Window = 500, Horizon = 3, Inputs = ["y"], Targets = ["y"] } };
        (double[]? forecasts, string? failure) = part.Forecasts(recipe, default);
        Assert.Null(forecasts);
        Assert.Contains("500", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void AnExactMethodIsFollowed()
    {
        SeriesTable line = SeriesTable.Of("y", [.. Enumerable.Range(0, 80).Select(t => 5 + (0.5 * t))]);
        SearchResult found = RecipeSearch.Run(line, "y", new SearchOptions { Horizon = 2, Trials = 0 });
        Assert.Equal(0, found.Pick.TestMae, 1e-12);
        Assert.Equal(45, found.Forecast.Column("y")[0], 1e-12);
        Assert.Equal(45.5, found.Forecast.Column("y")[1], 1e-12);
    }

    [Fact]
    public void SharesSumToOneAndTheForecastIsTheirs()
    {
        SearchResult found = RecipeSearch.Run(Table, "y", Options with { Trials = 0 });
        Assert.Equal(SearchPick.Combination, found.Kind);
        Assert.Equal(1, found.Shares.Sum(share => share.Share), 1e-9);
        Assert.Equal(found.Shares.OrderByDescending(share => share.Share), found.Shares);
        Assert.Equal(3, found.Forecast.Length);
    }

    [Fact]
    public void TimeEndsTheSearch()
    {
        SearchResult found = RecipeSearch.Run(Table, "y", new SearchOptions { Horizon = 3, Time = TimeSpan.FromTicks(1) });
        Assert.Empty(found.Trials);
        Assert.Contains(found.Baselines, one => one.Name == SeriesMethod.Persistence.Name);
    }

    [Fact]
    public void ASeriesThatIsTooShortSaysHowManyRowsAreLeft()
    {
        var e = Assert.Throws<SeriesTooShortException>(() => RecipeSearch.Run(SeriesTable.Of("y", [.. Values.Take(19)]), "y", Options));
        Assert.Contains("19 rows leave 7", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OptionsOutOfRangeAreRefused()
    {
        foreach (SearchOptions wrong in (SearchOptions[])[
            new() { Horizon = 3 }, Options with { Horizon = 0 }, Options with { Trials = -1 }, Options with { Seeds = 0 }, Options with { Threads = 0 },
            Options with { Time = TimeSpan.Zero }, Options with { Models = [] }, Options with { Models = ["lstn"] }, Options with { TestRows = 2 }, Options with { Season = 0 }])
            Assert.ThrowsAny<ArgumentException>(() => RecipeSearch.Run(Table, "y", wrong));
    }

    [Theory]
    [InlineData(127, 213)]
    [InlineData(1, 7)]
    [InlineData(9999, 17_000)]
    [InlineData(0, 5)]
    public void AFractionGivesBackItsPart(int part, int all)
    {
        double fraction = SearchEnd.Fraction(part, all);
        Assert.Equal(part, new SplitFractions(Math.Max(fraction, 1e-9), 0).Parts(all).Train);
        Assert.True(fraction.ToString(System.Globalization.CultureInfo.InvariantCulture).Length <= 7);
    }
}
