namespace QSeq.Cli.Pages;

/// <summary>Named bars from the left, with their values, and a line where each should end.</summary>
internal static class BarSvg
{
    private const double Width = 480, Row = 26, Names = 200, Values = 66, Thick = 16, Gap = 7;

    public static void Write(MarkupWriter html, BarFigure figure)
    {
        double[] all = [.. figure.Bars.SelectMany(bar => new[] { bar.Value, bar.Wanted ?? 0 }).Where(double.IsFinite)];
        double low = Math.Min(0, all.DefaultIfEmpty(0).Min()), high = Math.Max(0, all.DefaultIfEmpty(1).Max());
        (low, high) = AxisTicks.Widen(low, high);
        if (all.Length > 0 && all.Min() >= 0) low = 0; // where all are 0
        double names = Room(figure);
        var frame = new SvgFrame(html, Width, (Row * figure.Bars.Length) + 8, names);
        var x = new AxisScale(low, high, names, Width - Values);
        frame.Begin(figure.Alternative, "bars");
        frame.Line(x[0], 0, x[0], frame.Height, "base");
        for (int n = 0; n < figure.Bars.Length; n++)
        {
            Bar bar = figure.Bars[n];
            double top = 4 + (n * Row) + ((Row - Thick) / 2), middle = top + (Thick / 2), end = x[double.IsFinite(bar.Value) ? bar.Value : 0];
            frame.Label(names - Gap, middle + 5, bar.Name, names - Gap, "end", bar.Kind == LineKind.Model ? "name strong" : "name");
            string kind = bar.Kind == LineKind.Model ? "bar model" : "bar other";
            frame.Box(Math.Min(end, x[0]), top, Math.Abs(end - x[0]), Thick, kind, $"{bar.Name}: {figure.Text(bar.Value)}");
            if (bar.Wanted is { } wanted) frame.Line(x[wanted], top - 4, x[wanted], top + Thick + 4, "wanted");
            double words = Math.Max(end, x[Math.Max(0, bar.Wanted ?? 0)]);
            frame.Words(words + 6, middle + 5, figure.Text(bar.Value), "start", bar.Kind == LineKind.Model ? "value strong" : "value");
        }

        frame.End();
    }

    /// <summary>Whether a name is too long to stand beside its bar as it is.</summary>
    public static bool CutsNames(BarFigure figure)
    {
        double room = Room(figure) - Gap;
        return figure.Bars.Any(bar => !SvgFrame.Fits(bar.Name, room));
    }

    private static double Room(BarFigure figure) => Math.Min(Names, SvgFrame.Room(figure.Bars.Select(bar => bar.Name)));
}
