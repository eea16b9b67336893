namespace QSeq.Data;

/// <summary>What was decided about a CSV text from its first rows, and why.</summary>
internal sealed record CsvLayout
{
    /// <summary>What stands between cells.</summary>
    public required char Delimiter { get; init; }

    /// <summary>Whether the first row holds names.</summary>
    public required bool HasHeader { get; init; }

    /// <summary>The names, cell by cell, without those of columns that hold nothing.</summary>
    public required string[] Names { get; init; }

    /// <summary>Cells of a row, with those that hold nothing.</summary>
    public required int Width { get; init; }

    /// <summary>The line of the names.</summary>
    public required long HeaderLine { get; init; }

    /// <summary>How numbers are written.</summary>
    public required CsvMarks Marks { get; init; }

    /// <summary>Whether decimal points were proved where commas would be usual.</summary>
    public bool PointKnown { get; init; }

    /// <summary>The column of times; -1 for none.</summary>
    public int Time { get; init; } = -1;

    /// <summary>The column of the time of day beside a column of dates; -1 for none.</summary>
    public int Clock { get; init; } = -1;

    /// <summary>The columns that make a stamp together, the year first; empty where one does.</summary>
    public int[] Parts { get; init; } = [];

    /// <summary>What the column of times is called, or the columns.</summary>
    public string TimeName => Parts.Length > 0 ? string.Join(',', Parts.Select(column => Names[column])) : Names[Time];

    /// <summary>How stamps are written; null where they are numbers that count.</summary>
    public StampFormat? Stamps { get; init; }

    /// <summary>The columns to keep, in order.</summary>
    public required int[] Kept { get; init; }

    /// <summary>Columns that tell series apart.</summary>
    public int[] Keys { get; init; } = [];

    /// <summary>Columns that are the same in all rows of a series.</summary>
    public int[] Static { get; init; } = [];

    /// <summary>Series of a long file that were asked for by name; null where none was.</summary>
    public string[]? Series { get; init; }

    /// <summary>Whether series of a long file need the name of their column as well, because there are several.</summary>
    public bool NamesColumns { get; init; }

    /// <summary>Columns of numbers that are not kept, in which text would show a row that is none.</summary>
    public int[] Watched { get; init; } = [];

    /// <summary>What stands around the numbers of each column; null for nothing.</summary>
    public required CsvForm?[] Forms { get; init; }

    /// <summary>Columns of texts that are left out.</summary>
    public int[] Texts { get; init; } = [];

    /// <summary>Rows above the header that are none.</summary>
    public int Skipped { get; init; }

    /// <summary>Reads a number of a column.</summary>
    public bool TryRead(int column, ReadOnlySpan<byte> cell, out double value) =>
        Forms[column] is { } form ? form.TryRead(cell, Marks, out value) : Marks.TryRead(cell, out value);

    /// <summary>What was found, in the order in which it is decided.</summary>
    public required IReadOnlyList<CsvFinding> Findings { get; init; }
}

/// <summary>Something that was found out about a CSV file.</summary>
/// <param name="What">What it is about, such as <c>delimiter</c>.</param>
/// <param name="Found">What was decided.</param>
/// <param name="Why">What the decision rests on; empty where it is plain.</param>
/// <param name="Doubt">Whether it might be otherwise, so that it is said wherever the file is read.</param>
/// <param name="Setting">What would settle it; null where there is no doubt.</param>
public sealed record CsvFinding(string What, string Found, string Why, bool Doubt = false, Advice? Setting = null)
{
    /// <summary>The finding in a sentence.</summary>
    public override string ToString() => Note.ToString();

    /// <summary>The finding with what settles it, for a front end that says it in its own words.</summary>
    public ErrorText Note => Setting is { } setting ? (ErrorText)$"{Start} {Found}{Because}; if that is wrong, {setting}" : $"{Start} {Found}{Because}";

    private string Start => What == "column" ? What : What + ":";

    private string Because => Why.Length == 0 ? "" : $" ({Why})";
}
