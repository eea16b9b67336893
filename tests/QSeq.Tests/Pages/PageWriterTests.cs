using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using QSeq.Cli.Figures;
using QSeq.Cli.Pages;

namespace QSeq.Tests.Pages;

/// <summary>The file of a page: escaped, whole, and by the same text wherever it is written.</summary>
public partial class PageWriterTests
{
    [Theory]
    [InlineData("a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#39;")]
    [InlineData("tab\tand\nline", "tab\tand\nline")]
    [InlineData("\0\u0007\u001b[31m\u0085", "\uFFFD\uFFFD\uFFFD[31m\uFFFD")]
    [InlineData("\u202Eab\u2066\u200F", "\uFFFDab\uFFFD\uFFFD")]
    public void Text_is_escaped(string text, string html) => Assert.Equal(html, HtmlText.Escape(text));

    [Fact]
    public void Halves_of_characters_are_exchanged_and_whole_ones_stay() =>
        Assert.Equal("ä \ud83d\ude00 \uFFFD\uFFFDx", HtmlText.Escape("ä \ud83d\ude00 \ud83d\ud83dx"));

    [Fact]
    public void No_name_opens_an_element_or_ends_a_script()
    {
        string html = Html(SamplePage.Of());
        Assert.DoesNotContain("<script>window", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\u0007", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", html, StringComparison.Ordinal);
        Assert.Equal(1 + 3, Regex.Count(html, "</script>")); // ours, and the values of three figures
        Assert.Equal(1, Regex.Count(html, "<script>"));
    }

    [Fact]
    public void Values_are_JSON_with_nulls_for_gaps()
    {
        LineFigure figure = SamplePage.History(12);
        string text = LineData.Of(figure);
        Assert.DoesNotContain('<', text);
        using JsonDocument json = JsonDocument.Parse(text);
        JsonElement lines = json.RootElement.GetProperty("lines");
        Assert.Equal(3, lines.GetArrayLength());
        Assert.Equal(figure.X, json.RootElement.GetProperty("x").EnumerateArray().Select(value => value.GetDouble()));
        Assert.Equal(JsonValueKind.Null, lines[0].GetProperty("y")[4].ValueKind);
        Assert.Equal(figure.Lines[0].Values[0], lines[0].GetProperty("y")[0].GetDouble(), 1e-6);
        Assert.Equal(2, json.RootElement.GetProperty("bands").GetArrayLength());
        Assert.Equal(figure.Marks[1].X, json.RootElement.GetProperty("marks")[1].GetProperty("x").GetDouble());
        Assert.Equal(["truth", "model", "other0"], lines.EnumerateArray().Select(line => line.GetProperty("kind").GetString()));
    }

    [Fact]
    public void The_policy_names_the_script_and_the_style_and_allows_nothing_else()
    {
        string html = Html(SamplePage.Of());
        string Inside(string tag) => html.Split($"<{tag}>")[1].Split($"</{tag}>")[0];
        string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        string policy = System.Net.WebUtility.HtmlDecode(Policy().Match(html).Groups[1].Value);
        Assert.Equal($"default-src 'none'; base-uri 'none'; form-action 'none'; style-src '{Hash(Inside("style"))}'; script-src '{Hash(Inside("script"))}'", policy);
        Assert.DoesNotMatch(Loading(), html);
    }

    [Fact]
    public void The_page_carries_uPlot_of_the_version_that_the_notices_name_with_its_licence()
    {
        string notices = File.ReadAllText(Path.Combine(Architecture.Libraries.Root, "THIRD-PARTY-NOTICES.md"));
        string version = Regex.Match(PageAssets.Script, @"uPlot \(v([0-9.]+)\)").Groups[1].Value;
        Assert.Contains($"uPlot {version}", notices, StringComparison.Ordinal);
        Assert.Contains("Permission is hereby granted, free of charge", PageAssets.Script, StringComparison.Ordinal);
        Assert.Contains("Copyright (c) 2022 Leon Sorokin", notices, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\beval\(|new Function|innerHTML|</script", PageAssets.Script);
    }

    [Fact]
    public void Drawings_are_sound_SVG_within_their_frame()
    {
        foreach (XElement svg in Drawings(SamplePage.Of()))
        {
            double[] box = [.. svg.Attribute("viewBox")!.Value.Split(' ').Select(Number)];
            Assert.NotEmpty(svg.Attribute("aria-label")!.Value);
            foreach (XElement shape in svg.Descendants().Where(shape => shape.Name.LocalName is "circle" or "line" or "text" or "rect"))
            {
                Assert.All(Attributes(shape, "x", "x1", "x2", "cx"), x => Assert.InRange(x, 0, box[2]));
                Assert.All(Attributes(shape, "y", "y1", "y2", "cy"), y => Assert.InRange(y, -1, box[3]));
            }

            Assert.All(svg.Descendants("path").Select(path => path.Attribute("d")!.Value), path => Assert.Matches(OnlyNumbers(), path));
        }
    }

    [Fact]
    public void A_line_stops_at_a_gap_and_a_value_alone_is_a_dot()
    {
        double[] x = [.. Enumerable.Range(0, 100).Select(n => (double)n)], y = [.. x];
        (y[50], y[97], y[99]) = (double.NaN, double.NaN, double.NaN);
        XElement svg = Drawing(new LineFigure("t", x, [new Line("a", y, LineKind.Truth)]));
        Assert.Equal(3, Regex.Count(svg.Descendants("path").Single().Attribute("d")!.Value, "M"));
        Assert.Single(svg.Descendants("circle"));
    }

    [Fact]
    public void Bars_end_where_their_value_is_and_show_what_is_wanted()
    {
        XElement svg = Drawing(new BarFigure("t", [new Bar("a", 1, LineKind.Model, 0.5), new Bar("b", -0.5), new Bar("c", double.NaN)], "MAE"));
        XElement[] bars = [.. svg.Descendants("rect")];
        double Of(XElement shape, string name) => Number(shape.Attribute(name)!.Value);
        double zero = Of(bars[0], "x"), unit = Of(bars[0], "width");
        Assert.Equal(zero - (unit / 2), Of(bars[1], "x"), 0.11);
        Assert.Equal(unit / 2, Of(bars[1], "width"), 0.11);
        Assert.Equal(0, Of(bars[2], "width"));
        Assert.Equal(zero + (unit / 2), Of(svg.Descendants("line").Single(line => line.Attribute("class")!.Value == "wanted"), "x1"), 0.11);
    }

    [Fact]
    public void Spectra_stand_at_their_frequencies_as_high_as_their_shares()
    {
        XElement svg = Drawing(SamplePage.Edge().Figures[1]);
        XElement[] stems = [.. svg.Descendants("line").Where(line => line.Attribute("class")!.Value.StartsWith("line ", StringComparison.Ordinal))];
        Assert.Equal(["line other0", "line model", "line model"], stems.Select(stem => stem.Attribute("class")!.Value));
        double Tall(XElement stem) => Number(stem.Attribute("y1")!.Value) - Number(stem.Attribute("y2")!.Value);
        Assert.Equal(230 - 44 - 12, Tall(stems[0])); // all of the power: the whole height
        Assert.Equal(Tall(stems[0]) / 4, Tall(stems[1]), 0.11);
        Assert.Equal(3 * Tall(stems[1]), Tall(stems[2]), 0.31);
        double left = svg.Descendants("line").Where(line => line.Attribute("class")!.Value == "base").Min(line => Number(line.Attribute("x1")!.Value));
        Assert.Equal(2.5 * (Number(stems[1].Attribute("x1")!.Value) - left), Number(stems[2].Attribute("x1")!.Value) - left, 0.31);
    }

    /// <summary>Seen along y a path from x to z is a quarter of a circle; seen along x it goes up from the middle.</summary>
    [Fact]
    public void Bloch_paths_are_drawn_from_two_sides()
    {
        XElement svg = Drawing(SamplePage.Edge().Figures[2]);
        XElement[] globes = [.. svg.Descendants("circle").Where(circle => circle.Attribute("class")!.Value == "globe")];
        (double X, double Y, double R)[] sides = [.. globes.Select(globe => (Number(globe.Attribute("cx")!.Value), Number(globe.Attribute("cy")!.Value), Number(globe.Attribute("r")!.Value)))];
        Assert.Equal(2, sides.Length);
        (double X, double Y)[][] paths = [.. svg.Descendants("path").Where(path => path.Attribute("class")!.Value == "line model").Select(path => path.Attribute("d")!.Value[1..].Split('L')
            .Select(place => (Number(place.Split(' ')[0]), Number(place.Split(' ')[1]))).ToArray())];
        Assert.Equal((sides[0].X + sides[0].R, sides[0].Y), paths[0][0]);
        Assert.Equal((sides[0].X, sides[0].Y - sides[0].R), paths[0][^1]);
        Assert.All(paths[0], place => Assert.Equal(sides[0].R, Math.Sqrt(Math.Pow(place.X - sides[0].X, 2) + Math.Pow(place.Y - sides[0].Y, 2)), 0.11));
        Assert.All(paths[1], place => Assert.Equal(sides[1].X, place.X));
        Assert.Equal((sides[1].Y, sides[1].Y - sides[1].R), (paths[1][0].Y, paths[1][^1].Y));
        XElement end = svg.Descendants("rect").Last(rect => rect.Attribute("class")!.Value == "dot model");
        Assert.Equal(paths[1][^1], (Number(end.Attribute("x")!.Value) + 3.5, Number(end.Attribute("y")!.Value) + 3.5));
    }

    [Fact]
    public void Curves_are_told_apart_in_a_legend()
    {
        string html = Html(new Page("t", null, [new PageSection("s", [SamplePage.Edge()])], new FactList([])));
        Assert.Equal(1, Regex.Count(html, "class=\"row close\""));
        Assert.Equal(3, Regex.Count(html, "<figure class=\"small-figure\">"));
        Assert.Matches("class=\"line model\" d=\"M0 5H26\"/></svg>after</li>", html);
        Assert.Matches("class=\"line other0\" d=\"M0 5H26\"/></svg>before</li>", html);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Figures_of_few_places_draw(int length)
    {
        double[] x = [.. Enumerable.Range(0, length).Select(n => (double)n)];
        Assert.NotEmpty(Drawing(new LineFigure("t", x, [new Line("a", x)]) { Marks = length > 0 ? [new Mark(0, "m")] : [], Bands = [new Band("b", x, x)] }).Descendants());
        Assert.NotEmpty(Drawing(new LineFigure("t", x, [new Line("a", [.. x.Select(_ => double.NaN)])]) { IsTime = true }).Descendants());
        Assert.NotEmpty(Drawing(new ScatterFigure("t", [.. x], [.. x], "x", "y") { IsLogarithmic = true, HasDiagonal = true }).Descendants());
        Assert.NotEmpty(Drawing(new BarFigure("t", [.. x.Select(value => new Bar("b", value))], "v")).Descendants());
    }

    [Fact]
    public void Huge_values_draw()
    {
        double[] x = [0, 1, 2], y = [-double.MaxValue, 0, double.MaxValue];
        Assert.All(Drawing(new LineFigure("t", x, [new Line("a", y)])).Descendants("path"), path => Assert.Matches(OnlyNumbers(), path.Attribute("d")!.Value));
    }

    [Fact]
    public void A_long_history_makes_a_small_page()
    {
        string html = Html(SamplePage.Of(300_000));
        Assert.Contains("300000 places are too many to be drawn", html, StringComparison.Ordinal);
        Assert.InRange(html.Length, 100_000, 2_000_000);
    }

    [Fact]
    public void What_a_figure_shows_is_said()
    {
        Assert.Equal("Line chart, time (UTC) from 2024-01-01 to 2024-01-01 03:00, 4 places. load: 3 values", SamplePage.History(4).Alternative.Split(", first")[0]);
        Assert.Contains("80 %: 0.7800, 0.8000 wanted", SamplePage.Coverage().Alternative, StringComparison.Ordinal);
        Assert.Contains("lie below the line", SamplePage.Series().Alternative, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_page_is_the_same_file() => Assert.Equal(Html(SamplePage.Of()), Html(SamplePage.Of()));

    private static string Html(Page page)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        PageWriter.Write(output, page);
        return output.ToString();
    }

    private static XElement Drawing(Figure figure) => Drawings(new Page("t", null, [new PageSection("s", [figure])], new FactList([]))).Single();

    private static IEnumerable<XElement> Drawings(Page page) => Svg().Matches(Html(page)).Select(match => XElement.Parse(match.Value));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<double> Attributes(XElement shape, params string[] names) => names.Select(name => shape.Attribute(name)).OfType<XAttribute>().Select(attribute => Number(attribute.Value));

    [GeneratedRegex("<svg class=\"still .*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Svg();

    [GeneratedRegex("http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"")]
    private static partial Regex Policy();

    [GeneratedRegex("<(link|img|iframe|object|embed)|\\s(src|href|style|on[a-z]+)=\"|@import|url\\(")]
    private static partial Regex Loading();

    [GeneratedRegex("^(M[0-9.]+ [0-9.]+(L[0-9.]+ [0-9.]+)*Z?)+$")]
    private static partial Regex OnlyNumbers();
}
