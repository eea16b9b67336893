namespace QSeq.Studies.Boards;

/// <summary>A column of figures in the table of a leaderboard.</summary>
/// <param name="Metric">The metric, as runs measure it.</param>
/// <param name="Condition">What it is measured under, such as a horizon; empty where there is only one condition.</param>
/// <param name="Header">What stands above it; several lines are parted by line feeds.</param>
/// <param name="Digits">Digits after the point of printed figures, 0 to 6; ours have one more, and are compared when rounded to as many.</param>
/// <param name="IsHigherBetter">Whether more is better, as of an accuracy.</param>
public sealed record BoardColumn(string Metric, string Condition, string Header, int Digits, bool IsHigherBetter = false)
{
    internal string Printed(double value) => Text(value, Digits);

    internal string Ours(double value) => Text(value, Digits + 1);

    private static string Text(double value, int digits) => Math.Abs(value) < 1e6 || double.IsNaN(value)
        ? value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : value.ToString("0.0e+0", CultureInfo.InvariantCulture);
}

/// <summary>Columns that stand in one table.</summary>
/// <param name="Title">What the table shows.</param>
/// <param name="Columns">Its columns, at least one.</param>
public sealed record BoardGroup(string Title, ImmutableArray<BoardColumn> Columns);

/// <summary>A row that others have printed.</summary>
/// <param name="Label">What tables call it; no label of ours.</param>
/// <param name="Figures">Its figures.</param>
/// <param name="Source">Where they are printed, in a line.</param>
public sealed record PrintedRow(string Label, ImmutableArray<PrintedFigure> Figures, string Source)
{
    /// <summary>The figure of a column; null where none is printed.</summary>
    public double? Figure(BoardColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return Figures.FirstOrDefault(figure => figure.Metric == column.Metric && figure.Condition == column.Condition)?.Value;
    }
}

/// <summary>A figure that is to be reached.</summary>
/// <param name="Column">The column.</param>
/// <param name="Bound">The figure, rounded as the column is.</param>
/// <param name="Of">Whose it is, such as <c>NLinear as printed</c>.</param>
public sealed record BoardAim(BoardColumn Column, double Bound, string Of);

/// <summary>A line of ours that is no network with sizes of its own: a classical method, a linear start.</summary>
public sealed record BoardEntry : StudyEntry;
