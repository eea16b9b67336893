using System.Text.RegularExpressions;

namespace QSeq.Cli.Pages;

/// <summary>Figures as SVG files that need no other: title and legend inside, on white, in the page's light colours.</summary>
internal static partial class FigureFile
{
    private const double Margin = 14, Row = 20, Letter = 8.2, Swatch = 34;

    private static readonly string Style = MakeStyle(PageAssets.Style);

    /// <summary>The figures of a page.</summary>
    public static IEnumerable<Figure> Of(Page page) => page.Sections.SelectMany(section => section.Blocks).SelectMany(
        block => block is FigureRow row ? row.Figures : block is Figure figure ? [figure] : ImmutableArray<Figure>.Empty);

    /// <summary>The names of the figures' files: their titles in small letters, numbered from the second of a name on.</summary>
    public static IEnumerable<string> NamesOf(IEnumerable<Figure> figures)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (Figure figure in figures)
        {
            string stem = NoLetters().Replace(figure.Title.ToLowerInvariant(), "-").Trim('-'), name = stem;
            for (int n = 2; !taken.Add(name); n++) name = Invariant($"{stem}-{n}");
            yield return name + ".svg";
        }
    }

    /// <summary>Writes a figure.</summary>
    public static void Write(TextWriter output, Figure figure)
    {
        using var inner = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        FigureSvg.Write(new MarkupWriter(inner), figure);
        Match size = Box().Match(inner.ToString());
        double width = Side(size.Groups[1]), height = Side(size.Groups[2]);
        (string Name, string Kind)[] legend = [.. FigureSvg.Legend(figure)];
        string[] heads = [.. Wrap(figure.Title, width)];
        string y = figure switch
        {
            LineFigure line => line.YName,
            HeatFigure heat => heat.ValueName,
            BarFigure bars => bars.ValueName,
            _ => "",
        };
        var places = Places(legend, width).ToArray();
        int rows = heads.Length + (y.Length > 0 ? 1 : 0) + (places.Length > 0 ? 1 + places[^1].Row : 0);
        double top = Margin + (Row * rows) + 6, all = top + height;

        var svg = new MarkupWriter(output);
        string box = $"0 0 {N(width)} {N(all)}";
        svg.Begin("svg", ("xmlns", "http://www.w3.org/2000/svg"), ("width", N(width)), ("height", N(all)), ("viewBox", box));
        svg.Begin("style").Own(Style).End();
        svg.Shape("rect", ("width", N(width)), ("height", N(all)), ("fill", "#ffffff"));
        double at = Margin + 4;
        foreach (string head in heads) Words(Margin, Next(), head, "strong");
        if (y.Length > 0) Words(Margin, Next(), y, "axis");
        for (int n = 0; n < legend.Length; n++)
        {
            double x = Margin + places[n].X, middle = at + (Row * places[n].Row) - 4;
            if (legend[n].Kind == FigureSvg.Words) x -= Swatch;
            else if (legend[n].Kind == "band")
                svg.Shape("rect", ("class", "band"), ("x", N(x)), ("y", N(middle - 5)), ("width", "26"), ("height", "10"));
            else
                svg.Shape("path", ("class", legend[n].Kind), ("d", $"M{N(x)} {N(middle)}h26"));
            Words(x + Swatch, middle + 4, legend[n].Name, "tick");
        }

        svg.Begin("svg", ("x", "0"), ("y", N(top)), ("width", N(width)), ("height", N(height))).Own(inner.ToString()).End();
        svg.EndLine();

        double Next() => (at += Row) - Row;
        void Words(double x, double down, string text, string kind) =>
            svg.Element("text", text, ("class", kind), ("x", N(x)), ("y", N(down)));
    }

    // Entries one after the other, as many in a row as there is room for.
    private static IEnumerable<(double X, int Row)> Places((string Name, string Kind)[] legend, double width)
    {
        (double x, int row) = (0, 0);
        foreach ((string name, _) in legend)
        {
            double wide = Swatch + (Letter * name.Length) + 16;
            if (x > 0 && x + wide > width - (2 * Margin)) (x, row) = (0, row + 1);
            yield return (x, row);
            x += wide;
        }
    }

    private static IEnumerable<string> Wrap(string text, double width)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && Letter * (line.Length + 1 + word.Length) > width - (2 * Margin))
            {
                yield return line;
                line = "";
            }

            line += line.Length > 0 ? " " + word : word;
        }

        yield return line;
    }

    // The page's rules for drawings with their light colours put in: not every program that reads SVG knows variables.
    private static string MakeStyle(string css)
    {
        int from = css.IndexOf(":root", StringComparison.Ordinal);
        Dictionary<string, string> colours = Variable().Matches(css[from..css.IndexOf('}', from)])
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        string rules = string.Join('\n', css.Split('\n').Where(line => line.StartsWith("svg ", StringComparison.Ordinal)));
        return Use().Replace(rules, match => colours[match.Groups[1].Value]).Replace("inherit", "sans-serif", StringComparison.Ordinal);
    }

    private static double Side(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    private static string N(double value) => SvgFrame.Number(value);

    [GeneratedRegex("viewBox=\"0 0 ([0-9.]+) ([0-9.]+)\"")]
    private static partial Regex Box();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoLetters();

    [GeneratedRegex("--([a-z0-9]+): (#[0-9a-f]{6})")]
    private static partial Regex Variable();

    [GeneratedRegex("var\\(--([a-z0-9]+)\\)")]
    private static partial Regex Use();
}
