using QSeq.Data;

namespace QSeq.Forecasting;

/// <summary>Which data a model was trained on.</summary>
public sealed record SeriesOrigin
{
    /// <summary>What the data says of itself, such as a file name.</summary>
    public required string Source { get; init; }

    /// <summary>The file, relative to the model where it is in the same folder or below; null for other data.</summary>
    public string? Path { get; init; }

    /// <summary>What a data base was asked for the data; null for other data, and for the only table of a file.</summary>
    public string? Query { get; init; }

    /// <summary>Rows; null where a file does not say.</summary>
    public int? Rows { get; init; }

    /// <summary>The time of the first row; null where the data has no times.</summary>
    public DateTime? First { get; init; }

    /// <summary>The time of the last row.</summary>
    public DateTime? Last { get; init; }

    /// <summary>The step of its time axis; null where it has none.</summary>
    public SeriesStep? Step { get; init; }

    /// <summary>The row of the first test target, from 0; null without a test part.</summary>
    public int? TestRow { get; init; }

    /// <summary>The time of that row.</summary>
    public DateTime? TestTime { get; init; }

    /// <summary>The digest of the values used, <see cref="SeriesTable.Digest"/>; null where a file does not say.</summary>
    public string? Digest { get; init; }

    /// <summary>What is to be known of data.</summary>
    /// <param name="used">The columns that were used.</param>
    /// <param name="testRow">The row of the first test target, from 0; null without a test part.</param>
    /// <returns>The origin, without a path.</returns>
    public static SeriesOrigin Of(SeriesTable used, int? testRow)
    {
        ArgumentNullException.ThrowIfNull(used);
        return new SeriesOrigin
        {
            Source = used.Source,
            Rows = used.Length,
            First = used.Times?[0],
            Last = used.Times?[^1],
            Step = used.Step,
            TestRow = testRow,
            TestTime = testRow is { } row ? used.Times?[row] : null,
            Digest = used.Digest(),
        };
    }

    internal SeriesOrigin MapFields(FieldMap f) => new()
    {
        Source = f.Text("source", Source),
        Path = f.OptionalText("path", Path),
        Query = f.OptionalText("query", Query),
        Rows = f.Whole("rows", Rows),
        First = Time(f, "first", First),
        Last = Time(f, "last", Last),
        Step = f.Optional("step", Step, SeriesStep.BusinessDays, (step, inner) => step.MapFields(inner)),
        TestRow = f.Whole("testRow", TestRow),
        TestTime = Time(f, "testTime", TestTime),
        Digest = f.OptionalText("digest", Digest),
    };

    private static DateTime? Time(FieldMap f, string name, DateTime? value) =>
        f.OptionalText(name, value?.ToString("O", CultureInfo.InvariantCulture)) is { } text
            ? DateTime.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)
            : null;
}
