using System.CommandLine;
using System.Globalization;
using QSeq.Cli.Options;
using QSeq.Cli.Output;
using QSeq.Cli.Reports;
using QSeq.Cli.Runs;
using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Models;
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
            "cat series.csv | qseq train - --gaps linear");
        command.Add(verb._data);
        command.Add(verb._column);
        command.Add(verb._targets);
        command.Add(verb._inputs);
        verb._model.AddTo(command);
        command.Add(verb._references);
        verb._train.AddTo(command);
        command.Add(verb._out);
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
        OutputFile.CheckNotRead(RunRecord.PathFor(path), "the record of --out", parsed.GetValue(_data));
        if (!OutputFile.IsDevice(path)) OutputFile.Check(RunRecord.PathFor(path), "the record of --out,");
        _model.OnlyKernels(parsed, _references);
        SplitFractions fractions = TrainOptions.ParseSplit(_train.SplitOf(parsed));
        string[] given = parsed.IsGiven(_inputs) ? parsed.GetValue(_inputs)! : parsed.IsGiven(_targets) ? parsed.GetValue(_targets)! : [""];
        string[] wanted = parsed.IsGiven(_targets) ? parsed.GetValue(_targets)! : [""];
        WindowOptions asked = _train.Windows(parsed, given, wanted);
        TrainOptions.Check(
            _model.Config(parsed, given.Length, Math.Max(1, asked.Horizon) * wanted.Length, asked.Sequence), asked, fractions, _train.Training(parsed));
        (SeriesTable table, IReadOnlyList<string> targets, IReadOnlyList<string> inputs, CsvReadOptions reading) = ReadData(context, parsed);
        WindowOptions windows = _train.Windows(parsed, inputs, targets);
        var recipe = new Recipe
        {
            Name = _model.NameOf(parsed),
            Model = _model.Config(parsed, inputs.Count, targets.Count * Math.Clamp(windows.Horizon, 1, int.MaxValue / targets.Count), windows.Sequence),
            Windows = windows,
            Split = fractions,
            Scaler = _train.Scaler(parsed),
            Training = _train.Training(parsed),
            ReferencesFromData = parsed.GetValue(_references) == "data",
        };
        (SequenceModel model, DataSplit split) = recipe.Prepare(table);
        if (targets.FirstOrDefault(name => split.Scaler.IsConstant(split.Scaler.IndexOf(name))) is { } target)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"column '{target}' is constant ({table.Column(target)[0]}) throughout the training part, so there is nothing to learn; choose another column or a longer series"));

        context.Note(string.Create(CultureInfo.InvariantCulture, $"windows: {split.Train.Count} to train, {split.Validation.Count} to validate, {split.Test.Count} to test"));
        context.Note($"model: {recipe.Name}, {TrainedModel.Count(model)}");

        var job = new Job(parsed, path, recipe, model, split, reading);
        TrainingResult result = Fit(context, job);
        if (result.Stop == StopReason.NonFiniteLoss)
            throw new WorkException($"{result.Message?.TrimEnd('.')}; {KeepAside(job, result.BestEpoch, "non-finite loss")}");
        Report(context, job, result);
        return ExitCode.Ok;
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

    private TrainingResult Fit(CliContext context, Job job)
    {
        int epochs = 0;
        try
        {
            return TrainingWork.Fit(context, "training", job.Model, job.Split, job.Options, _ => epochs++);
        }
        catch (OperationCanceledException)
        {
            throw new CancelledException($"cancelled; {KeepAside(job, epochs, "cancelled")}");
        }
    }

    /// <summary>Saves what there is beside the target, which stays as it was; says where.</summary>
    private string KeepAside(Job job, int epoch, string why) =>
        KeptAside.Save(job.Path, job.Model, epoch, () => Manifest(job, epoch, null, why, []));

    private void Report(CliContext context, Job job, TrainingResult result)
    {
        DataSplit split = job.Split;
        var metrics = new List<KeyValuePair<string, double>>();
        ScoreReport.Row? own = null;
        if (split.Test.Count > 0)
        {
            own = new ScoreReport.Row(_model.NameOf(job.Parsed), job.Model.Table.TrainableCount, new Evaluator(job.Model, split.Test).Evaluate(split.Scaler));
            metrics.AddRange(TrainedModel.Metrics("test", own.Scores));
        }

        string? stop = result.Stop == StopReason.EarlyStopping ? "early stopping" : null;
        ModelFile.Save(job.Path, job.Model, Manifest(job, result.History.Count, result.BestEpoch, stop, metrics));

        string kept = split.Validation.Count > 0 ? $", kept those of epoch {result.BestEpoch}, best on validation" : "";
        context.Note(string.Create(CultureInfo.InvariantCulture, $"trained {result.History.Count} of {Texts.Count(job.Options.Epochs, "epoch")}{(stop is null ? "" : " (early stopping)")}{kept}"));
        if (own is null)
        {
            context.Note("note: there is no test part, so there are no scores; leave some of the data with --split");
        }
        else
        {
            List<ScoreReport.Row> baselines = ScoreReport.Baselines(split.Train, split.Test, split.Scaler, out string? missing);
            ScoreReport.Write(context, $"'{string.Join(", ", split.Test.Options.Targets)}'{(split.Test.Options.Targets.Count > 1 ? " together" : "")}, test part, original units", own, baselines, missing);
            if (ScoreReport.Overflow(own.Scores, split.Table, job.Recipe.Columns()) is { } hint) context.Note(hint);
        }

        SaveRecord(context, job);
    }

    private void SaveRecord(CliContext context, Job job)
    {
        string digest = ModelFile.DigestOf(job.Model);
        context.Out.WriteLine($"digest: {digest}");
        if (OutputFile.IsDevice(job.Path)) return;
        string path = RunRecord.PathFor(job.Path), data = job.Parsed.GetValue(_data)!;
        SeriesTable used = job.Split.Table.Select(job.Recipe.Columns());
        RunJson.Save(path, new RunRecord
        {
            Format = RunRecord.FormatName,
            FormatVersion = RunRecord.OwnVersion,
            QSeqVersion = QseqApp.Version,
            ModelFile = Path.GetFileName(job.Path),
            Digests = new RunDigests(Digest.Of(used), Digest.Of(job.Recipe), digest),
            Data = new RunData(used.Source, data == "-" ? null : RunRecord.PathBeside(path, data), used.Length, job.Reading),
            Recipe = job.Recipe,
            Place = Digest.Place(job.Options.Threads),
        });
        context.Note(string.Create(CultureInfo.InvariantCulture, $"saved {job.Path} ({new FileInfo(job.Path).Length} bytes) and its record {path}"));
    }

    private ModelManifest Manifest(Job job, int epochs, int? kept, string? stop, IEnumerable<KeyValuePair<string, double>> metrics) => new()
    {
        Name = _model.NameOf(job.Parsed),
        Data = TrainedModel.Describe(
            job.Split.Table.Source, job.Split.Train.Options, job.Split.Scaler, _train.SplitOf(job.Parsed), [new("gaps", _reading.GapsOf(job.Parsed)), .. TrainedModel.Extent(job.Split.Table, TrainedModel.TestRow(job.Split))]),
        Training = TrainedModel.Describe(job.Options, epochs, kept, stop),
        Metrics = new Dictionary<string, double>(metrics),
    };

    private static string Some(IReadOnlyList<string> names) =>
        names.Count <= 12 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(12))} and {names.Count - 12} more";

    private sealed record Job(ParseResult Parsed, string Path, Recipe Recipe, SequenceModel Model, DataSplit Split, CsvReadOptions Reading)
    {
        public TrainingOptions Options => Recipe.Training;
    }
}
