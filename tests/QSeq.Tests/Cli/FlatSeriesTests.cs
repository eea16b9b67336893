using System.Globalization;
using System.Text.Json.Nodes;
using QSeq.Cli.Terminal;

namespace QSeq.Tests.Cli;

/// <summary>Series from which there is nothing to learn, or of which errors have no unit, and what is said of them.</summary>
public sealed class FlatSeriesTests : CliRun
{
    private static readonly string[] Quick = ["--horizon", "2", "--epochs", "1", "--window", "4"];

    private string Data => Table(("a", t => 10 + Math.Sin(t) + (0.3 * Math.Sin(t * t))), ("b", t => 5 + Math.Cos(t / 3.0) + (0.3 * Math.Cos(t * t))), ("flat", _ => 4));

    [Fact]
    public void A_backtest_says_why_scaled_errors_are_missing()
    {
        CliAnswer answer = Run(["backtest", Data, "--column", "flat", .. Quick]);
        Assert.True(answer.Code == 0, answer.Err);
        Assert.DoesNotContain("NaN", answer.Out, StringComparison.Ordinal);
        Assert.Contains("MASE, OWA and MSIS have no value here (-): ", answer.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("no value here", Run(["backtest", Data, "--column", "a", .. Quick]).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_panel_says_which_series_is_in_no_mean()
    {
        string page = In("p.html");
        CliAnswer answer = Run(["backtest", Data, .. Quick, "--report", page]);
        Assert.True(answer.Code == 0, answer.Err);
        string text = answer.Out.ReplaceLineEndings(" ").Replace("  ", " ", StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        Assert.Contains("flat is in none of the means of sMAPE, MASE, OWA and MSIS, ", text, StringComparison.Ordinal);
        Assert.Contains("flat is in none of the means", File.ReadAllText(page), StringComparison.Ordinal);
        Assert.Matches(@"\s2\s+[\d.]*\s*\*\d", answer.Out); // the least of the two that have means
        Assert.DoesNotContain("in none of the means", Run(["backtest", Data, .. Quick, "--columns", "a,b"]).Out, StringComparison.Ordinal);
    }

    /// <summary>Seasonal naive makes no error on a series that repeats exactly.</summary>
    [Fact]
    public void Intervals_of_a_model_have_no_score_where_the_series_repeats()
    {
        string data = Table(("x", t => t % 6 is var place && place < 3 ? place : 7 - place));
        CliAnswer answer = Run(["train", data, .. Quick, "--linear", "off", "--out", In("m.qseq")]);
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("MSIS has no value here (-)", answer.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", answer.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void One_origin_is_one()
    {
        string text = Run(["backtest", Data, "--column", "a", .. Quick, "--test-rows", "2"]).Out.ReplaceLineEndings(" ").Replace("  ", " ", StringComparison.Ordinal);
        Assert.Contains("1 origin is too few for intervals of 80 %", text, StringComparison.Ordinal);
        Assert.Contains("1 origin is too few for a test", text, StringComparison.Ordinal);
        Assert.DoesNotContain("1 origins", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_trains_nothing_on_a_constant_column()
    {
        CliAnswer answer = Run("search", Data, "--column", "flat", "--trials", "5", "--json");
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Equal(0, JsonNode.Parse(answer.Out)!["trials"]!.GetValue<int>());
        Assert.Contains("tried 0 trainings", answer.Err, StringComparison.Ordinal);
        Assert.Contains("no network could be tried: column 'flat' is constant (4)", Run("search", Data, "--column", "flat", "--trials", "5").Err, StringComparison.Ordinal);
    }

    /// <summary>Resuming says what there is to go on with, also where that is nothing.</summary>
    [Fact]
    public void A_search_that_goes_on_says_with_what()
    {
        string data = Data, path = In("m.qseq"), kept = path + ".search";
        string[] search = ["search", data, "--column", "a", "--resume", "--out"];
        Assert.Contains($"note: there is no {kept} to go on with", Run([.. search, path, "--trials", "0"]).Err, StringComparison.Ordinal);
        Assert.True(File.Exists(kept));
        Assert.Contains($"note: {kept} holds no training of this search yet", Run([.. search, path, "--trials", "1"]).Err, StringComparison.Ordinal);
        Assert.Contains($"1 training of {kept} is known", Run([.. search, path, "--trials", "2"]).Err, StringComparison.Ordinal);
        Assert.Contains($"2 trainings of {kept} are known", Run([.. search, path, "--trials", "2"]).Err, StringComparison.Ordinal);
        if (OperatingSystem.IsLinux()) Assert.Contains("note: nothing of an earlier search lies beside /dev/null", Run([.. search, "/dev/null", "--trials", "0"]).Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("search", "12 tried, MAE 3.1416 by AR", 80, "search (12 tried, MAE 3.1416 by AR)")]
    [InlineData("search", "12 tried, MAE 3.1416 by Holt-Winters (multiplicative)", 80, "search (12 tried, MAE 3.1416 by Holt-Win...)")]
    [InlineData("search", "12 tried, MAE 3.1416 by AR", 40, "search")]
    [InlineData("search", "a\u001b[2Jb", 80, "search (a·[2Jb)")]
    public void A_bar_has_room_beside_its_label(string title, string detail, int width, string label)
    {
        Assert.Equal(label, Work.Label(title, detail, width));
        Assert.True(width < 60 || label.Length <= width - 36);
    }

    private string Table(params (string Name, Func<int, double> Value)[] columns) => Write(
        "t.csv",
        string.Join(',', columns.Select(column => column.Name)) + "\n"
        + string.Concat(Enumerable.Range(0, 150).Select(t => string.Join(',', columns.Select(column => column.Value(t).ToString("R", CultureInfo.InvariantCulture))) + "\n")));
}
