namespace QSeq.Cli.Pages;

/// <summary>Histograms, stems and points as SVG.</summary>
internal static class PointSvg
{
    private const double Width = 480, Height = 260;
    private const int MostPoints = 3000; // drawn; more are told by the same cloud

    public static void Write(MarkupWriter html, HistogramFigure figure)
    {
        double end = figure.Low + (figure.Counts.Length * figure.Width);
        AxisTicks across = AxisTicks.Of(figure.Low, end, 6), up = AxisTicks.Of(0, Math.Max(1, figure.Counts.Max()), 5);
        SvgFrame frame = Begin(html, figure.Alternative, "histogram", up);
        var x = new AxisScale(figure.Low, end, frame.Left, frame.Right);
        var y = new AxisScale(0, Math.Max(1, figure.Counts.Max()), frame.Base, frame.Top);
        Axes(frame, x, across, y, up, figure.ValueName);
        for (int n = 0; n < figure.Counts.Length; n++)
        {
            double from = figure.Low + (n * figure.Width), left = x[from], right = x[from + figure.Width], top = y[figure.Counts[n]];
            frame.Box(
                left + 0.5, top, right - left - 1, frame.Base - top, "bar model", $"{NumberText.Number(from)} to {NumberText.Number(from + figure.Width)}: {figure.Counts[n]}");
        }

        if (figure.Mark is { } mark && mark >= figure.Low && mark <= end) frame.Line(x[mark], frame.Top, x[mark], frame.Base, "mark");
        frame.End();
    }

    public static void Write(MarkupWriter html, StemFigure figure)
    {
        (double low, double high) = AxisScale.Roomy(AxisTicks.Range([.. figure.Values, 0, -figure.Bound, figure.Bound]));
        AxisTicks across = AxisTicks.Of(0, figure.Values.Length + 1, 8), up = AxisTicks.Of(low, high, 5);
        SvgFrame frame = Begin(html, figure.Alternative, "stems", up);
        var x = new AxisScale(0, figure.Values.Length + 1, frame.Left, frame.Right);
        var y = new AxisScale(low, high, frame.Base, frame.Top);
        frame.Box(frame.Left, y[figure.Bound], frame.Right - frame.Left, y[-figure.Bound] - y[figure.Bound], "band");
        Axes(frame, x, across with { Values = [.. across.Values.Where(value => value == Math.Floor(value) && value > 0)] }, y, up, figure.XName);
        frame.Line(frame.Left, y[0], frame.Right, y[0], "base");
        for (int n = 0; n < figure.Values.Length; n++)
        {
            if (!double.IsFinite(figure.Values[n])) continue;
            string kind = Math.Abs(figure.Values[n]) > figure.Bound ? "model" : "truth";
            frame.Line(x[n + 1], y[0], x[n + 1], y[figure.Values[n]], "line " + kind);
            frame.Dot(x[n + 1], y[figure.Values[n]], 3, "dot " + kind);
        }

        frame.End();
    }

    public static void Write(MarkupWriter html, ScatterFigure figure)
    {
        IReadOnlyList<(double X, double Y)> points = figure.Points;
        (double Low, double High) across = AxisTicks.Range(points.Select(point => point.X)), up = AxisTicks.Range(points.Select(point => point.Y));
        if (figure.HasDiagonal) across = up = AxisTicks.Range([across.Low, across.High, up.Low, up.High]);
        bool powers = figure.IsLogarithmic && points.Count > 0;
        across = Room(across, powers);
        up = Room(up, powers);
        AxisTicks xs = Ticks(across, powers), ys = Ticks(up, powers);
        SvgFrame frame = Begin(html, figure.Alternative, "scatter", ys);
        var x = new AxisScale(across.Low, across.High, frame.Left, frame.Right, powers);
        var y = new AxisScale(up.Low, up.High, frame.Base, frame.Top, powers);
        Axes(frame, x, xs, y, ys, $"{figure.XName} (across), {figure.YName} (up)");
        if (figure.HasDiagonal) frame.Line(x[across.Low], y[across.Low], x[across.High], y[across.High], "mark");
        int every = Math.Max(1, points.Count / MostPoints);
        for (int n = 0; n < points.Count; n += every) frame.Dot(x[points[n].X], y[points[n].Y], 3, "point model");
        frame.End();
    }

    private static (double Low, double High) Room((double Low, double High) range, bool powers)
    {
        if (!powers) return AxisScale.Roomy(range);
        (double low, double high) = (range.Low / 1.2, range.High * 1.2);
        return low > 0 && double.IsFinite(high) ? (low, high) : range;
    }

    private static AxisTicks Ticks((double Low, double High) range, bool powers) =>
        powers ? AxisTicks.Powers(range.Low, range.High, 6) : AxisTicks.Of(range.Low, range.High, 6);

    private static SvgFrame Begin(MarkupWriter html, string alternative, string kind, AxisTicks up)
    {
        var frame = new SvgFrame(html, Width, Height, SvgFrame.Room(up.Values.Select(up.Label)));
        frame.Begin(alternative, kind);
        return frame;
    }

    private static void Axes(SvgFrame frame, AxisScale x, AxisTicks across, AxisScale y, AxisTicks up, string name)
    {
        foreach (double value in up.Values) frame.YTick(y[value], up.Label(value));
        foreach (double value in across.Values) frame.XTick(x[value], across.Label(value), line: false);
        frame.Line(frame.Left, frame.Base, frame.Right, frame.Base, "base");
        frame.XName(name);
    }
}
