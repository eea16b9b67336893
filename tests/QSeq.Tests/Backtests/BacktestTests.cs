using System.Globalization;
using QSeq.Backtests;
using QSeq.Data;
using QSeq.Estimators;
using QSeq.Evaluation;
using QSeq.Forecasting;

namespace QSeq.Tests.Backtests;

public class BacktestTests
{
    private static readonly BacktestOptions Options = new() { Horizon = 3, Season = 6, TestRows = 40, Stride = 1 };

    private static double[] Values => [.. Enumerable.Range(0, 200).Select(t => 10 + (0.02 * t) + (2 * Math.Sin(Math.PI * t / 3)) + (t * t % 7 / 10.0))];

    private static ForecastRecipe Recipe
    {
        get
        {
            var recipe = ForecastRecipe.Of("qkan-lstm");
            return recipe with { Windows = recipe.Windows with { Window = 6 }, Training = recipe.Training with { Epochs = 2 } };
        }
    }

    [Fact]
    public void PersistenceErrsByTheDifferenceToTheRowBeforeTheOrigin()
    {
        double[] values = Values;
        BacktestResult result = Backtest.Run(SeriesTable.Of("y", values), "y", Options, [BacktestCandidate.Of(SeriesMethod.Persistence)], withMethods: false);
        BacktestEntry entry = Assert.Single(result.Entries);
        Assert.Equal(Enumerable.Range(160, 38), result.Origins);
        double sum = 0, scale = 0, smape = 0;
        for (int n = 0; n < 38; n++)
        {
            for (int step = 0; step < 3; step++)
            {
                double error = values[160 + n + step] - values[159 + n];
                Assert.Equal(error, entry.Errors[(n * 3) + step], 1e-12);
                sum += Math.Abs(error);
                smape += 200 * Math.Abs(error) / (values[160 + n + step] + values[159 + n]);
            }
        }

        for (int t = 6; t < 160; t++) scale += Math.Abs(values[t] - values[t - 6]) / 154;
        Assert.Equal(sum / 114, entry.Scores.Mae, 1e-12);
        Assert.Equal(smape / 114, entry.Scores.Smape, 1e-12);
        Assert.Equal(sum / 114 / scale, entry.Scores.Mase, 1e-12);
        Assert.Equal(entry.Scores.Mae, entry.Steps.Average(step => step.Mae), 1e-12);
    }

    [Fact]
    public void AFifthOfTheRowsIsForecastByDefault()
    {
        BacktestResult result = Backtest.Run(SeriesTable.Of("y", Values), "y", new BacktestOptions { Horizon = 3 }, [BacktestCandidate.Of(SeriesMethod.Persistence)], withMethods: false);
        Assert.Equal(Enumerable.Range(160, 38), result.Origins);
        result = Backtest.Run(SeriesTable.Of("y", Values), "y", new BacktestOptions { Horizon = 30 }, [BacktestCandidate.Of(SeriesMethod.Persistence)], withMethods: false);
        Assert.Equal(Enumerable.Range(140, 31), result.Origins); // twice the horizon, which is more
    }

    /// <summary>Origins that lie as far apart as the horizon, or farther, share no step.</summary>
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 2)]
    [InlineData(5, 1)]
    public void AComparisonAllowsForStepsThatOriginsShare(int stride, int shared)
    {
        BacktestCandidate[] candidates = [BacktestCandidate.Of(SeriesMethod.Persistence), BacktestCandidate.Of(SeriesMethod.Drift)];
        BacktestResult result = Backtest.Run(SeriesTable.Of("y", Values), "y", Options with { Stride = stride }, candidates, withMethods: false);
        double[][] losses = [.. result.Entries.Select(entry => Enumerable.Range(0, result.Origins.Length).Select(n => (Math.Abs(entry.Errors[3 * n]) + Math.Abs(entry.Errors[(3 * n) + 1]) + Math.Abs(entry.Errors[(3 * n) + 2])) / 3).ToArray())];
        double expected = DieboldMariano.OfLosses(losses[0], losses[1], shared).PValue;
        Assert.Equal(expected, result.Compare(result.Entries[0], result.Entries[1])!.PValue, 1e-9);
    }

    [Fact]
    public void AModelHasTheParametersThatTrainingCounts()
    {
        SeriesTable table = SeriesTable.Of("y", Values);
        BacktestResult result = Backtest.Run(table, "y", Options, [BacktestCandidate.Of(Recipe, isChosen: false)], withMethods: false);
        ForecastRecipe recipe = Recipe;
        var training = new ForecastTraining(table, recipe with { Windows = recipe.Windows with { Horizon = 3 } });
        Assert.Equal(training.Model.Table.TrainableCount, Assert.Single(result.Entries).Parameters);
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(3, 90)]
    public void NothingAfterAnOriginIsSeen(int fits, int? window)
    {
        const int Changed = 180;
        double[] later = [.. Values.Select((value, t) => t < Changed ? value : -50 + t)];
        BacktestResult one = Run(Values), other = Run(later);
        Assert.Equal(one.Entries.Select(entry => (entry.Name, entry.Seed)), other.Entries.Select(entry => (entry.Name, entry.Seed)));
        int before = one.Origins.Count(origin => origin <= Changed) * 3;
        Assert.True(before > 30);
        foreach ((BacktestEntry a, BacktestEntry b) in one.Entries.Zip(other.Entries))
        {
            Assert.Equal(a.Forecasts[..before].ToArray(), b.Forecasts[..before].ToArray());
            if (a.Name != "mean") Assert.NotEqual(a.Errors.ToArray(), b.Errors.ToArray());
        }

        BacktestResult Run(double[] values) => Backtest.Run(
            SeriesTable.Of("y", values), "y", Options with { Fits = fits, Window = window, Seeds = 2 }, [BacktestCandidate.Of(Recipe)]);
    }

    [Fact]
    public void AModelForecastsAsItDoesFromEachOriginAlone()
    {
        SeriesTable table = SeriesTable.Of("y", Values);
        BacktestResult result = Backtest.Run(table, "y", Options with { Stride = 7 }, [BacktestCandidate.Of(Recipe, isChosen: false)], withMethods: false);
        ForecastRecipe recipe = Recipe with { Windows = Recipe.Windows with { Horizon = 3 }, Split = new SplitFractions(0.85, 0.15) };
        TrainedForecaster model = TrainedForecaster.Fit(SeriesTable.Of("y", Values.AsSpan(0, 160)), recipe);
        for (int n = 0; n < result.Origins.Length; n++)
        {
            double[] alone = model.Forecast(Values.AsSpan(0, result.Origins[n]));
            for (int step = 0; step < 3; step++) Assert.Equal(alone[step], result.Entries[0].Forecasts[(n * 3) + step], 1e-4);
        }
    }

    [Fact]
    public void SeedsOfModelsWithMembersShareNoNetwork()
    {
        BacktestResult Run(int members, int seeds) => Backtest.Run(
            SeriesTable.Of("y", Values), "y", Options with { Seeds = seeds }, [BacktestCandidate.Of(Recipe with { Network = Recipe.Network with { Members = members } })], withMethods: false);
        BacktestResult alone = Run(1, 4), pairs = Run(2, 2);
        for (int seed = 0; seed < 2; seed++)
            Assert.Equal((alone.Entries[2 * seed].Forecasts[5] + alone.Entries[(2 * seed) + 1].Forecasts[5]) / 2, pairs.Entries[seed].Forecasts[5], 1e-5);
    }

    [Fact]
    public void SeedsDifferAndTheirMedianIsAnEntryOfItsOwn()
    {
        BacktestResult result = Backtest.Run(
            SeriesTable.Of("y", Values), "y", Options with { Seeds = 3 }, [BacktestCandidate.Of(Recipe)], withMethods: false);
        Assert.Equal([0, 1, 2, null], result.Entries.Select(entry => entry.Seed));
        double[] first = [.. result.Entries.Take(3).Select(entry => entry.Forecasts[5]).Order()];
        Assert.Equal(first[1], result.Entries[3].Forecasts[5]);
        Assert.NotNull(result.Compare(result.Entries[0], result.Entries[3]));
    }

    [Fact]
    public void Naive2HasAnOwaOfOne()
    {
        BacktestResult result = Backtest.Run(SeriesTable.Of("y", Values), "y", Options, []);
        Assert.Equal(1, result.Entries.Single(entry => entry.Name == "Naive2").Scores.Owa, 1e-12);
        Assert.All(result.Entries, entry => Assert.Equal(114, entry.Scores.Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void FilledValuesAreNeitherScoredNorTheEndOfAHistory(int stride)
    {
        string[] cells = [.. Values.Select((value, t) => t is (>= 150 and < 156) or (>= 170 and < 174) ? "" : value.ToString("R", CultureInfo.InvariantCulture))];
        using var text = new StringReader("t,y\n" + string.Join('\n', cells.Select((cell, t) => $"{t},{cell}")));
        SeriesTable table = CsvSeries.Read(text, "gaps", new CsvReadOptions { TimeColumn = "t", Gaps = GapPolicy.Linear });
        BacktestResult result = Backtest.Run(table, "y", Options with { Stride = stride, Fits = 2 }, [BacktestCandidate.Of(Recipe, isChosen: false)]);
        Assert.True(result.LeftOut > 0);
        Assert.DoesNotContain(result.Origins, origin => origin is >= 171 and <= 174);
        foreach (BacktestEntry entry in result.Entries)
        {
            for (int n = 0; n < entry.Errors.Length; n++)
                Assert.Equal(result.Origins[n / 3] + (n % 3) is >= 170 and < 174, double.IsNaN(entry.Errors[n]));
        }
    }

    [Fact]
    public void ACandidateThatFailsDoesNotEndTheRun()
    {
        ForecastRecipe diverges = Recipe with { Training = Recipe.Training with { Optimizer = QSeq.Training.OptimizerConfig.Sgd(1e30) } };
        ForecastRecipe tooLong = Recipe with { Windows = Recipe.Windows with { Window = 180 } };
        BacktestCandidate[] candidates =
        [
            BacktestCandidate.Of(diverges, isChosen: false, "diverges"), BacktestCandidate.Of(tooLong, isChosen: false, "too long"),
            BacktestCandidate.Of(SeriesMethod.NLinear(170, 3)), BacktestCandidate.Of(SeriesMethod.Persistence),
        ];
        BacktestResult result = Backtest.Run(SeriesTable.Of("y", Values), "y", Options with { Seeds = 2 }, candidates, withMethods: false);
        Assert.Equal(["diverges", "too long", "NLinear"], result.Failures.Select(failure => failure.Name));
        Assert.All(result.Failures, failure => Assert.NotEqual("", failure.Reason.ToString()));
        Assert.Equal("persistence", Assert.Single(result.Entries).Name);
    }

    [Fact]
    public void CandidatesAreOfMethodsAndOfModels()
    {
        BacktestCandidate[] candidates = [BacktestCandidate.Of(SeriesMethod.Mean), BacktestCandidate.Of(SeriesMethod.Persistence), BacktestCandidate.Of(Recipe, isChosen: false)];
        BacktestResult result = Backtest.Run(SeriesTable.Of("y", Values), "y", Options with { Seeds = 2 }, candidates, withMethods: false);
        Assert.Equal([true, true, false, false, false], result.Entries.Select(entry => entry.IsMethod));
        Assert.True(result.Entries[2..4].SequenceEqual(result.Entries[4].Seeds));
        Assert.True(result.Candidates.SequenceEqual([result.Entries[0], result.Entries[1], result.Entries[4]]));
        Assert.Equal(result.Entries[..2].Min(entry => entry.Scores.Mae), result.BestMethod!.Scores.Mae);
    }

    [Fact]
    public void ALogIsToldAndAskedBeforeAnythingIsFitted()
    {
        BacktestCandidate[] candidates = [BacktestCandidate.Of(SeriesMethod.Mean), BacktestCandidate.Of(Recipe, isChosen: false)];
        var log = new Log();
        BacktestOptions options = Options with { Seeds = 2 };
        BacktestResult first = Backtest.Run(SeriesTable.Of("y", Values), "y", options, candidates, log, withMethods: false);
        Assert.Equal([("mean", (int?)null, 0, 3), ("qkan-lstm", 0, 1, 3), ("qkan-lstm", 1, 2, 3)], log.Begun);
        Assert.Equal([("mean", (int?)null), ("qkan-lstm", 0), ("qkan-lstm", 1)], log.Kept.Keys);

        // What is known is taken as it is; what is not is done.
        log.Kept.Remove(("qkan-lstm", 1));
        log.Kept[("mean", null)] = log.Kept[("mean", null)] with { Values = [.. Enumerable.Repeat(7.0, 114)], Parameters = 99 };
        BacktestResult second = Backtest.Run(SeriesTable.Of("y", Values), "y", options, candidates, log, withMethods: false);
        Assert.Equal(7, second.Entries[0].Forecasts[100]);
        Assert.Equal((99, first.Entries[1].Time), (second.Entries[0].Parameters, second.Entries[1].Time));
        for (int n = 1; n < 4; n++) Assert.Equal(first.Entries[n].Forecasts.ToArray(), second.Entries[n].Forecasts.ToArray());
        Assert.Equal(4, log.Added);
    }

    /// <summary>A gap of what stands beside the series, across the row at which all is fitted, is filled with nothing from behind it.</summary>
    [Fact]
    public void AGapAcrossAFitKnowsNothingOfWhatIsBehindIt()
    {
        BacktestResult one = Run(5), other = Run(5000);
        int before = one.Origins.Count(origin => origin <= 163) * 3;
        Assert.True(before > 0);
        Assert.Equal(one.Entries[0].Forecasts[..before].ToArray(), other.Entries[0].Forecasts[..before].ToArray());
        SeriesTable table = Table(5), seen = Backtest.FirstSeen(table, Options, "known");
        Assert.Equal(160, seen.Length);
        Assert.Equal((table.Column("beside")[149], table.Column("beside")[149]), (seen.Column("beside")[150], seen.Column("beside")[159]));
        Assert.Equal(table.Column("known")[..160].ToArray(), seen.Column("known").ToArray());
        Assert.NotEqual(table.Column("beside")[149], table.Column("beside")[159]);
        Assert.Equal(70, Backtest.FirstSeen(table, Options with { Window = 70 }).Length);

        BacktestResult Run(double behind)
        {
            ForecastRecipe recipe = Recipe with { Windows = new WindowOptions { Window = 6, MaxGap = 6, Inputs = ["y", "beside"], Targets = ["y"] } };
            return Backtest.Run(Table(behind), "y", Options, [BacktestCandidate.Of(recipe, isChosen: false)], withMethods: false);
        }

        static SeriesTable Table(double behind)
        {
            string[] rows = [.. Values.Select((value, t) =>
            {
                string beside = t is >= 150 and < 164 ? "" : t == 164 ? behind.ToString(CultureInfo.InvariantCulture) : (t % 5).ToString(CultureInfo.InvariantCulture);
                return FormattableString.Invariant($"{t},{value:R},{beside},{beside}");
            })];
            using var text = new StringReader("t,y,beside,known\n" + string.Join('\n', rows));
            return CsvSeries.Read(text, "gaps", new CsvReadOptions { TimeColumn = "t", Gaps = GapPolicy.Linear });
        }
    }

    /// <summary>Several inputs, several targets, the calendar and a column known in the future: the forecasts are those of the model trained by hand.</summary>
    [Fact]
    public void RecipesWithMoreThanTheSeriesForecastAsTheirModelDoes()
    {
        DateTime[] times = [.. Enumerable.Range(0, 200).Select(t => new DateTime(2024, 1, 1).AddDays(t))];
        double[] other = [.. Values.Select((value, t) => 3 - (0.5 * value) + (t % 4))], price = [.. Enumerable.Range(0, 200).Select(t => (double)(t * 7 % 5))];
        var table = new SeriesTable("memory", ["y", "other", "price"], [Values, other, price], times);
        ForecastRecipe recipe = Recipe with
        {
            Windows = new WindowOptions { Window = 6, Horizon = 3, Inputs = ["other", "y", "price"], Targets = ["other", "y"], Known = ["price"] },
            Calendar = new CalendarOptions { Features = [CalendarFeature.Weekday] },
            Network = Recipe.Network with { Residual = new QSeq.Networks.ResidualOptions() },
        };
        BacktestResult result = Backtest.Run(table, "y", Options with { Stride = 9 }, [BacktestCandidate.Of(recipe, isChosen: false)], withMethods: false);
        Assert.Empty(result.Failures);
        TrainedForecaster model = TrainedForecaster.Fit(table.Rows(0, 160), recipe with { Split = new SplitFractions(0.85, 0.15) });
        for (int n = 0; n < result.Origins.Length; n++)
        {
            int origin = result.Origins[n];
            SeriesTable history = table.Rows(0, origin).WithFuture(table.Select(["price"]).Rows(origin, 3));
            ReadOnlySpan<double> alone = model.Forecast(history).Column("y");
            for (int step = 0; step < 3; step++) Assert.Equal(alone[step], result.Entries[0].Forecasts[(n * 3) + step], 1e-4);
        }
    }

    private sealed class Log : IBacktestLog
    {
        public List<(string, int?, int, int)> Begun { get; } = [];

        public Dictionary<(string, int?), BacktestForecast> Kept { get; } = [];

        public int Added { get; private set; }

        public void Begin(string candidate, int? seed, int done, int total) => Begun.Add((candidate, seed, done, total));

        public BacktestForecast? Find(string candidate, int? seed) => Kept.GetValueOrDefault((candidate, seed));

        public void Add(string candidate, int? seed, BacktestForecast forecast)
        {
            Kept[(candidate, seed)] = forecast;
            Added++;
        }
    }
}
