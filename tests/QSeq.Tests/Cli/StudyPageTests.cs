using System.Text.RegularExpressions;
using System.Xml.Linq;
using QSeq.Cli.Figures;
using QSeq.Cli.Pages;
using QSeq.Cli.Reports;
using QSeq.Studies;
using QSeq.Studies.Ablation;
using QSeq.Studies.Papers;
using QSeq.Studies.Sizes;
using QSeq.Tests.Studies;

namespace QSeq.Tests.Cli;

/// <summary>The page of <c>qseq reproduce --report</c>, and its figures as files.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed partial class StudyPageTests : CliRun
{
    [Fact]
    public void Reproduce_writes_a_page_and_its_figures()
    {
        string page = In("p.html"), figures = In("figures");
        string[] quick = ["--experiment", "bessel", "--seeds", "2", "--epochs", "2", "--out", In("r")];
        CliAnswer answer = Run(["reproduce", .. quick, "--report", page, "--figures", figures]);
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("report: " + page, answer.Err, StringComparison.Ordinal);
        string html = File.ReadAllText(page);
        foreach (string part in new[]
        {
            "At no more parameters and equal training: where quantum gates win and lose", "Every printed cell", "printed cells:",
            "bessel: test loss by epoch",
            "bessel: test loss of QKAN-LSTM", "bessel: HQKAN-LSTM and the truth",
            "Beside classical networks of no more parameters", "runs of bessel.", "reproduce --experiment bessel",
        })
            Assert.Contains(part, html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Loading(), html);
        int figure = html.IndexOf("and the truth", StringComparison.Ordinal);
        Assert.True(figure < html.IndexOf("Data: ", StringComparison.Ordinal)); // figures before tables

        string[] files = Directory.GetFiles(figures);
        Assert.Equal(Regex.Count(html, "<figure "), files.Length);
        Assert.Contains($"figures: {files.Length} files in {figures}", answer.Err, StringComparison.Ordinal);
        Assert.All(files, file => Assert.Equal(".svg", Path.GetExtension(file)));
        XElement svg = XDocument.Load(In("figures/bessel-test-loss-of-qkan-lstm.svg")).Root!;
        Assert.Equal("http://www.w3.org/2000/svg", svg.Name.NamespaceName);
        string[] words = [.. svg.Descendants().Where(one => one.Name.LocalName == "text").Select(one => one.Value)];
        Assert.Equal(["bessel: test loss of QKAN-LSTM", "log10 of the test loss", "median", "quartiles"], words[..4]);
        Assert.Equal("#ffffff", svg.Elements().First(one => one.Name.LocalName == "rect").Attribute("fill")!.Value);
        foreach (string file in files)
        {
            string style = XDocument.Load(file).Root!.Elements().First().Value;
            Assert.Contains("stroke: #0b62c4", style, StringComparison.Ordinal);
            Assert.DoesNotContain("var(", style, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Files_are_checked_before_the_first_run()
    {
        string[] quick = ["reproduce", "--experiment", "shm", "--seeds", "1", "--epochs", "1", "--out", Folder];
        CliAnswer same = Run([.. quick, "--report", In("results.md")]);
        Assert.Contains("is the file that results.md goes to; choose another", same.Error, StringComparison.Ordinal);
        Assert.Contains("--figures", Run([.. quick, "--figures", Write("f.txt", "x")]).Error, StringComparison.Ordinal);
        Assert.False(File.Exists(In("study.journal")));
    }

    [Fact]
    public void Curves_have_medians_and_quartiles_and_fits_are_the_runs()
    {
        Study study = QkanLstmPaper.Bessel(3, 2);
        StudyResult result = StudyRunner.Run(study, 1);
        LineFigure[] curves = [.. LearningFigures.Of(result).Cast<LineFigure>()];
        Assert.Equal(LearningFigures.Shown(study).Select(entry => entry.Label), curves[0].Lines.Select(line => line.Name));
        Assert.Equal(
            "log10 of the test loss (MSE, scaled units), median over 3 seeds; lower is better. linear AR, by least squares, reaches "
            + $"{NumberText.Number(Math.Log10(result.Table.Value("linear AR", "mse")))}.", curves[0].Note);
        LineFigure one = curves.Single(figure => figure.Title == "bessel: test loss of QKAN-LSTM");
        Assert.Equal([1.0, 2], one.X);
        Spread second = result.Table.Spread("QKAN-LSTM", "test_mse", epoch: 2);
        Assert.Equal(Math.Log10(second.Median), one.Lines.Single().Values[1]);
        Band band = Assert.Single(one.Bands);
        Assert.Equal((Math.Log10(second.LowerQuartile), Math.Log10(second.UpperQuartile)), (band.Low[1], band.High[1]));

        LineFigure[] fits = [.. FitFigures.Of(result, default).Cast<LineFigure>()];
        Assert.Equal(LearningFigures.Shown(study).Count(), fits.Length);
        LineFigure fit = fits.Single(figure => figure.Title == "bessel: QKAN-LSTM and the truth");
        Assert.Equal(["truth", "epoch 1", "epoch 2"], fit.Lines.Select(line => line.Name));
        StudyRun run = result.All.Single(pair => pair.Case.Entry.Label == "QKAN-LSTM" && pair.Run.Seed == 0).Run;
        Assert.Equal(run.Curve("test_r2")[0], R2(fit.Lines[0].Values, fit.Lines[1].Values), 1e-6);
        Assert.Equal(run.Curve("test_r2")[1], R2(fit.Lines[0].Values, fit.Lines[2].Values), 1e-6);
    }

    [Fact]
    public void Sizes_and_variants_are_drawn_by_their_medians()
    {
        SizeStudy sizes = SizeStudy.Create(full: false);
        StudyResult sized = FakeRuns.Of(sizes, (one, seed, _, _, _) => one.Fact("parameters") / (1000 * (1.0 + seed)));
        LineFigure figure = (LineFigure)SizeFigures.Of(sizes, sized.Table).First();
        Assert.Equal("Bessel: error by size", figure.Title);
        Assert.True(figure.IsJoined);
        Line model = figure.Lines.Single(line => line.Name == "QKAN-LSTM");
        Assert.Equal(LineKind.Model, model.Kind);
        int at = Array.FindIndex(model.Values, double.IsFinite);
        Assert.Equal(figure.X[at] - Math.Log10(2000), model.Values[at], 1e-12);
        Assert.Equal(sizes.Cases.Count(one => one.Data == "Bessel" && one.Entry.Label == "QKAN-LSTM"), model.Values.Count(double.IsFinite));
        Line linear = figure.Lines.Single(line => line.Name == "linear AR");
        Assert.Equal([Math.Log10(sized.Table.Value("linear AR", "nrmse", "Bessel", sizes.Cases[0].Condition))], linear.Values.Distinct());

        AblationStudy ablation = AblationStudy.Create(full: false, seeds: 12);
        StudyResult changed = FakeRuns.Of(ablation, (one, seed, _, _, _) => one.Entry.Label == "L = 2" ? 0.05 * (1 + (0.001 * seed)) : 0.1);
        BarFigure bars = (BarFigure)SizeFigures.Of(ablation, changed.Table).First();
        Assert.Equal("QKAN-LSTM changed, Mackey-Glass", bars.Title);
        Bar less = bars.Bars.Single(bar => bar.Name == "L = 2");
        Assert.Equal((LineKind.Model, 1.0), (less.Kind, less.Wanted));
        Assert.Equal(0.50275, less.Value, 1e-4);
        Assert.Equal(new Bar("L = 3", 1, LineKind.Other, 1), bars.Bars.Single(bar => bar.Name == "L = 3"));
        Assert.EndsWith("the line is at 1. In colour: told apart by the paired test.", bars.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Joined_lines_go_on_over_gaps()
    {
        var figure = new LineFigure("a & b", [1, 2, 3], [new Line("x", [1, double.NaN, 3])]);
        Assert.Equal(0, Regex.Count(Svg(figure), "d=\"M[^\"]*L"));
        Assert.Equal(1, Regex.Count(Svg(figure with { IsJoined = true }), "d=\"M[^\"]*L"));
        Assert.Equal("a-b.svg", FigureFile.NameOf(figure));
        Assert.Contains("\"joined\":true", LineData.Of(figure with { IsJoined = true }), StringComparison.Ordinal);
    }

    private static string Svg(Figure figure)
    {
        using var text = new StringWriter();
        FigureFile.Write(text, figure);
        XDocument.Parse(text.ToString());
        return text.ToString();
    }

    private static double R2(double[] truth, double[] predictions)
    {
        double mean = truth.Average();
        return 1 - (truth.Zip(predictions, (t, p) => (t - p) * (t - p)).Sum() / truth.Sum(t => (t - mean) * (t - mean)));
    }

    [GeneratedRegex("<(link|img|iframe|object|embed)|\\s(src|href|style|on[a-z]+)=\"|@import|url\\(")]
    private static partial Regex Loading();
}
