namespace QSeq.Cli.Verbs;

/// <summary><c>qseq backtest</c>: models and classical methods forecast from many rows of a series, and it is said whether they differ.</summary>
internal sealed class BacktestVerb(CliContext context)
{
    private readonly Argument<string> _data = new("DATA")
    {
        Description = "A CSV file, packed or not, a Parquet or Arrow file, or a data base (see --query): a column a series, or a row for each series and time (see --key), or a series a row (--rows-are-series); - reads standard input.",
    };

    private readonly ColumnOptions _columns = new(several: false);
    private readonly Option<string[]?> _several = Opt.List("--columns", "A,B,C", "The series, each by itself, where there are several. [default: all]");
    private readonly Option<string[]?> _models = Opt.List(
        "--models", "A,B", "Several models, instead of --model. Options of a model are for those of them that have it.");
    private readonly Option<string?> _levels = LevelOption.Create(
        "Levels in percent of the intervals that are measured, made of errors at earlier origins; none for none. [default: 80,95]");
    private readonly Option<bool> _adaptive = Opt.Flag(
        "--adaptive", "Intervals follow the errors: the newest count, and what misses widens the next one. For series that change.");
    private readonly Option<string?> _csv = Opt.Text(
        "--csv", "FILE", "Write every forecast beside its truth to this file: a line for each origin, step and candidate, with its intervals.");
    private readonly Option<string?> _report = ReportOption.Create("history and forecasts, scores, errors by step, intervals and what was decided about the data");
    private readonly Option<bool> _resume = Opt.Flag(
        "--resume", "Go on behind the last fit of an interrupted run with the same options and data, from the journal that it left beside --csv, or else --report.");
    private readonly Option<bool> _json = Opt.Flag("--json", "JSON instead of tables.");
    private readonly ModelOptions _model = new();
    private readonly RollingOptions _rolling = new();
    private readonly TrainOptions _train = new(rolling: true);
    private readonly CovariateOptions _beside = new();
    private readonly DataOptions _reading = new();

    public static VerbCommand Create(CliContext context)
    {
        var verb = new BacktestVerb(context);
        return new VerbCommand(
            "backtest",
            "Forecast from many rows of a series, models beside all classical methods, each fitted to the rows before alone; scores, and whether they differ.",
            "qseq backtest load.csv --column load_kw --horizon 24",
            "qseq backtest load.csv --column load_kw --horizon 24 --models qkan-lstm,lstm --hidden 8",
            "qseq backtest load.csv --column load_kw --horizon 24 --adaptive --csv all.csv",
            "qseq backtest load.csv --column load_kw --horizon 24 --report load.html   # a page to look at",
            "qseq backtest sales.csv --horizon 7 --refits 4 --sliding 730   # fitted five times to two years",
            "qseq backtest shop.csv --column sales --known price --calendar weekday --horizon 14",
            "qseq backtest Hourly-train.csv --rows-are-series --horizon 48   # each by itself",
            "qseq backtest ETTh1.csv --column OT --horizon 24 --json > scores.json")
        {
            verb._data, verb._columns, verb._several, verb._models, verb._model, verb._rolling, verb._train, verb._beside,
            verb._levels, verb._adaptive, verb._csv, verb._report, verb._resume, verb._json, verb._reading,
        }.Does(verb.Run);
    }

    private void Run(ParseResult parsed)
    {
        string data = parsed.GetValue(_data)!;
        string? csv = parsed.GetValue(_csv);
        bool one = parsed.IsGiven(_columns.Column) || parsed.IsGiven(_columns.Inputs);
        if (one) parsed.Only(false, [_several], "one series", "several", ", or leave out --column and --inputs");
        if (csv is not null)
        {
            OutputFile.Check(csv, "--csv");
            OutputFile.CheckNotRead(csv, "--csv", data);
        }

        string? report = ReportOption.Check(parsed, _report, data, csv is null ? [] : [csv, csv + BacktestJournal.Ending]), beside = csv ?? report;
        if (beside is null && parsed.GetValue(_resume)) throw new UsageException("--resume goes on from the journal beside --csv or --report, and there is neither; give one");

        string[]? several = parsed.Given(_models)?.Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        if (several is not null && parsed.IsGiven(_model.All[0])) throw new UsageException("--model and --models were both given; name all models with --models");
        string[] names = several is null ? [_model.NameOf(parsed)] : [.. several.Select(name => ModelCatalogue.Default.Find(name).Name)];
        foreach (string name in names) TrainOptions.Check(Recipe(parsed, name, several, parsed.Given(_columns.Inputs) ?? [""], [""]));
        double[] levels = LevelOption.ToMeasure(parsed, _levels);
        if (levels.Length == 0) parsed.Only(false, [_adaptive], "--levels none", "intervals");
        (BacktestInput[] series, SeriesPanel? panel) = one ? ([One(parsed, data)], null) : Each(parsed, data);
        var run = new BacktestWork(context, parsed, _train)
        {
            Recipes = input => [.. names.Select(name => Recipe(parsed, name, several, input.Inputs, [input.Column])).Select(recipe => recipe with { Windows = recipe.Windows with { Known = input.Known } })],
            Options = _rolling.Options(parsed, Recipe(parsed, names[0], several, [""], [""]).Windows.Horizon, _train.Season(parsed)),
            Levels = levels,
            IsAdaptive = parsed.GetValue(_adaptive),
        };
        if (panel is not null) run.Failures.AddRange(panel.Series.Where(other => other.Problem is not null).Select(other => (other.Name, ErrorText.Of(other.Problem!).Say(AdviceWords.Say).TrimEnd('.'))));
        string[] warnings = context.Warn([.. series.SelectMany(input => DataWarnings.Spans(input.Table, input.Table.Names))]);
        using BacktestJournal? journal = beside is null ? null : BacktestJournal.Open(context, beside, csv is null ? ReportOption.Name : "--csv", run.Identity(series), parsed.GetValue(_resume));
        BacktestFindings[] found = run.Run(series, journal);
        bool single = series.Length == 1 && run.Failures.Count == 0;
        if (csv is not null) OutputFile.Write(csv, writer => BacktestCsv.Write(writer, found, context.Token));
        if (report is not null)
        {
            string command = CommandText.Of(parsed, data, _reading.Input(parsed, data).Shown);
            ReportOption.Write(context, report, single ? BacktestPage.Of(found[0], warnings, command) : BacktestPage.Of(found, panel!, run.Failures, warnings, command));
        }

        journal?.Complete();
        if (parsed.GetValue(_json)) JsonText.Write(context.Out, BacktestJson.Of(series[0].Table.Source, found, run.Failures, warnings));
        else context.Show(single ? BacktestReport.Blocks(found[0]) : BacktestPanelReport.Blocks(found, run.Failures));
        if (csv is not null) context.Note($"every forecast: {csv}");
    }

    private ForecastRecipe Recipe(ParseResult parsed, string name, string[]? several, IReadOnlyList<string> inputs, IReadOnlyList<string> targets) =>
        _beside.Recipe(parsed, _train.Recipe(parsed, _model, inputs, targets, several, name));

    private BacktestInput One(ParseResult parsed, string data)
    {
        (SeriesTable table, string[] targets, string[] inputs, _) = _columns.Read(context, parsed, data, _reading, _beside);
        return new BacktestInput(table, targets[0], inputs, _beside.KnownColumns(parsed, table.Description));
    }

    private (BacktestInput[] Series, SeriesPanel Panel) Each(ParseResult parsed, string data)
    {
        SeriesPanel panel = DataOptions.ReadEach(context, _reading.Input(parsed, data), _beside.Reading(parsed, _reading.Reading(parsed, parsed.Given(_several))));
        string[] known = _beside.KnownColumns(parsed, panel.Description);
        BacktestInput[] series = [.. panel.Series.Select(one => one.Table).OfType<SeriesTable>().Select(table => new BacktestInput(table, table.Names[0], table.Names, known))];
        if (series.Length == 0) throw panel.Series[0].Problem!;
        return (series, panel);
    }
}
