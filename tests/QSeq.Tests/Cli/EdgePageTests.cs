using System.Text.RegularExpressions;
using QSeq.Cli.Figures;
using QSeq.Cli.Pages;
using QSeq.Cli.Reports;
using QSeq.Explain;
using QSeq.Forecasting;
using QSeq.Models;
using QSeq.Studies.Reports;
using QSeq.Tagging;

namespace QSeq.Tests.Cli;

/// <summary>The page of <c>qseq explain --report</c>.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed partial class EdgePageTests : CliRun
{
    [Fact]
    public void Explain_writes_a_page_beside_what_it_prints()
    {
        string file = Train(Waves("<b>x.csv", 120, "a<i>"), "--reps", "2", "--linear", "off"), page = In("e.html"), again = In("f.html");
        CliAnswer answer = Run("explain", file, "--report", page);
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("report: " + page, answer.Err, StringComparison.Ordinal);
        Assert.Contains("edges, before training and after", answer.Out, StringComparison.Ordinal);
        string html = File.ReadAllText(page), digest = TrainedForecaster.Load(file).Digest;
        foreach (string part in new[]
        {
            "Edges of qkan-lstm", "phi(x)", "Spectrum", "Bloch path", "cell0, gate i", "cell0, gate o", "Power by edge", "8 of 8 drawn", "the strongest of each gate first",
            "range of h0", "hidden states lie between -1 and 1", "range of x0", "&#39;a&lt;i&gt;&#39;, scaled as in the training part; later values may lie beyond", digest,
            "frequencies used", "|0&gt;", "as x goes from the dot to the square", "frequencies with more than 1 % of the power",
        })
            Assert.Contains(part, html, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("more edges", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Loading(), html);
        Assert.Equal(24, Regex.Count(html, "<svg class=\"still (curves|spectrum|sphere)\""));
        Run("explain", file, "--report", again);
        Assert.Equal(html.Replace(page, "", StringComparison.Ordinal), File.ReadAllText(again).Replace(again, "", StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_is_none_of_the_other_files()
    {
        string file = Train(Waves(), "--linear", "off");
        Assert.Contains("--report names the file that is read", Run("explain", file, "--report", file).Error, StringComparison.Ordinal);
        Assert.Contains("choose another", Run("explain", file, "--out", In("e.txt"), "--report", In("e.txt")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_drawn_is_what_the_edges_are()
    {
        TrainedForecaster model = TrainedForecaster.Load(Train(Waves(), "--reps", "3", "--hidden", "2", "--linear", "off"));
        Page page = PageOf(model);
        IReadOnlyList<EdgeSeries> edges = EdgeSeries.Of(model.Model), first = EdgeSeries.Of(new SequenceModel(model.Model.Config, model.Recipe.Training.Seed));
        ReportBlock[] blocks = [.. page.Sections.SelectMany(section => section.Blocks)];
        EdgeSeries[] order = [.. edges.OrderByDescending(Power)];
        Assert.StartsWith($"The strongest edge, cell0 {order[0].Gate}{order[0].Output}({order[0].Input}), has ", page.Lead, StringComparison.Ordinal);
        Assert.EndsWith(" of the power of all 24 edges.", page.Lead, StringComparison.Ordinal);
        BarFigure bars = Assert.Single(blocks.OfType<BarFigure>());
        Assert.Equal(order.Select(Power), bars.Bars.Select(bar => bar.Value));
        Assert.Equal(24, blocks.OfType<FigureRow>().Count());
        foreach ((EdgeSeries edge, EdgeSeries before) in edges.Zip(first))
        {
            int at = Array.IndexOf(blocks, new Heading($"cell0 {edge.Gate}{edge.Output}({edge.Input})"));
            string told = ((Paragraph)blocks[at + 1]).Text;
            Assert.Contains($"{EdgeReport.Percent(edge.Part)} of cell0 {edge.Gate}{edge.Output}; power ", told, StringComparison.Ordinal);
            Assert.EndsWith($"frequencies used {edge.Used(0.01)} of {edge.Frequencies}, before {before.Used(0.01)} of {before.Frequencies}.", told, StringComparison.Ordinal);
            var row = (FigureRow)blocks[at + 2];
            var curves = (CurveFigure)row.Figures[0];
            Assert.Equal((-1.0, 1.0, 0.0), (curves.X[0], curves.X[^1], curves.X[60]));
            Assert.Equal(["after", "before", "base alone"], curves.Lines.Select(line => line.Name));
            Assert.Equal(edge.Evaluate(1), curves.Lines[0].Values[^1]);
            Assert.Equal(before.Evaluate(1), curves.Lines[1].Values[^1]);
            Assert.Equal(edge.BaseWeight / (1 + Math.Exp(-1)), curves.Lines[2].Values[^1], 12);
            var spectrum = (SpectrumFigure)row.Figures[1];
            Assert.Equal(1, spectrum.After.Sum(line => line.Share), 2e-3);
            Assert.Equal(edge.Terms.MaxBy(edge.ShareOf).Frequency, spectrum.After.MaxBy(line => line.Share).Frequency);
            Assert.All(spectrum.Before, line => Assert.Contains(line.Frequency, (double[])[1, 2, 3]));
            var sphere = (SphereFigure)row.Figures[2];
            Assert.Equal(["before training", "after"], sphere.Paths.Select(path => path.Name));
            Assert.Equal(edge.StateAt(-1), sphere.Paths[1].Points[0]);
            Assert.Equal(before.StateAt(1), sphere.Paths[0].Points[^1]);
        }
    }

    [Fact]
    public void Of_a_large_model_the_strongest_are_drawn()
    {
        TrainedForecaster model = TrainedForecaster.Load(Train(Waves(), "--hidden", "7", "--linear", "off"));
        Page page = PageOf(model);
        ReportBlock[] blocks = [.. page.Sections.SelectMany(section => section.Blocks)];
        double[] power = [.. EdgeSeries.Of(model.Model).Select(Power).OrderDescending()];
        Assert.Equal(224, power.Length);
        Fact drawn = blocks.OfType<FactList>().First().Facts[0];
        Assert.Equal("24 of 224 drawn", drawn.Value);
        string share = (100 * power.Take(24).Sum() / power.Sum()).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal($"those with the most power, {share} % of all; left out are 200, whose numbers are below and in --format json", drawn.Why);
        Assert.Equal(power[..24], blocks.OfType<BarFigure>().Single().Bars.Select(bar => bar.Value));
        Assert.Contains(new Paragraph("24 more edges; the formats text, json, csharp and python have all."), blocks);
    }

    [Theory]
    [InlineData("--scaler standard", "x0", -3, 3, "'x', in standard deviations: not known; -3 to 3 is drawn")]
    [InlineData("--scaler none", "x0", -1, 1, "'x', not scaled: not known; -1 to 1 is drawn")]
    [InlineData("--normalise mean", "x0", -1, 1, "'x', each window normalised: not known; -1 to 1 is drawn")]
    [InlineData("--layers 2", "x0", -1, 1, "hidden states of the layer before lie between -1 and 1")]
    [InlineData("--model hqkan-lstm", "z0", -1, 1, "what the layer before gives: not known; -1 to 1 is drawn")]
    [InlineData("--bidirectional", "h0", -1, 1, "hidden states lie between -1 and 1")]
    public void The_range_drawn_is_said(string options, string input, double low, double high, string why)
    {
        string[] linear = options.Contains("normalise", StringComparison.Ordinal) ? [] : ["--linear", "off"];
        TrainedForecaster model = TrainedForecaster.Load(Train(Waves(), [.. options.Split(' '), .. linear]));
        EdgeSeries edge = EdgeSeries.Of(model.Model).Last(one => one.Input == input);
        Assert.Equal(new EdgeRange(low, high, why), EdgeRange.Of(model, edge));
        Assert.Contains(PageOf(model).Sections[0].Blocks.OfType<FactList>().Single().Facts, fact => fact.Name == "range of " + input && fact.Why == why);
    }

    [Fact]
    public void A_tagger_is_drawn_over_what_its_embedding_holds()
    {
        string file = In("t.qseq");
        CliAnswer answer = Run("tag", "train", Write("bank.conllu", Treebank.Text()), "--model", "qkan-lstm", "--epochs", "1", "--hidden", "2", "--embedding", "3,2,2", "--out", file);
        Assert.True(answer.Code == 0, answer.Err);
        TrainedTagger tagger = TrainedTagger.Load(file);
        IReadOnlyList<EdgeSeries> edges = EdgeSeries.Of(tagger.Model);
        float[] words = tagger.Model.Table["embedding.word.weight"].Of<float>(tagger.Model.Parameters).ToArray();
        int each = tagger.Model.Table["embedding.word.weight"].Shape[1];
        float[] column = [.. words.Where((_, n) => n % each == 1)];
        Assert.Equal(new EdgeRange(column.Min(), column.Max(), "component 1 of the embedding 'word': all its entries"), EdgeRange.Of(tagger, edges.First(edge => edge.Input == "x1")));
        string other = tagger.Model.Table.Slices.Where(slice => slice.Name.StartsWith("embedding.", StringComparison.Ordinal)).ElementAt(1).Name.Split('.')[1];
        Assert.Equal($"component 0 of the embedding '{other}': all its entries", EdgeRange.Of(tagger, edges.First(edge => edge.Input == $"x{each}")).Why);
        Assert.Equal(0, Run("explain", file, "--report", In("t.html")).Code);
        Assert.Contains("Edges of qkan-lstm", File.ReadAllText(In("t.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_drawings_show_is_said()
    {
        var spectrum = new SpectrumFigure("s", [new SpectrumLine(1, 0.25), new SpectrumLine(2.5, 0.75)], []);
        Assert.Equal("Spectrum. After training 2 frequencies, most power, 75.0 %, at 2.5000; before no power.", spectrum.Alternative);
        var sphere = new SphereFigure("s", [new SpherePath("after", [(1, 0, 0), (0, -0.5, 0.25)], LineKind.Model)]);
        Assert.Equal("Paths on the Bloch sphere, projected to x and z and to y and z. after: from (1.00, 0.00, 0.00) to (0.00, -0.50, 0.25).", sphere.Alternative);
        string file = Svg(sphere with { Paths = [new SpherePath("before training", [(0, 1, 0)], LineKind.Other), .. sphere.Paths] });
        Assert.Contains("class=\"line other0\" d=\"M14 ", file, StringComparison.Ordinal); // of the legend, which begins at the margin
        Assert.Equal(2, Regex.Count(file, "class=\"line model\" d=\"M[0-9. ]+h26\"|class=\"line other0\" d=\"M[0-9. ]+h26\""));
        Assert.Matches(">before training</text>(.|\n)*>after</text>(.|\n)*>from the dot to the square</text>", file);
        Assert.Matches("x=\"14\" y=\"[0-9.]+\">from the dot", file); // without room for a line
        Assert.Matches(">after</text>(.|\n)*>before</text>", Svg(spectrum));
        var curves = new CurveFigure("c", [0, 1], [new Line("after", [2, 3])], "x = h0");
        Assert.StartsWith("Line chart, x = h0 from 0 to 1, 2 places. after: 2 values, first 2", curves.Alternative, StringComparison.Ordinal);
    }

    private static string Svg(Figure figure)
    {
        using var text = new StringWriter();
        FigureFile.Write(text, figure);
        return text.ToString();
    }

    private static double Power(EdgeSeries edge) => edge.PostWeight * edge.PostWeight * edge.Power;

    private static Page PageOf(TrainedForecaster file) => EdgePage.Of(
        file,
        new EdgeReport(file.Name, EdgeSeries.Of(file.Model), EdgeSeries.Of(new SequenceModel(file.Model.Config, file.Recipe.Training.Seed))),
        "qseq explain m.qseq");

    [GeneratedRegex("<(link|img|iframe|object|embed)|\\s(src|href|style|on[a-z]+)=\"|@import|url\\(")]
    private static partial Regex Loading();
}
