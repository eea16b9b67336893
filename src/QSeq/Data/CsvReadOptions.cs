namespace QSeq.Data;

/// <summary>
/// How a CSV file of series is read. What is left null is found from the rows, and said where it is not plain; what was
/// found is kept with a model, so that later files of the same data are read alike.
/// </summary>
public sealed record CsvReadOptions
{
    /// <summary>The character between cells; null (default) finds the one of comma, semicolon, tab and bar that makes numbers and dates of cells.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether 1,5 means one and a half, in every cell. Null (default) decides by the cells, and refuses a file that leaves a doubt.</summary>
    public bool? DecimalComma { get; init; }

    /// <summary>What parts thousands, such as a comma in 1,304; null (default) decides by the cells.</summary>
    public char? Thousands { get; init; }

    /// <summary>
    /// The column of time stamps or step numbers, which is checked for order, repetition and missing stamps.
    /// Null (default) takes a column of dates whatever its name, else numbers under a name such as time, date, step or year;
    /// the empty string takes none.
    /// </summary>
    public string? TimeColumn { get; init; }

    /// <summary>
    /// The time column of other files of the same data: taken as if it were <see cref="TimeColumn"/> where that is null and the text
    /// has such a column. Null (default) for none. It is not kept with a model.
    /// </summary>
    public string? UsualTimeColumn { get; init; }

    /// <summary>How time stamps are written, as a .NET format such as <c>dd/MM/yyyy HH:mm</c>; null (default) finds it from the column.</summary>
    public string? DateFormat { get; init; }

    /// <summary>
    /// The IANA name of the zone whose clocks the stamps tell, such as Europe/Berlin: stamps become UTC, so that hours that
    /// come twice or not at all at a change of the clocks are right. Null (default) keeps stamps as they are written.
    /// </summary>
    public string? TimeZone { get; init; }

    /// <summary>The step of the stamps; null (default) finds it.</summary>
    public SeriesStep? Step { get; init; }

    /// <summary>Texts that mean no value, besides empty cells, NA, N/A, NaN, null, none, -, ., ? and #N/A.</summary>
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>The encoding of the text, such as windows-1252; null (default) takes UTF-8, and UTF-16 where the bytes show it.</summary>
    public string? Encoding { get; init; }

    /// <summary>Whether the first line holds names. Null (default) refuses a file without; false names its columns column1, column2 and so on.</summary>
    public bool? Header { get; init; }

    /// <summary>
    /// The columns that tell series of a long file apart, a row for each series and time; null (default) finds them, empty
    /// takes none. A series is called by their cells, joined by a slash: store/item.
    /// </summary>
    public IReadOnlyList<string>? Keys { get; init; }

    /// <summary>
    /// The columns that tell series apart where the text has them all and <see cref="Keys"/> is null. A text without them is of
    /// one series, and series that <see cref="Columns"/> names beside its columns are not looked for. Null (default) for none.
    /// </summary>
    public IReadOnlyList<string>? UsualKeys { get; init; }

    /// <summary>
    /// Whether every row is a series: its name in the first cell, then its values in time order, as many as it has. Such a
    /// text has no times. False (default) takes columns for series.
    /// </summary>
    public bool RowsAreSeries { get; init; }

    /// <summary>Whether rows out of order are sorted by time. False (default) sorts only a file that runs from new to old.</summary>
    public bool Sort { get; init; }

    /// <summary>
    /// What fills empty cells, NaN cells and missing time stamps. <see cref="GapPolicy.Error"/> (default), because values that
    /// nobody measured should come in only when asked for.
    /// </summary>
    public GapPolicy Gaps { get; init; } = GapPolicy.Error;

    /// <summary>
    /// The columns to keep, in this order; null (default) keeps every numeric one. Only these take memory. In a long file, or where
    /// rows are series, also the series to keep; one series alone is cut to its own first and last value.
    /// </summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>
    /// The columns whose last value ends a series, so that rows behind it are the future and never filled; null (default) takes
    /// every column that is kept and not <see cref="Known"/>. In a long file the values of the series end it.
    /// </summary>
    public IReadOnlyList<string>? Targets { get; init; }

    /// <summary>
    /// Columns that are known in the future, such as prices: they are kept beside the others, and what they hold behind the
    /// end of the series is <see cref="SeriesTable.Future"/>. In a long file, or read by themselves, every series has its own
    /// beside it. Null (default) for none.
    /// </summary>
    public IReadOnlyList<string>? Known { get; init; }

    /// <summary>
    /// Columns of categories, such as the weather in words: each is kept as a column for each of its levels,
    /// <c>name=level</c>, that holds 1 or 0. Null (default) for none; text is left out then.
    /// </summary>
    public IReadOnlyList<CategoryColumn>? Categories { get; init; }

    /// <summary>What the text is made of, where it was no text; null (default) for one.</summary>
    internal RowSource? Typed { get; init; }

    internal CsvReadOptions MapFields(FieldMap f) => new()
    {
        Delimiter = Character(f, "delimiter", Delimiter),
        DecimalComma = f.Flag("decimalComma", DecimalComma),
        Thousands = Character(f, "thousands", Thousands),
        TimeColumn = f.OptionalText("timeColumn", TimeColumn),
        DateFormat = f.OptionalText("dateFormat", DateFormat),
        TimeZone = f.OptionalText("timeZone", TimeZone),
        Step = f.Optional("step", Step, SeriesStep.BusinessDays, (step, inner) => step.MapFields(inner)),
        Missing = f.OptionalTexts("missing", Missing),
        Encoding = f.OptionalText("encoding", Encoding),
        Header = f.Flag("header", Header),
        Keys = f.OptionalTexts("keys", Keys),
        RowsAreSeries = f.Flag("rowsAreSeries", RowsAreSeries ? true : null) ?? false,
        Sort = f.Flag("sort", Sort ? true : null) ?? false,
        Gaps = f.Choice("gaps", Gaps),
        Columns = f.OptionalTexts("columns", Columns),
        Targets = f.OptionalTexts("targets", Targets),
        Known = f.OptionalTexts("known", Known),
        Categories = CategoryColumn.MapList(f, "categories", Categories),
    };

    private static char? Character(FieldMap f, string name, char? value) =>
        f.OptionalText(name, value?.ToString()) is { } text ? text.Length == 1 ? text[0] : throw new ArgumentException($"{name} is '{text}', expected one character") : null;
}
