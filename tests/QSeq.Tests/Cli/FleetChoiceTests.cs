using System.Globalization;
using System.Text.Json;
using QSeq.Cli.Fleet;
using QSeq.Cli.Verbs;
using QSeq.Data;
using QSeq.Estimators;
using QSeq.Evaluation;
using QSeq.Forecasting;
using QSeq.Intervals;

namespace QSeq.Tests.Cli;

/// <summary>A fleet beside all classical methods, and the choice among them for each series.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class FleetChoiceTests : CliRun
{
    private const int Days = 150;

    // A wave, and a walk of which the last value is the best forecast.
    private static readonly double[][] Series =
    [
        [.. Enumerable.Range(0, Days).Select(n => Math.Round(10 + (5 * Math.Sin(2 * Math.PI * n / 7)) + (0.2 * Math.Sin(n * n)), 4))],
        [.. Enumerable.Range(0, Days).Select(n => Math.Round(50 + Enumerable.Range(0, n + 1).Sum(t => Math.Sin(t * t * 0.7)), 4))],
    ];

    private static string Day(int n) => new DateTime(2021, 1, 1).AddDays(n).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string Data() => Write("two.csv", "date,wave,walk\n" + string.Concat(Enumerable.Range(0, Days).Select(n =>
        string.Create(CultureInfo.InvariantCulture, $"{Day(n)},{Series[0][n]},{Series[1][n]}\n"))));

    private CliAnswer Fleet(string data, params string[] more) =>
        Run(["fleet", data, "--epochs", "1", "--window", "8", "--horizon", "3", "--threads", "2", "--out", In("f"), .. more]);

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void The_best_on_validation_is_chosen_and_fitted_to_the_whole_series()
    {
        string data = Data();
        CliAnswer answer = Fleet(data, "--choose", "--models");
        Assert.True(answer.Code == 0, answer.Err);
        foreach (string method in (string[])["seasonal naive", "Theta", "NLinear"]) Assert.Contains(method, answer.Out, StringComparison.Ordinal);
        Assert.Contains("chosen on the validation part", Flat(answer.Out), StringComparison.Ordinal);
        string[][] choices = [.. File.ReadAllLines(In("f/choice.csv")).Select(line => line.Split(','))];
        string[] forecasts = File.ReadAllLines(In("f/forecast.csv"));
        Assert.Equal("series,date,value", forecasts[0]);
        Assert.Equal(7, forecasts.Length);
        for (int s = 0; s < 2; s++)
        {
            string name = s == 0 ? "wave" : "walk", chosen = choices[s + 1][1];
            TrainedForecaster model = TrainedForecaster.Load(In($"f/models/{name}.qseq"));
            SeriesTable table = CsvSeries.Read(data, new CsvReadOptions { Columns = [name] });
            var split = new ForecastTraining(table, model.Recipe).Data;
            IReadOnlyList<MethodScores> scores = MethodScores.Of(split);
            double own = model.Evaluate(split.Validation).Mae, least = scores.Where(one => one.Validation is not null).Min(one => one.Validation!.Mae);
            Assert.Equal(own <= least ? FleetRecord.Model : scores.First(one => one.Validation?.Mae == least).Method, chosen);
            Assert.Equal(Math.Min(own, least), double.Parse(choices[s + 1][2], CultureInfo.InvariantCulture), 1e-9);
            Assert.Equal(model.Evaluate(split.Test).Mae, double.Parse(choices[s + 1][4], CultureInfo.InvariantCulture), 1e-9);
            double[] ahead = new double[3];
            if (chosen == FleetRecord.Model) ahead = [.. model.Forecast(table).Column(0)];
            else MethodScores.MethodsFor(split.Table, split.Train).Single(method => method.Name == chosen).Fit(Series[s]).Forecast(Series[s], [Days], 3, ahead);
            for (int h = 0; h < 3; h++)
            {
                string[] cells = forecasts[1 + (3 * s) + h].Split(',');
                Assert.Equal((name, Day(Days + h)), (cells[0], cells[1]));
                Assert.Equal(ahead[h], double.Parse(cells[2], CultureInfo.InvariantCulture), 1e-6);
            }
        }
    }

    [Fact]
    public void Intervals_are_scored_and_kept()
    {
        string data = Data();
        CliAnswer answer = Fleet(data, "--choose", "--models", "--levels", "80,90", "--report", In("f.html"));
        Assert.True(answer.Code == 0, answer.Err);
        string text = Flat(answer.Out);
        Assert.Contains("intervals on the test part, as wide as errors of the validation part; the mean over series", text, StringComparison.Ordinal);
        Assert.Contains("80 % hold", text, StringComparison.Ordinal);
        Assert.Contains("has the least MSIS", text, StringComparison.Ordinal);
        string page = Flat(File.ReadAllText(In("f.html")));
        Assert.Contains("has the least MSIS", page, StringComparison.Ordinal);
        Assert.Contains("the same to the classical methods", page, StringComparison.Ordinal);
        Assert.Matches("On the median series the model.{1,12}s MAE is [0-9.]+ . (below|above) that of .{3,40}, the hardest baseline to beat here", page);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(In("f/fleet.json")));
        JsonElement[] rows = [.. json.RootElement.GetProperty("summary").GetProperty("intervals").EnumerateArray()];
        Assert.Equal(["model", "model"], rows.Take(2).Select(row => row.GetProperty("name").GetString()!));

        var own = new List<IntervalScores>();
        double msis = 0;
        string[] forecasts = File.ReadAllLines(In("f/forecast.csv"));
        Assert.Equal("series,date,value,value_lo80,value_hi80,value_lo90,value_hi90", forecasts[0]);
        for (int s = 0; s < 2; s++)
        {
            string name = s == 0 ? "wave" : "walk";
            TrainedForecaster model = TrainedForecaster.Load(In($"f/models/{name}.qseq"));
            SeriesTable table = CsvSeries.Read(data, new CsvReadOptions { Columns = [name] });
            DataSplit split = new ForecastTraining(table, model.Recipe).Data;
            own.Add(model.EvaluateIntervals(split.Test)[1]);
            double[] before = Series[s][..split.Test.TargetIndex(0)];
            msis += own[^1].Msis(IntervalScores.ScaleOf(before, SeasonFinder.Find(before, table.Step))) / 2;
            double[] cells = [.. forecasts[1 + (3 * s)].Split(',').Skip(2).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            Assert.True(cells[3] <= cells[1] && cells[1] <= cells[0] && cells[0] <= cells[2] && cells[2] <= cells[4], string.Join(' ', cells));
            Assert.True(cells[1] < cells[2]);
            string chosen = File.ReadAllLines(In("f/choice.csv"))[s + 1].Split(',')[1];
            if (chosen == FleetRecord.Model) continue;
            SeriesMethod method = MethodScores.MethodsFor(split.Table, split.Train).Single(one => one.Name == chosen);
            Assert.Equal(MethodBands.Of(method, Series[s], 3).At(0, 0.9).Upper, cells[4], 1e-6);
        }

        Assert.Equal(own.Average(one => one.Coverage), rows[1].GetProperty("coverage").GetDouble(), 1e-12);
        Assert.Equal(msis, rows[1].GetProperty("msis").GetDouble(), 1e-9);
        Assert.Contains("levels", Fleet(data).Error, StringComparison.Ordinal); // another fleet
    }

    [Fact]
    public void Choosing_later_trains_nothing_again_and_other_baselines_are_another_fleet()
    {
        string data = Data();
        Assert.Equal(0, Fleet(data).Code);
        Assert.False(File.Exists(In("f/choice.csv")));
        CliAnswer again = Fleet(data, "--choose");
        Assert.Contains("2 of 2 series are finished", again.Err, StringComparison.Ordinal);
        Assert.True(File.Exists(In("f/forecast.csv")));
        Assert.Contains("baselines is all there and two here", Fleet(data, "--baselines", "two").Error, StringComparison.Ordinal);
        CliAnswer two = Fleet(data, "--baselines", "two", "--restart");
        Assert.Equal(0, two.Code);
        Assert.DoesNotContain("Theta", two.Out, StringComparison.Ordinal);
        Assert.Contains("--choose takes --baselines all", Fleet(data, "--baselines", "two", "--choose").Error, StringComparison.Ordinal);
        Assert.Contains("a validation part", Fleet(data, "--choose", "--split", "0.8,0").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_choice_looks_at_validation_alone()
    {
        static Scores Of(double mae) => new(10, 0, mae * mae, mae);
        var record = new FleetRecord { Series = "s", Seed = 1, Validation = Of(2), Test = Of(1), Methods = [new("a", 3, 0.1), new("b", 1.5, 9), new("c", null, 0.1)] };
        Assert.Equal(new MethodMae("b", 1.5, 9), FleetChoice.Of(record));
        Assert.Equal(new MethodMae("model", 1, 1), FleetChoice.Of(record with { Validation = Of(1) }));
        Assert.Equal("b", FleetChoice.Of(record with { Validation = null })?.Name);
        Assert.Null(FleetChoice.Of(record with { Validation = null, Methods = null }));
    }
}
