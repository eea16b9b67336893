using System.Globalization;
using System.Text.Json;

namespace QSeq.Tests.Cli;

/// <summary>What is said of scores agrees with the scores that stand above it.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class VerdictSentenceTests : CliRun
{
    /// <summary>A wave after which noise follows, so that a model can be better or worse than its baselines at will.</summary>
    private string Series(bool linear) => Write("s.csv", "x\n" + string.Concat(Enumerable.Range(0, 300).Select(t =>
        string.Create(CultureInfo.InvariantCulture, $"{(linear ? Math.Sin(0.3 * t) : Logistic(t)):R}\n"))));

    // x' = 3.8 x (1 - x): no linear forecast of it is any good, a small network learns some of it.
    private static double Logistic(int steps)
    {
        double x = 0.3;
        for (int n = 0; n < steps; n++) x = 3.8 * x * (1 - x);
        return x;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Train_and_evaluate_say_who_is_better_as_their_own_scores_have_it(bool linear)
    {
        string data = Series(linear);
        CliAnswer trained = Run("train", data, "--model", "lstm", "--hidden", "8", "--window", "3", "--epochs", linear ? "1" : "80", "--out", In("m.qseq"));
        Assert.Equal(0, trained.Code);
        using JsonDocument json = JsonDocument.Parse(Run("evaluate", In("m.qseq"), data, "--json").Out);
        double[] mse = [.. json.RootElement.GetProperty("scores").EnumerateArray().Select(row => row.GetProperty("mse").GetDouble())];
        bool better = mse[1..].All(baseline => mse[0] < baseline);
        Assert.Equal(!linear, better); // the data does what it is for
        string here = string.Join(' ', trained.Out.Split('\n')), there = string.Join(' ', Run("evaluate", In("m.qseq"), data).Out.Split('\n'));
        foreach (string said in (string[])[here, there])
        {
            Assert.Equal(better, said.Contains("The model has the least MSE here, ", StringComparison.Ordinal));
            Assert.Equal(!better, said.Contains("does better than the model here", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_fleet_counts_the_series_whose_model_is_better_than_both_baselines()
    {
        string rows = string.Concat(Enumerable.Range(0, 300).Select(t => string.Create(
            CultureInfo.InvariantCulture, $"{Logistic(t):R},{Math.Sin(0.3 * t):R},{Math.Sin(0.9 * t) + (0.1 * Math.Sin(7.7 * t * t)):R}\n")));
        CliAnswer answer = Run("fleet", Write("f.csv", "a,b,c\n" + rows), "--model", "lstm", "--hidden", "8", "--window", "3", "--epochs", "40", "--out", In("f"), "--json");
        Assert.Equal(0, answer.Code);
        using JsonDocument json = JsonDocument.Parse(answer.Out);
        string[] head = File.ReadLines(In("f/fleet.csv")).First(line => line.StartsWith("series,", StringComparison.Ordinal)).Split(',');
        double[][] mae = [.. File.ReadLines(In("f/fleet.csv")).SkipWhile(line => !line.StartsWith("series,", StringComparison.Ordinal)).Skip(1).Select(line => line.Split(','))
            .Select(cells => (double[])[.. ((string[])["test_mae", "naive_mae", "linear_ar_mae"]).Select(name => double.Parse(cells[Array.IndexOf(head, name)], CultureInfo.InvariantCulture))])];
        int both = mae.Count(m => m[0] < m[1] && m[0] < m[2]), either = mae.Count(m => m[0] < m[1] || m[0] < m[2]);
        Assert.True(both < either, "the data does not tell both from either");
        Assert.Equal(both, json.RootElement.GetProperty("summary").GetProperty("betterThanBoth").GetInt32());
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(5, true)]
    [InlineData(4, false)]
    public void A_short_fleet_series_has_a_linear_baseline_as_soon_as_it_can_be_fitted(int trainWindows, bool fitted)
    {
        // 4 weights and an intercept need more than 4 training windows, which are the first half of all.
        int rows = 4 + (2 * trainWindows);
        string data = Write("short.csv", "a,b\n" + string.Concat(Enumerable.Range(0, rows).Select(t => string.Create(CultureInfo.InvariantCulture, $"{Math.Sin(t):R},{Math.Cos(t):R}\n"))));
        Assert.Equal(0, Run("fleet", data, "--epochs", "1", "--window", "4", "--split", "0.5", "--out", In("f")).Code);
        string[] lines = [.. File.ReadLines(In("f/fleet.csv")).SkipWhile(line => !line.StartsWith("series,", StringComparison.Ordinal))];
        string[] head = lines[0].Split(',');
        Assert.Equal(3, lines.Length);
        Assert.All(lines[1..], line =>
        {
            string Cell(string name) => line.Split(',')[Array.IndexOf(head, name)];
            Assert.Equal(("ok", true, fitted), (Cell("status"), Cell("naive_mae").Length > 0, Cell("linear_ar_mae").Length > 0));
        });
    }

    [Fact]
    public void The_loss_that_a_model_was_trained_on_is_told()
    {
        string data = Waves();
        foreach (string loss in (string[])["mse", "mae"])
        {
            Assert.Equal(0, Run("train", data, "--loss", loss, "--epochs", "1", "--out", In("m.qseq")).Code);
            Assert.Contains($" {loss},", string.Join(' ', Run("inspect", In("m.qseq")).Out.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void The_warning_of_rows_that_were_trained_on_begins_at_the_very_row(int after, bool warned)
    {
        // Hourly rows. Of 116 windows of 4, floor(0.7 * 116) = 81 and floor(0.15 * 116) = 17 come before the test part: its first target is row 98 + 4, from 0.
        string Dated(string name, int first, int count) => Write(name, "time,x\n" + string.Concat(Enumerable.Range(first, count).Select(t =>
            string.Create(CultureInfo.InvariantCulture, $"{new DateTime(2020, 1, 1).AddHours(t):yyyy-MM-dd HH:mm:ss},{Math.Sin(0.3 * t):R}\n"))));
        Assert.Equal(0, Run("train", Dated("a.csv", 0, 120), "--epochs", "1", "--window", "4", "--out", In("m.qseq")).Code);
        const int test = 102;
        CliAnswer answer = Run("evaluate", In("m.qseq"), Dated("b.csv", test - 4 - 1 + after, 40), "--all"); // its first target is one row before the test part, or its first row
        Assert.Equal(0, answer.Code);
        Assert.Equal(warned, answer.Err.Contains("warning: 1 of the 36 windows scored lie before", StringComparison.Ordinal));
        Assert.Equal(warned, answer.Err.Contains("warning", StringComparison.Ordinal));
        Assert.Equal(warned, answer.Err.Contains(": if this is the same series, the model has been trained on them", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(119, false, "warning: 1 of the 18 windows scored lie before row 103")]
    [InlineData(121, false, null)]
    [InlineData(120, false, null)]
    [InlineData(120, true, "warning: 98 of the 116 windows scored lie before row 103")]
    public void Rows_without_time_stamps_are_counted_to_the_same_row(int rows, bool all, string? warning)
    {
        // 120 rows are trained on as above; of 119 the test part begins at row 80 + 17 + 4, of 121 at row 81 + 17 + 4.
        string data = Waves(rows: 120);
        Assert.Equal(0, Run("train", data, "--epochs", "1", "--window", "4", "--out", In("m.qseq")).Code);
        CliAnswer answer = Run(["evaluate", In("m.qseq"), Waves(rows: rows), .. all ? (string[])["--all"] : []]);
        Assert.Equal(0, answer.Code);
        if (warning is null) Assert.DoesNotContain("warning", answer.Err, StringComparison.Ordinal);
        else Assert.Contains(warning, answer.Err, StringComparison.Ordinal);
        Assert.Equal(warning is not null, answer.Err.Contains(
            $"own test part begins (120 rows then, {rows} here): if this data starts where that did, the model has been trained on them",
            StringComparison.Ordinal));
    }
}
