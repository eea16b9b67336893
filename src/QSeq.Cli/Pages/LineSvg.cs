using System.Text;

namespace QSeq.Cli.Pages;

/// <summary>Lines over time or numbers, with bands and marks, as SVG.</summary>
internal static class LineSvg
{
    private const double Width = 720, Height = 300;
    private const int Spans = 340; // about a pixel each
    private const int Others = 9; // colours that the style has
    private const int MostDots = 40; // places that are few enough for a dot each

    public static void Write(MarkupWriter html, LineFigure whole)
    {
        LineFigure figure = Thinning.Of(whole, Spans);
        (double low, double high) = AxisScale.Roomy(AxisTicks.Range(figure.Columns.SelectMany(column => column)));
        AxisTicks ticks = AxisTicks.Of(low, high, 6);
        var frame = new SvgFrame(html, Width, Height, SvgFrame.Room(ticks.Values.Select(ticks.Label)));
        (double first, double last) = AxisTicks.Range(figure.X);
        var x = new AxisScale(first, last, frame.Left, frame.Right);
        var y = new AxisScale(low, high, frame.Base, frame.Top);
        frame.Begin(whole.Alternative, "lines");
        foreach (double value in ticks.Values) frame.YTick(y[value], ticks.Label(value));
        foreach ((double at, string label) in XTicks(figure, first, last)) frame.XTick(x[at], label, line: false);
        frame.Line(frame.Left, frame.Base, frame.Right, frame.Base, "base");
        frame.XName(figure.XName);
        foreach (Band band in figure.Bands) Area(html, figure.X, band, x, y);
        foreach (Mark mark in figure.Marks)
        {
            frame.Line(x[mark.X], frame.Top, x[mark.X], frame.Base, "mark");
            bool left = x[mark.X] > frame.Right - 120;
            frame.Words(x[mark.X] + (left ? -4 : 4), frame.Top + 10, mark.Name, left ? "end" : "start", "tick");
        }

        for (int n = 0; n < figure.Lines.Length; n++) Trace(frame, figure, n, x, y);
        frame.End();
    }

    /// <summary>What a line is drawn as: others in colours of their own, in order.</summary>
    public static string Kind(LineFigure figure, int line) => figure.Lines[line].Kind switch
    {
        LineKind.Truth => "truth",
        LineKind.Model => figure.Lines.Take(line).Any(other => other.Kind == LineKind.Model) ? "model2" : "model",
        _ => Invariant($"other{figure.Lines.Take(line).Count(other => other.Kind == LineKind.Other) % Others}"),
    };

    private static IEnumerable<(double X, string Label)> XTicks(LineFigure figure, double first, double last)
    {
        if (figure.IsTime) return TimeTicks.Of(first, last, 6);
        AxisTicks ticks = AxisTicks.Of(first, last, 10);
        bool whole = Array.TrueForAll(figure.X, value => value == Math.Floor(value));
        return ticks.Values.Where(value => !whole || value == Math.Floor(value)).Select(value => (value, ticks.Label(value)));
    }

    private static void Trace(SvgFrame frame, LineFigure figure, int number, AxisScale x, AxisScale y)
    {
        (double[] xs, Line line, string kind) = (figure.X, figure.Lines[number], Kind(figure, number));
        var path = new StringBuilder();
        bool pen = false;
        for (int n = 0; n < xs.Length; n++)
        {
            bool known = double.IsFinite(line.Values[n]);
            if (known) path.Append(pen ? 'L' : 'M').Append(SvgFrame.Number(x[xs[n]])).Append(' ').Append(SvgFrame.Number(y[line.Values[n]]));
            pen = known || (pen && figure.IsJoined);
        }

        if (path.Length > 0) frame.Html.Shape("path", ("class", "line " + kind), ("d", path.ToString()));
        for (int n = 0; n < xs.Length; n++)
        {
            bool alone = double.IsFinite(line.Values[n]) && !Known(n - 1) && !Known(n + 1); // which a line does not show
            if (alone || (xs.Length <= MostDots && Known(n))) frame.Dot(x[xs[n]], y[line.Values[n]], 2.5, "dot " + kind);
        }

        bool Known(int n) => n >= 0 && n < xs.Length && double.IsFinite(line.Values[n]);
    }

    private static void Area(MarkupWriter html, double[] xs, Band band, AxisScale x, AxisScale y)
    {
        for (int from = 0; from < xs.Length; from++)
        {
            if (!Known(from)) continue;
            int to = from;
            while (to + 1 < xs.Length && Known(to + 1)) to++;
            IEnumerable<string> there = Enumerable.Range(from, to - from + 1).Select(n => $"{SvgFrame.Number(x[xs[n]])} {SvgFrame.Number(y[band.High[n]])}");
            IEnumerable<string> back = Enumerable.Range(from, to - from + 1).Reverse().Select(n => $"{SvgFrame.Number(x[xs[n]])} {SvgFrame.Number(y[band.Low[n]])}");
            html.Shape("path", ("class", "band"), ("d", $"M{string.Join('L', there.Concat(back))}Z"));
            from = to;
        }

        bool Known(int n) => double.IsFinite(band.Low[n]) && double.IsFinite(band.High[n]);
    }
}
