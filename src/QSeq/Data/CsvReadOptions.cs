namespace QSeq.Data;

/// <summary>How a CSV file of series is read. The defaults find out everything they can and repair nothing.</summary>
public sealed record CsvReadOptions
{
    /// <summary>The character between cells; null (default) finds it among comma, semicolon, tab and bar in the first lines.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether 1,5 means one and a half. Null (default) decides by the cells, and refuses a file where every comma could as well part thousands.</summary>
    public bool? DecimalComma { get; init; }

    /// <summary>
    /// The column of time stamps or step numbers, which is checked for order, repetition and missing stamps.
    /// Null (default) takes a column named date, time, datetime, timestamp, ds, step or index, or else the first column if it
    /// holds dates; the empty string takes none.
    /// </summary>
    public string? TimeColumn { get; init; }

    /// <summary>
    /// What fills empty cells, NaN cells and missing time stamps. <see cref="GapPolicy.Error"/> (default), because values that
    /// nobody measured should come in only when asked for.
    /// </summary>
    public GapPolicy Gaps { get; init; } = GapPolicy.Error;

    /// <summary>The columns to keep, in this order; null (default) keeps every numeric one. Only these take memory.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    internal CsvReadOptions MapFields(FieldMap f) => new()
    {
        Delimiter = f.OptionalText("delimiter", Delimiter?.ToString()) is { } text ? text.Length == 1 ? text[0] : throw new ArgumentException($"delimiter is '{text}', expected one character") : null,
        DecimalComma = f.Flag("decimalComma", DecimalComma),
        TimeColumn = f.OptionalText("timeColumn", TimeColumn),
        Gaps = f.Choice("gaps", Gaps),
        Columns = f.OptionalTexts("columns", Columns),
    };
}
