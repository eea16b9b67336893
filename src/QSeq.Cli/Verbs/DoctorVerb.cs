namespace QSeq.Cli.Verbs;

/// <summary><c>qseq doctor</c>: how a CSV file is read, why, and what would settle every doubt.</summary>
internal sealed class DoctorVerb(CliContext context)
{
    private const int SeriesShown = 20;
    private const int StampsShown = 3;

    private readonly Argument<string> _data = new("DATA") { Description = "A CSV file; - reads standard input." };
    private readonly Option<bool> _json = Opt.Flag("--json", "JSON instead of tables.");
    private readonly DataOptions _reading = new();

    public static VerbCommand Create(CliContext context)
    {
        var verb = new DoctorVerb(context);
        return new VerbCommand(
            "doctor",
            "Say how a CSV file of series is read: delimiter, numbers, times, step, columns left out, each with why, and the option "
            + "that settles a doubt. Reads the whole file; exit code 3 where it cannot be read.",
            "qseq doctor sales.csv",
            "qseq doctor export.csv --date-format dd/MM/yyyy --gaps linear",
            "qseq doctor sales.csv --json | jq .findings") { verb._data, verb._json, verb._reading }.Does(verb.Run);
    }

    private void Run(ParseResult parsed)
    {
        string path = parsed.GetValue(_data)!;
        CsvReadOptions reading = _reading.Reading(parsed, null);
        var findings = new List<CsvFinding>();
        var list = new Listed(findings);
        SeriesTable? table = null;
        InvalidDataException? problem = null;
        try
        {
            table = Interruptible.Run(
                () => path == "-" ? CsvSeries.Read(context.OpenInput(), "standard input", reading, list, context.Token) : CsvSeries.Read(path, reading, list, context.Token),
                context.Token);
        }
        catch (InvalidDataException e)
        {
            problem = e;
        }

        if (parsed.GetValue(_json)) JsonText.Write(context.Out, ToJson(path, findings, table, problem));
        else Show(findings, table);
        if (problem is not null) throw problem;
    }

    private void Show(List<CsvFinding> findings, SeriesTable? table)
    {
        context.Show(
            "how the file is read",
            findings,
            ("what", finding => finding.What),
            ("found", finding => finding.Found),
            ("why", finding => finding.Why),
            ("if it is wrong", finding => Settle(finding)));
        if (table is null) return;
        foreach (string note in table.Notes.Where(note => !findings.Exists(finding => finding.ToString() == note))) context.Note("note: " + note);
        string from = table.Length > 0 && Range(table) is { } range ? $", {range}" : "";
        context.Note($"rows: {table.Length}{from}");
        if (Next(table) is { Length: > 0 } next) context.Note($"a forecast begins at {string.Join(", ", next)}, ...");
        int[] shown = [.. Enumerable.Range(0, Math.Min(SeriesShown, table.Names.Count))];
        context.Show(
            table.Names.Count > SeriesShown ? $"the first {SeriesShown} of {table.Names.Count} series" : "series",
            shown,
            ("series", c => table.Names[c]),
            (">first", c => NumberText.Number(table.Column(c)[0])),
            (">last", c => NumberText.Number(table.Column(c)[^1])),
            (">min", c => NumberText.Number(table.Column(c).ToArray().Min())),
            (">max", c => NumberText.Number(table.Column(c).ToArray().Max())));
    }

    private static string Settle(CsvFinding finding) => finding.Setting is { } setting ? AdviceWords.Say(setting) : "";

    private static string? Range(SeriesTable table) => table.Times is { } times
        ? $"{CsvText.Time(times[0])} to {CsvText.Time(times[^1])}"
        : table.Step is { IsNumbers: true } step ? Invariant($"{step.NumberAt(0)} to {step.NumberAt(table.Length - 1)}") : null;

    private static string[] Next(SeriesTable table) => table.Step is not { } step ? []
        : table.Times is { } times ? [.. Enumerable.Range(1, StampsShown).Select(n => CsvText.Time(step.After(times[^1], n)))]
        : [.. Enumerable.Range(0, StampsShown).Select(n => Invariant($"{step.NumberAt(table.Length + n)}"))];

    private static JsonObject ToJson(string path, List<CsvFinding> findings, SeriesTable? table, InvalidDataException? problem)
    {
        var json = new JsonObject
        {
            ["file"] = path,
            ["findings"] = JsonText.Array(findings, finding =>
            {
                var one = new JsonObject { ["what"] = finding.What, ["found"] = finding.Found, ["why"] = finding.Why, ["doubt"] = finding.Doubt };
                if (finding.Setting is not null) one["settle"] = Settle(finding);
                return one;
            }),
        };
        if (problem is not null) json["problem"] = ErrorText.Of(problem).Say(AdviceWords.Say);
        if (table is null) return json;
        json["rows"] = table.Length;
        json["notes"] = JsonText.Array(table.Notes);
        json["series"] = JsonText.Array(table.Names);
        json["next"] = JsonText.Array(Next(table));
        return json;
    }

    private sealed class Listed(List<CsvFinding> list) : IProgress<CsvFinding>
    {
        public void Report(CsvFinding value) => list.Add(value);
    }
}
