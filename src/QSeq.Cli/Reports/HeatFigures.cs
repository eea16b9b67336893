namespace QSeq.Cli.Reports;

/// <summary>Tables whose cells have shades, drawn as heat maps of the first line of each cell.</summary>
internal static class HeatFigures
{
    private const string Note = "Medians; the ranges are in the table below. Deeper is higher; bold is useful, as the reading below defines it.";
    private const string Plain = "Medians; the ranges are in the table below. Deeper is more.";

    /// <summary>The heat map of a block; none for what has no shades.</summary>
    public static IEnumerable<ReportBlock> Of(ReportBlock block)
    {
        if (block is not TextTable { Title: { } title } table) return [];
        int[] shaded = [.. Enumerable.Range(0, table.Columns.Length).Where(n => table.Rows.Any(row => row[n].Shade is not null))];
        if (shaded.Length == 0) return [];
        bool isToned = table.Rows.Any(row => row.Any(cell => cell.Tone == Tone.Good));
        int[] named = [.. Enumerable.Range(0, table.Columns.Length).Except(shaded)];
        return
        [
            new HeatFigure(
                title,
                [.. shaded.Select(n => table.Columns[n].Header)],
                [.. Names(table, named).Zip(table.Rows, (name, row) => new HeatRow(name, [.. shaded.Select(n => Cell(row[n]))]))],
                string.Join("; ", named.Select(n => table.Columns[n].Header.Replace('\n', ' '))),
                isToned ? Note : Plain),
        ];
    }

    // A row whose first cell is empty or indented goes on from the row above it that has one.
    private static IEnumerable<string> Names(TextTable table, int[] columns)
    {
        string above = "";
        foreach (ImmutableArray<TextCell> row in table.Rows)
        {
            string[] texts = [.. columns.Select(n => row[n].Text.Replace('\n', ' '))];
            bool goesOn = texts[0].Length == 0 || texts[0][0] == ' ';
            if (!goesOn) above = texts[0];
            yield return string.Join(", ", texts.Prepend(goesOn ? above : "").Select(text => text.Trim()).Where(text => text.Length > 0));
        }
    }

    private static HeatCell Cell(TextCell cell) =>
        new(cell.Text.Split('\n')[0], cell.Shade ?? double.NaN, cell.Tone == Tone.Good);
}
