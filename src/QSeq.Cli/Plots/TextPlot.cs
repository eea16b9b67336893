using System.Text;

namespace QSeq.Cli.Plots;

/// <summary>A run of characters that belong together.</summary>
/// <param name="Text">The characters.</param>
/// <param name="Line">The line of the figure that they draw, counted from 0; -1 for axes and words.</param>
internal readonly record struct PlotRun(string Text, int Line);

/// <summary>
/// A line figure in characters: braille, eight dots a character, or plain ASCII with a sign for each line. Where lines meet, the later one is
/// seen. Names come as they are.
/// </summary>
internal static class TextPlot
{
    private const int Least = 24; // columns, with which something can be seen
    private const string Signs = ".*o+x#"; // of lines in ASCII, in order

    /// <summary>Draws it.</summary>
    /// <param name="figure">What is drawn; of bands the ends, in dots.</param>
    /// <param name="width">Columns of text there are.</param>
    /// <param name="height">Rows of the drawing itself, at least 2.</param>
    /// <param name="unicode">Whether braille may be written.</param>
    /// <returns>The rows from the top down.</returns>
    public static IReadOnlyList<IReadOnlyList<PlotRun>> Rows(LineFigure figure, int width, int height, bool unicode)
    {
        (double low, double high) = AxisTicks.Range(figure.Columns.SelectMany(column => column));
        string top = NumberText.Number(high), bottom = NumberText.Number(low);
        int words = Math.Max(top.Length, bottom.Length), columns = Math.Max(Least, width) - words - 2;
        int[,] cells = Cells(figure, columns, height, low, high, unicode, out int[,] owner);
        var rows = new List<IReadOnlyList<PlotRun>> { Legend(figure, unicode) };
        for (int row = 0; row < height; row++)
        {
            string label = row == 0 ? top : row == height - 1 ? bottom : "";
            rows.Add([new PlotRun(label.PadLeft(words) + (unicode ? " ┤" : " |"), -1), .. Runs(cells, owner, row, columns, unicode)]);
        }

        if (figure.X.Length > 0)
        {
            string first = figure.Place(figure.X[0]), last = figure.Place(figure.X[^1]);
            string below = new string(' ', words + 2) + (first.Length + last.Length + 2 <= columns ? first + last.PadLeft(columns - first.Length) : first);
            rows.Add([new PlotRun(below, -1)]);
        }

        return rows;
    }

    private static List<PlotRun> Legend(LineFigure figure, bool unicode)
    {
        var runs = new List<PlotRun> { new(figure.Title + ":", -1) };
        for (int n = 0; n < figure.Lines.Length; n++)
        {
            runs.Add(new PlotRun("  ", -1));
            runs.Add(new PlotRun($"{(unicode ? '━' : Sign(n))} {figure.Lines[n].Name}", n));
        }

        for (int n = 0; n < figure.Bands.Length; n++)
        {
            runs.Add(new PlotRun("  ", -1));
            runs.Add(new PlotRun($"{(unicode ? '┄' : Sign(figure.Lines.Length + n))} {figure.Bands[n].Name}", figure.Lines.Length + n));
        }

        return runs;
    }

    private static IEnumerable<PlotRun> Runs(int[,] cells, int[,] owner, int row, int columns, bool unicode)
    {
        var text = new StringBuilder();
        int line = -1;
        for (int column = 0; column < columns; column++)
        {
            int own = cells[row, column] == 0 ? -1 : owner[row, column];
            if (own != line && text.Length > 0)
            {
                yield return new PlotRun(text.ToString(), line);
                text.Clear();
            }

            line = own;
            text.Append(own < 0 ? ' ' : unicode ? (char)(0x2800 + cells[row, column]) : Sign(own));
        }

        if (text.ToString().TrimEnd() is { Length: > 0 } rest) yield return new PlotRun(rest, line);
    }

    private static char Sign(int line) => Signs[line % Signs.Length];

    // Dots of each character, as braille counts them, and the line that was drawn there last.
    private static int[,] Cells(LineFigure figure, int columns, int height, double low, double high, bool unicode, out int[,] owner)
    {
        int across = unicode ? 2 : 1, up = unicode ? 4 : 1;
        int[,] cells = new int[height, columns], last = new int[height, columns];
        (double first, double end) = AxisTicks.Range(figure.X);
        for (int n = 0; n < figure.Bands.Length; n++)
        {
            foreach (double[] ends in new[] { figure.Bands[n].Low, figure.Bands[n].High })
            {
                for (int place = 0; place < figure.X.Length; place++)
                    if (double.IsFinite(ends[place])) Dot(Across(place), Place(ends[place], high, low, (height * up) - 1), figure.Lines.Length + n);
            }
        }

        for (int n = 0; n < figure.Lines.Length; n++)
        {
            (int X, int Y)? before = null;
            for (int place = 0; place < figure.X.Length; place++)
            {
                double value = figure.Lines[n].Values[place];
                (int X, int Y)? at = double.IsFinite(value)
                    ? (Across(place), Place(value, high, low, (height * up) - 1))
                    : null;
                if (at is { } to) Stroke(before ?? to, to, n);
                before = at;
            }
        }

        owner = last;
        return cells;

        int Across(int place) => Place(figure.X[place], first, end, (columns * across) - 1);

        void Stroke((int X, int Y) from, (int X, int Y) to, int line)
        {
            int steps = Math.Max(Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y)), 1);
            for (int step = 0; step <= steps; step++)
                Dot(from.X + (int)Math.Round((to.X - from.X) * (step / (double)steps)), from.Y + (int)Math.Round((to.Y - from.Y) * (step / (double)steps)), line);
        }

        void Dot(int x, int y, int line)
        {
            (int row, int column) = (y / up, x / across);
            last[row, column] = line;
            cells[row, column] |= unicode ? Braille(x % across, y % up) : 1;
        }
    }

    private static int Place(double value, double from, double to, int most) =>
        (int)Math.Round(Math.Clamp(((value / 2) - (from / 2)) / ((to / 2) - (from / 2)), 0, 1) * most);

    // Dots 1 to 3 and 7 stand at the left, 4 to 6 and 8 at the right.
    private static int Braille(int x, int y) => y == 3 ? 0x40 << x : 1 << (y + (3 * x));
}
