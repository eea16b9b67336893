using System.Collections.Immutable;
using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Forecasting;
using QSeq.Intervals;
using QSeq.Networks;
using QSeq.Persistence;
using QSeq.Tests.Training;

namespace QSeq.Tests.Forecasting;

public class GlobalForecasterTests
{
    private static readonly ForecastRecipe Recipe = ForecastRecipe.Of("lstm") with
    {
        Network = Toy.Config("lstm") with { Residual = new ResidualOptions { Normalisation = Normalisation.LastValue, Linear = true } },
        Windows = new() { Window = 8, Horizon = 3 },
        Training = new() { Epochs = 2, BatchSize = 200 },
    };

    private static double[] Values(int length, double scale, int phase) =>
        [.. Enumerable.Range(0, length).Select(t => scale * (5 + Toy.Wave(t + phase)))];

    private static SeriesPanel Panel(params (string Name, double[] Values)[] series) => new(
        "test", [.. series.Select(one => new PanelSeries(one.Name, new SeriesTable("test", [one.Name], [one.Values]), null))], [], null);

    private static SeriesPanel Three() => Panel(("a", Values(120, 1, 0)), ("b", Values(90, 1000, 3)), ("c", Values(150, 0.01, 5)));

    [Fact]
    public void ScaleAndLevelOfASeriesDoNotMatter()
    {
        GlobalForecaster model = GlobalForecaster.Fit(Three(), Recipe);
        double[] values = Values(60, 1, 17);
        double[] small = Next(values), large = Next([.. values.Select(value => 64 * value)]);
        for (int h = 0; h < 3; h++) Assert.Equal(64 * small[h], large[h], 1e-3);

        double error = 0, naive = 0;
        for (int h = 0; h < 3; h++)
        {
            double truth = 5 + Toy.Wave(60 + h + 17);
            error += Math.Abs(small[h] - truth);
            naive += Math.Abs(values[^1] - truth);
        }

        Assert.True(error < naive / 3, $"{error} against {naive}");

        double[] Next(double[] history) => [.. model.Forecast(new SeriesTable("test", ["new"], [history])).Column("new")];
    }

    [Fact]
    public void SameSeedSameWeightsWhateverTheThreads()
    {
        GlobalForecaster one = GlobalForecaster.Fit(Three(), Recipe);
        GlobalForecaster two = GlobalForecaster.Fit(Three(), Recipe with { Training = Recipe.Training with { Threads = 2 } });
        Assert.Equal(one.Digest, two.Digest);
        Assert.NotEqual(one.Digest, GlobalForecaster.Fit(Three(), Recipe with { Training = Recipe.Training with { Seed = 1 } }).Digest);
    }

    [Fact]
    public void EverySeriesIsLearntFrom()
    {
        string all = GlobalForecaster.Fit(Three(), Recipe).Digest;
        SeriesPanel changed = Panel(("a", Values(120, 1, 0)), ("b", Values(90, 1000, 3)), ("c", Values(150, 0.01, 6)));
        Assert.NotEqual(all, GlobalForecaster.Fit(changed, Recipe).Digest);
        var training = new GlobalTraining(Three(), Recipe);
        Assert.Equal((training.Series.Sum(series => series.Data.Train.Count) + 199) / 200, training.Start().Batches);
        Assert.NotEqual(training.Origin.Digest, new GlobalTraining(changed, Recipe).Origin.Digest);
    }

    [Fact]
    public void OneSeriesAloneGivesTheModelOfItsTable()
    {
        SeriesTable table = new("test", ["value"], [Values(120, 1, 0)]);
        TrainedForecaster own = TrainedForecaster.Fit(table, Recipe);
        GlobalForecaster model = GlobalForecaster.Fit(Panel(("a", Values(120, 1, 0))), Recipe);
        Assert.Equal(own.Digest, model.Digest);
        int known = new GlobalTraining(SeriesPanel.Of(table), Recipe).Series[0].Data.Train is { } train ? train.TargetIndex(train.Count - 1) + 3 : 0;
        Assert.Equal(own.Scaler, model.For(table, known).Scaler);
        Assert.Equal(own.Forecast(table).Column(0).ToArray(), model.For(table, known).Forecast(table).Column(0).ToArray());
        Assert.Equal(own.Evaluate(table), model.For(table, known).Evaluate(table));
    }

    [Fact]
    public void SeriesThatCannotBeUsedAreLeftOutWithTheirReason()
    {
        SeriesPanel panel = Panel(("flat", [.. Enumerable.Repeat(4.0, 100)]), ("a", Values(120, 1, 0)), ("short", Values(9, 1, 0)), ("b", Values(120, 1, 2)));
        var training = new GlobalTraining(panel, Recipe);
        Assert.Equal(["a", "b"], training.Series.Select(series => series.Name));
        Assert.Equal(["flat", "short"], training.LeftOut.Select(one => one.Series));
        Assert.Contains("constant (4)", training.LeftOut[0].Reason.ToString(), StringComparison.Ordinal);
        Assert.Contains("do not fit in series 'short' (9 values)", training.LeftOut[1].Reason.ToString(), StringComparison.Ordinal);
        Assert.Throws<SeriesTooShortException>(() => new GlobalTraining(Panel(("short", Values(9, 1, 0))), Recipe));
    }

    [Fact]
    public void IntervalsAreOfErrorsOfAllSeriesInUnitsOfEach()
    {
        ForecastRecipe recipe = Recipe with { Levels = [0.5, 0.9] };
        var training = new GlobalTraining(Three(), recipe);
        GlobalForecaster model = training.ToForecaster(TrainingOutcome.Of(training.Start(), null, default));
        int season = model.Calibration!.UnitSeason!.Value;
        Assert.Equal(SeasonFinder.Find(training.Series[2].Data.Table.Column(0)[..Known(training.Series[2])]), season);
        Assert.Equal(training.Series.Sum(series => series.Data.Validation.Count), model.Calibration.Count);

        // By hand: every error over the mean difference of values a season apart in the training part.
        var errors = new SplitConformal(3);
        foreach (GlobalSeries series in training.Series)
        {
            double unit = IntervalScores.ScaleOf(series.Data.Table.Column(0)[..Known(series)], season);
            new Evaluator(model.Model, series.Data.Validation).Predict(series.Data.Scaler, out double[] forecasts, out double[] truth);
            for (int n = 0; n < truth.Length; n++) errors.Add(n % 3, (truth[n] - forecasts[n]) / unit);
        }

        for (int level = 0; level < 2; level++)
            for (int step = 0; step < 3; step++)
                Assert.Equal(errors.HalfWidth(step, recipe.Levels[level], out _), model.Calibration.Widths[(level * 3) + step], 2e-3 * model.Calibration.Widths[(level * 3) + step]);

        SeriesTable history = Three()["b"].Table!;
        ForecastBands bands = model.ForecastBands(history, 2, [0.9]);
        Assert.Equal(model.Forecast(history, 2).Column(0).ToArray(), bands.Forecast.Column(0).ToArray());
        double half = model.Calibration.Widths[3] * IntervalScores.ScaleOf(history.Column(0), season);
        Assert.Equal(bands.Forecast.Column(0)[0] + half, bands[0, 0, 0].Upper, 1e-9 * half);
        Assert.Null(model.For(history).Calibration!.UnitSeason);

        // A thousand times the series has intervals a thousand times as wide.
        Interval small = model.ForecastBands(Panel(("x", Values(60, 1, 17)))["x"].Table!)[1, 0, 2], large = model.ForecastBands(Panel(("x", Values(60, 1024, 17)))["x"].Table!)[1, 0, 2];
        Assert.Equal(1024 * small.Width, large.Width, 1e-3 * large.Width);

        ImmutableArray<IntervalScores> scores = model.EvaluateIntervals(training.Series[0].Data);
        Assert.Equal([0.5, 0.9], scores.Select(one => one.Level));
        Assert.Equal(3 * training.Series[0].Data.Test.Count, scores[0].Count);
        int rows = Known(training.Series[0]);
        Assert.Equal(model.For(training.Series[0].Data.Table, rows).EvaluateIntervals(training.Series[0].Data.Test).AsEnumerable(), scores.AsEnumerable());

        GlobalForecaster plain = GlobalForecaster.Fit(Three(), Recipe);
        Assert.Null(plain.Calibration);
        Assert.Empty(plain.EvaluateIntervals(training.Series[0].Data));
        GlobalForecaster later = plain.WithIntervals([0.5, 0.9], training.Series);
        Assert.Equal(model.Calibration.Widths.AsEnumerable(), later.Calibration!.Widths.AsEnumerable());
        Assert.Equal(plain.Digest, later.Digest);
        string path = Path.Combine(Path.GetTempPath(), $"qseq-bands-{Guid.NewGuid():N}.qseq");
        later.Save(path);
        GlobalForecaster read = GlobalForecaster.Load(path);
        File.Delete(path);
        Assert.Equal(later.ToBytes(), read.ToBytes());
        Assert.Equal(later.Calibration.Widths.AsEnumerable(), read.Calibration!.Widths.AsEnumerable());
        Assert.Equal((season, later.Calibration.Count), (read.Calibration.UnitSeason, read.Calibration.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => plain.WithIntervals([], training.Series));
        Assert.Throws<ArgumentOutOfRangeException>(() => plain.WithIntervals([0.9], []));

        static int Known(GlobalSeries series) => series.Data.Train.TargetIndex(series.Data.Train.Count - 1) + 3;
    }

    [Fact]
    public void IntervalsNeedTwoSeasonsOfASeries()
    {
        GlobalForecaster model = GlobalForecaster.Fit(Three(), Recipe with { Levels = [0.9] });
        int season = model.Calibration!.UnitSeason!.Value;
        Assert.True(season > 4); // so that a window fits into less
        SeriesTable Rows(int count) => Panel(("x", Values(count, 1, 17)))["x"].Table!;
        Assert.True(model.ForecastBands(Rows(2 * season))[0, 0, 0].Width > 0);
        Assert.Contains(
            $"a season of {season} steps, and need {2 * season} values, but the series has {(2 * season) - 1}; give a longer series, or forecast without intervals",
            Assert.Throws<SeriesTooShortException>(() => model.ForecastBands(Rows((2 * season) - 1))).Message,
            StringComparison.Ordinal);
        Assert.Null(model.For(Rows((2 * season) - 1)).Calibration);
        Assert.Equal(3, model.Forecast(Rows((2 * season) - 1)).Length);
    }

    [Fact]
    public void ASeriesThatRepeatsItselfHasAUnit()
    {
        var scaler = Scaler.Fit(ScalerKind.Standard, new SeriesTable("test", ["v"], [[1, 2, 1, 2, 1, 2]]), 6);
        Assert.Equal(1, GlobalIntervals.Unit([1, 2, 1, 2, 1, 2], 2, scaler)); // of steps
        Assert.Equal(2, GlobalIntervals.Unit([1, 4, 3, 2], 2, scaler));
        Assert.Equal(0.5, GlobalIntervals.Unit([3, 3, 3], 1, scaler)); // of the scaling
        Assert.Equal(3, GlobalIntervals.Unit([1, 4], 24, scaler)); // shorter than a season
    }

    [Fact]
    public void ItsFileHoldsEverythingAndNoOtherKindIsReadAsOne()
    {
        GlobalForecaster model = GlobalForecaster.Fit(Three(), Recipe);
        string path = Path.Combine(Path.GetTempPath(), $"qseq-global-{Guid.NewGuid():N}.qseq");
        try
        {
            model.Save(path);
            GlobalForecaster read = GlobalForecaster.Load(path);
            Assert.Equal(model.ToBytes(), read.ToBytes());
            Assert.Equal(model.Recipe.Digest(), read.Recipe.Digest());
            Assert.Equal(["a", "b", "c"], read.Data.Series);
            Assert.Equal(360, read.Data.Values);
            Assert.Equal(new GlobalTraining(Three(), read.Recipe).Origin.Digest, read.Data.Digest);
            SeriesTable history = Three()["b"].Table!;
            Assert.Equal(model.Forecast(history, 7).Column("b").ToArray(), read.Forecast(history, 7).Column("b").ToArray());
            Assert.Equal("global forecaster", Assert.Throws<WrongModelKindException>(() => TrainedForecaster.Load(path)).Found);
            TrainedForecaster.Fit(Toy.Table(100, Toy.Wave), Recipe).Save(path);
            Assert.Equal("forecaster", Assert.Throws<WrongModelKindException>(() => GlobalForecaster.Load(path)).Found);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void WhatStandsBesideTheSeriesIsRead()
    {
        double[] price = [.. Toy.Uniform("price", 120, 4).Select(value => (double)value)];
        PanelSeries Series(string name, double weight) => new(name, new SeriesTable("test", [name, "price"], [[.. price.Select((p, t) => weight * (10 + p + Toy.Wave(t)))], price]), null);
        var panel = new SeriesPanel("test", [Series("a", 1), Series("b", 50)], [], null);
        ForecastRecipe known = Recipe with { Windows = Recipe.Windows with { Known = ["price"] } };
        GlobalForecaster model = GlobalForecaster.Fit(panel, known);
        Assert.Equal(["value", "price"], model.Recipe.Windows.Inputs);
        SeriesTable table = panel["b"].Table!;
        double[] Next(params double[] future) => [.. model.Forecast(table.WithFuture(new SeriesTable("test", ["price"], [future]))).Column("b")];
        Assert.InRange(Next(3, 2, 3)[1] - Next(3, -2, 3)[1], 100, 300); // four of price are worth 200 in a series of weight 50
        Assert.Throws<ArgumentException>(() => model.Forecast(table.Select(["b"])));
    }

    [Fact]
    public void WhatIsTheSameThroughoutEachSeriesTellsThemApart()
    {
        // A series ends on a wave that goes on up or down by its kind alone.
        PanelSeries Series(string name, double kind, int phase)
        {
            double[] values = [.. Enumerable.Range(0, 160).Select(t => 5 + Toy.Wave(t * t + phase) + (t % 2 == 0 ? 0 : kind))];
            return new(name, new SeriesTable("test", [name, "kind"], [values, [.. values.Select(_ => kind)]]), null);
        }

        var panel = new SeriesPanel("test", [Series("a", 3, 0), Series("b", -3, 5), Series("c", 3, 9), Series("d", -3, 2)], [], null);
        var training = new GlobalTraining(panel, Recipe with { Windows = Recipe.Windows with { Known = ["kind"] } });
        foreach (GlobalSeries series in training.Series)
        {
            double kind = series.Name is "a" or "c" ? 3 : -3;
            Assert.Equal(kind / 3, series.Data.Scaler.Transform(1, kind), 1e-12);
            Assert.False(series.Data.Scaler.IsConstant(1));
        }

        Assert.NotEqual(training.Series[0].Data.Scaler.Offset[0], training.Series[1].Data.Scaler.Offset[0]); // each by itself
        GlobalForecaster model = training.ToForecaster(TrainingOutcome.Of(training.Start(), null, default));
        string path = Path.Combine(Path.GetTempPath(), $"qseq-beside-{Guid.NewGuid():N}.qseq");
        model.Save(path);
        GlobalForecaster read = GlobalForecaster.Load(path);
        File.Delete(path);
        foreach (GlobalForecaster own in (GlobalForecaster[])[model, read])
        {
            Assert.Equal(1, own.For(panel["c"].Table!).Scaler.Transform(1, 3), 1e-12);
            Assert.Equal(training.Series[1].Data.Scaler, own.Cut(panel["b"].Table!).Scaler);
        }

        Assert.Equal(model.ToBytes(), read.ToBytes());
    }
}
