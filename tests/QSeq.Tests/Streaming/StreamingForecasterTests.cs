using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Forecasting;
using QSeq.Models;
using QSeq.Streaming;
using QSeq.Tests.Training;

namespace QSeq.Tests.Streaming;

public class StreamingForecasterTests
{
    [Theory]
    [MemberData(nameof(Streams.Shapes), MemberType = typeof(Streams))]
    public void AWindowedStreamForecastsWhatAForecastOfTheRowsGives(string shape)
    {
        TrainedForecaster model = Streams.Model(shape);
        SeriesTable series = Streams.Series(60);
        int window = model.Recipe.Windows.Window;
        var stream = new StreamingForecaster(model);
        double[]?[] forecasts = Streams.Run(stream, [series], 0, 30);
        for (int t = 0; t < 30; t++)
        {
            if (t < window - 1) Assert.Null(forecasts[t]);
            else Assert.Equal(Streams.Forecast(model, series, t + 1), forecasts[t]);
        }

        Assert.Equal((30, 1, StreamMode.Windowed), (stream.RowsRead, stream.Streams, stream.Mode));
        Assert.Equal((2, 2 * model.Recipe.Windows.Horizon), (stream.RowSize, stream.ForecastSize));
    }

    [Theory]
    [MemberData(nameof(Streams.CarriedShapes), MemberType = typeof(Streams))]
    public void ACarriedStreamIsTheWindowedOneAtFirstAndReadsAllRowsFromThenOn(string shape)
    {
        TrainedForecaster model = Streams.Model(shape);
        SeriesTable series = Streams.Series(60);
        int window = model.Recipe.Windows.Window;
        double[]?[] carried = Streams.Run(new StreamingForecaster(model, 1, StreamMode.Carried), [series], 0, 30);
        Assert.All(carried[..(window - 1)], Assert.Null);
        Assert.Equal(Streams.Forecast(model, series, window), carried[window - 1]);
        Assert.NotEqual(Streams.Forecast(model, series, 30), carried[^1]);
        if (model.Recipe.Network.Residual is not null) return;

        // The same cells over a window of all rows so far.
        foreach (int rows in (int[])[window + 1, 17, 30])
            if (rows > window) Assert.Equal(Streams.Forecast(Streams.Model(shape, rows), series, rows), carried[rows - 1]);
    }

    [Fact]
    public void ALinearPathOfACarriedStreamReadsTheLastWindow()
    {
        // The cells' part alone, by a linear path of zeros.
        TrainedForecaster model = Streams.Model("linear*");
        var network = new SequenceModel(model.Model.Config, model.Model.Parameters);
        foreach (var slice in network.Table.Slices.Where(slice => slice.Name.Contains("linear", StringComparison.Ordinal))) slice.Of(network.Parameters.AsSpan()).Clear();
        var cells = TrainedForecaster.Of(model.Recipe, network, model.Scaler, model.Data, model.Training);
        SeriesTable series = Streams.Series(60);
        double[] with = Streams.Run(new StreamingForecaster(model, 1, StreamMode.Carried), [series], 0, 30)[^1]!;
        double[] without = Streams.Run(new StreamingForecaster(cells, 1, StreamMode.Carried), [series], 0, 30)[^1]!;
        double[] path = [.. Streams.Forecast(model, series, 30).Zip(Streams.Forecast(cells, series, 30), (a, b) => a - b)];
        for (int n = 0; n < with.Length; n++)
        {
            Assert.NotEqual(0, path[n]);
            Assert.Equal(path[n], with[n] - without[n], 1e-4);
        }
    }

    [Theory]
    [InlineData("qkan-lstm", StreamMode.Carried, 1)]
    [InlineData("qkan-lstm", StreamMode.Carried, 77)]
    [InlineData("qkan-lstm", StreamMode.Windowed, 77)]
    [InlineData("gru", StreamMode.Carried, 16)]
    [InlineData("linear*", StreamMode.Carried, 33)]
    [InlineData("linear*", StreamMode.Windowed, 33)]
    [InlineData("quantiles*", StreamMode.Carried, 19)]
    [InlineData("members", StreamMode.Windowed, 2)]
    [InlineData("gqkan-qkanfwp", StreamMode.Windowed, 17)]
    public void ManyStreamsHaveTheBitsOfEachAlone(string shape, StreamMode mode, int streams)
    {
        TrainedForecaster model = Streams.Model(shape);
        SeriesTable[] series = [.. Enumerable.Range(0, streams).Select(n => n == 1 ? Far() : Streams.Series(40, n))];
        double[]?[] together = Streams.Run(new StreamingForecaster(model, streams, mode), series, 0, 12);
        for (int n = 0; n < streams; n++)
        {
            double[]?[] alone = Streams.Run(new StreamingForecaster(model, 1, mode), [series[n]], 0, 12);
            for (int t = 0; t < 12; t++)
                Assert.Equal(alone[t], together[t] is { } all ? [.. Enumerable.Range(0, all.Length / streams).Select(k => all[(k * streams) + n])] : null);
        }

        // Values for which sine and cosine go another way than for their neighbours.
        static SeriesTable Far() => new("far", ["a", "b"], [[.. Enumerable.Range(0, 40).Select(t => 3e7 * Toy.Wave(t))], [.. Enumerable.Range(0, 40).Select(Toy.Wave)]]);
    }

    [Fact]
    public void OfAnInputThatIsKnownInTheFutureTheValueAheadIsRead()
    {
        SeriesTable table = Streams.Series(60);
        var recipe = new ForecastRecipe
        {
            Model = "lstm",
            Network = Toy.Config("lstm"),
            Windows = new WindowOptions { Window = 4, Horizon = 3, Inputs = ["a", "b"], Targets = ["a"], Known = ["b"] },
        }.For(table);
        var model = TrainedForecaster.Of(recipe, new SequenceModel(recipe.Network, 3), Scaler.Fit(ScalerKind.Standard, table, 40), new SeriesOrigin { Source = "test" }, new(1, 1, QSeq.Training.StopReason.Completed));
        var stream = new StreamingForecaster(model);
        double[] forecast = new double[3];
        for (int t = 0; t < 20; t++) stream.Step([table.Column("a")[t], table.Column("b")[t + 3]], forecast);
        var future = new SeriesTable("future", ["b"], [table.Column("b")[20..23].ToArray()]);
        var history = new SeriesTable("past", ["a", "b"], [table.Column("a")[..20].ToArray(), table.Column("b")[..20].ToArray()]);
        Assert.Equal(model.Forecast(history.WithFuture(future)).Column("a").ToArray(), forecast);
    }

    [Theory]
    [InlineData("qkan-lstm", StreamMode.Windowed, 1)]
    [InlineData("qkan-lstm", StreamMode.Carried, 1)]
    [InlineData("linear*", StreamMode.Carried, 40)]
    [InlineData("season", StreamMode.Windowed, 1)]
    [InlineData("members", StreamMode.Windowed, 20)]
    [InlineData("gqkan-fwp", StreamMode.Windowed, 1)]
    [InlineData("qlstm", StreamMode.Carried, 1)]
    [InlineData("qk-lstm", StreamMode.Windowed, 1)]
    public void AStepAllocatesNothing(string shape, StreamMode mode, int streams)
    {
        var stream = new StreamingForecaster(Streams.Model(shape), streams, mode);
        double[] row = Streams.Row([.. Enumerable.Range(0, streams).Select(n => Streams.Series(40, n))], 7), forecast = new double[stream.ForecastSize];
        for (int n = 0; n < 50; n++) stream.Step(row, forecast);
        Assert.Equal(0, Allocation.Of(() => stream.Step(row, forecast)));
    }

    [Theory]
    [InlineData("last value", "the model normalises every window, so that each row of it changes with the last")]
    [InlineData("mean", "the model normalises every window, so that each row of it changes with the last")]
    [InlineData("both directions", "the model reads every window from its end as well")]
    [InlineData("attention", "the model weighs the states of all rows of a window")]
    [InlineData("run on", "the model's cells run on behind every window")]
    [InlineData("members", "the model answers with the median of several members")]
    [InlineData("gqkanfwp", "the model has layers over whole windows in place of cells")]
    public void WhereTheStateIsNotEnoughItIsNotCarried(string shape, string reason)
    {
        var error = Assert.Throws<ArgumentException>(() => new StreamingForecaster(Streams.Model(shape), 1, StreamMode.Carried));
        Assert.Equal($"the state of the cells cannot be carried on from row to row: {reason}; choose StreamMode.Windowed", error.Message);
    }

    [Theory]
    [InlineData(StreamMode.Windowed)]
    [InlineData(StreamMode.Carried)]
    public void ResetForgetsAllRows(StreamMode mode)
    {
        SeriesTable[] series = [Streams.Series(40)], other = [Streams.Series(40, 5)];
        var stream = new StreamingForecaster(Streams.Model("layers*"), 1, mode);
        Streams.Run(stream, other, 0, 13);
        stream.Reset();
        Assert.Equal(0, stream.RowsRead);
        double[]?[] fresh = Streams.Run(new StreamingForecaster(Streams.Model("layers*"), 1, mode), series, 0, 20);
        Assert.Equal(fresh, Streams.Run(stream, series, 0, 20));
    }

    [Theory]
    [InlineData(StreamMode.Windowed)]
    [InlineData(StreamMode.Carried)]
    public void ARowThatCannotBeReadChangesNothing(StreamMode mode)
    {
        const int streams = 20;
        SeriesTable[] series = [.. Enumerable.Range(0, streams).Select(n => Streams.Series(40, n))];
        TrainedForecaster model = Streams.Model("qkan-lstm");
        var stream = new StreamingForecaster(model, streams, mode);
        double[] forecast = new double[stream.ForecastSize], row = Streams.Row(series, 8);
        Streams.Run(stream, series, 0, 8);
        byte[] before = stream.ToBytes();
        foreach ((double value, string text) in ((double, string)[])[
            (double.NaN, "column 'b', stream 3: the value is NaN, expected a finite number; fill the gap first, such as with the value before it"),
            (double.NegativeInfinity, "column 'b', stream 3: the value is -Infinity, expected a finite number; fill the gap first, such as with the value before it"),
            (1e300, "column 'b', stream 3: 1E+300 scaled is too large for single precision; correct the value")])
        {
            row[streams + 3] = value;
            Assert.Equal(text, Assert.Throws<ArgumentException>(() => stream.Step(row, forecast)).Message);
        }

        row[streams + 3] = 1;
        row[streams - 1] = double.NaN; // behind the last whole vector
        Assert.StartsWith("column 'a', stream 19: ", Assert.Throws<ArgumentException>(() => stream.Step(row, forecast)).Message, StringComparison.Ordinal);
        Assert.StartsWith("The row has 39 values, expected 40: 2 inputs of 20 streams.", Assert.Throws<ArgumentException>(() => stream.Step(row.AsSpan(1), forecast)).Message, StringComparison.Ordinal);
        Assert.StartsWith("The forecast has 79 values, expected 80: 4 values of 20 streams.", Assert.Throws<ArgumentException>(() => stream.Step(row, forecast.AsSpan(1))).Message, StringComparison.Ordinal);
        Assert.Equal(before, stream.ToBytes());
        Assert.Equal(8, stream.RowsRead);
        Assert.StartsWith("column 'a': ", Assert.Throws<ArgumentException>(() => new StreamingForecaster(model).Step([double.NaN, 1], new double[4])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    public void AForecastThatIsNotFiniteIsSaid(int streams)
    {
        TrainedForecaster model = Streams.Model("lstm");
        model.Model.Parameters[^1] = float.NaN; // a bias of the head
        var stream = new StreamingForecaster(model, streams, StreamMode.Carried);
        SeriesTable[] series = [.. Enumerable.Range(0, streams).Select(n => Streams.Series(40, n))];
        Streams.Run(stream, series, 0, Streams.Window - 1);
        var error = Assert.Throws<InvalidDataException>(() => Streams.Run(stream, series, Streams.Window - 1, 1));
        Assert.Equal("The forecast is not finite: the model has diverged; train it again with a smaller learning rate.", error.Message);
        Assert.Equal(Streams.Window, stream.RowsRead);
    }

    [Fact]
    public void StreamsAndModeHaveToBe()
    {
        TrainedForecaster model = Streams.Model("lstm");
        Assert.Equal("0 streams were asked for, expected 1 or more", Assert.Throws<ArgumentOutOfRangeException>(() => new StreamingForecaster(model, 0)).Message);
        Assert.Equal("there is no stream mode 7", Assert.Throws<ArgumentOutOfRangeException>(() => new StreamingForecaster(model, 1, (StreamMode)7)).Message);
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("linear*")]
    [InlineData("season")]
    public void TheScoresOfAWindowedStreamAreThoseOfTheModel(string shape)
    {
        TrainedForecaster model = Streams.Model(shape);
        SeriesTable table = Streams.Series(90);
        Scores own = model.Evaluate(table), stream = StreamingForecaster.Evaluate(model, table, StreamMode.Windowed);
        Assert.Equal(own, stream);
        if (!Streams.IsCarried(shape)) return;
        Scores carried = StreamingForecaster.Evaluate(model, table, StreamMode.Carried);
        Assert.Equal(own.Count, carried.Count);
        Assert.NotEqual(own.Mse, carried.Mse);
    }

    [Fact]
    public void TheScoresOfASequenceModelAreThoseAfterTheLastRowOfEveryWindow()
    {
        TrainedForecaster model = Streams.Model("sequence*");
        SeriesTable table = Streams.Series(90);
        WindowRange test = model.SplitOf(90).Test;
        Scores scores = StreamingForecaster.Evaluate(model, table, StreamMode.Windowed);
        double[] errors = [.. Enumerable.Range(test.Start, test.Count).SelectMany(window =>
        {
            double[] forecast = Streams.Forecast(model, table, window + Streams.Window);
            return (double[])[Math.Abs(forecast[0] - table.Column("b")[window + Streams.Window]), Math.Abs(forecast[1] - table.Column("a")[window + Streams.Window])];
        })];
        Assert.Equal(errors.Length, scores.Count);
        Assert.Equal(errors.Average(), scores.Mae, 1e-9);
    }
}
