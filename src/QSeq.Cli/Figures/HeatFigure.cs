namespace QSeq.Cli.Figures;

/// <summary>A cell of a heat map.</summary>
/// <param name="Text">Its value in words.</param>
/// <param name="Depth">How deep its colour is, 0 to 1; not finite for none.</param>
/// <param name="IsStrong">Whether it stands out.</param>
internal readonly record struct HeatCell(string Text, double Depth, bool IsStrong = false);

/// <summary>A row of a heat map.</summary>
/// <param name="Name">What it stands for.</param>
/// <param name="Cells">A cell for each column.</param>
internal sealed record HeatRow(string Name, ImmutableArray<HeatCell> Cells);

/// <summary>Values by row and column, in words and as depths of one colour.</summary>
/// <param name="Title">What it shows, one line.</param>
/// <param name="Columns">The columns, from the left.</param>
/// <param name="Rows">The rows, from the top down.</param>
/// <param name="ValueName">What is measured.</param>
/// <param name="Note">How to read it, or null.</param>
internal sealed record HeatFigure(
    string Title, ImmutableArray<string> Columns, ImmutableArray<HeatRow> Rows, string ValueName, string? Note = null) : Figure(Title, Note)
{
    public override string Alternative =>
        $"Heat map of {ValueName}. {string.Join("; ", Rows.Select(row => $"{row.Name}: {string.Join(", ", Columns.Zip(row.Cells, Told))}"))}.";

    private static string Told(string column, HeatCell cell) => $"{column} {cell.Text}";
}
