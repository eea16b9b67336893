using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using QSeq.Cli.Fleet;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq fleet</c>: a model for every series of a file, kept as they finish, judged beside baselines.</summary>
internal sealed class FleetVerb(CliContext context)
{
    private const int Batch = 32; // on Milan-like series two thirds of the time of 16 and as accurate; 64 is less so

    private readonly Argument<string> _data = new("DATA")
    {
        Description = "A CSV file, packed or not, a Parquet or Arrow file, or a data base (see --query): a column a series, or a row for each series and time (see --key), or a series a row (--rows-are-series); or a folder of raw Milan files (sms-in). Series need not be equally long.",
    };

    private readonly Option<string[]?> _columns = Opt.List("--columns", "A,B,C", "The series to train, or columns of them. [default: all]");
    private readonly Option<string> _out = Opt.Text(
        "--out", "DIR", "Where fleet.csv, fleet.json and the journal go; a run that was stopped goes on there.", "fleet");
    private readonly Option<bool> _restart = Opt.Flag("--restart", "Begin anew whatever --out holds.");
    private readonly Option<bool> _models = Opt.Flag(
        "--models", "Write a model file for each series to models/ in --out; at any later time too, without training again.");
    private readonly Option<string> _baselines = Opt.Choice(
        "--baselines", "What each model is scored beside: all classical methods, or two that cost little, the last value and a linear AR.", "all", "all", "two");
    private readonly Option<bool> _choose = Opt.Flag(
        "--choose", "Choose for each series, by its validation part, among the model and the classical methods; choice.csv and forecast.csv in --out hold what was chosen and what it forecasts.");
    private readonly Option<string?> _levels = LevelOption.Create(
        "Intervals of these percents, as wide as the errors on the validation part of each series: how many test values they hold is printed, and --choose and --models keep them. [default: none]");
    private readonly Option<bool> _json = Opt.Flag("--json", "Print fleet.json instead of a table.");
    private readonly Option<string?> _report = ReportOption.Create("the scores of every series beside the baselines");
    private readonly ModelOptions _model = new();
    private readonly TrainOptions _train = new(Batch);
    private readonly CovariateOptions _beside = new();
    private readonly DataOptions _reading = new();

    public static VerbCommand Create(CliContext context)
    {
        var verb = new FleetVerb(context);
        return new VerbCommand(
            "fleet",
            "Train one model for every series of a file, in parallel; goes on where it was stopped. Scores of each beside baselines.",
            "qseq fleet milan.csv --model qkan-lstm --epochs 10 --out milan-fleet",
            "qseq fleet milan.csv --out milan-fleet --report milan.html   # a page to look at",
            "qseq fleet raw/ --columns 4459,5060 --model lstm --out two --models   # raw Milan files",
            "qseq fleet sales.csv --key store,item --gaps zero --out sales   # a long file",
            "qseq fleet Hourly-train.csv --rows-are-series --window 24 --out m4",
            "qseq fleet sales.csv --horizon 7 --choose --out sales   # per series the best on validation",
            "qseq fleet sales.csv --horizon 7 --choose --levels 80,95 --out sales   # with intervals",
            "qseq fleet sales.csv --window 24 --patience 5 --out sales --restart")
        {
            verb._data, verb._columns, verb._model, verb._train, verb._beside, verb._out, verb._restart, verb._models, verb._baselines, verb._choose, verb._levels, verb._report, verb._json, verb._reading,
        }.Does(verb.Run);
    }

    private void Run(ParseResult parsed)
    {
        string folder = parsed.GetValue(_out)!;
        bool models = parsed.GetValue(_models);
        ForecastRecipe recipe = Recipe(parsed);
        bool choose = parsed.GetValue(_choose), all = parsed.GetValue(_baselines) == "all";
        if (choose && (!all || recipe.Split.Validation == 0 || recipe.Windows.Sequence))
            throw new UsageException("--choose takes --baselines all, a validation part in --split, and one answer a window");
        foreach (string own in (string[])["fleet.csv", "fleet.json", FleetJournal.Name])
            OutputFile.CheckNotRead(Path.Combine(folder, own), $"{own} in --out", parsed.GetValue(_data));
        string[] written = [.. ((string[])["fleet.csv", "fleet.json", FleetJournal.Name]).Select(own => Path.Combine(folder, own))];
        string? report = ReportOption.Check(parsed, _report, parsed.GetValue(_data), written);
        TrainOptions.Check(recipe);
        OutputFile.CheckFolder(folder, "--out");
        SeriesPanel panel = Read(parsed);
        recipe = recipe with { Windows = recipe.Windows with { Known = _beside.KnownColumns(parsed, panel.Description) } };
        SeriesTable? longest = panel.Series.Select(series => series.Table).OfType<SeriesTable>().MaxBy(table => table.Length);
        if (longest is not null) recipe = Chosen(parsed, recipe, longest);
        Check(panel, recipe);
        OutputFile.MakeFolder(folder, "--out");
        ForecastRecipe sized = longest is not null ? RecipeOf(recipe, longest) : recipe;
        int parameters = new SequenceModel(sized.Network, 0).Table.TrainableCount;
        Dictionary<string, string> settings = FleetSettings.Of(recipe, panel, all ? "all" : "two");
        using FleetJournal journal = FleetJournal.Open(folder, settings, parsed.GetValue(_restart));
        FleetModels made = Models(parsed, panel, recipe);
        FleetSummary summary = TrainAll(panel, recipe, all, journal, made, folder, out FleetRecord[] records);
        var file = new FleetFile
        {
            Runtime = RuntimeInformation.FrameworkDescription,
            System = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores",
            Source = panel.Source,
            Notes = [.. panel.Notes, .. panel.Series.SelectMany(series => series.Table?.Notes ?? [])],
            Settings = settings,
            Model = sized.Network.ToString(),
            Parameters = parameters,
            Threads = recipe.Training.Threads,
            Summary = summary,
        };
        FleetFiles.WriteCsv(folder, records, parameters);
        OutputFile.Write(Path.Combine(folder, "fleet.json"), writer => writer.Write(FleetFiles.ToJson(file)));
        if (models) SaveModels(folder, made, records);
        if (summary.Failed == summary.Series)
        {
            string failure = $"{records[0].Series}: {records[0].Failure!.TrimEnd('.')}";
            throw new WorkException($"none of the {summary.Series} series could be trained; the first, {failure}");
        }

        int coefficients = ((recipe.Windows.Window * sized.Network.Inputs) + 1) * sized.Network.Outputs;
        if (parsed.GetValue(_json)) context.Out.Write(FleetFiles.ToJson(file));
        else FleetReport.Write(context, recipe.Model, file, records, coefficients);
        if (report is not null)
        {
            string data = parsed.GetValue(_data)!, command = CommandText.Of(parsed, data, _reading.Input(parsed, data).Shown);
            ReportOption.Write(context, report, FleetPage.Of(recipe.Model, file, records, coefficients, command));
        }

        if (choose) new FleetChoice(context, made, recipe.Levels).Write(folder, panel, records);
        string files = $"fleet.csv, fleet.json{(choose ? ", choice.csv, forecast.csv" : "")}{(models ? ", models/" : "")}";
        context.Note($"written to {folder}: {files}; {FleetJournal.Name} keeps the weights");
    }

    // One window and one normalisation for all: those of the longest series.
    private ForecastRecipe Chosen(ParseResult parsed, ForecastRecipe recipe, SeriesTable series)
    {
        ForecastRecipe chosen = _train.Choose(context, parsed, series, RecipeOf(recipe, series), $"series '{series.Names[0]}', ");
        return recipe with { Windows = recipe.Windows with { Window = chosen.Windows.Window }, Network = recipe.Network with { Residual = chosen.Network.Residual } };
    }

    private ForecastRecipe Recipe(ParseResult parsed)
    {
        ForecastRecipe recipe = _beside.Recipe(parsed, _train.Recipe(parsed, _model, [""], [""])) with { Levels = LevelOption.Given(parsed, _levels) };
        CsvReadOptions reading = _beside.Reading(parsed, _reading.Reading(parsed, null));
        if (Directory.Exists(parsed.GetValue(_data))) reading = reading with { Gaps = _reading.RawGaps(parsed) };
        return recipe with { Windows = recipe.Windows with { Inputs = [], Targets = [] }, Reading = reading };
    }

    private SeriesPanel Read(ParseResult parsed)
    {
        string path = parsed.GetValue(_data)!;
        string[]? columns = parsed.Given(_columns)?.Distinct().ToArray();
        if (path == "-")
            throw new UsageException(
                "qseq fleet does not read standard input, because a run that goes on reads its data again; name a file");
        if (!Directory.Exists(path)) return DataOptions.ReadEach(context, _reading.Input(parsed, path), _beside.Reading(parsed, _reading.Reading(parsed, columns)));
        if (_beside.Beside(parsed) is [string beside, ..]) throw new UsageException($"raw Milan files have no column '{beside}' beside the series; leave --known and --categories out");
        SeriesTable table = DataMilanVerb.Read(context, path, new MilanReadOptions
        {
            Squares = columns is null ? null : [.. columns.Select(DataMilanVerb.SquareOf)],
            Gaps = _reading.RawGaps(parsed),
        }).Tables[MilanActivity.SmsIn];
        DataOptions.Tell(context, table);
        return SeriesPanel.Of(table);
    }

    // The series is forecast; what stands beside it is read.
    private static ForecastRecipe RecipeOf(ForecastRecipe recipe, SeriesTable table) =>
        (recipe with { Windows = recipe.Windows with { Inputs = table.Names, Targets = [table.Names[0]] } }).For(table);

    /// <summary>Where every series fails before it is trained, that is told before anything is written: the options or the file are wrong.</summary>
    private static void Check(SeriesPanel panel, ForecastRecipe recipe)
    {
        Exception? first = null;
        foreach (PanelSeries series in panel.Series)
        {
            if (series.Table is not { } table)
            {
                first ??= series.Problem;
                continue;
            }

            try
            {
                ForecastRecipe own = RecipeOf(recipe, table);
                DataSplit.Create(own.Prepare(table), own.Windows, own.Split, own.Scaling.Kind);
                return;
            }
            catch (SeriesTooShortException e)
            {
                first ??= e;
            }
            catch (InvalidDataException)
            {
                return; // the values of this series alone
            }
        }

        ExceptionDispatchInfo.Throw(first!);
    }

    private FleetSummary TrainAll(SeriesPanel panel, ForecastRecipe recipe, bool classical, FleetJournal journal, FleetModels models, string folder, out FleetRecord[] records)
    {
        string[] left = [.. panel.Series.Select(series => series.Name).Where(name => !journal.Records.ContainsKey(name))];
        int all = panel.Series.Count, before = all - left.Length, done = 0, failed = 0;
        if (before > 0) context.Note($"note: {before} of {all} series are finished in {folder} already");
        var options = new FleetOptions
        {
            Model = recipe.Network,
            Windows = recipe.Windows,
            Calendar = recipe.Calendar,
            Mask = recipe.Mask,
            Split = recipe.Split,
            Scaler = recipe.Scaling.Kind,
            Training = recipe.Training,
            Classical = classical,
            Levels = recipe.Levels,
            Threads = recipe.Training.Threads,
        };
        long start = Stopwatch.GetTimestamp();
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        try
        {
            Work.Run(context, "training", Math.Max(1, left.Length), work =>
                FleetRun.Run(panel, left, options, result => Finish(result, work), context.Token));
        }
        catch (OperationCanceledException)
        {
            string kept = $"{before + done} of {all} series are finished and kept in {folder}";
            throw new CancelledException($"cancelled; {kept}; the same command goes on from there");
        }
        finally
        {
            journal.ToDisk();
        }

        records = [.. panel.Series.Select(series => journal.Records[series.Name])];
        double cpuSeconds = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        return FleetSummary.Of(records, left.Length, Stopwatch.GetElapsedTime(start).TotalSeconds, cpuSeconds);

        void Finish(FleetResult result, Work work)
        {
            journal.Add(recipe.Levels.IsEmpty ? FleetRecord.Of(result, panel[result.Series], double.NaN) : models.WithIntervals(result));
            done++;
            if (result.Failure is not null) failed++;
            work.Advance(1, $"{done} of {left.Length} series{(failed == 0 ? "" : $", {failed} failed")}");
        }
    }

    private void SaveModels(string folder, FleetModels all, FleetRecord[] records) =>
        Work.Run(context, "writing models", records.Length, work =>
        {
            string models = Path.Combine(folder, "models");
            Directory.CreateDirectory(models);
            AtomicFile.ClearLeftovers(models);
            IReadOnlyDictionary<string, string> names = ModelNames.Of(records.Select(record => record.Series));
            foreach (FleetRecord record in records)
            {
                if (record.Weights is not null) all.Of(record).Save(Path.Combine(models, names[record.Series]));
                context.Token.ThrowIfCancellationRequested();
                work.Advance(1);
            }
        });

    private FleetModels Models(ParseResult parsed, SeriesPanel panel, ForecastRecipe recipe)
    {
        string data = parsed.GetValue(_data)!;
        string? path = Directory.Exists(data) ? null : OutputFile.PathBeside(Path.Combine(parsed.GetValue(_out)!, "models", "any"), data);
        return new FleetModels(panel, recipe, table => RecipeOf(recipe, table), path, _reading.Input(parsed, data).Query)
        {
            Reading = path is null ? null : panel.Description?.Options ?? _beside.Reading(parsed, _reading.Reading(parsed, null)),
        };
    }
}
