using QSeq.Cli.Reports;
using QSeq.Cli.Runs;
using QSeq.Forecasting;
using QSeq.Persistence;
using QSeq.Training;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq train</c>: a model on a series of the user's, saved in one file, judged beside baselines.</summary>
internal sealed class TrainVerb
{
    private readonly Argument<string> _data = new("DATA") { Description = "A CSV file with a header line, one column a series; - reads standard input." };
    private readonly Option<string?> _column = Opt.Text("--column", "NAME", "The series to forecast. [default: the only one]");
    private readonly Option<string[]?> _targets = Opt.List("--targets", "A,B", "Several series to forecast at once, instead of --column; the model has an output for each.");
    private readonly Option<string[]?> _inputs = Opt.List("--inputs", "A,B,C", "The series the model reads. [default: --column or --targets]");
    private readonly Option<string> _out = Opt.Text("--out", "FILE", "Where the model goes; replaced when it exists.", "model.qseq");
    private readonly Option<string> _references = ReferencesOption();
    private readonly CheckpointOptions _checkpoints = new();
    private readonly ModelOptions _model = new();
    private readonly TrainOptions _train = new();
    private readonly DataOptions _reading = new();

    /// <summary>The verb.</summary>
    public static VerbCommand Create(CliContext context)
    {
        var verb = new TrainVerb();
        var command = new VerbCommand(
            "train",
            "Train a model on a series of a CSV file and save it; test scores in original units beside baselines.",
            "qseq train sales.csv --column total --out total.qseq",
            "qseq train ETTh1.csv --column OT --inputs OT,HUFL,MULL --model lstm --hidden 8 --patience 5",
            "qseq train load.csv --model hqkan-lstm --latent 3 --reps 4 --horizon 6 --schedule cosine",
            "qseq train load.csv --model qk-lstm --references 6 --references-from data",
            "qseq train load.csv --targets heat,power --horizon 6 --out both.qseq",
            "qseq train load.csv --out load.qseq --resume   # goes on where it was interrupted",
            "cat series.csv | qseq train - --gaps linear");
        command.Add(verb._data);
        command.Add(verb._column);
        command.Add(verb._targets);
        command.Add(verb._inputs);
        verb._model.AddTo(command);
        command.Add(verb._references);
        verb._train.AddTo(command);
        command.Add(verb._out);
        verb._checkpoints.AddTo(command);
        verb._reading.AddTo(command);
        command.SetAction(parsed => verb.Run(context, parsed));
        return command;
    }

    /// <summary>Where references come from; for both verbs that train.</summary>
    internal static Option<string> ReferencesOption() => Opt.Choice(
        "--references-from", "Where the kernel's first reference vectors come from: chance, or vectors that lie apart in the training part (QK models).", "random", "random", "data");

    private int Run(CliContext context, ParseResult parsed)
    {
        string path = parsed.GetValue(_out)!;
        OutputFile.Check(path, "--out");
        OutputFile.CheckNotRead(path, "--out", parsed.GetValue(_data));
        _model.OnlyKernels(parsed, _references);
        string[] given = parsed.IsGiven(_inputs) ? parsed.GetValue(_inputs)! : parsed.IsGiven(_targets) ? parsed.GetValue(_targets)! : [""];
        string[] wanted = parsed.IsGiven(_targets) ? parsed.GetValue(_targets)! : [""];
        TrainOptions.Check(Recipe(parsed, given, wanted));
        (SeriesTable table, IReadOnlyList<string> targets, IReadOnlyList<string> inputs, CsvReadOptions reading) = ReadData(context, parsed);
        var training = new ForecastTraining(table, Recipe(parsed, inputs, targets) with { Reading = reading });
        DataSplit split = training.Data;
        context.Note(Invariant($"windows: {split.Train.Count} to train, {split.Validation.Count} to validate, {split.Test.Count} to test"));
        context.Note($"model: {training.Recipe.Model}, {ModelWords.Count(training.Model)}");

        string data = parsed.GetValue(_data)!;
        var job = new Job(path, data == "-" || OutputFile.IsDevice(path) ? null : OutputFile.PathBeside(path, data), training);
        var run = new CheckpointedRun(context, path, _checkpoints.Every(parsed), _checkpoints.Resumes(parsed));
        TrainingResult result = run.Train(training.Identity, training.Recipe.Training, training.Start);
        if (result.Stop == StopReason.NonFiniteLoss)
            throw new WorkException($"{result.Message?.TrimEnd('.')}; {KeepAside(job, new TrainingOutcome(result.BestEpoch, null, result.Stop))}");
        Report(context, job, result, run);
        return ExitCode.Ok;
    }

    private ForecastRecipe Recipe(ParseResult parsed, IReadOnlyList<string> inputs, IReadOnlyList<string> targets)
    {
        WindowOptions windows = _train.Windows(parsed, inputs, targets);
        return new ForecastRecipe
        {
            Model = _model.NameOf(parsed),
            Network = _model.Config(parsed, inputs.Count, targets.Count * Math.Clamp(windows.Horizon, 1, int.MaxValue / targets.Count), windows.Sequence),
            Windows = windows,
            Split = TrainOptions.ParseSplit(_train.SplitOf(parsed)),
            Scaling = new ScalingOptions { Kind = _train.Scaler(parsed) },
            Training = _train.Training(parsed),
            ReferencesFromData = parsed.GetValue(_references) == "data",
        };
    }

    private (SeriesTable Table, IReadOnlyList<string> Targets, IReadOnlyList<string> Inputs, CsvReadOptions Reading) ReadData(CliContext context, ParseResult parsed)
    {
        string? column = parsed.GetValue(_column);
        string[]? inputs = parsed.IsGiven(_inputs) ? parsed.GetValue(_inputs) : null;
        string[]? several = parsed.IsGiven(_targets) ? parsed.GetValue(_targets) : null;
        if (column is not null && several is not null) throw new UsageException("--column and --targets were both given; name all series to forecast with --targets");
        if (several is not null && several.Distinct(StringComparer.Ordinal).Count() < several.Length) throw new UsageException("--targets names a series twice; name it once");
        string[]? named = several ?? (column is null ? null : [column]);
        CsvReadOptions reading = _reading.Reading(parsed, named is null ? null : [.. named, .. inputs ?? []]);
        SeriesTable table = DataOptions.Read(context, parsed.GetValue(_data)!, reading);
        string[] targets = named ?? (table.Names.Count == 1
            ? [table.Names[0]]
            : throw new UsageException($"the data holds {table.Names.Count} series ({Some(table.Names)}); choose one with --column, or several with --targets"));
        IReadOnlyList<string> read = inputs ?? targets;
        return (table.Select([.. read.Union(targets)]), targets, read, reading);
    }

    /// <summary>Saves what there is beside the target, which stays as it was; says where.</summary>
    private static string KeepAside(Job job, TrainingOutcome outcome) =>
        KeptAside.Save(job.Path, outcome.Epochs, aside => job.Training.ToForecaster(outcome, job.Data).Save(aside));

    private static void Report(CliContext context, Job job, TrainingResult result, CheckpointedRun run)
    {
        DataSplit split = job.Training.Data;
        TrainedForecaster model = job.Training.ToForecaster(TrainingOutcome.Of(result), job.Data);
        model.Save(job.Path);
        string kept = split.Validation.Count > 0 ? $", kept those of epoch {result.BestEpoch}, best on validation" : "";
        string stop = result.Stop == StopReason.EarlyStopping ? " (early stopping)" : "";
        context.Note(Invariant($"trained {result.History.Count} of {Texts.Count(model.Recipe.Training.Epochs, "epoch")}{stop}{kept}"));
        if (split.Test.Count == 0)
        {
            context.Note("note: there is no test part, so there are no scores; leave some of the data with --split");
        }
        else
        {
            var own = new ScoreReport.Row(model.Name, model.Model.Table.TrainableCount, model.Evaluate(split.Test));
            IReadOnlyList<string> targets = model.Recipe.Windows.Targets;
            List<ScoreReport.Row> baselines = ScoreReport.Baselines(split.Train, split.Test, split.Scaler, out string? missing);
            ScoreReport.Write(context, $"'{string.Join(", ", targets)}'{(targets.Count > 1 ? " together" : "")}, test part, original units", own, baselines, missing);
            if (ScoreReport.Overflow(own.Scores, split.Table, model.Recipe.Columns) is { } hint) context.Note(hint);
        }

        context.Out.WriteLine($"digest: {model.Digest}");
        run.Done();
        if (!OutputFile.IsDevice(job.Path)) context.Note(Invariant($"saved {job.Path} ({new FileInfo(job.Path).Length} bytes); qseq verify {job.Path} trains it again and compares"));
    }

    private static string Some(IReadOnlyList<string> names) =>
        names.Count <= 12 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(12))} and {names.Count - 12} more";

    /// <summary>One run: where the model goes, how it names its data, and the training.</summary>
    private sealed record Job(string Path, string? Data, ForecastTraining Training);
}
