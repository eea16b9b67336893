namespace QSeq.Studies.Reports;

/// <summary>A part of what is shown to people, whatever shows it.</summary>
public abstract record ReportBlock;

/// <summary>A heading.</summary>
/// <param name="Text">One line.</param>
public sealed record Heading(string Text) : ReportBlock;

/// <summary>Text, to be wrapped at words.</summary>
/// <param name="Text">The text; empty for space.</param>
public sealed record Paragraph(string Text) : ReportBlock;

/// <summary>A table as rows of cells. Made to fit into 80 columns of text.</summary>
/// <param name="Title">What it shows, or null.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Its rows, [row][column].</param>
public sealed record TextTable(string? Title, ImmutableArray<TextColumn> Columns, ImmutableArray<ImmutableArray<TextCell>> Rows) : ReportBlock
{
    /// <summary>Makes a table with a row for every item.</summary>
    /// <typeparam name="T">What a row is made of.</typeparam>
    /// <param name="title">What it shows, or null.</param>
    /// <param name="items">The items.</param>
    /// <param name="columns">For each column its header and what it shows of an item.</param>
    public static TextTable Of<T>(string? title, IEnumerable<T> items, params (TextColumn Column, Func<T, TextCell> Cell)[] columns) => new(
        title, [.. columns.Select(column => column.Column)], [.. items.Select(item => columns.Select(column => column.Cell(item)).ToImmutableArray())]);
}

/// <summary>A column.</summary>
/// <param name="Header">What stands above it; several lines are parted by line feeds.</param>
/// <param name="Right">Whether it is aligned right.</param>
/// <param name="Wraps">Whether its text may be wrapped at words; else each line of a cell stays one.</param>
public sealed record TextColumn(string Header, bool Right = false, bool Wraps = false)
{
    /// <summary>A column by its header; one that starts with &gt; is aligned right.</summary>
    public static implicit operator TextColumn(string header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return new(header.TrimStart('>'), header.StartsWith('>'));
    }
}

/// <summary>How the text of a cell is to be taken; it says all by itself, a colour only helps the eye.</summary>
public enum Tone
{
    /// <summary>As text.</summary>
    Plain,

    /// <summary>As good.</summary>
    Good,

    /// <summary>As bad.</summary>
    Bad,

    /// <summary>As undecided.</summary>
    Open,
}

/// <summary>A cell.</summary>
/// <param name="Text">Its text; several lines are parted by line feeds.</param>
/// <param name="Tone">How it is to be taken.</param>
public readonly record struct TextCell(string Text, Tone Tone = Tone.Plain)
{
    /// <summary>How deep its colour is where the table is drawn as a heat map, 0 to 1; null for no colour.</summary>
    public double? Shade { get; init; }

    /// <summary>A cell of plain text.</summary>
    public static implicit operator TextCell(string text) => new(text);
}
