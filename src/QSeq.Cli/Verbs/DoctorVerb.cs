namespace QSeq.Cli.Verbs;

/// <summary><c>qseq doctor</c>: how data is read, why, and what would settle every doubt.</summary>
internal sealed class DoctorVerb(CliContext context)
{
    private const int SeriesShown = 20;
    private const int StampsShown = 3;
    private const int YearsAhead = 1000; // more than steps as long as the data is
    private const int NotesShown = 12;

    private readonly Argument<string> _data = new("DATA") { Description = "A CSV file, packed or not, a Parquet or Arrow file, or a data base (see --query); - reads standard input." };
    private readonly Option<string?> _column = Opt.Text("--column", "NAME", "The series to look at, as train reads it. [default: all]");
    private readonly Option<string[]?> _targets = Opt.List("--targets", "A,B", "Several series to look at.");
    private readonly Option<string[]?> _inputs = Opt.List("--inputs", "A,B,C", "The series that a model would read.");
    private readonly Option<bool> _json = Opt.Flag("--json", "JSON instead of tables.");
    private readonly CovariateOptions _beside = new();
    private readonly DataOptions _reading = new();

    public static VerbCommand Create(CliContext context)
    {
        var verb = new DoctorVerb(context);
        return new VerbCommand(
            "doctor",
            "Say how data of series is read: delimiter, numbers, times, step, columns left out, each with why, and the option "
            + "that settles a doubt, and which series cannot be read and why. Reads the whole file; exit code 3 where no series can be read.",
            "qseq doctor sales.csv",
            "qseq doctor export.csv --date-format dd/MM/yyyy --gaps linear",
            "qseq doctor Hourly-train.csv --rows-are-series",
            "qseq doctor meters.db --query 'select at, kwh from readings order by at'",
            "qseq doctor sales.csv --column total",
            "qseq doctor sales.csv --json | jq .findings") { verb._data, verb._column, verb._targets, verb._inputs, verb._beside.Known, verb._beside.Categories, verb._json, verb._reading }.Does(verb.Run);
    }

    private void Run(ParseResult parsed)
    {
        string path = parsed.GetValue(_data)!;
        DataInput data = _reading.Input(parsed, path);
        string[] targets = [.. parsed.GetValue(_column) is { } column ? (string[])[column] : [], .. parsed.Given(_targets) ?? []], inputs = parsed.Given(_inputs) ?? [];
        string[] named = [.. targets, .. inputs];
        CsvReadOptions reading = _beside.Reading(parsed, _reading.Reading(parsed, named.Length > 0 ? named : null));
        bool together = named.Length > 1 && targets.Length > 0; // one model of several series: rows that all of them have
        if (together) reading = reading with { Targets = targets };
        var findings = new List<CsvFinding>();
        var list = new Listed(findings);
        SeriesPanel? panel = null;
        InvalidDataException? problem = null;
        try
        {
            panel = together
                ? SeriesPanel.Of(DataOptions.Read(
                    context, data, (text, name) => CsvSeries.Read(text, name, reading, list, context.Token), rows => rows.Read(reading, list, context.Token)))
                : DataOptions.Read(
                    context, data, (text, name) => CsvSeries.ReadEach(text, name, reading, list, context.Token), rows => rows.ReadEach(reading, list, context.Token));
        }
        catch (InvalidDataException e)
        {
            problem = e;
        }

        if (!parsed.GetValue(_json)) context.Note($"this machine: {context.Vectors.Text}");
        if (panel is not null && panel.Series.All(series => series.Table is null)) problem = panel.Series[0].Problem;
        if (parsed.GetValue(_json)) JsonText.Write(context.Out, ToJson(path == "-" ? path : data.Shown, findings, panel, problem));
        else Show(findings, panel);
        if (problem is not null) throw problem;
    }

    private void Show(List<CsvFinding> findings, SeriesPanel? panel)
    {
        if (findings.Count > 0)
        {
            context.Show(
                "how the file is read",
                findings,
                ("what", finding => finding.What),
                ("found", finding => finding.Found),
                ("why", finding => finding.Why),
                ("if it is wrong", finding => Settle(finding)));
        }

        if (panel is null) return;
        string[] notes = [.. Notes(panel).Where(note => !findings.Exists(finding => finding.ToString() == note))];
        context.Notes(notes.Take(NotesShown));
        if (notes.Length > NotesShown) context.Note($"note: and {notes.Length - NotesShown} more such notes");
        SeriesTable[] tables = [.. panel.Series.Select(series => series.Table).OfType<SeriesTable>()];
        if (tables.Length == 0) return;
        bool alike = Array.TrueForAll(tables, table => table.Length == tables[0].Length && Range(table) == Range(tables[0]));
        if (alike)
        {
            context.Note($"{(tables[0].Length == 1 ? "row" : "rows")}: {tables[0].Length}{(Range(tables[0]) is { } range ? $", {range}" : "")}");
            if (Next(tables[0]) is { Length: > 0 } next) context.Note($"a forecast begins at {string.Join(", ", next)}, ...");
        }

        SeriesTable[] shown = [.. tables.Take(SeriesShown)];
        string title = tables.Length > SeriesShown ? $"the first {SeriesShown} of {tables.Length} series" : "series";
        (TextColumn, Func<SeriesTable, TextCell>)[] own = alike ? []
            : Array.TrueForAll(tables, table => table.Step is null) ? [(">rows", table => $"{table.Length}")]
            : [(">rows", table => $"{table.Length}"), ("from", table => Range(table) ?? ""), ("a forecast begins at", table => Next(table).FirstOrDefault(""))];
        (TextColumn, Func<SeriesTable, TextCell>)[] cells =
        [
            ("series", table => table.Names[0]),
            .. own,
            (">first", table => NumberText.Number(table.Column(0)[0])),
            (">last", table => NumberText.Number(table.Column(0)[^1])),
            (">min", table => NumberText.Number(Ends(table.Column(0)).Least)),
            (">max", table => NumberText.Number(Ends(table.Column(0)).Most)),
        ];
        context.Show(title, shown, cells);
        PanelSeries[] failed = [.. panel.Series.Where(series => series.Table is null)];
        if (failed.Length == 0) return;
        context.Paragraph($"{failed.Length} of {panel.Series.Count} series cannot be read:");
        foreach (PanelSeries series in failed.Take(SeriesShown)) context.Paragraph($"  {series.Name}: {Reason(series)}");
        if (failed.Length > SeriesShown) context.Paragraph($"  and {failed.Length - SeriesShown} more");
    }

    private static (double Least, double Most) Ends(ReadOnlySpan<double> values)
    {
        (double least, double most) = (values[0], values[0]);
        foreach (double value in values) (least, most) = (Math.Min(least, value), Math.Max(most, value));
        return (least, most);
    }

    private static string? Reason(PanelSeries series) => series.Problem is { } problem ? ErrorText.Of(problem).Say(AdviceWords.Say) : null;

    private static IEnumerable<string> Notes(SeriesPanel panel) => panel.Notes.Concat(panel.Series.SelectMany(series => series.Table?.Notes ?? []));

    private static string Settle(CsvFinding finding) => finding.Setting is { } setting ? AdviceWords.Say(setting) : "";

    private static string? Range(SeriesTable table)
    {
        if (table.Times is not { } times) return table.Step is { IsNumbers: true } step ? $"{ForecastText.Number(step, 0)} to {ForecastText.Number(step, table.Length - 1)}" : null;
        bool days = ForecastText.AreDays(times, table.Step);
        return $"{ForecastText.Stamp(times[0], table.Step, days)} to {ForecastText.Stamp(times[^1], table.Step, days)}";
    }

    // As a forecast writes them.
    private static string[] Next(SeriesTable table)
    {
        if (table.Step is not { } step) return [];
        if (table.Times is not { } times) return [.. Enumerable.Range(0, StampsShown).Select(n => ForecastText.Number(step, table.Length + n))];
        if (times[^1].Year > DateTime.MaxValue.Year - YearsAhead) return []; // stamps that no forecast follows
        DateTime[] next = [.. Enumerable.Range(1, StampsShown).Select(n => step.After(times[^1], n))];
        return [.. next.Select(time => ForecastText.Stamp(time, step, ForecastText.AreDays(next, step)))];
    }

    private JsonObject ToJson(string path, List<CsvFinding> findings, SeriesPanel? panel, InvalidDataException? problem)
    {
        var json = new JsonObject
        {
            ["file"] = path,
            ["vector_width"] = context.Vectors.Compiled,
            ["findings"] = JsonText.Array(findings, finding =>
            {
                var one = new JsonObject { ["what"] = finding.What, ["found"] = finding.Found, ["why"] = finding.Why, ["doubt"] = finding.Doubt };
                if (finding.Setting is not null) one["settle"] = Settle(finding);
                return one;
            }),
        };
        if (problem is not null) json["problem"] = ErrorText.Of(problem).Say(AdviceWords.Say);
        if (panel is null) return json;
        SeriesTable[] tables = [.. panel.Series.Select(series => series.Table).OfType<SeriesTable>()];
        if (tables.Length > 0) json["rows"] = tables.Max(table => table.Length);
        json["notes"] = JsonText.Array(Notes(panel).ToArray());
        json["series"] = JsonText.Array(panel.Series.Select(series => series.Name).ToArray());
        json["next"] = JsonText.Array(tables.Length > 0 ? Next(tables.MaxBy(table => table.Times?[^1])!) : []);
        json["each"] = JsonText.Array(panel.Series, series =>
        {
            var one = new JsonObject { ["name"] = series.Name };
            if (series.Table is { } table)
            {
                one["rows"] = table.Length;
                if (Range(table) is { } range) one["range"] = range;
                one["next"] = JsonText.Array(Next(table));
            }
            else
            {
                one["reason"] = Reason(series);
            }

            return one;
        });
        return json;
    }

    private sealed class Listed(List<CsvFinding> list) : IProgress<CsvFinding>
    {
        public void Report(CsvFinding value) => list.Add(value);
    }
}
