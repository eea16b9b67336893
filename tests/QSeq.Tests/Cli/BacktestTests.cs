using System.Globalization;
using System.Text;
using System.Text.Json;

namespace QSeq.Tests.Cli;

[Trait(Speed.Name, Speed.Slow)]
public sealed class BacktestTests : CliRun
{
    private static readonly string[] Quick = ["--horizon", "3", "--epochs", "2", "--test-rows", "40", "--window", "6", "--seeds", "2"];

    internal CliAnswer Backtest(params string[] more) => Run(["backtest", Series(), .. Quick, .. more]);

    [Fact]
    public void ATableAndAVerdictArePrinted()
    {
        CliAnswer answer = Backtest();
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("'load', 3 steps ahead from 38 origins, original units", answer.Out, StringComparison.Ordinal);
        foreach (string row in "qkan-lstm, median of 2 seeds;  least of a seed;  largest of a seed;seasonal naive;Naive2;ETS;seasonal regressions".Split(';'))
            Assert.Contains(row, answer.Out, StringComparison.Ordinal);
        Assert.Contains("Diebold-Mariano, Holm over 1", answer.Out, StringComparison.Ordinal);
        Assert.Contains("found: ", answer.Err, StringComparison.Ordinal);
        Assert.Contains("38 origins from row 161 to row 198; a season of 6 steps", answer.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void TheTableHasItsBestMarkedAndFirst()
    {
        JsonElement series = Json();
        string[] lines = Backtest().Out.Split('\n');
        string best = series.GetProperty("candidates").EnumerateArray().MinBy(one => one.GetProperty("mae").GetDouble()).GetProperty("name").GetString()!;
        string first = lines[Array.FindIndex(lines, line => line.Contains("──", StringComparison.Ordinal)) + 1];
        Assert.StartsWith(best, first.Trim(), StringComparison.Ordinal);
        Assert.Contains("*", first, StringComparison.Ordinal);
    }

    [Fact]
    public void JsonHoldsTheSameScores()
    {
        JsonElement series = Json();
        Assert.Equal("load", series.GetProperty("name").GetString());
        JsonElement origins = series.GetProperty("origins"), naive = Named(series, "Naive2"), model = Named(series, "qkan-lstm");
        Assert.Equal((38, 161, 198), (origins.GetProperty("count").GetInt32(), origins.GetProperty("first").GetInt32(), origins.GetProperty("last").GetInt32()));
        Assert.Equal(1, naive.GetProperty("owa").GetDouble(), 1e-12);
        Assert.Equal("model", model.GetProperty("kind").GetString());
        Assert.Equal(2, model.GetProperty("seeds").GetArrayLength());
        Assert.Equal(3, model.GetProperty("steps").GetArrayLength());
        Assert.Equal(model.GetProperty("mae").GetDouble(), model.GetProperty("steps").EnumerateArray().Average(step => step.GetProperty("mae").GetDouble()), 1e-12);
        Assert.Contains(series.GetProperty("verdicts")[0].GetProperty("outcome").GetString(), (string[])["better", "open", "worse"]);
    }

    [Fact]
    public void SeveralModelsAreCompared()
    {
        CliAnswer answer = Backtest("--models", "lstm,qkan-lstm", "--hidden", "2", "--reps", "2");
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("lstm, median of 2 seeds", answer.Out, StringComparison.Ordinal);
        Assert.Contains("qkan-lstm, median of 2 seeds", answer.Out, StringComparison.Ordinal);
        Assert.Contains("Holm over 3", answer.Out.ReplaceLineEndings(" "), StringComparison.Ordinal); // of 16 methods each, 30 to 39 tests
    }

    /// <summary>A series too short for its window ends a model, not the run.</summary>
    [Fact]
    public void AModelThatCannotBeTrainedIsALineUnderTheTable()
    {
        CliAnswer answer = Run("backtest", Series(), "--horizon", "3", "--epochs", "2", "--test-rows", "40", "--window", "158", "--seeds", "2");
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("qkan-lstm is left out: ", answer.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("median of", answer.Out, StringComparison.Ordinal);
        Assert.Contains("persistence", answer.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--model and --models were both given", "--model", "lstm", "--models", "gru,lstm")]
    [InlineData("--reps does not apply to --models lstm,gru", "--models", "lstm,gru", "--reps", "2")]
    [InlineData("unknown model 'lstn'", "--models", "lstn")]
    [InlineData("2 rows are to be forecast, expected 3", "--test-rows", "2")]
    [InlineData("--seeds is 0", "--seeds", "0")]
    [InlineData("--split", "--split", "0.7")]
    [InlineData("--columns does not apply to one series", "--column", "load", "--columns", "load")]
    public void WhatDoesNotGoTogetherIsRefused(string message, params string[] more)
    {
        CliAnswer answer = Run(["backtest", Series(), "--horizon", "3", .. more]);
        Assert.Equal(2, answer.Code);
        Assert.Contains(message, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TooFewRowsAreBadData()
    {
        CliAnswer answer = Run("backtest", Write("few.csv", "x\n1\n2\n3\n"), "--horizon", "3");
        Assert.Equal(3, answer.Code);
        Assert.Contains("before the first origin", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void FitsAndSeasonAreThoseAskedFor()
    {
        JsonElement once = Json(), more = Json("--refits", "3"), sliding = Json("--sliding", "60"), other = Json("--season", "4", "--stride", "5");
        Assert.NotEqual(Named(once, "AR").GetProperty("mae").GetDouble(), Named(more, "AR").GetProperty("mae").GetDouble());
        Assert.NotEqual(Named(once, "AR").GetProperty("mae").GetDouble(), Named(sliding, "AR").GetProperty("mae").GetDouble());
        Assert.Equal((4, 5, 8), (other.GetProperty("season").GetInt32(), other.GetProperty("origins").GetProperty("stride").GetInt32(), other.GetProperty("origins").GetProperty("count").GetInt32()));
    }

    [Fact]
    public void ColumnsKnownInTheFutureAndTheCalendarAreRead()
    {
        var text = new StringBuilder("day,sales,price\n");
        for (int t = 0; t < 220; t++)
            text.Append(CultureInfo.InvariantCulture, $"{new DateTime(2024, 1, 1).AddDays(t):yyyy-MM-dd},{50 + (t % 7 * 3) - (t * 11 % 5)},{t * 11 % 5}\n");
        string data = Write("shop.csv", text.ToString());
        CliAnswer answer = Run(["backtest", data, "--column", "sales", "--known", "price", "--calendar", "weekday", .. Quick, "--json"]);
        Assert.True(answer.Code == 0, answer.Err);
        JsonElement series = JsonDocument.Parse(answer.Out).RootElement.GetProperty("series")[0];
        Assert.Equal(0, series.GetProperty("failures").GetArrayLength());
        Assert.True(Named(series, "qkan-lstm").GetProperty("mae").GetDouble() < Named(series, "seasonal naive").GetProperty("mae").GetDouble());
    }

    [Fact]
    public void EveryForecastIsWritten()
    {
        string path = In("all.csv");
        CliAnswer answer = Backtest("--csv", path, "--json");
        Assert.True(answer.Code == 0, answer.Err);
        Assert.False(File.Exists(path + ".journal"));
        JsonElement model = Named(JsonDocument.Parse(answer.Out).RootElement.GetProperty("series")[0], "qkan-lstm");
        string[][] rows = [.. File.ReadAllLines(path).Select(line => line.Split(','))];
        Assert.Equal("series,candidate,seed,origin,step,row,truth,forecast,lo80,hi80,lo95,hi95".Split(','), rows[0]);
        string[][] own = [.. rows.Where(row => row[1] == "qkan-lstm" && row[2] == "median")];
        Assert.Equal(38 * 3, own.Length);
        Assert.Equal(["161", "1", "161"], own[0][3..6]);
        Assert.Equal(["198", "3", "200"], own[^1][3..6]);
        Assert.Equal(38 * 3, rows.Count(row => row[1] == "qkan-lstm" && row[2] == "1"));
        Assert.Equal(38 * 3, rows.Count(row => row[1] == "persistence" && row[2].Length == 0));
        Assert.Equal(Number(own[0][6]), Number(rows.First(row => row[1] == "ETS")[6]));
        Assert.Equal(model.GetProperty("mae").GetDouble(), own.Average(row => Math.Abs(Number(row[6]) - Number(row[7]))), 1e-6);

        // The share inside is the coverage that is said.
        string[][] with = [.. own.Where(row => row[8].Length > 0)];
        double inside = with.Average(row => Number(row[6]) >= Number(row[8]) && Number(row[6]) <= Number(row[9]) ? 1.0 : 0);
        Assert.Equal(model.GetProperty("intervals")[0].GetProperty("coverage").GetDouble(), inside, 1e-9);
        Assert.Equal(model.GetProperty("intervals")[0].GetProperty("count").GetInt32(), with.Length);
    }

    [Fact]
    public void IntervalsAreMeasured()
    {
        CliAnswer answer = Backtest("--levels", "50,80,90"), adaptive = Backtest("--adaptive"), none = Backtest("--levels", "none"), many = Backtest("--levels", "99");
        foreach (string header in (string[])["50 %", "80 %", "90 %", "coverage", "MSIS", "Intervals, from errors at earlier origins"])
            Assert.Contains(header, answer.Out, StringComparison.Ordinal);
        Assert.Contains("at earlier origins, as they change", adaptive.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("coverage", none.Out, StringComparison.Ordinal);
        Assert.Contains("38 origins are too few for intervals of 99 %: they need 99 errors", many.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal(2, Backtest("--levels", "none", "--adaptive").Code);
        Assert.Equal(2, Backtest("--levels", "120").Code);
    }

    [Fact]
    public void ARunThatWasStoppedGoesOn()
    {
        string path = In("all.csv"), whole = In("whole.csv");
        string[] command = ["backtest", Series(), .. Quick];
        Assert.Equal(0, Run([.. command, "--csv", whole]).Code);
        CliAnswer stopped = RunStopped(3, [.. command, "--csv", path]);
        Assert.Equal(130, stopped.Code);
        Assert.Contains("--resume goes on from", stopped.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
        int kept = File.ReadAllLines(path + ".journal").Length - 1;
        Assert.InRange(kept, 8, 19);
        string log = File.ReadAllText(path + ".journal");

        CliAnswer other = Run([.. command, "--csv", path, "--resume", "--season", "5"]);
        Assert.Equal(2, other.Code);
        Assert.Contains("is of another backtest", other.Error, StringComparison.Ordinal);
        Assert.Equal(log, File.ReadAllText(path + ".journal"));

        CliAnswer resumed = Run([.. command, "--csv", path, "--resume"]);
        Assert.True(resumed.Code == 0, resumed.Err);
        Assert.Contains($"{kept} fits done before", resumed.Err, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(whole), File.ReadAllText(path));
        Assert.False(File.Exists(path + ".journal"));
    }

    /// <summary>Without --resume what an interrupted run left is replaced, and with other data it is refused.</summary>
    [Fact]
    public void AJournalIsOfItsDataAndReplacedWithoutResume()
    {
        string path = In("all.csv"), data = Series();
        string[] command = ["backtest", data, .. Quick, "--csv", path];
        Assert.Equal(130, RunStopped(4, command).Code);
        string[] lines = File.ReadAllLines(data);
        lines[7] = "99";
        File.WriteAllLines(data, lines);
        Assert.Contains("is of another backtest", Run([.. command, "--resume"]).Error, StringComparison.Ordinal);
        CliAnswer anew = Run(command);
        Assert.True(anew.Code == 0, anew.Err);
        Assert.Contains("of an interrupted run is there and will be replaced", anew.Err, StringComparison.Ordinal);
        Assert.Contains("there is no", Run([.. command, "--resume"]).Err, StringComparison.Ordinal);
        Assert.Contains("--resume goes on from the journal beside --csv or --report", Run("backtest", data, "--resume").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void SeriesAreForecastEachByItself()
    {
        string data = Panel();
        CliAnswer answer = Run(["backtest", data, "--rows-are-series", .. Quick]), json = Run(["backtest", data, "--rows-are-series", .. Quick, "--json", "--csv", In("all.csv")]);
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("3 series, 3 steps ahead: means over series", answer.Out, StringComparison.Ordinal);
        Assert.Contains("short is left out: 5 rows leave", answer.Out, StringComparison.Ordinal);
        Assert.Contains("paired t-test over series, Holm over", answer.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        JsonElement root = JsonDocument.Parse(json.Out).RootElement, all = root.GetProperty("all");
        Assert.Equal(["A", "B", "C"], root.GetProperty("series").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.Equal("short", root.GetProperty("notForecast")[0].GetProperty("series").GetString());
        double mase = root.GetProperty("series").EnumerateArray().Average(one => Named(one, "qkan-lstm").GetProperty("mase").GetDouble());
        JsonElement model = all.GetProperty("candidates").EnumerateArray().Single(one => one.GetProperty("name").GetString() == "qkan-lstm");
        Assert.Equal(mase, model.GetProperty("mase").GetDouble(), 1e-12);
        Assert.Equal(3, all.GetProperty("candidates").EnumerateArray().Where(one => one.GetProperty("series").GetInt32() == 3).Sum(one => one.GetProperty("wins").GetInt32()));

        // Alone a series has the same scores, whatever stands beside it and however many threads there are.
        CliAnswer alone = Run(["backtest", data, "--rows-are-series", "--columns", "B", .. Quick, "--json", "--threads", "1"]);
        Assert.True(alone.Code == 0, alone.Err);
        JsonElement one = JsonDocument.Parse(alone.Out).RootElement.GetProperty("series")[0];
        Assert.Equal(Named(root.GetProperty("series")[1], "qkan-lstm").GetProperty("mae").GetDouble(), Named(one, "qkan-lstm").GetProperty("mae").GetDouble());
        Assert.Equal(3, File.ReadLines(In("all.csv")).Skip(1).Select(line => line.Split(',')[0]).Distinct().Count());
    }

    [Fact]
    public void SeriesOfAPanelGoOnToo()
    {
        string[] command = ["backtest", Panel(), "--rows-are-series", .. Quick, "--threads", "1", "--csv"];
        Assert.Equal(0, Run([.. command, In("whole.csv")]).Code);
        Assert.Equal(130, RunStopped(6, [.. command, In("all.csv")]).Code);
        CliAnswer resumed = Run([.. command, In("all.csv"), "--resume"]);
        Assert.True(resumed.Code == 0, resumed.Err);
        Assert.Contains("done before", resumed.Err, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(In("whole.csv")), File.ReadAllText(In("all.csv")));
    }

    [Fact]
    public void NoSeriesOfAPanelIsLongEnough()
    {
        CliAnswer answer = Run("backtest", Write("few.csv", "A,1,2,3,4\nB,4,3,2,1,2\n"), "--rows-are-series", "--horizon", "3");
        Assert.Equal(1, answer.Code);
        Assert.Contains("none of 2 series could be forecast; the first, A: ", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void APageHasAllOfItsParts()
    {
        string page = In("p.html"), data = Write("<i>.csv", File.ReadAllText(Series()));
        CliAnswer answer = Run(["backtest", data, .. Quick, "--report", page, "--gaps", "linear"]);
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("report: " + page, answer.Err, StringComparison.Ordinal);
        Assert.False(File.Exists(page + ".journal"));
        string html = File.ReadAllText(page);
        foreach (string part in (string[])["Backtest of &#39;load&#39;, 3 steps ahead", "History, and forecasts", "qkan-lstm, median of 2 seeds", "MAE by step ahead", "MAE by candidate", "Mean absolute error from origin to origin", "Coverage of intervals of 95 %", "Coverage by step ahead of qkan-lstm", "pinball", "Diebold-Mariano, Holm over", "How it was done", "What was decided about the data", "data digest", "--gaps linear"])
            Assert.Contains(part, html.Replace("'", "&#39;", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", html, StringComparison.Ordinal);

        // Nothing of the drawing is not in the forecasts: the forecast of the first origin is where it belongs.
        Assert.Equal(0, Run(["backtest", data, .. Quick, "--csv", In("all.csv")]).Code);
        string first = File.ReadLines(In("all.csv")).First(line => line.StartsWith("load,qkan-lstm,median,161,1,", StringComparison.Ordinal)).Split(',')[7];
        Assert.Contains(first[..6], html, StringComparison.Ordinal);
    }

    [Fact]
    public void APageOfSeveralSeriesShowsEach()
    {
        string page = In("p.html");
        CliAnswer answer = Run(["backtest", Panel(), "--rows-are-series", .. Quick, "--report", page]);
        Assert.True(answer.Code == 0, answer.Err);
        string html = File.ReadAllText(page);
        foreach (string part in (string[])["Backtest of 3 series", "Each series", "Series left out", "Forecasts: A", "Forecasts: C", "MASE of qkan-lstm", "coverage of all values"])
            Assert.Contains(part, html, StringComparison.Ordinal);
        Assert.Contains("choose another", Run(["backtest", Panel(), "--rows-are-series", "--csv", In("a.csv"), "--report", In("a.csv")]).Error, StringComparison.Ordinal);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Three series of 200 values, and one that is too short.</summary>
    private string Panel()
    {
        var text = new StringBuilder();
        for (int n = 0; n < 3; n++)
        {
            int kind = n;
            IEnumerable<double> values = Enumerable.Range(0, 200).Select(t => 10 + (kind * 0.03 * t) + (2 * Math.Sin(Math.PI * t / (kind + 2))) + (t * t % (7 + kind) / 10.0));
            text.Append("ABC"[n]).Append(',').AppendJoin(',', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture))).Append('\n');
        }

        return Write("panel.csv", text.Append("short,1,2,3,4,5\n").ToString());
    }

    private JsonElement Json(params string[] more)
    {
        CliAnswer answer = Backtest([.. more, "--json"]);
        Assert.True(answer.Code == 0, answer.Err);
        return JsonDocument.Parse(answer.Out).RootElement.GetProperty("series")[0];
    }

    private static JsonElement Named(JsonElement series, string name) =>
        series.GetProperty("candidates").EnumerateArray().Single(one => one.GetProperty("name").GetString() == name);

    /// <summary>200 values with a season of 6, a trend and what looks like chance.</summary>
    private string Series() => Write("load.csv", "load\n" + string.Join('\n', Enumerable.Range(0, 200).Select(t =>
        (10 + (0.02 * t) + (2 * Math.Sin(Math.PI * t / 3)) + (t * t % 7 / 10.0)).ToString("R", CultureInfo.InvariantCulture))) + "\n");
}
