namespace QSeq.Cli.Pages;

/// <summary>A heat map: columns above, names at the left, cells with their values.</summary>
internal static class HeatSvg
{
    private const double Narrow = 480, Row = 24, Head = 26, Names = 200, Gap = 7;
    private const double Least = 66; // of a cell's width
    private const double Deepest = 0.5; // of the colour, so that words on it can be read

    public static void Write(MarkupWriter html, HeatFigure figure)
    {
        double left = Left(figure);
        double width = WidthOf(figure);
        double wide = (width - left) / Math.Max(1, figure.Columns.Length);
        var frame = new SvgFrame(html, width, Head + (Row * figure.Rows.Length) + 4, left);
        frame.Begin(figure.Alternative, IsWide(figure) ? "heat wide" : "heat");
        for (int n = 0; n < figure.Columns.Length; n++) frame.Words(Middle(n), Head - 9, figure.Columns[n], "middle", "tick");
        for (int row = 0; row < figure.Rows.Length; row++)
        {
            HeatRow one = figure.Rows[row];
            double top = Head + (row * Row), line = top + (Row / 2) + 5;
            frame.Label(left - Gap, line, one.Name, left - Gap, "end", "name");
            for (int n = 0; n < one.Cells.Length; n++)
            {
                HeatCell cell = one.Cells[n];
                double depth = double.IsFinite(cell.Depth) ? Deepest * Math.Clamp(cell.Depth, 0, 1) : 0;
                frame.Shade(left + (n * wide) + 1, top + 1, wide - 2, Row - 2, depth);
                frame.Words(Middle(n), line, cell.Text, "middle", cell.IsStrong ? "value strong" : "value");
            }
        }

        frame.End();

        double Middle(int n) => left + ((n + 0.5) * wide);
    }

    /// <summary>Whether it needs more room than figures that stand beside each other have.</summary>
    public static bool IsWide(HeatFigure figure) => WidthOf(figure) > Narrow;

    private static double Left(HeatFigure figure) => Math.Min(Names, SvgFrame.Room(figure.Rows.Select(row => row.Name)));

    private static double WidthOf(HeatFigure figure)
    {
        double least = Math.Max(Least, figure.Columns.Select(column => SvgFrame.Room([column])).DefaultIfEmpty(0).Max());
        return Math.Max(Narrow, Left(figure) + (least * figure.Columns.Length));
    }
}
