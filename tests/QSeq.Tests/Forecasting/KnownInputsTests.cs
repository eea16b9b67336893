using System.Text.Json;
using QSeq.Core;
using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Forecasting;
using QSeq.Models;
using QSeq.Tests.Training;

namespace QSeq.Tests.Forecasting;

/// <summary>Models that read what is known of the future, the calendar, and which values were measured.</summary>
public class KnownInputsTests
{
    private static readonly DateTime Start = new(2023, 1, 1);
    private static readonly WindowOptions Priced = new() { Window = 4, Inputs = ["y", "p"], Targets = ["y"], Known = ["p"] };

    private static double Price(int t) => 5 + (t * 7 % 11);

    private static SeriesTable Table(int rows, bool times = false) => new(
        "test",
        ["y", "p"],
        [[.. Enumerable.Range(0, rows).Select(t => 50 + (20 * Toy.Wave(t)))], [.. Enumerable.Range(0, rows).Select(Price)]],
        times ? [.. Enumerable.Range(0, rows).Select(t => Start.AddHours(t))] : null);

    private static SeriesTable Future(int rows, int count) => SeriesTable.Of("p", [.. Enumerable.Range(rows, count).Select(Price)]);

    private static ForecastRecipe Recipe(WindowOptions windows) => ForecastRecipe.Of("lstm") with
    {
        Windows = windows,
        Network = ForecastRecipe.Of("lstm").Network with { Hidden = 3 },
        Training = new() { Epochs = 2, Seed = 1 },
    };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5)]
    [InlineData(3, 3)]
    [InlineData(3, 7)]
    [InlineData(4, 2)]
    public void EachStepReadsItsOwnFuture(int direct, int horizon)
    {
        SeriesTable history = Table(30);
        Scaler scaler = Scaler.Fit(ScalerKind.MinMax, history, 20);
        var model = new SequenceModel(Toy.Config("lstm") with { Inputs = 2, Outputs = direct }, 3);
        int ahead = (horizon + direct - 1) / direct * direct;
        SeriesTable forecast = Toy.Forecaster(model, scaler, Priced with { Horizon = direct }).Forecast(history.WithFuture(Future(30, ahead)), horizon);

        List<float> y = [.. history.Column(0).ToArray().Select(value => (float)scaler.Transform(0, value))];
        while (y.Count < 30 + horizon)
        {
            int end = y.Count;
            float[] window = [.. Enumerable.Range(end - 4, 4).SelectMany(t => (float[])[y[t], (float)scaler.Transform(1, Price(t + direct))])];
            y.AddRange(new ModelHarness(model, 4, 1).Run(window, answers => answers).Y);
        }

        Assert.Equal(y.Skip(30).Take(horizon).Select(value => scaler.Inverse(0, value)), forecast.Column("y").ToArray());
        Assert.Equal(["y"], forecast.Names);
    }

    [Fact]
    public void WhatIsNotKnownFarEnoughIsRefused()
    {
        SeriesTable history = Table(30);
        var model = new SequenceModel(Toy.Config("lstm") with { Inputs = 2, Outputs = 3 }, 3);
        TrainedForecaster forecaster = Toy.Forecaster(model, Scaler.Fit(ScalerKind.MinMax, history, 20), Priced with { Horizon = 3 });
        Assert.Equal(
            "the model reads the future of 'p', and nothing is known of it after the end of the series; give 3 rows in all after it in Future",
            Assert.Throws<InvalidDataException>(() => forecaster.Forecast(history)).Message);
        Assert.Equal(
            "the model reads the future of 'p', and it is known for 3 rows after the end of the series; give 6 rows in all after it in Future",
            Assert.Throws<InvalidDataException>(() => forecaster.Forecast(history.WithFuture(Future(30, 3)), 4)).Message);
        Assert.Contains("known for 1 row after", Assert.Throws<InvalidDataException>(() => forecaster.Forecast(history.WithFuture(Future(30, 1)))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "the model reads what is known of the future (p); give a table that has it",
            Assert.Throws<ArgumentException>(() => forecaster.Forecast(history.Column(0))).Message,
            StringComparison.Ordinal);
        Assert.Contains("later is too large", Assert.Throws<InvalidDataException>(() => forecaster.Forecast(history.WithFuture(SeriesTable.Of("p", [1, 2, 1e300])))).Message.Replace("scaled is", "later is", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void TrainedModelsKeepWhatTheyReadAndGoOnByTheCalendar()
    {
        SeriesTable table = Table(200, times: true);
        ForecastRecipe recipe = Recipe(Priced with { Horizon = 2 }) with
        {
            Calendar = new CalendarOptions { Features = [CalendarFeature.Hour, CalendarFeature.Holiday], Holidays = [new DateOnly(2023, 1, 3)] },
        };
        TrainedForecaster model = TrainedForecaster.Fit(table, recipe);
        Assert.Equal(["y", "p", "hour sin", "hour cos", "holiday"], model.Recipe.Windows.Inputs);
        Assert.Equal(["p", "hour sin", "hour cos", "holiday"], model.Recipe.Windows.Known);
        Assert.Equal(["y", "p"], model.Recipe.DataColumns);
        Assert.Equal(5, model.Model.Config.Inputs);
        TrainedForecaster again = TrainedForecaster.FromBytes(model.ToBytes(), "again");
        Assert.Equal(model.Recipe.ToJson(), again.Recipe.ToJson());
        Assert.Equal(model.Digest, TrainedForecaster.Fit(table, again.Recipe).Digest);
        Assert.Equal(model.Data.Digest, again.Recipe.Prepare(table).Digest());

        // The same as a model that is given the calendar as columns.
        double[][] calendar = CalendarColumns.Of(recipe.Calendar, [.. Enumerable.Range(0, 208).Select(t => Start.AddHours(t))], null);
        SeriesTable full = new("full", ["y", "p", "hour sin", "hour cos", "holiday"], [[.. table.Column(0)], [.. table.Column(1)], .. calendar.Select(column => column[..200])], table.Times);
        TrainedForecaster plain = TrainedForecaster.Fit(full, Recipe(new() { Window = 4, Horizon = 2, Inputs = full.Names, Targets = ["y"], Known = [.. full.Names.Skip(1)] }));
        Assert.Equal(plain.Digest, model.Digest);
        SeriesTable future = Future(200, 8); // two rows more than the forecast needs
        SeriesTable expected = plain.Forecast(full.WithFuture(new SeriesTable("future", [.. full.Names.Skip(1)], [[.. future.Column(0)], .. calendar.Select(column => column[200..])])), 6);
        SeriesTable forecast = again.Forecast(table.WithFuture(future), 6);
        Assert.Equal(expected.Column(0).ToArray(), forecast.Column(0).ToArray());
        Assert.Equal(Start.AddHours(205), forecast.Times![^1]);
        Assert.Equal(model.Scores["test.mae"], model.Evaluate(table).Mae);
    }

    [Fact]
    public void TheCalendarAloneNeedsNoFuture()
    {
        SeriesTable table = Table(100, times: true).Select(["y"]);
        ForecastRecipe recipe = Recipe(new() { Window = 4, Horizon = 2 }) with { Calendar = new CalendarOptions { Features = [CalendarFeature.Hour] } };
        TrainedForecaster model = TrainedForecaster.Fit(table, recipe);
        Assert.Equal(9, model.Forecast(table, 9).Length);
        Assert.Equal(
            "the model reads the calendar, but the series has no time stamps in even steps; name the time column",
            Assert.Throws<ArgumentException>(() => model.Forecast(SeriesTable.Of("y", table.Column(0)))).Message);
        Assert.Contains(
            "the data has a column 'hour sin', which is the name of an input that the model makes itself; rename it",
            Assert.Throws<ArgumentException>(() => TrainedForecaster.Fit(new SeriesTable("t", ["y", "hour sin"], [[.. table.Column(0)], [.. table.Column(0)]], table.Times), recipe with { Windows = new() { Window = 4, Inputs = ["y"], Targets = ["y"] } })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void AMaskSaysWhatWasMeasured()
    {
        string text = "y\n" + string.Concat(Enumerable.Range(0, 80).Select(t => FormattableString.Invariant($"{(t % 9 == 4 ? "NA" : $"{Toy.Wave(t):F4}")}\n")));
        SeriesTable table = CsvSeries.Read(new StringReader(text), "t", new CsvReadOptions { Gaps = GapPolicy.Linear });
        ForecastRecipe recipe = Recipe(new() { Window = 4 }) with { Mask = true };
        TrainedForecaster model = TrainedForecaster.Fit(table, recipe);
        Assert.Equal(["y", "y measured"], model.Recipe.Windows.Inputs);
        Assert.Equal(["y"], model.Recipe.DataColumns);
        SeriesTable prepared = model.Recipe.Prepare(table);
        for (int t = 0; t < 80; t++) Assert.Equal(t % 9 == 4 ? 0 : 1, prepared.Column("y measured")[t]);
        TrainedForecaster again = TrainedForecaster.FromBytes(model.ToBytes(), "again");
        Assert.Equal(model.Digest, TrainedForecaster.Fit(table, again.Recipe).Digest);

        // Its own forecasts count as measured.
        SeriesTable forecast = again.Forecast(table, 3);
        SeriesTable longer = new("longer", ["y"], [[.. table.Column(0), .. forecast.Column(0)[..2]]]);
        Assert.Equal(forecast.Column(0)[2], again.Forecast(longer, 1).Column(0)[0], 1e-4);
    }

    [Fact]
    public void FleetsReadWhatStandsBesideEachSeries()
    {
        string text = "key,time,y,p\n" + string.Concat(((string[])["A", "B"]).SelectMany(key => Enumerable.Range(0, 120).Select(t =>
            FormattableString.Invariant($"{key},{Start.AddHours(t):yyyy-MM-dd HH:mm:ss},{(key == "A" ? 50 : 500) + (20 * Toy.Wave(t)):F4},{Price(t)}\n"))));
        SeriesPanel panel = CsvSeries.ReadEach(new StringReader(text), "t", new CsvReadOptions { Known = ["p"] });
        ForecastRecipe recipe = Recipe(new() { Window = 4, Known = ["p"] }) with { Calendar = new CalendarOptions { Features = [CalendarFeature.Hour] } };
        var results = new Dictionary<string, FleetResult>();
        FleetRun.Run(panel, ["A", "B"], new FleetOptions { Model = recipe.Network, Windows = recipe.Windows, Calendar = recipe.Calendar, Training = recipe.Training }, result => results.Add(result.Series, result));
        SeriesTable table = panel["B"].Table!;
        ForecastRecipe own = recipe with { Windows = recipe.Windows with { Inputs = table.Names, Targets = ["B"] }, Training = recipe.Training with { Seed = results["B"].Seed } };
        TrainedForecaster alone = TrainedForecaster.Fit(table, own);
        Assert.Null(results["B"].Failure);
        Assert.Equal(["B", "p", "hour sin", "hour cos"], results["B"].Scaler!.Names.ToArray());
        Assert.Equal(alone.Model.Parameters, results["B"].Model!.Parameters);
        Assert.Equal(alone.Scores["test.mae"], results["B"].Test!.Mae);
    }

    [Theory]
    [InlineData("7", "Error, Zero, Previous, Linear")]
    [InlineData("\"Nothing\"", "Error, Zero, Previous, Linear")]
    public void AChoiceThatDoesNotExistIsRefused(string gaps, string expected)
    {
        string json = (Recipe(Priced) with { Reading = new CsvReadOptions() }).ToJson().Replace("\"gaps\":\"Error\"", $"\"gaps\":{gaps}", StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(json);
        var reader = new FieldReader(document.RootElement.GetProperty("reading"), "reading", exact: false);
        Exception e = Assert.ThrowsAny<Exception>(() => new CsvReadOptions().MapFields(reader));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }
}
