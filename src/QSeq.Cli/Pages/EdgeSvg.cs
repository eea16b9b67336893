using System.Text;

namespace QSeq.Cli.Pages;

/// <summary>Curves, spectra and Bloch paths as small SVG.</summary>
internal static class EdgeSvg
{
    private const double Width = 340, Height = 230;
    private const double Radius = 66, Middle = 102, Beside = 92; // of the circles that a sphere is seen as
    private const double Aside = 3; // between the lines of one frequency

    public static void Write(MarkupWriter html, CurveFigure figure)
    {
        (double low, double high) = AxisScale.Roomy(AxisTicks.Range(figure.Lines.SelectMany(line => line.Values)));
        AxisTicks up = AxisTicks.Of(low, high, 5), across = AxisTicks.Of(figure.X[0], figure.X[^1], 6);
        var frame = new SvgFrame(html, Width, Height, SvgFrame.Room(up.Values.Select(up.Label)));
        var x = new AxisScale(figure.X[0], figure.X[^1], frame.Left, frame.Right);
        var y = new AxisScale(low, high, frame.Base, frame.Top);
        frame.Begin(figure.Alternative, "curves");
        Axes(frame, x, across, y, up, figure.XName);
        if (low < 0 && high > 0) frame.Line(frame.Left, y[0], frame.Right, y[0], "base");
        var drawn = new LineFigure(figure.Title, figure.X, figure.Lines);
        for (int n = figure.Lines.Length - 1; n >= 0; n--)
            Trace(frame, figure.X.Select((value, at) => (x[value], y[figure.Lines[n].Values[at]])), LineSvg.Kind(drawn, n));
        frame.End();
    }

    public static void Write(MarkupWriter html, SpectrumFigure figure)
    {
        double last = figure.After.Concat(figure.Before).Select(line => line.Frequency).DefaultIfEmpty(0).Max();
        (double low, double high) = (0, last > 0 ? last * 1.08 : 1);
        AxisTicks up = AxisTicks.Of(0, 100, 5), across = AxisTicks.Of(low, high, 6);
        var frame = new SvgFrame(html, Width, Height, SvgFrame.Room(up.Values.Select(up.Label)));
        var x = new AxisScale(low, high, frame.Left, frame.Right);
        var y = new AxisScale(0, 100, frame.Base, frame.Top);
        frame.Begin(figure.Alternative, "spectrum");
        Axes(frame, x, across, y, up, "frequency w (across), % of power (up)");
        foreach (SpectrumLine line in figure.Before) Stem(line, Aside, "other0");
        foreach (SpectrumLine line in figure.After) Stem(line, 0, "model");
        frame.End();

        void Stem(SpectrumLine line, double aside, string kind)
        {
            double at = x[line.Frequency] + aside, top = y[100 * line.Share];
            frame.Line(at, frame.Base, at, top, "line " + kind);
            frame.Dot(at, top, 2.5, "dot " + kind);
        }
    }

    public static void Write(MarkupWriter html, SphereFigure figure)
    {
        var frame = new SvgFrame(html, Width, Height, 0);
        frame.Begin(figure.Alternative, "sphere");
        Side(frame, figure, Beside, "x", point => point.X);
        Side(frame, figure, Width - Beside + 8, "y", point => point.Y);
        frame.End();
    }

    /// <summary>The class that a path is drawn in.</summary>
    public static string Kind(SpherePath path) => path.Kind == LineKind.Model ? "model" : "other0";

    private static void Side(
        SvgFrame frame, SphereFigure figure, double center, string name, Func<(double X, double Y, double Z), double> across)
    {
        double X(double value) => center + (Radius * value);
        double Y(double value) => Middle - (Radius * value);
        frame.Line(X(-1.1), Middle, X(1.1), Middle, "grid");
        frame.Line(center, Y(-1.1), center, Y(1.1), "grid");
        frame.Dot(center, Middle, Radius, "globe");
        frame.Words(center, Y(1.1) - 5, "z: |0>", "middle", "tick");
        frame.Words(center, Y(-1.1) + 15, "|1>", "middle", "tick");
        frame.Words(X(1.1) + 3, Middle + 4, name, "start", "tick");
        foreach (SpherePath path in figure.Paths)
        {
            string kind = Kind(path);
            (double X, double Y)[] places = [.. path.Points.Select(point => (X(across(point)), Y(point.Z)))];
            Trace(frame, places, kind);
            frame.Dot(places[0].X, places[0].Y, 3.5, "dot " + kind);
            frame.Box(places[^1].X - 3.5, places[^1].Y - 3.5, 7, 7, "dot " + kind);
        }
    }

    private static void Trace(SvgFrame frame, IEnumerable<(double X, double Y)> places, string kind)
    {
        var path = new StringBuilder();
        foreach ((double x, double y) in places)
            path.Append(path.Length == 0 ? 'M' : 'L').Append(SvgFrame.Number(x)).Append(' ').Append(SvgFrame.Number(y));
        frame.Html.Shape("path", ("class", "line " + kind), ("d", path.ToString()));
    }

    private static void Axes(SvgFrame frame, AxisScale x, AxisTicks across, AxisScale y, AxisTicks up, string name)
    {
        foreach (double value in up.Values) frame.YTick(y[value], up.Label(value));
        foreach (double value in across.Values) frame.XTick(x[value], across.Label(value), line: false);
        frame.Line(frame.Left, frame.Base, frame.Right, frame.Base, "base");
        frame.XName(name);
    }
}
