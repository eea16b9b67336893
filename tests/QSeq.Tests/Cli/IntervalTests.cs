using System.Globalization;
using System.Text.Json.Nodes;
using QSeq.Cli.Reports;
using QSeq.Core;
using QSeq.Forecasting;
using QSeq.Intervals;

namespace QSeq.Tests.Cli;

/// <summary>Intervals on the command line: kept by train, shown by forecast, judged by evaluate, and what lies outside them.</summary>
public sealed class IntervalTests : CliRun
{
    private const string Head = "Intervals, from errors of the validation part";

    [Fact]
    public void Train_keeps_intervals_and_says_how_many_values_they_hold()
    {
        string data = Noisy("noisy.csv");
        CliAnswer answer = Run("train", data, "--window", "4", "--epochs", "1", "--horizon", "2", "--out", In("m.qseq"), "--report", In("p.html"), "--plot");
        Assert.True(answer.Code == 0, answer.Err);
        string[] lines = [.. answer.Out.Split(Head)[1].Split('\n').Where(line => line.Contains(" %", StringComparison.Ordinal))];
        ForecastCalibration kept = TrainedForecaster.Load(In("m.qseq")).Calibration!;
        Assert.Equal([0.8, 0.95], kept.Levels.ToArray());
        Assert.StartsWith("80 %", lines[0].Trim(), StringComparison.Ordinal);
        Assert.StartsWith("95 %", lines[1].Trim(), StringComparison.Ordinal);
        string html = File.ReadAllText(In("p.html"));
        foreach (string part in new[] { Head, "{\"name\":\"95 %\",\"low\":", "class=\"band\"" }) Assert.Contains(part, html, StringComparison.Ordinal);
        Assert.Contains($"80, 95 %, from {kept.Count} errors of each step ahead", Run("inspect", In("m.qseq")).Out, StringComparison.Ordinal);

        // The same numbers from a file.
        CliAnswer evaluated = Run("evaluate", In("m.qseq"), data);
        Assert.Contains(lines[1].TrimEnd(), evaluated.Out, StringComparison.Ordinal);
        JsonArray json = JsonNode.Parse(Run("evaluate", In("m.qseq"), data, "--json").Out)!["intervals"]!.AsArray();
        Assert.Equal(["x", "x"], json.Select(row => (string)row!["target"]!));
        Assert.Equal([0.8, 0.95], json.Select(row => (double)row!["level"]!));
        Assert.Equal((double)json[1]!["score"]!, new IntervalScores(0.95, 1, 1, 0, (double)json[1]!["score"]!).Score);
        Assert.Contains($"{100 * (double)json[1]!["coverage"]!:F1} %".Replace(',', '.'), lines[1], StringComparison.Ordinal);
        Assert.True((double)json[1]!["msis"]! > 0);

        // Without what comes before there is nothing to scale by.
        JsonNode all = JsonNode.Parse(Run("evaluate", In("m.qseq"), data, "--all", "--json").Out)!["intervals"]![0]!;
        Assert.Null(all["msis"]);
    }

    [Theory]
    [InlineData("--levels", "none")]
    [InlineData("--split", "0.8")]
    public void Where_there_are_none_nothing_is_said(params string[] more)
    {
        CliAnswer answer = Run(["train", Noisy("noisy.csv"), "--window", "4", "--epochs", "1", "--out", In("m.qseq"), .. more]);
        Assert.True(answer.Code == 0, answer.Err);
        Assert.DoesNotContain(Head, answer.Out, StringComparison.Ordinal);
        Assert.Null(JsonNode.Parse(Run("evaluate", In("m.qseq"), In("noisy.csv"), "--json").Out)!["intervals"]);
        string refused = Run("forecast", In("m.qseq"), In("noisy.csv"), "--levels", "80").Error;
        Assert.Contains("the model has no intervals; train it again with --levels 80,95 and a validation part", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forecast_has_them_as_columns_where_they_are_asked_for()
    {
        string data = Noisy("noisy.csv"), model = In("m.qseq");
        Assert.Equal(0, Run("train", data, "--window", "4", "--epochs", "1", "--horizon", "2", "--levels", "97.5, 80", "--out", model).Code);
        string[] plain = Lines(Run("forecast", model, data).Out), with = Lines(Run("forecast", model, data, "--levels", "97.5").Out);
        Assert.Equal(["step,x", "step,x,x_lo97.5,x_hi97.5"], [plain[0], with[0]]);
        double half = TrainedForecaster.Load(model).Calibration!.Widths[3]; // of the second level, the second step
        double[] cells = [.. with[2].Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
        Assert.StartsWith(plain[2] + ",", with[2], StringComparison.Ordinal);
        Assert.Equal((cells[1] - half, cells[1] + half), (cells[2], cells[3]), Nearly);

        Assert.Equal("step,load,load_lo80,load_hi80,load_lo97.5,load_hi97.5", Lines(Run("forecast", model, Noisy("other.csv", "load"), "--column", "load", "--levels", "80,97.5").Out)[0]);
        JsonNode json = JsonNode.Parse(Run("forecast", model, data, "--levels", "80,97.5", "--json").Out)!["forecast"]![1]!;
        Assert.Equal(cells[2], (double)json["intervals"]!["x"]!["97.5"]![0]!, 1e-6);
        Assert.Null(JsonNode.Parse(Run("forecast", model, data, "--json").Out)!["forecast"]![1]!["intervals"]);
        Assert.Equal(0, Run("forecast", model, data, "--levels", "80", "--out", In("f.parquet")).Code);
        Assert.Contains("┄ 97.5 %  ┄ 80 %", Run("forecast", model, data, "--plot").Err, StringComparison.Ordinal);
        Assert.DoesNotContain("┄", Run("forecast", model, data, "--plot", "--horizon", "9").Err, StringComparison.Ordinal);
        Assert.Contains("Train it with horizon 3", Run("forecast", model, data, "--levels", "80", "--horizon", "3").Error, StringComparison.Ordinal);
        Assert.Contains("choose one of them, or train it with --levels 95", Run("forecast", model, data, "--levels", "95").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.8,x", "--levels is '0.8,x', expected percents between 0 and 100 with commas between, such as 80,95")]
    [InlineData("100", "--levels is '100', expected percents")]
    [InlineData("0", "--levels is '0', expected percents")]
    [InlineData("-5", "--levels is '-5', expected percents")]
    public void Levels_are_percents(string levels, string expected)
    {
        Assert.Contains(expected, Run("train", Waves(), "--levels", levels).Error, StringComparison.Ordinal);
        string none = Run("train", Waves(), "--levels", "80", "--split", "0.8").Error;
        Assert.Contains("intervals are measured on validation data, but the validation fraction is 0", none, StringComparison.Ordinal);
    }

    [Fact]
    public void Scored_are_the_values_that_leave_their_interval()
    {
        Assert.Equal(0, Run("train", Noisy("noisy.csv"), "--window", "4", "--epochs", "1", "--levels", "50,99", "--out", In("m.qseq")).Code);
        string odd = Noisy("odd.csv", odd: 150);
        CliAnswer answer = Run("forecast", In("m.qseq"), odd, "--score");
        Assert.True(answer.Code == 0, answer.Err);
        string[] lines = Lines(answer.Out);
        Assert.Equal("row,series,value,lower,upper,level", lines[0]);
        string line = Assert.Single(lines, text => text.StartsWith("151,", StringComparison.Ordinal));
        string[] cells = line.Split(',');
        Assert.Equal(("x", "500", "99"), (cells[1], cells[2], cells[5]));
        Assert.True(double.Parse(cells[4], CultureInfo.InvariantCulture) < 500);
        Assert.Contains($"{lines.Length - 1} of 296 values lie outside the interval of their forecast one step ahead", answer.Err, StringComparison.Ordinal);

        // With several levels each value has the widest that it leaves.
        string[] both = Lines(Run("forecast", In("m.qseq"), odd, "--score", "--levels", "50,99").Out);
        Assert.True(both.Length > lines.Length);
        Assert.Equal(lines.Length - 1, both.Count(text => text.EndsWith(",99", StringComparison.Ordinal)));
        Assert.Equal(both.Length - 1, both.Skip(1).Select(text => text.Split(',')[0]).Distinct().Count());
        Assert.Equal(0, Run("forecast", In("m.qseq"), odd, "--score", "--out", In("odd-values.csv")).Code);
        Assert.Equal(lines, Lines(File.ReadAllText(In("odd-values.csv"))));

        foreach (string[] other in (string[][])[["--json"], ["--horizon", "2"], ["--plot"], ["--source"]])
            Assert.Contains($"{other[0]} does not apply to --score", Run(["forecast", In("m.qseq"), odd, "--score", .. other]).Error, StringComparison.Ordinal);
        Assert.Contains("--score writes CSV", Run("forecast", In("m.qseq"), odd, "--score", "--out", In("odd.json")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Coverage_that_is_off_is_put_into_a_sentence()
    {
        Assert.Null(IntervalReport.Reading([]));
        Assert.Null(IntervalReport.Reading([Row(0.8, 0.76), Row(0.95, 1)]));
        Assert.Null(IntervalReport.Reading([Row(0.8, 0.5, count: 19)]));
        Assert.StartsWith("Intervals of 95 % hold 70.0 % of the values: the errors here are larger than those of the validation part", IntervalReport.Reading([Row(0.8, 0.7), Row(0.95, 0.7)]), StringComparison.Ordinal);
        Assert.StartsWith("Intervals of 80 % hold 91.2 % of the values: the errors here are smaller", IntervalReport.Reading([Row(0.8, 0.912), Row(0.95, 0.96)]), StringComparison.Ordinal);

        static IntervalReport.Row Row(double level, double coverage, int count = 200) => new(0, new IntervalScores(level, count, coverage, 1, 1), 1);
    }

    [Fact]
    public void Few_errors_are_told()
    {
        CliAnswer answer = Run("train", Noisy("noisy.csv"), "--window", "4", "--epochs", "1", "--levels", "80,99", "--out", In("m.qseq"));
        Assert.Contains("of each step ahead, and 99 % needs 99: its intervals reach as far as the largest and may be too narrow.", string.Join(' ', answer.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    /// <summary>Two targets, each with rows and columns of its own.</summary>
    [Fact]
    public void Every_target_has_its_own()
    {
        string[] a = Lines(File.ReadAllText(Noisy("a.csv", "a"))), b = Lines(File.ReadAllText(Noisy("b.csv", "b", odd: 20)));
        string data = Write("ab.csv", string.Join('\n', a.Zip(b, (left, right) => $"{left},{right}")) + "\n");
        CliAnswer answer = Run("train", data, "--targets", "a,b", "--window", "4", "--epochs", "1", "--out", In("m.qseq"), "--report", In("p.html"));
        Assert.True(answer.Code == 0, answer.Err);
        string[] rows = [.. Lines(answer.Out.Split(Head)[1]).Where(line => line.Contains(" %  ", StringComparison.Ordinal)).Select(line => line.TrimStart()[..7])];
        Assert.Equal(["a   80 ", "a   95 ", "b   80 ", "b   95 "], rows);
        string[] scores = File.ReadAllText(In("p.html")).Split("Test scores: ");
        Assert.All(scores[^2..], part => Assert.Contains(Head, part, StringComparison.Ordinal));
        Assert.Equal("step,a,a_lo80,a_hi80,b,b_lo80,b_hi80", Lines(Run("forecast", In("m.qseq"), data, "--levels", "80").Out)[0]);
        string[] odd = [.. Lines(Run("forecast", In("m.qseq"), data, "--score").Out).Where(line => line.StartsWith("21,", StringComparison.Ordinal))];
        Assert.StartsWith("21,b,500,", Assert.Single(odd), StringComparison.Ordinal);
    }

    /// <summary>Ends that are trained differ in width from step to step; all else is as without.</summary>
    [Fact]
    public void Ends_of_levels_can_be_trained()
    {
        string data = Noisy("noisy.csv");
        CliAnswer answer = Run("train", data, "--window", "4", "--epochs", "2", "--quantiles", "--out", In("m.qseq"));
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains(Head, answer.Out, StringComparison.Ordinal);
        Assert.Equal("pinball levels 0.025, 0.1, 0.5, 0.9, 0.975", TrainedForecaster.Load(In("m.qseq")).Recipe.Training.Objective.ToString());
        string[] scored = Lines(Run("forecast", In("m.qseq"), data, "--score", "--levels", "80").Out)[1..];
        IEnumerable<double> widths = scored.Select(line => line.Split(',')).Select(cells => double.Parse(cells[4], CultureInfo.InvariantCulture) - double.Parse(cells[3], CultureInfo.InvariantCulture));
        Assert.True(widths.Max() > widths.Min() + 0.01);
        Assert.Contains("--loss does not apply to --quantiles", Run("train", data, "--quantiles", "--loss", "mae").Error, StringComparison.Ordinal);
        Assert.Contains("--quantiles trains the ends of --levels", Run("train", data, "--quantiles", "--levels", "none").Error, StringComparison.Ordinal);
    }

    private static bool Nearly((double, double) a, (double, double) b) => Math.Abs(a.Item1 - b.Item1) < 1e-5 && Math.Abs(a.Item2 - b.Item2) < 1e-5;

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    // Waves with noise, 300 values; one of them may be far off.
    private string Noisy(string file, string name = "x", int odd = -1)
    {
        var random = new RandomSource(3, "noise");
        IEnumerable<double> values = Enumerable.Range(0, 300).Select(t => Math.Round(50 + (10 * Math.Sin(0.6 * t)) + (2 * random.NextGaussian()), 3));
        return Write(file, name + "\n" + string.Join('\n', values.Select((value, t) => t == odd ? "500" : value.ToString(CultureInfo.InvariantCulture))) + "\n");
    }
}
