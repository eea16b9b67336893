using System.Text.RegularExpressions;
using System.Xml.Linq;
using QSeq.Cli.Figures;
using QSeq.Cli.Pages;
using QSeq.Cli.Reports;
using QSeq.Explain;
using QSeq.Quantum.Mitigation;
using QSeq.Studies;
using QSeq.Studies.Ablation;
using QSeq.Studies.DataSets;
using QSeq.Studies.Papers;
using QSeq.Studies.Reports;
using QSeq.Studies.Sizes;
using QSeq.Studies.Systems;
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
            "The two edges with the most power of each QKAN model, the run of seed 0: phi(x), the share of its power by frequency, and the path of "
            + "the qubit&#39;s state on the Bloch sphere from the dot to the square, seen along y and along x. Solid: after training; dashed: before it.",
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
    public void Strongest_edges_of_QKAN_models_are_drawn_from_the_run_of_seed_0()
    {
        Study study = QkanLstmPaper.Bessel(1, 2);
        StudyResult result = StudyRunner.Run(study, 1);
        FigureRow[] rows = [.. EdgeFigures.Of(result).Cast<FigureRow>()];
        Assert.Equal(4, rows.Length); // two of QKAN-LSTM, two of HQKAN-LSTM
        (StudyCase one, StudyRun run) = result.All.Single(pair => pair.Case.Entry.Label == "QKAN-LSTM");
        EdgeSeries strongest = EdgeSeries.Of(((ForecastCase)one).Restore(run).Model).MaxBy(edge => edge.PostWeight * edge.PostWeight * edge.Power)!;
        string name = $"bessel: QKAN-LSTM, edge {EdgeNames.Of(strongest, members: false)}";
        Assert.Equal([name, name + ", spectrum", name + ", Bloch path"], rows[0].Figures.Select(figure => figure.Title));
        var curve = (CurveFigure)rows[0].Figures[0];
        Assert.Equal((-1.0, 1.0, 121), (curve.X[0], curve.X[^1], curve.X.Length));
        Assert.Equal(["after", "before", "base alone"], curve.Lines.Select(line => line.Name));
        Assert.Equal(strongest.Evaluate(curve.X[7]), curve.Lines[0].Values[7]);
        Assert.NotEqual(curve.Lines[0].Values[7], curve.Lines[1].Values[7]);
    }

    [Fact]
    public void Shaded_tables_are_drawn_as_heat_maps()
    {
        var table = new TextTable(
            "R2 by noise",
            ["gates,\nmisread", "kind", ">exact", ">256 shots"],
            [
                ["0 %", "none", new TextCell("0.9\n0.8..1", Tone.Good) { Shade = 0.9 }, new TextCell("0.2\n0.1..0.3") { Shade = 0.2 }],
                ["1 %", "", "-", new TextCell("-3") { Shade = 0 }],
                ["  ZNE", "", "-", "-"],
                ["", "noisy", "-", "-"],
            ]);
        HeatFigure figure = Assert.IsType<HeatFigure>(Assert.Single(HeatFigures.Of(table)));
        Assert.Equal("R2 by noise", figure.Title);
        Assert.Equal("gates, misread; kind", figure.ValueName);
        Assert.Equal(["exact", "256 shots"], figure.Columns.AsEnumerable());
        Assert.Equal(["0 %, none", "1 %", "1 %, ZNE", "1 %, noisy"], figure.Rows.Select(row => row.Name));
        Assert.Equal([new HeatCell("0.9", 0.9, true), new HeatCell("0.2", 0.2)], figure.Rows[0].Cells.AsEnumerable());
        Assert.Equal("-", figure.Rows[1].Cells[0].Text);
        Assert.True(double.IsNaN(figure.Rows[1].Cells[0].Depth));
        Assert.Equal(
            "Medians; the ranges are in the table below. Deeper is higher; bold is useful, as the reading below defines it.", figure.Note);
        Assert.Equal(
            "Heat map of gates, misread; kind. 0 %, none: exact 0.9, 256 shots 0.2; 1 %: exact -, 256 shots -3; "
            + "1 %, ZNE: exact -, 256 shots -; 1 %, noisy: exact -, 256 shots -.", figure.Alternative);
        Assert.Empty(HeatFigures.Of(table with { Title = null }));
        Assert.Empty(HeatFigures.Of(TextTable.Of<int>("t", [1], ("x", n => "1"))));
        Assert.Empty(HeatFigures.Of(new Paragraph("x")));
        var plain = (HeatFigure)HeatFigures.Of(new TextTable("t", ["a", ">b"], [["x", new TextCell("1") { Shade = 1 }]])).Single();
        Assert.Equal("Medians; the ranges are in the table below. Deeper is more.", plain.Note);

        using var page = new StringWriter();
        BlockHtml.Write(new MarkupWriter(page), figure);
        Assert.Matches("<div class=\"still-scroll\"><svg class=\"still heat\"", page.ToString());
        using var many = new StringWriter();
        BlockHtml.Write(new MarkupWriter(many), figure with { Columns = [.. Enumerable.Range(0, 9).Select(n => $"column {n}")], Rows = [] });
        Assert.Matches("<figure class=\"small-figure wide\">.*<svg class=\"still heat wide\"", many.ToString().ReplaceLineEndings(""));
        string svg = Svg(figure);
        Assert.Equal(["0.45", "0.1", "0", "0", "0", "0", "0", "0"], Regex.Matches(svg, "fill-opacity=\"([0-9.]+)\"").Select(match => match.Groups[1].Value));
        Assert.Contains("class=\"value strong\"", svg, StringComparison.Ordinal);
        foreach (string word in (string[])["R2 by noise", "gates, misread; kind", ">exact<", ">0.9<", ">1 %<"])
            Assert.Contains(word, svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Hardware_systems_windows_and_tagging_have_figures()
    {
        DeviceStudy device = QkanLstmPaper.Hardware(3, 1, Extrapolation.Exponential);
        StudyResult measured = FakeRuns.Of(device, (_, seed, metric, _, condition) =>
            metric == "r2" ? (condition.StartsWith("256", StringComparison.Ordinal) ? 0.5 : 0.995) + (0.001 * seed) : 1);
        HeatFigure heat = device.Report(measured).SelectMany(HeatFigures.Of).Cast<HeatFigure>().First();
        Assert.Equal("R2 of QKAN-LSTM on bessel by noise and shots", heat.Title);
        Assert.Equal(["exact", "4096 shots", "1024 shots", "256 shots"], heat.Columns.AsEnumerable());
        Assert.Equal((HeatCell[])[new HeatCell("0.9960", 0.996, true), new HeatCell("0.5010", 0.501)], (HeatCell[])[heat.Rows[0].Cells[1], heat.Rows[0].Cells[3]]);

        SystemStudy systems = SystemStudy.Create(3, 1);
        StudyResult run = FakeRuns.Of(systems, (one, seed, metric, _, _) => metric switch
        {
            "nrmse" => (one.Entry.Label == "GRU" ? 1e-10 : 0.01) * (1 + seed),
            "valid_time" => one.Data.StartsWith("NARMA", StringComparison.Ordinal) ? double.NaN : one.Entry.Label == "QLSTM" ? 50 : 20,
            _ => 0.5,
        });
        HeatFigure[] maps = [.. SystemFigures.Of(systems, run.Table).Cast<HeatFigure>()];
        Assert.Equal(
            ["Error one step ahead, by model and system", "Valid time of forecasts that are fed back, by model and system"],
            maps.Select(map => map.Title));
        HeatRow gru = maps[0].Rows.Single(row => row.Name == "GRU"), lstm = maps[0].Rows.Single(row => row.Name == "LSTM");
        Assert.Equal(("2.00e-10", true), (gru.Cells[0].Text, gru.Cells[0].IsStrong));
        Assert.Equal(("0.0200", false), (lstm.Cells[0].Text, lstm.Cells[0].IsStrong));
        Assert.Equal(Math.Log(0.02) / Math.Log(1e-4), lstm.Cells[0].Depth, 1e-12);
        Assert.Equal(
            "Median over 3 seeds; deeper is lower, and lower is better. Bold: the lowest of its column.", maps[0].Note);
        Assert.Equal(7, maps[0].Columns.Length);
        Assert.DoesNotContain("NARMA-5", maps[1].Columns);
        Assert.Equal(new HeatCell("50.00", 1, true), maps[1].Rows.Single(row => row.Name == "QLSTM").Cells[0]);
        Assert.Equal(new HeatCell("20.00", 0.4), maps[1].Rows.Single(row => row.Name == "LSTM").Cells[0]);
        Assert.EndsWith("deeper is longer, beside the longest of its column, which is bold.", maps[1].Note, StringComparison.Ordinal);

        WindowStudy telecom = QkanLstmPaper.Telecom(MilanLike.Generate(new() { Days = 2 }), false, false, 3, 1);
        StudyResult errors = FakeRuns.Of(telecom, (one, seed, metric, _, _) => (metric == "original_mae" ? 1.0 : 2) + seed + one.Condition.Length);
        LineFigure[] lines = [.. WindowFigures.Of(telecom, errors.Table).Cast<LineFigure>()];
        Assert.Equal(["telecom: MAE by window", "telecom: MSE by window"], lines.Select(line => line.Title));
        Assert.Equal([4.0, 8, 12, 16, 32, 64], lines[0].X);
        Assert.Equal(("window, rows", "MAE", true), (lines[0].XName, lines[0].YName, lines[0].IsJoined));
        Line qkan = lines[0].Lines.Single(line => line.Name == "QKAN-LSTM");
        Assert.Equal((LineKind.Model, 2.0 + "window 4".Length), (qkan.Kind, qkan.Values[0]));
        Assert.Contains("naive", lines[0].Lines.Select(line => line.Name));
        Assert.Equal("MAE on the test part in original units, mean over series, median over 3 seeds; lower is better.", lines[0].Note);

        TagStudy pos = QkLstmPaper.TwoSentences(3, 4);
        LineFigure[] curves = [.. TagFigures.Of(pos, StudyRunner.Run(pos, 1).Table).Cast<LineFigure>()];
        Assert.Equal(["pos: accuracy by epoch", "pos: training loss by epoch"], curves.Select(curve => curve.Title));
        Assert.Equal([1.0, 2, 3, 4], curves[0].X);
        Assert.Equal(pos.Entries.Select(entry => entry.Label), curves[0].Lines.Select(line => line.Name));
        Assert.Equal("Median over 3 seeds; lower is better. A line ends where a run of some seed had stopped.", curves[1].Note);
        Assert.Equal(LineKind.Model, curves[0].Lines.Single(line => line.Name == "QK-LSTM").Kind);
    }

    [Fact]
    public void Joined_lines_go_on_over_gaps()
    {
        var figure = new LineFigure("a & b", [1, 2, 3], [new Line("x", [1, double.NaN, 3])]);
        Assert.Equal(0, Regex.Count(Svg(figure), "d=\"M[^\"]*L"));
        Assert.Equal(1, Regex.Count(Svg(figure with { IsJoined = true }), "d=\"M[^\"]*L"));
        Assert.Equal(["a-b.svg", "a-b-2.svg", "c.svg"], FigureFile.NamesOf([figure, figure, figure with { Title = "C" }]));
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
