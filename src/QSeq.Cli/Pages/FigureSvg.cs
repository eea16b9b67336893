namespace QSeq.Cli.Pages;

/// <summary>Any figure as SVG, and what its lines stand for.</summary>
internal static class FigureSvg
{
    /// <summary>The class of an entry of the legend that is words alone.</summary>
    public const string Words = "words";

    /// <summary>Draws a figure; its title, note and legend are not part of it.</summary>
    public static void Write(MarkupWriter html, Figure figure)
    {
        switch (figure)
        {
            case LineFigure lines:
                LineSvg.Write(html, lines);
                break;
            case BarFigure bars:
                BarSvg.Write(html, bars);
                break;
            case HeatFigure heat:
                HeatSvg.Write(html, heat);
                break;
            case HistogramFigure histogram:
                PointSvg.Write(html, histogram);
                break;
            case StemFigure stems:
                PointSvg.Write(html, stems);
                break;
            case ScatterFigure points:
                PointSvg.Write(html, points);
                break;
            case CurveFigure curves:
                EdgeSvg.Write(html, curves);
                break;
            case SpectrumFigure spectrum:
                EdgeSvg.Write(html, spectrum);
                break;
            case SphereFigure sphere:
                EdgeSvg.Write(html, sphere);
                break;
        }
    }

    /// <summary>Names of lines and bands with the class that each is drawn in; none where there are none.</summary>
    public static IEnumerable<(string Name, string Kind)> Legend(Figure figure) => figure switch
    {
        LineFigure lines => lines.Lines.Select((line, n) => (line.Name, "line " + LineSvg.Kind(lines, n)))
            .Concat(lines.Bands.Select(band => (band.Name, "band"))),
        CurveFigure curves => Legend(new LineFigure(curves.Title, curves.X, curves.Lines)),
        SpectrumFigure => [("after", "line model"), ("before", "line other0")],
        SphereFigure sphere => [.. sphere.Paths.Select(path => (path.Name, "line " + EdgeSvg.Kind(path))), ("from the dot to the square", Words)],
        _ => [],
    };
}
