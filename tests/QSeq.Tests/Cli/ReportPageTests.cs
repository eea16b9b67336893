namespace QSeq.Tests.Cli;

/// <summary>The pages and drawings of the verbs.</summary>
public sealed class ReportPageTests : CliRun
{
    [Fact]
    public void Train_writes_a_page_with_all_of_its_parts()
    {
        string data = Waves("<b>waves.csv"), page = In("p.html");
        CliAnswer answer = Run("train", data, "--epochs", "2", "--window", "4", "--horizon", "3", "--out", In("m.qseq"), "--report", page);
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("report: " + page, answer.Err, StringComparison.Ordinal);
        string html = File.ReadAllText(page), digest = answer.Out.Split("digest: ")[1].Trim();
        foreach (string part in new[] { "History, and the forecasts of the test part", "The 3 steps after the end", "MAE by step ahead", "Test MAE by method", "linear AR", "naive (last value)", "True value less forecast", "Autocorrelation of the residuals", "Loss by epoch", "how the file is read", "&lt;b&gt;waves.csv", digest })
            Assert.Contains(part, html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.Contains("qseq train '", html.Replace("&#39;", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--sequence")]
    [InlineData("--targets", "x,y", "--horizon", "2")]
    [InlineData("--column", "x", "--split", "0.8,0.2")]
    [InlineData("--column", "x", "--stride", "3", "--loss", "mae")]
    public void Train_of_every_kind_has_a_page(params string[] more)
    {
        string data = more[0] == "--sequence" ? Waves() : Waves("two.csv", 120, "x", "y");
        CliAnswer answer = Run(["train", data, "--epochs", "1", "--window", "4", "--out", In("m.qseq"), "--report", In("p.html"), "--plot", .. more]);
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("</html>", File.ReadAllText(In("p.html")), StringComparison.Ordinal);
        Assert.Contains("x:  ━ x", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Forecasts_of_the_page_are_those_of_the_model()
    {
        string data = Waves(), page = In("p.html"), model = In("m.qseq");
        Assert.Equal(0, Run("train", data, "--epochs", "2", "--window", "4", "--horizon", "2", "--out", model, "--report", page).Code);
        string[] next = Run("forecast", model, data, "--horizon", "2").Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string last = File.ReadAllText(page).Split("The 2 steps after the end")[1].Split("application/json")[1];
        foreach (string line in next[1..]) Assert.Contains(line.Split(',')[1][..7], last, StringComparison.Ordinal);
    }

    [Fact]
    public void Fleet_writes_a_page_also_when_it_is_finished_already()
    {
        string data = Waves("three.csv", 120, "a", "<i>b", "c"), page = In("f.html");
        string[] args = ["fleet", data, "--epochs", "1", "--window", "4", "--out", In("fleet")];
        Assert.Equal(0, Run(args).Code);
        CliAnswer answer = Run([.. args, "--report", page]);
        Assert.True(answer.Code == 0, answer.Err);
        string html = File.ReadAllText(page);
        foreach (string part in new[] { "one for each of 3 series", "MAE over that of linear AR", "MAE over that of naive (last value)", "&lt;i&gt;b", "Settings", "data digest" })
            Assert.Contains(part, html, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forecast_is_drawn_beside_its_values()
    {
        string model = Train(Waves());
        CliAnswer plain = Run("forecast", model, In("waves.csv"), "--horizon", "5"), drawn = Run("forecast", model, In("waves.csv"), "--horizon", "5", "--plot");
        Assert.Equal(plain.Out, drawn.Out);
        Assert.Contains("x:  ━ history  ━ forecast", drawn.Err, StringComparison.Ordinal);
        Assert.Contains("┤", drawn.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_cannot_be_written_is_refused_before_the_work()
    {
        string data = Waves();
        Assert.Contains("--report names the file that is read", Run("train", data, "--report", data).Error, StringComparison.Ordinal);
        Assert.Contains("choose another", Run("train", data, "--out", In("m.qseq"), "--report", In("m.qseq")).Error, StringComparison.Ordinal);
        Assert.Contains("does not exist", Run("train", data, "--out", In("m.qseq"), "--report", In("none/p.html")).Error, StringComparison.Ordinal);
        Assert.Contains("it is a folder", Run("fleet", data, "--out", In("f"), "--report", Folder).Error, StringComparison.Ordinal);
        Assert.Contains("choose another", Run("fleet", data, "--out", In("f"), "--report", In("f/fleet.csv")).Error, StringComparison.Ordinal);
        Assert.False(File.Exists(In("m.qseq")));
    }
}
