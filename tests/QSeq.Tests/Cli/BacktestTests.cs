using System.Globalization;
using System.Text;
using System.Text.Json;

namespace QSeq.Tests.Cli;

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
