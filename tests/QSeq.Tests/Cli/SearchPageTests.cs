using System.Globalization;
using System.Text.RegularExpressions;
using QSeq.Cli.Figures;
using QSeq.Cli.Reports;
using QSeq.Data;
using QSeq.Search;
using QSeq.Studies;
using QSeq.Studies.Reports;

namespace QSeq.Tests.Cli;

/// <summary>The page of <c>qseq search --report</c>.</summary>
public sealed class SearchPageTests : CliRun
{
    private static readonly SeriesTable Table = SeriesTable.Of("y", [.. Enumerable.Range(0, 300).Select(t => 10 + (3 * Math.Sin(Math.PI * t / 6)) + Math.Sin(t * t * 0.7))]);
    private static readonly Lazy<SearchResult> Found = new(() => RecipeSearch.Run(Table, "y", new SearchOptions { Horizon = 4, Trials = 24, Threads = 2 }));

    private static SearchFindings Findings => new(Table, Found.Value, "qseq train y.csv", ["warning: look <here>"]);

    [Fact]
    public void Search_writes_a_page_with_all_of_its_parts()
    {
        string data = Waves("<b>waves.csv"), page = In("p.html"), again = In("q.html");
        string[] args = ["search", data, "--horizon", "3", "--trials", "12", "--report"];
        CliAnswer answer = Run([.. args, page]);
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("report: " + page, answer.Err, StringComparison.Ordinal);
        string html = File.ReadAllText(page);
        foreach (string part in new[]
        {
            "History, and the forecasts of the test part", "The 3 steps after the end", "Test MAE by step ahead", "Test MAE by method", "What the pick is made of", "The best network so far",
            "least validation MAE", "by their error on the validation part", "how the file is read", "&lt;b&gt;waves.csv", "data digest", "the best network", "looked at once",
        })
            Assert.Contains(part, html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.Equal(0, Run([.. args, again]).Code);
        Assert.Equal(html.Replace(page, "", StringComparison.Ordinal), File.ReadAllText(again).Replace(again, "", StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_is_none_of_the_other_files()
    {
        string data = Waves();
        Assert.Contains("the file that is read", Run("search", data, "--report", data).Error, StringComparison.Ordinal);
        foreach (string other in new[] { "m.qseq", "m.qseq.search", "f.csv" })
            Assert.Contains("choose another", Run("search", data, "--out", In("m.qseq"), "--forecast", In("f.csv"), "--report", In(other)).Error, StringComparison.Ordinal);
    }

    /// <summary>Without a network, of one step, and of a series that one method follows.</summary>
    [Theory]
    [InlineData("--trials", "0")]
    [InlineData("--trials", "0", "--horizon", "1")]
    [InlineData("--models", "lstm", "--trials", "3")]
    public void Every_search_has_a_page(params string[] more)
    {
        string data = more.Contains("1") ? Line() : Waves();
        CliAnswer answer = Run(["search", data, "--report", In("p.html"), .. more]);
        Assert.True(answer.Code == 0, answer.Err);
        string html = File.ReadAllText(In("p.html"));
        Assert.Contains("</html>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", Regex.Replace(html, "(?s)<script(?! type).*?</script>", ""), StringComparison.Ordinal);
        Assert.Equal(more.Contains("3"), html.Contains("The best network so far", StringComparison.Ordinal));

        string Line()
        {
            File.WriteAllLines(In("line.csv"), ["y", .. Enumerable.Range(0, 80).Select(t => (5 + (0.5 * t)).ToString(CultureInfo.InvariantCulture))]);
            return In("line.csv");
        }
    }

    [Fact]
    public void The_forecasts_drawn_are_those_that_were_judged()
    {
        SearchResult found = Found.Value;
        LineFigure history = Figure<LineFigure>("History, and the forecasts of the test part"), steps = Figure<LineFigure>("Test MAE by step ahead");
        Assert.Equal(found.Pick.TestMae, steps.Lines[0].Values.Average(), 1e-12);
        Assert.Equal(found.BestBaseline.TestMae, steps.Lines[1].Values.Average(), 1e-12);
        Assert.Equal(found.PickForecasts[..4], history.Lines[1].Values[found.FirstTest..(found.FirstTest + 4)]);
        Assert.Equal(found.PickForecasts[16..20], history.Lines[1].Values[(found.FirstTest + 4)..(found.FirstTest + 8)]); // from the fifth origin
        Assert.All(history.Lines[1].Values[..found.FirstTest], value => Assert.True(double.IsNaN(value)));
        Assert.Equal([found.FirstValidation + 1d, found.FirstTest + 1d], history.Marks.Select(mark => mark.X));
        Assert.Equal([.. found.Forecast.Column("y")], Figure<LineFigure>("The 4 steps after the end").Lines[1].Values[^4..]);
    }

    [Fact]
    public void The_best_so_far_only_falls_and_ends_at_the_best()
    {
        SearchResult found = Found.Value;
        double[] best = Figure<LineFigure>("The best network so far").Lines[0].Values;
        Assert.Equal(24, best.Length);
        Assert.Equal(best.OrderDescending(), best);
        Assert.Equal(found.Trials.Min(trial => trial.Mae), best[^1]);
        LineFigure longer = Figure<LineFigure>("Recipes that were trained longer");
        Assert.Equal(1 + found.Trials.Max(trial => trial.Rung), longer.X.Length);
        Assert.True(double.IsFinite(longer.Lines[0].Values[^1]));
        TextTable rungs = All().OfType<TextTable>().Single(table => table.Title == "rungs");
        Assert.Equal(24, rungs.Rows.Sum(row => int.Parse(row[2].Text, CultureInfo.InvariantCulture)));
    }

    /// <summary>A network has one name, by the number of its recipe, wherever it stands.</summary>
    [Fact]
    public void Recipes_are_called_as_the_networks_are()
    {
        string[] names = [.. SearchReport.Recipes(Found.Value.Trials).Select(recipe => recipe.Name)];
        Assert.NotEmpty(Found.Value.Networks);
        Assert.All(Found.Value.Networks, network => Assert.Contains(network.Name, names));
    }

    [Fact]
    public void The_best_of_a_column_is_bold_and_weights_sum_to_one()
    {
        SearchResult found = Found.Value;
        TextTable scores = All().OfType<TextTable>().Single(table => table.Title!.Contains("looked at once", StringComparison.Ordinal));
        Assert.Equal(1 + found.Baselines.Length + found.Networks.Count(one => one.Name != found.Pick.Name), scores.Rows.Length);
        double least = new[] { found.Pick }.Concat(found.Baselines).Concat(found.Networks).Min(one => one.TestMae);
        Assert.All(scores.Rows, row => Assert.Equal(row[2].Text == NumberText.Number(least), row[2].Tone == Tone.Good));
        Assert.Equal(SearchPick.Combination, found.Kind);
        BarFigure weights = Figure<BarFigure>("Weights after the end of the series");
        Assert.InRange(weights.Bars.Sum(bar => bar.Value), 50, 100.0001);
        Assert.Equal(100 * found.Shares[0].Share, weights.Bars[0].Value, 1e-9);
    }

    private static IEnumerable<ReportBlock> All() => SearchPage.Of(Findings, "qseq search y.csv").Sections.SelectMany(section => section.Blocks);

    private static T Figure<T>(string title)
        where T : Figure => All().OfType<T>().Single(figure => figure.Title == title);
}
