using QSeq.Search;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq search</c>: the recipe or the method that forecasts a series best, found on a validation part and judged on a test part.</summary>
internal sealed class SearchVerb(CliContext context)
{
    private const double UsualTime = 60; // seconds

    private readonly Argument<string> _data = new("DATA")
    {
        Description = "A CSV file, packed or not, a Parquet or Arrow file, or a data base (see --query): a column a series, or a row for each series and time (see --key); - reads standard input.",
    };

    private readonly Option<string?> _column = Opt.Text("--column", "NAME", "The series to forecast. [default: the only one]");
    private readonly Option<int> _horizon = Opt.Int("--horizon", "Time steps ahead.", 1);
    private readonly Option<int?> _season = Opt.OptionalInt("--season", "Steps of a season, 1 for none. [default: found from the rows that are learnt from]", 1);
    private readonly Option<int?> _test = Opt.OptionalInt("--test", "Rows at the end that nothing is chosen by and all are judged on. [default: a fifth, at least twice the horizon]", 1);
    private readonly Option<string?> _time = Opt.Text(
        "--time", "TIME", "How long it may take: seconds, or a number with s, m or h. How many trainings that are depends on the machine. [default: 60s, without --trials]");

    private readonly Option<int?> _trials = Opt.OptionalInt("--trials", "The most trainings that are tried; as many give the same result on every machine.", 0);
    private readonly Option<string[]?> _models = Opt.List("--models", "A,B,C", $"The models to try. [default: {string.Join(",", SearchOptions.UsualModels)}]");
    private readonly Option<int> _seeds = Opt.Int("--seeds", "From how many seeds the best recipe is trained before it counts.", 2, 1);
    private readonly Option<ulong> _seed = Opt.Seed();
    private readonly Option<int> _threads = Opt.Int("--threads", "Trainings at a time.", Environment.ProcessorCount, 1);
    private readonly Option<string?> _out = Opt.Text(
        "--out", "FILE", "Where the model of the best recipe goes, trained on the rows before the test part. What was tried is kept beside it as FILE.search.");
    private readonly Option<bool> _resume = Opt.Flag("--resume", "Go on with what an earlier search of the same data and horizon left in FILE.search.");
    private readonly Option<string?> _forecast = Opt.Text("--forecast", "FILE", "Where the pick's forecast after the end of the series goes, as CSV.");
    private readonly Option<string?> _report = ReportOption.Create("history and forecasts, scores, what was tried, the weights of the pick and what was decided about the data");
    private readonly Option<bool> _json = Opt.Flag("--json", "JSON instead of tables, with all that was tried.");
    private readonly DataOptions _reading = new();

    public static VerbCommand Create(CliContext context)
    {
        var verb = new SearchVerb(context);
        return new VerbCommand(
            "search",
            "Find what forecasts a series best: networks and classical methods, chosen on a validation part and judged once on a test part.",
            "qseq search sales.csv --column total --horizon 7",
            "qseq search load.csv --horizon 24 --time 5m --out load.qseq --forecast next.csv",
            "qseq search load.csv --horizon 24 --time 10m --out load.qseq --resume   # goes on",
            "qseq search load.csv --horizon 24 --report load.html   # a page to look at",
            "qseq search load.csv --models qkan-lstm,lstm --trials 50 --seed 1   # the same everywhere",
            "qseq search Hourly-train.csv --rows-are-series --column H1 --horizon 48 --json")
        {
            verb._data, verb._column, verb._horizon, verb._season, verb._test, verb._time, verb._trials, verb._models, verb._seeds, verb._seed, verb._threads,
            verb._out, verb._resume, verb._forecast, verb._report, verb._json, verb._reading,
        }.Does(verb.Run);
    }

    private void Run(ParseResult parsed)
    {
        string data = parsed.GetValue(_data)!;
        string? path = parsed.GetValue(_out), forecast = parsed.GetValue(_forecast);
        string? report = Check(parsed, data, path, forecast);
        if (path is not null && OutputFile.IsDevice(path) && parsed.GetValue(_resume)) context.Note($"note: nothing of an earlier search lies beside {path}, which is no file; the search begins anew");
        SearchOptions options = Options(parsed);
        options.Validate();
        (SeriesTable table, string column, CsvReadOptions reading) = Read(parsed, data);
        options = options with { Reading = reading, Levels = path is null ? [] : options.Levels };
        using IDisposable? alone = path is null ? null : OutputFile.Alone(path, "--out");
        using SearchJournal? journal = path is null || OutputFile.IsDevice(path) ? null : Open(path, table, column, options, parsed.GetValue(_resume));
        string[] warnings = context.Warn([.. DataWarnings.Spans(table, table.Names)]);
        SearchResult found = Search(table, column, options, journal, path);
        string? command = found.Training is { } training ? Command(parsed, data, training, path) : null;
        if (parsed.GetValue(_json)) JsonText.Write(context.Out, SearchReport.ToJson(found, command));
        else SearchReport.Write(context, found);
        string time = options.Trials == found.Trials.Length ? "" : $"; --trials {found.Trials.Length} instead of --time gives the same again";
        context.Note($"tried {NumberText.Count(found.Trials.Length, "training")}{time}");
        if (command is not null && !parsed.GetValue(_json))
        {
            context.Paragraph($"{(found.Kind == SearchPick.Network ? "The pick" : "The best network")}, with a test MAE of {NumberText.Number(found.Networks[0].TestMae)}, is trained by");
            context.Out.WriteLine(command); // in one line, to be copied
        }

        Write(parsed, data, path, forecast, table, found);
        if (report is not null)
            ReportOption.Write(context, report, SearchPage.Of(new SearchFindings(table, found, command, warnings), CommandText.Of(parsed, data, _reading.Input(parsed, data).Shown)));
    }

    private string? Check(ParseResult parsed, string data, string? path, string? forecast)
    {
        if (path is null && parsed.GetValue(_resume)) throw new UsageException("--resume goes on with what lies beside --out; give --out");
        if (path is not null)
        {
            OutputFile.Check(path, "--out");
            OutputFile.CheckNotRead(path, "--out", data, path + ".search");
        }

        if (forecast is not null)
        {
            OutputFile.Check(forecast, "--forecast");
            OutputFile.CheckNotRead(forecast, "--forecast", data, path, path is null ? null : path + ".search");
        }

        return ReportOption.Check(parsed, _report, data, [.. path is null ? [] : (string[])[path, path + ".search"], .. forecast is null ? [] : (string[])[forecast]]);
    }

    private SearchOptions Options(ParseResult parsed)
    {
        int? trials = parsed.GetValue(_trials);
        TimeSpan? time = parsed.GetValue(_time) is { } text ? Time(text) : trials is null ? TimeSpan.FromSeconds(UsualTime) : null;
        return new SearchOptions
        {
            Horizon = parsed.GetValue(_horizon),
            Season = parsed.GetValue(_season),
            TestRows = parsed.GetValue(_test),
            Time = time,
            Trials = trials,
            Models = parsed.Given(_models) is { } models ? [.. models.Distinct()] : SearchOptions.UsualModels,
            Seeds = parsed.GetValue(_seeds),
            Seed = parsed.GetValue(_seed),
            Threads = parsed.GetValue(_threads),
            Levels = LevelOption.Usual,
        };
    }

    private (SeriesTable Table, string Column, CsvReadOptions Reading) Read(ParseResult parsed, string data)
    {
        string? column = parsed.GetValue(_column);
        string[]? named = column is null ? null : [column];
        CsvReadOptions reading = _reading.Reading(parsed, named) with { Targets = named };
        SeriesTable table = DataOptions.Read(context, _reading.Input(parsed, data), reading);
        string[] all = [.. table.Names];
        string series = column is not null && all.Contains(column) ? column
            : all.Length == 1 ? all[0]
            : throw new UsageException($"the data holds {all.Length} series ({string.Join(", ", all.Take(12))}{(all.Length > 12 ? ", ..." : "")}); choose one with --column");
        return (table.Select([series]), series, (table.Description?.Options ?? reading) with { Columns = [series], Targets = [series] });
    }

    private SearchJournal Open(string path, SeriesTable table, string column, SearchOptions options, bool resume)
    {
        string file = path + ".search";
        bool known = File.Exists(file);
        if (known && !resume)
        {
            context.Note($"note: {file} of an earlier search is there and is replaced; --resume would go on with it");
            File.Delete(file);
        }
        else if (resume && !known)
        {
            context.Note($"note: there is no {file} to go on with; the search begins anew");
        }

        try
        {
            SearchJournal journal = SearchJournal.Open(file, table, column, options);
            if (resume && known && journal.Count == 0) context.Note($"note: {file} holds no training of this search yet, so it begins anew");
            else if (resume && known) context.Note($"{NumberText.Count(journal.Count, "training")} of {file} {(journal.Count == 1 ? "is" : "are")} known");
            return journal;
        }
        catch (InvalidDataException)
        {
            throw new UsageException($"{file} is of another search: its data, horizon, season or test part were others; leave --resume out to begin anew, or choose another --out");
        }
    }

    private SearchResult Search(SeriesTable table, string column, SearchOptions options, SearchJournal? journal, string? path)
    {
        int trials = 0;
        try
        {
            return Work.Run(context, "search", 1, work => RecipeSearch.Run(
                table, column, options, journal,
                new Reporter<SearchProgress>(report =>
                {
                    trials = report.Trials;
                    work.Reach(report.Done, $"{report.Trials} tried, MAE {NumberText.Number(report.Mae)} by {report.Best}");
                }),
                context.Token));
        }
        catch (OperationCanceledException)
        {
            string kept = journal is null ? "" : $"; they are kept in {path}.search, and the same command with --resume goes on from there";
            throw new CancelledException($"cancelled; {NumberText.Count(trials, "training")} done{kept}");
        }
    }

    // The command that trains the best network again; that it does is checked here.
    private string? Command(ParseResult parsed, string data, ForecastTraining training, string? path)
    {
        string[] options = TrainCommand.Options(training.Recipe);
        ForecastRecipe? trained = TrainVerb.RecipeOf(context, [data, .. options], training.Recipe.Windows.Targets[0]);
        ForecastRecipe expected = training.Recipe with { Reading = null, Levels = [] };
        if (trained is null || (trained with { Reading = null, Levels = [] }).For(training.Data.Table).Digest() != expected.Digest())
        {
            context.Note("note: the best recipe cannot be said as a command of qseq train, perhaps for the name of the series");
            return null;
        }

        string[] reading = [.. _reading.All.Where(option => parsed.IsGiven(option)).SelectMany(option => parsed.GetResult(option)!.Tokens.Select(token => token.Value).Prepend(option.Name))];
        return CommandText.Of(["train", _reading.Input(parsed, data).Shown, .. options, .. reading, .. path is null ? Array.Empty<string>() : ["--out", path]]);
    }

    private void Write(ParseResult parsed, string data, string? path, string? forecast, SeriesTable table, SearchResult found)
    {
        if (path is not null && found.Training is { } training)
        {
            TrainedForecaster model = training.ToForecaster(found.Outcome!, OutputFile.PathBeside(path, data), _reading.Input(parsed, data).Query);
            model.Save(path);
            string role = found.Kind == SearchPick.Network ? "the pick" : "the best network, which is not all of the pick";
            context.Note($"saved {path}: {role}{(forecast is null && found.Kind != SearchPick.Network ? "; --forecast FILE writes the pick's own forecast" : "")}");
        }
        else if (path is not null)
        {
            context.Note($"note: no network was trained from enough seeds, so {path} is not written");
        }

        if (forecast is null) return;
        string[] names = [found.Column];
        if (OutputFile.IsDevice(forecast)) Csv(context.Out);
        else OutputFile.Write(forecast, Csv);
        context.Note($"wrote {forecast}: the pick's forecast, {NumberText.Count(found.Forecast.Length, "step")} after the end");

        void Csv(TextWriter output) => ForecastText.WriteCsv(output, found.Forecast, names, table.Description?.TimeColumn, false, context.Token);
    }

    private static TimeSpan Time(string text)
    {
        const double most = 1e7;
        double unit = text[^1] switch { 'm' => 60, 'h' => 3600, _ => 1 };
        string number = char.IsLetter(text[^1]) ? text[..^1] : text;
        bool isNumber = double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value);
        return isNumber && "smh0123456789".Contains(text[^1], StringComparison.Ordinal) && value > 0 && value * unit <= most
            ? TimeSpan.FromSeconds(value * unit)
            : throw new UsageException($"--time is '{text}', expected seconds, or a number with s, m or h, such as 90s or 5m");
    }
}
