namespace QSeq.Cli.Verbs;

/// <summary><c>qseq backtest</c>: models and classical methods forecast from many rows of a series, and it is said whether they differ.</summary>
internal sealed class BacktestVerb(CliContext context)
{
    private readonly Argument<string> _data = new("DATA")
    {
        Description = "A CSV file, packed or not, a Parquet or Arrow file, or a data base (see --query): a column a series, or a row for each series and time (see --key); - reads standard input.",
    };

    private readonly ColumnOptions _columns = new();
    private readonly Option<string[]?> _models = Opt.List(
        "--models", "A,B", "Several models, instead of --model. Options of a model are for those of them that have it.");
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
            "qseq backtest sales.csv --horizon 7 --refits 4 --sliding 730   # fitted five times to two years",
            "qseq backtest shop.csv --column sales --known price --calendar weekday --horizon 14",
            "qseq backtest ETTh1.csv --column OT --horizon 24 --json > scores.json")
        {
            verb._data, verb._columns.Column, verb._columns.Inputs, verb._models, verb._model, verb._rolling, verb._train, verb._beside, verb._json, verb._reading,
        }.Does(verb.Run);
    }

    private void Run(ParseResult parsed)
    {
        string data = parsed.GetValue(_data)!;
        string[]? several = parsed.Given(_models)?.Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        if (several is not null && parsed.IsGiven(_model.All[0])) throw new UsageException("--model and --models were both given; name all models with --models");
        string[] names = several is null ? [_model.NameOf(parsed)] : [.. several.Select(name => ModelCatalogue.Default.Find(name).Name)];
        foreach (string name in names) TrainOptions.Check(Recipe(parsed, name, several, parsed.Given(_columns.Inputs) ?? [""], [""]));
        (SeriesTable table, string[] targets, string[] inputs, _) = _columns.Read(context, parsed, data, _reading, _beside);
        string column = targets[0];
        ForecastRecipe[] recipes = [.. names.Select(name => Recipe(parsed, name, several, inputs, targets)).Select(recipe => recipe with
        {
            Windows = recipe.Windows with { Known = _beside.KnownColumns(parsed, table.Description) },
        })];
        BacktestOptions options = _rolling.Options(parsed, recipes[0].Windows.Horizon, _train.Season(parsed));
        string[] warnings = context.Warn([.. DataWarnings.Spans(table, table.Names)]);
        BacktestCandidate[] candidates = Candidates(parsed, table, recipes, options);
        BacktestResult result = Work.Run(context, "backtest", 1, work => Backtest.Run(table, column, options, candidates, new Log(work), cancellationToken: context.Token));
        if (result.Entries.Length == 0) throw new WorkException($"nothing could be fitted; {result.Failures[0].Name}: {BacktestReport.Reason(result.Failures[0])}");
        Tell(table, result);
        if (parsed.GetValue(_json)) JsonText.Write(context.Out, BacktestJson.Of(result, table, warnings));
        else context.Show(BacktestReport.Blocks(result, column));
    }

    private ForecastRecipe Recipe(ParseResult parsed, string name, string[]? several, IReadOnlyList<string> inputs, IReadOnlyList<string> targets) =>
        _beside.Recipe(parsed, _train.Recipe(parsed, _model, inputs, targets, several, name));

    // Window and normalisation are the same for all models: what a linear forecast of the rows before the first origin shows.
    private BacktestCandidate[] Candidates(ParseResult parsed, SeriesTable table, ForecastRecipe[] recipes, BacktestOptions options)
    {
        ForecastRecipe? chosen = null;
        try
        {
            chosen = _train.Choose(context, parsed, Backtest.FirstSeen(table, options, recipes[0].Windows.Known), recipes[0]);
        }
        catch (SeriesTooShortException)
        {
            // The models say so themselves.
        }

        return [.. recipes.Select(recipe => BacktestCandidate.Of(
            chosen is null ? recipe : recipe with
            {
                Windows = recipe.Windows with { Window = chosen.Windows.Window },
                Network = recipe.Network with { Residual = chosen.Network.Residual },
            },
            isChosen: false))];
    }

    private void Tell(SeriesTable table, BacktestResult result)
    {
        string Row(int row) => table.Times is { } times ? CsvText.Time(times[row]) : Invariant($"row {row + 1}");
        context.Note($"{NumberText.Count(result.Origins.Length, "origin")} from {Row(result.Origins[0])} to {Row(result.Origins[^1])}; {(result.Season > 1 ? $"a season of {result.Season} steps" : "no season")}");
    }

    private sealed class Log(Work work) : IBacktestLog
    {
        public void Begin(string candidate, int? seed, int done, int total) =>
            work.Reach((double)done / total, seed is null ? candidate : $"{candidate}, seed {seed}");
    }
}
