using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Models;
using QSeq.Tests.Training;

namespace QSeq.Tests.Forecasting;

public class TrainedForecasterTests
{
    private static readonly WindowOptions OneColumn = new() { Window = 4, Inputs = ["y"], Targets = ["y"] };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(3, 2)]
    [InlineData(1, 7)]
    [InlineData(3, 7)]
    [InlineData(6, 13)]
    public void GoesOnFromItsOwnForecasts(int direct, int horizon)
    {
        SeriesTable history = Toy.Table(30, t => 50 + (20 * Toy.Wave(t)));
        Scaler scaler = Scaler.Fit(ScalerKind.MinMax, history, 20);
        var model = new SequenceModel(Toy.Config("hqkan-lstm") with { Outputs = direct }, 3);
        SeriesTable forecast = Toy.Forecaster(model, scaler, OneColumn with { Horizon = direct }).Forecast(history, horizon);

        List<float> scaled = [.. history.Column(0).ToArray().Select(value => (float)scaler.Transform(0, value))];
        while (scaled.Count < 30 + horizon) scaled.AddRange(new ModelHarness(model, 4, 1).Run([.. scaled.TakeLast(4)], y => y).Y);
        Assert.Equal(scaled.Skip(30).Take(horizon).Select(value => scaler.Inverse(0, value)), forecast.Column("y").ToArray());
        Assert.Equal(["y"], forecast.Names);
        Assert.Equal($"forecast of {horizon} steps after {history.Source}", forecast.Source);
        Assert.Null(forecast.Times);
    }

    [Fact]
    public void GoesOnWithSeveralColumnsWhereverTheyStand()
    {
        // Targets in another order than the inputs, and the table's in a third.
        SeriesTable history = Columns(20, "c", "a", "b");
        Scaler scaler = Scaler.Fit(ScalerKind.Standard, history, 20);
        var model = new SequenceModel(Toy.Config("lstm") with { Inputs = 2, Outputs = 2 }, 3);
        SeriesTable forecast = Toy.Forecaster(model, scaler, new() { Window = 3, Inputs = ["a", "b"], Targets = ["b", "a"] }).Forecast(history, 4);

        List<(float A, float B)> rows = [.. Enumerable.Range(0, 20).Select(t =>
            ((float)scaler.Transform(1, history.Column("a")[t]), (float)scaler.Transform(2, history.Column("b")[t])))];
        for (int n = 0; n < 4; n++)
        {
            float[] y = new ModelHarness(model, 3, 1).Run([.. rows.TakeLast(3).SelectMany(row => (float[])[row.A, row.B])], answers => answers).Y;
            rows.Add((y[1], y[0]));
        }

        Assert.Equal(["b", "a"], forecast.Names);
        Assert.Equal(rows.TakeLast(4).Select(row => scaler.Inverse(1, row.A)), forecast.Column("a").ToArray());
        Assert.Equal(rows.TakeLast(4).Select(row => scaler.Inverse(2, row.B)), forecast.Column("b").ToArray());
    }

    [Fact]
    public void InputsWithoutAForecastReachAsFarAsTheModelAndNoFurther()
    {
        SeriesTable history = Columns(20, "a", "b", "c");
        var model = new SequenceModel(Toy.Config("lstm") with { Inputs = 3, Outputs = 2 }, 3);
        var forecaster = Toy.Forecaster(model, Scaler.Fit(ScalerKind.None, history, 20), new() { Window = 3, Horizon = 2, Inputs = ["a", "b", "c"], Targets = ["b"] });
        Assert.Equal(2, forecaster.Forecast(history, 2).Length);
        Assert.Equal(forecaster.Forecast(history, 2).Column(0)[0], forecaster.Forecast(history, 1).Column(0)[0]);
        var error = Assert.Throws<ArgumentException>(() => forecaster.Forecast(history, 3));
        Assert.StartsWith(
            "horizon 3 is beyond the model's 2, and it cannot go on from its own forecasts: the future of its inputs a, c is not known. Train it with horizon 3.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ASequenceModelAnswersWithItsLastStep()
    {
        SeriesTable history = Toy.Table(10, Toy.Wave);
        Scaler scaler = Scaler.Fit(ScalerKind.None, history, 10);
        SequenceModelConfig config = Toy.Config("lstm");
        float[] weights = Toy.Model().Parameters;
        double[] Forecast(OutputMode mode) =>
            Toy.Forecaster(new SequenceModel(config with { Output = mode }, weights), scaler, OneColumn with { Sequence = mode == OutputMode.Sequence })
                .Forecast(history, 3).Column(0).ToArray();
        Assert.Equal(Forecast(OutputMode.Last), Forecast(OutputMode.Sequence));
    }

    [Fact]
    public void TimesGoOnAtTheLastInterval()
    {
        var start = new DateTime(2013, 12, 31, 23, 30, 0, DateTimeKind.Utc);
        var history = new SeriesTable("test", ["y"], [[1, 2, 3, 4]], [.. Enumerable.Range(0, 4).Select(n => start.AddMinutes(10 * n))]);
        SeriesTable forecast = Toy.Forecaster(Toy.Model(), Scaler.Fit(ScalerKind.None, history, 4), OneColumn).Forecast(history, 2);
        Assert.Equal([new DateTime(2014, 1, 1, 0, 10, 0, DateTimeKind.Utc), new DateTime(2014, 1, 1, 0, 20, 0, DateTimeKind.Utc)], forecast.Times);
        Assert.Equal(DateTimeKind.Utc, forecast.Times![0].Kind);
    }

    [Fact]
    public void WhatCannotBeForecastIsNamed()
    {
        SeriesTable history = Toy.Table(20, Toy.Wave);
        Scaler scaler = Scaler.Fit(ScalerKind.None, history, 20);
        SequenceModel model = Toy.Model();
        var forecaster = Toy.Forecaster(model, scaler, OneColumn);
        Starts<SeriesTooShortException>("The model looks back over 4 values, but the series has 3; give a longer series.", () => forecaster.Forecast(Toy.Table(3, Toy.Wave), 1));
        Starts<ArgumentOutOfRangeException>("horizon is 0, expected 1 or more", () => forecaster.Forecast(history, 0));
        Starts<ArgumentException>("unknown column 'y'; did you mean 'Y'?", () => forecaster.Forecast(new SeriesTable("test", ["Y"], [[1, 2, 3, 4]]), 1));
        Starts<ArgumentException>(
            "1 input columns and 1 targets at horizon 2 do not fit a model of 1 inputs and 1 outputs.",
            () => Toy.Forecaster(model, scaler, OneColumn with { Horizon = 2 }));
        Starts<ArgumentException>("unknown column 'x'", () => Toy.Forecaster(model, scaler, OneColumn with { Inputs = ["x"] }));
        Starts<ArgumentException>("The windows are sequence to sequence, but the model's output mode is Last.", () => Toy.Forecaster(model, scaler, OneColumn with { Sequence = true }));
        model.Parameters[^1] = float.PositiveInfinity;
        Starts<InvalidDataException>("The forecast is not finite", () => Toy.Forecaster(model, scaler, OneColumn).Forecast(history, 1));
    }

    [Fact]
    public void AValueTooLargeForSinglePrecisionIsNamedAndNotBlamedOnTheModel()
    {
        SeriesTable history = Toy.Table(20, t => t == 18 ? 1e300 : 1);
        var forecaster = Toy.Forecaster(Toy.Model(), Scaler.Fit(ScalerKind.MinMax, Toy.Table(20, Toy.Wave), 20), OneColumn);
        Starts<InvalidDataException>("column 'y', row 18: 1E+300 scaled is too large for single precision", () => forecaster.Forecast(history, 1));
    }

    [Fact]
    public void ManyThreadsShareOneModel()
    {
        const int Threads = 16, Each = 6250; // 100,000 forecasts
        SeriesTable[] histories = [.. Enumerable.Range(0, 8).Select(n => Toy.Table(12, t => Toy.Wave(t + (3 * n))))];
        TrainedForecaster forecaster = Toy.Forecaster(Toy.Model("qkan-lstm"), Scaler.Fit(ScalerKind.None, histories[0], 12), OneColumn);
        double[][] expected = [.. histories.Select(history => forecaster.Forecast(history.Column(0), 3))];
        int wrong = 0;
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            for (int n = 0; n < Each; n++)
            {
                int which = (n + thread) % histories.Length;
                double[] forecast = n % 100 == 0 ? forecaster.Forecast(histories[which], 3).Column(0).ToArray() : forecaster.Forecast(histories[which].Column(0), 3);
                if (!forecast.AsSpan().SequenceEqual(expected[which])) Interlocked.Increment(ref wrong);
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void AForecastAllocatesItsResultAlone()
    {
        double[] history = [.. Enumerable.Range(0, 20).Select(Toy.Wave)];
        TrainedForecaster forecaster = Toy.Forecaster(Toy.Model("hqkan-lstm"), Scaler.Fit(ScalerKind.None, Toy.Table(20, Toy.Wave), 20), OneColumn);
        Assert.Equal(Allocation.Of(() => _ = new double[24]), Allocation.Of(() => _ = forecaster.Forecast(history, 24)));
    }

    [Fact]
    public void WhatIsFittedSavedAndLoadedForecastsTheSame()
    {
        double[] values = [.. Enumerable.Range(0, 80).Select(t => 50 + (20 * Toy.Wave(t)))];
        ForecastRecipe recipe = ForecastRecipe.Of("lstm") with { Windows = new() { Window = 6, Horizon = 2 }, Training = new() { Epochs = 2, Seed = 5 } };
        var model = TrainedForecaster.Fit(SeriesTable.Of("load", values), recipe);
        var loaded = TrainedForecaster.FromBytes(model.ToBytes(), "sample");
        Assert.Equal(model.Forecast(values, 5), loaded.Forecast(values, 5));
        Assert.Equal(model.Recipe.Digest(), loaded.Recipe.Digest());
        Assert.Equal((model.Digest, model.Scaler, model.Data, model.Training, model.Place), (loaded.Digest, loaded.Scaler, loaded.Data, loaded.Training, loaded.Place));
        Assert.Equal(model.Scores, loaded.Scores);
        Assert.Equal(model.ToBytes(), loaded.ToBytes());
        Assert.Equal(model.Scores["test.mse"], loaded.Evaluate(SeriesTable.Of("load", values)).Mse);
        Assert.Equal(2, loaded.Forecast(values).Length);
        Assert.Equal(["load"], loaded.Recipe.Windows.Targets);
    }

    [Fact]
    public void ASeriesAloneIsRefusedWhereTheModelHasSeveral()
    {
        SeriesTable history = Columns(20, "a", "b");
        Scaler scaler = Scaler.Fit(ScalerKind.None, history, 20);
        double[] values = history.Column(0).ToArray();
        TrainedForecaster two = Toy.Forecaster(new SequenceModel(Toy.Config("lstm") with { Inputs = 2 }, 1), scaler, new() { Window = 3, Inputs = ["a", "b"], Targets = ["a"] });
        Starts<ArgumentException>("the model reads 2 series (a, b); give a table that has them", () => two.Forecast(values));
        TrainedForecaster targets = Toy.Forecaster(new SequenceModel(Toy.Config("lstm") with { Outputs = 2 }, 1), scaler, new() { Window = 3, Inputs = ["a"], Targets = ["a", "b"] });
        Starts<ArgumentException>("the model forecasts 2 series (a, b); give a table that has them", () => targets.Forecast(values));
    }

    private static void Starts<T>(string message, Func<object?> action)
        where T : Exception => Assert.StartsWith(message, Assert.Throws<T>(action).Message, StringComparison.Ordinal);

    private static SeriesTable Columns(int length, params string[] names) => new(
        "test", names, [.. names.Select((_, c) => Enumerable.Range(0, length).Select(t => ((c + 1) * Toy.Wave(t + c)) + c).ToArray())]);
}
