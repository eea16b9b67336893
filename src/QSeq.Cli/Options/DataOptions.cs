namespace QSeq.Cli.Options;

/// <summary>How a CSV file of series is read: the same options for every verb that reads one.</summary>
internal sealed class DataOptions : OptionGroup
{
    private readonly Option<string?> _delimiter = Opt.Text(
        "--delimiter", "CHAR", "What stands between cells: a character, tab or space; found by itself when left out.");
    private readonly Option<string> _decimal = Opt.Choice(
        "--decimal", "The decimal mark; found by itself when left out.", null, "point", "comma");
    private readonly Option<string?> _timeColumn = Opt.Text(
        "--time-column", "NAME", "The column of time stamps, or none; found by its name (date, time, step, ...) when left out.");
    private readonly Option<string> _gaps = Opt.Choice(
        "--gaps", "What fills empty cells, NaN and missing time stamps.", "error", GapNames);

    /// <summary>The names of <see cref="GapPolicy"/>, in its order.</summary>
    public static string[] GapNames { get; } = ["error", "zero", "previous", "linear"];

    public override Option[] All => [_delimiter, _decimal, _timeColumn, _gaps];

    public static GapPolicy Gap(string name) => (GapPolicy)Array.IndexOf(GapNames, name);

    /// <summary>The policy for raw Milan files, in which empty means none recorded: zero unless the user says otherwise.</summary>
    public GapPolicy RawGaps(ParseResult parsed) => parsed.IsGiven(_gaps) ? Gap(parsed.GetValue(_gaps)!) : GapPolicy.Zero;

    /// <summary>How the command line asks for a file to be read; without <paramref name="columns"/> all numeric ones are kept.</summary>
    public CsvReadOptions Reading(ParseResult parsed, IReadOnlyList<string>? columns) => new()
    {
        Delimiter = Delimiter(parsed.GetValue(_delimiter)),
        DecimalComma = parsed.GetValue(_decimal) is { } mark ? mark == "comma" : null,
        TimeColumn = parsed.GetValue(_timeColumn) is { } time ? (time == "none" ? "" : time) : null,
        Gaps = Gap(parsed.GetValue(_gaps)!),
        Columns = columns?.Distinct().ToList(),
    };

    /// <summary>Reads a file, or standard input for <c>-</c>; notes about source and repairs go to the error stream.</summary>
    public static SeriesTable Read(CliContext context, string path, CsvReadOptions reading)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new UsageException("the data has no name; name a CSV file, or - for standard input");

        // Standard input and named pipes may stay silent for ever.
        SeriesTable table = Interruptible.Run(
            () => path == "-"
                ? CsvSeries.Read(context.OpenInput(), "standard input", reading, context.Token)
                : CsvSeries.Read(path, reading, context.Token),
            context.Token);
        Tell(context, table);
        return table;
    }

    public static void Tell(CliContext context, SeriesTable table)
    {
        context.Note($"data: {table.Source}, {table.Length} rows");
        context.Notes(table.Notes);
    }

    private static char? Delimiter(string? text) => text switch
    {
        null => null,
        "tab" or "\\t" => '\t',
        "space" => ' ',
        { Length: 1 } => text[0],
        _ => throw new UsageException($"--delimiter is '{text}', expected one character, tab or space"),
    };
}
