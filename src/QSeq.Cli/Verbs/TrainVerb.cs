namespace QSeq.Cli.Verbs;

/// <summary><c>qseq train</c>: a model on a series of the user's, saved in one file, judged beside baselines.</summary>
internal sealed class TrainVerb(CliContext context)
{
    private readonly Argument<string> _data = new("DATA")
    {
        Description = "A CSV file, packed or not, a Parquet or Arrow file, or a data base (see --query): a column a series, or a row for each series and time (see --key); - reads standard input.",
    };

    private readonly ColumnOptions _columns = new();
    private readonly Option<bool> _global = Opt.Flag(
        "--global", "One model for all series of the data, or those of --targets: each is scaled by itself, and windows of all are learnt from together.");

    private readonly Option<string> _out = Opt.Text("--out", "FILE", "Where the model goes; replaced when it exists.", "model.qseq");
    private readonly Option<string> _references = ModelOptions.ReferencesFrom();
    private readonly Option<string?> _report = ReportOption.Create("history, forecasts, scores, residuals and what was decided about the data");
    private readonly Option<bool> _plot = Opt.Flag("--plot", "Draw the end of the test part and its forecasts in the terminal.");
    private readonly Option<string?> _levels = LevelOption.Create(
        "Levels in percent of the intervals that the model keeps, made of its errors on the validation part; none for none. [default: 80,95 where there is a validation part]");
    private readonly Option<bool> _quantiles = Opt.Flag(
        "--quantiles", "Train the ends of the levels too, as quantiles beside the median, so that intervals are wider where errors are larger; they are widened as the others are.");
    private readonly CheckpointOptions _checkpoints = new();
    private readonly ModelOptions _model = new();
    private readonly TrainOptions _train = new();
    private readonly CovariateOptions _beside = new();
    private readonly DataOptions _reading = new();

    public static VerbCommand Create(CliContext context) => new TrainVerb(context).Command();

    /// <summary>The recipe that a command line of one series asks for; null where it cannot be read.</summary>
    public static ForecastRecipe? RecipeOf(CliContext context, IReadOnlyList<string> words, string column)
    {
        var verb = new TrainVerb(context);
        ParseResult parsed = verb.Command().Parse(words);
        return parsed.Errors.Count > 0 || parsed.GetValue(verb._columns.Column) != column ? null : verb.Recipe(parsed, [column], [column]);
    }

    private VerbCommand Command()
    {
        TrainVerb verb = this;
        return new VerbCommand(
            "train",
            "Train a model on a series and save it; test scores in original units beside baselines.",
            "qseq train sales.csv --column total --out total.qseq",
            "qseq train ETTh1.csv --column OT --inputs OT,HUFL,MULL --model lstm --hidden 8 --patience 5",
            "qseq train load.csv --model hqkan-lstm --latent 3 --reps 4 --horizon 6 --schedule cosine",
            "qseq train load.csv --model qk-lstm --references 6 --references-from data",
            "qseq train sales.csv --column total --report total.html   # a page to look at",
            "qseq train load.csv --levels 80,95 --quantiles   # intervals as wide as the hour asks for",
            "qseq train load.csv --targets heat,power --horizon 6 --out both.qseq",
            "qseq train stores.csv --key store,item --column S1/I3   # a row for each store, item and day",
            "qseq train Hourly-train.csv --rows-are-series --global --window 168 --horizon 48 --out all.qseq",
            "qseq train shop.csv --column sales --known price --calendar weekday,holidays.csv --window 28",
            "qseq train load.csv --out load.qseq --resume   # goes on where it was interrupted",
            "qseq train postgres://ann@db/plant --query 'select at, load from loads order by at'",
            "cat series.csv | qseq train - --gaps linear")
        {
            verb._data, verb._columns, verb._global, verb._model, verb._references, verb._train, verb._beside, verb._out,
            verb._levels, verb._quantiles, verb._report, verb._plot, verb._checkpoints, verb._reading,
        }.Does(verb.Run);
    }

    private void Run(ParseResult parsed)
    {
        string path = parsed.GetValue(_out)!, data = parsed.GetValue(_data)!;
        OutputFile.Check(path, "--out");
        OutputFile.CheckNotRead(path, "--out", data);
        string? report = ReportOption.Check(parsed, _report, data, path, path + ".checkpoint");
        _model.OnlyKernels(parsed, _references);
        if (parsed.GetValue(_global))
        {
            RunGlobal(parsed, data, path);
            return;
        }

        string[] wanted = parsed.Given(_columns.Targets) ?? [""];
        TrainOptions.Check(Recipe(parsed, parsed.Given(_columns.Inputs) ?? wanted, wanted));
        (SeriesTable table, string[] targets, string[] inputs, CsvReadOptions reading) = _columns.Read(context, parsed, data, _reading, _beside);
        ForecastRecipe recipe = Recipe(parsed, inputs, targets);
        recipe = recipe with { Windows = recipe.Windows with { Known = _beside.KnownColumns(parsed, table.Description) }, Reading = reading };
        recipe = _train.Choose(context, parsed, table, recipe);
        var training = new ForecastTraining(table, recipe);
        DataSplit split = training.Data;
        if (split.LeftOut > 0)
            context.Note($"note: {NumberText.Count(split.LeftOut, "window")} with more than {recipe.Windows.MaxGap ?? recipe.Windows.Window / 2} filled values one after the other, or without a measured target, {(split.LeftOut == 1 ? "is" : "are")} left out");
        string[] warnings = context.Warn([.. DataWarnings.Spans(table, [.. inputs, .. targets]), .. DataWarnings.Inputs(training.Recipe, split.Scaler, table)]);
        if (training.Recipe.Calendar is { Holidays.Count: > 0 } calendar)
        {
            var days = table.Times!.Select(DateOnly.FromDateTime).ToHashSet();
            context.Note($"holidays: {calendar.Holidays.Count}, of which {calendar.Holidays.Count(days.Contains)} are days of the series");
        }

        context.Note($"windows: {split.Train.Count} to train, {split.Validation.Count} to validate, {split.Test.Count} to test");
        context.Note($"model: {training.Recipe.Model}, {ModelFile.Count(training.Model)}");

        var run = new CheckpointedRun(context, path, _checkpoints.Every(parsed), _checkpoints.Resumes(parsed));
        run.WarnOfLength(training.Model, (double)split.Train.Count * training.Recipe.Windows.Window, training.Recipe.Training);
        TrainedForecaster model = run.Train(
            training.Identity,
            training.Recipe.Training,
            split.Validation.Count > 0,
            training.Start,
            outcome => training.ToForecaster(outcome, OutputFile.PathBeside(path, data), _reading.Input(parsed, data).Query));
        TrainFindings found = run.Judge(() => Report(new TrainFindings { Table = table, Split = split, Model = model, History = run.History, Warnings = warnings }));
        if (parsed.GetValue(_plot)) context.Draw(TrainPlot.Of(found));
        if (report is not null) ReportOption.Write(context, report, TrainPage.Of(found, CommandText.Of(parsed, data, _reading.Input(parsed, data).Shown)));
        context.Show(NextBlocks.Of(model, table, $"{path} {data}"));
        run.Finish(model, $"; qseq verify {path} trains it again and compares");
    }

    // One model for all series: the target is each of them, the inputs that and what stands beside it.
    private void RunGlobal(ParseResult parsed, string data, string path)
    {
        parsed.Only(false, [_columns.Column, _columns.Inputs, _references, _report, _plot], "--global", "a model of one series");
        ForecastRecipe recipe = Recipe(parsed, [""], [""]);
        recipe = recipe with { Training = _train.Training(parsed, recipe.Training.Objective, GlobalTrain.Batch) };
        TrainOptions.Check(recipe);
        DataInput input = _reading.Input(parsed, data);
        SeriesPanel panel = DataOptions.ReadEach(context, input, _beside.Reading(parsed, _reading.Reading(parsed, parsed.Given(_columns.Targets))));
        CsvReadOptions reading = (panel.Description?.Options ?? _reading.Reading(parsed, null)) with { Columns = parsed.Given(_columns.Targets) };
        recipe = recipe with { Windows = recipe.Windows with { Inputs = [], Targets = [], Known = _beside.KnownColumns(parsed, panel.Description) }, Reading = reading };
        if (panel.Series.Select(series => series.Table).OfType<SeriesTable>().MaxBy(table => table.Length) is { } longest)
        {
            ForecastRecipe own = recipe with { Windows = recipe.Windows with { Inputs = longest.Names, Targets = [longest.Names[0]] } };
            ForecastRecipe chosen = _train.Choose(context, parsed, longest, own, $"series '{longest.Names[0]}', ");
            recipe = recipe with { Windows = recipe.Windows with { Window = chosen.Windows.Window }, Network = recipe.Network with { Residual = chosen.Network.Residual } };
        }

        var run = new CheckpointedRun(context, path, _checkpoints.Every(parsed), _checkpoints.Resumes(parsed));
        new GlobalTrain(context).Run(new GlobalTraining(panel, recipe), run, OutputFile.PathBeside(path, data), input.Query, path);
    }

    private ForecastRecipe Recipe(ParseResult parsed, IReadOnlyList<string> inputs, IReadOnlyList<string> targets)
    {
        ForecastRecipe recipe = _train.Recipe(parsed, _model, inputs, targets) with { ReferencesFromData = parsed.GetValue(_references) == "data" };
        recipe = recipe with { Levels = LevelOption.ToTrain(parsed, _levels, recipe.Split) };
        if (parsed.GetValue(_quantiles)) recipe = _train.WithQuantiles(parsed, recipe);
        return _beside.Recipe(parsed, recipe);
    }

    private TrainFindings Report(TrainFindings found)
    {
        (DataSplit split, TrainedForecaster model) = (found.Split, found.Model);
        if (split.Test.Count == 0)
        {
            context.Note("note: there is no test part, so there are no scores; leave some of the data with --split");
            return found;
        }

        var own = ScoreReport.Row.Of(model, model.Evaluate(split.Test));
        List<ScoreReport.Row> baselines = ScoreReport.Baselines(split.Train, split.Test, split.Scaler, split.Table, out string? missing, context.Token);
        WindowOptions windows = model.Recipe.Windows;
        string part = Invariant($"test part, {split.Test.Count} windows, original units");
        ScoreReport.Write(context, windows.Targets.Count == 1 ? $"{ScoreReport.Series(windows)}, {part}" : part, windows, own, baselines, missing);
        IntervalReport.Row[] intervals = IntervalReport.Of(model, split.Test, split.Table, split.Train.TargetIndex(split.Train.Count - 1));
        context.Show(IntervalReport.Blocks(model, intervals));
        string[] warnings = [.. found.Warnings, .. context.Warn(ScoreReport.Overflow(own.Scores, split.Table, model.Recipe.Columns))];
        return found with { Own = own, Baselines = baselines, Missing = missing, Intervals = intervals, Warnings = warnings };
    }
}
