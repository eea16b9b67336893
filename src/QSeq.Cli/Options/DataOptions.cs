namespace QSeq.Cli.Options;

/// <summary>How series are read: the same options for every verb that reads them.</summary>
internal sealed class DataOptions : OptionGroup
{
    private readonly Option<string?> _delimiter = Opt.Text(
        "--delimiter", "CHAR", "What stands between cells: a character, tab or space; found by itself when left out.");
    private readonly Option<string> _decimal = Opt.Choice(
        "--decimal", "The decimal mark; found by itself when left out.", null, "point", "comma");
    private readonly Option<string?> _timeColumn = Opt.Text(
        "--time-column", "NAME", "The column of time stamps, several such as Year,Month, or none; found by names and cells when left out. A model keeps it.");
    private readonly Option<string> _gaps = Opt.Choice(
        "--gaps", "What fills empty cells, NaN and missing time stamps. A model keeps it.", "error", GapNames);

    private const int NotesShown = 8;

    /// <summary>The names of <see cref="GapPolicy"/>, in its order.</summary>
    public static string[] GapNames { get; } = ["error", "zero", "previous", "linear"];

    private readonly Option<string?> _thousands = Opt.Text(
        "--thousands", "CHAR", "What parts thousands: , . ' or space; found by itself when left out.");
    private readonly Option<string?> _dateFormat = Opt.Text(
        "--date-format", "FORMAT", "How dates are written: a .NET format such as dd/MM/yyyy, or day-first, month-first, year-month, quarter, year-week, unix-seconds, "
        + "spreadsheet-days, number; found by itself when left out.");
    private readonly Option<string?> _zone = Opt.Text(
        "--time-zone", "ZONE", "The zone whose clocks the stamps tell, such as Europe/Berlin; needed where hours come twice or not at all.");
    private readonly Option<string?> _frequency = Opt.Text(
        "--frequency", "STEP", "The step of the stamps: 15min, 1h, 1d, 1w, business, month, month-end, quarter, year; found by itself when left out.");
    private readonly Option<string[]?> _missing = Opt.List(
        "--missing", "TEXTS", "Texts that mean no value, besides empty, NA, N/A, NaN, null, none, -, ., ? and #N/A.");
    private readonly Option<string?> _encoding = Opt.Text("--text-encoding", "NAME", "The encoding of the text, such as windows-1252. [default: UTF-8, or UTF-16 where the bytes show it]");
    private readonly Option<string> _header = Opt.Choice("--header", "Whether the first line holds names.", "first", "first", "none");
    private readonly Option<string[]?> _keys = Opt.List(
        "--key", "NAMES", "The columns that tell series apart where every row is of one series and time, or none; several name it store/item. Found by themselves when left out.");
    private readonly Option<bool> _rows = Opt.Flag("--rows-are-series", "Every row is a series: its name, then its values, as many as it has; no times.");
    private readonly Option<bool> _sort = Opt.Flag("--sort", "Sort the rows by time.");
    private readonly Option<string?> _query = Opt.Text("--query", "SQL", "What to ask where DATA is a data base (SQLite or PostgreSQL). [default: all of a SQLite file's only table]");

    public override Option[] All =>
        [_delimiter, _decimal, _thousands, _timeColumn, _dateFormat, _zone, _frequency, _missing, _encoding, _header, _keys, _rows, _sort, _gaps, _query];

    /// <summary>Those that mean nothing for rows that come one by one.</summary>
    public Option[] OfWholeFiles => [_dateFormat, _zone, _frequency, _encoding, _header, _keys, _rows, _sort, _query];

    public static GapPolicy Gap(string name) => (GapPolicy)Array.IndexOf(GapNames, name);

    /// <summary>The policy for raw Milan files, in which empty means none recorded: zero unless the user says otherwise.</summary>
    public GapPolicy RawGaps(ParseResult parsed) => parsed.IsGiven(_gaps) ? Gap(parsed.GetValue(_gaps)!) : GapPolicy.Zero;

    /// <summary>
    /// How the command line asks for a file to be read; without <paramref name="columns"/> all numeric ones are kept. What is
    /// not given is as the data of a model was read, where it is <paramref name="known"/>.
    /// </summary>
    public CsvReadOptions Reading(ParseResult parsed, IReadOnlyList<string>? columns, CsvReadOptions? known = null)
    {
        CsvReadOptions basis = known ?? new CsvReadOptions();
        return new CsvReadOptions
        {
            Delimiter = Character("--delimiter", parsed.GetValue(_delimiter)),
            DecimalComma = parsed.GetValue(_decimal) is { } mark ? mark == "comma" : basis.DecimalComma,
            Thousands = Character("--thousands", parsed.GetValue(_thousands)) ?? basis.Thousands,
            TimeColumn = parsed.GetValue(_timeColumn) is { } time ? (time == "none" ? "" : time) : basis.TimeColumn is "" ? "" : null,
            UsualTimeColumn = basis.TimeColumn,
            DateFormat = parsed.GetValue(_dateFormat) ?? basis.DateFormat,
            TimeZone = parsed.GetValue(_zone) ?? basis.TimeZone,
            Step = parsed.GetValue(_frequency) is { } step ? StepText.Parse(step) : basis.Step,
            Missing = parsed.Given(_missing) ?? basis.Missing,
            Encoding = parsed.GetValue(_encoding) ?? basis.Encoding,
            Header = parsed.IsGiven(_header) ? parsed.GetValue(_header) == "first" : basis.Header is false ? false : null,
            Keys = parsed.Given(_keys) is { } keys ? (keys is ["none"] ? [] : keys) : basis.Keys,
            RowsAreSeries = parsed.GetValue(_rows) || basis.RowsAreSeries,
            Sort = parsed.GetValue(_sort),
            Gaps = parsed.IsGiven(_gaps) ? Gap(parsed.GetValue(_gaps)!) : basis.Gaps,
            Columns = columns?.Distinct().ToList(),
            Targets = basis.Targets,
            Known = basis.Known,
            Categories = basis.Categories,
        };
    }

    /// <summary>
    /// The data that the command line names, and the query to ask it, where it is a data base: the one given, or else that with
    /// which the data of a model was asked for, where it is <paramref name="known"/>.
    /// </summary>
    public DataInput Input(ParseResult parsed, string data, string? known = null)
    {
        string? given = parsed.GetValue(_query);
        Option? text = ((Option[])[_delimiter, _decimal, _thousands, _encoding, _header]).FirstOrDefault(option => parsed.IsGiven(option));
        return new DataInput(data, given ?? known) { IsAsked = given is not null, TextOption = text?.Name };
    }

    /// <summary>Reads data in one of two ways, on a thread that a stop leaves behind: pipes and servers may stay silent for ever.</summary>
    public static T Read<T>(CliContext context, DataInput data, Func<Stream, string, T> text, Func<RowSource, T> rows) =>
        Interruptible.Run(() => data.Read(context.OpenBytes, text, rows, context.Token), context.Token);

    /// <summary>Reads data; notes about source and repairs go to the error stream.</summary>
    public static SeriesTable Read(CliContext context, DataInput data, CsvReadOptions reading)
    {
        SeriesTable table = ReadSilently(context, data, reading);
        Tell(context, table);
        return table;
    }

    /// <summary>Reads data and says nothing of it.</summary>
    public static SeriesTable ReadSilently(CliContext context, DataInput data, CsvReadOptions reading) =>
        Read(context, data, (text, name) => CsvSeries.Read(text, name, reading, null, context.Token), rows => rows.Read(reading, null, context.Token));

    /// <summary>Reads each series of data by itself; notes about source and repairs go to the error stream.</summary>
    public static SeriesPanel ReadEach(CliContext context, DataInput data, CsvReadOptions reading)
    {
        SeriesPanel panel = Read(
            context, data, (text, name) => CsvSeries.ReadEach(text, name, reading, null, context.Token), rows => rows.ReadEach(reading, null, context.Token));
        Tell(context, panel);
        return panel;
    }

    public static void Tell(CliContext context, SeriesTable table)
    {
        context.Note($"data: {table.Source}, {table.Length} {(table.Length == 1 ? "row" : "rows")}");
        Tell(context, table.Notes, table.Description);
    }

    public static void Tell(CliContext context, SeriesPanel panel)
    {
        int[] lengths = [.. panel.Series.Select(series => series.Table?.Length).OfType<int>()];
        string rows = lengths.Length == 0 ? "" : lengths.Min() == lengths.Max() ? $", {lengths[0]} rows" : $", {lengths.Min()} to {lengths.Max()} rows";
        context.Note($"data: {panel.Source}, {panel.Series.Count} series{rows}");
        Tell(context, panel.Notes, panel.Description);
        string[] repaired = [.. panel.Series.SelectMany(series => series.Table?.Notes ?? [])];
        context.Notes(repaired.Take(NotesShown));
        if (repaired.Length > NotesShown) context.Note($"note: and {repaired.Length - NotesShown} more such notes");
    }

    private static void Tell(CliContext context, IReadOnlyList<string> notes, CsvDescription? description)
    {
        Dictionary<string, CsvFinding> findings = description?.Findings.Where(finding => finding.Setting is not null).DistinctBy(finding => finding.ToString()).ToDictionary(finding => finding.ToString()) ?? [];
        context.Notes([.. notes.Select(note => findings.TryGetValue(note, out CsvFinding? finding) ? finding.Note.Say(AdviceWords.Say) : note)]);
    }

    private static char? Character(string option, string? text) => text switch
    {
        null => null,
        "tab" or "\\t" => '\t',
        "space" => ' ',
        { Length: 1 } => text[0],
        _ => throw new UsageException($"{option} is '{text}', expected one character, tab or space"),
    };
}
