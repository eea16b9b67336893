using System.Diagnostics;
using System.Runtime.InteropServices;
using QSeq.Cli.Fleet;
using QSeq.Cli.Reports;
using QSeq.Evaluation;
using QSeq.Forecasting;
using QSeq.Models;
using QSeq.Persistence;
using QSeq.Studies.DataSets;
using QSeq.Training;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq fleet</c>: a model for every series of a file, kept as they finish, judged beside baselines.</summary>
internal sealed class FleetVerb
{
    private const int Batch = 32; // on Milan-like series two thirds of the time of 16 and as accurate; 64 is less so

    private readonly Argument<string> _data = new("DATA") { Description = "A CSV file with a header line, one column a series, or a folder of raw Milan files (sms-in)." };
    private readonly Option<string[]?> _columns = Opt.List("--columns", "A,B,C", "The series to train. [default: all]");
    private readonly Option<string> _out = Opt.Text("--out", "DIR", "Where fleet.csv, fleet.json and the journal go; a run that was stopped goes on there.", "fleet");
    private readonly Option<bool> _restart = Opt.Flag("--restart", "Begin anew whatever --out holds.");
    private readonly Option<bool> _models = Opt.Flag("--models", "Write a model file for each series to models/ in --out; at any later time too, without training again.");
    private readonly Option<bool> _json = Opt.Flag("--json", "Print fleet.json instead of a table.");
    private readonly ModelOptions _model = new();
    private readonly TrainOptions _train = new(Batch);
    private readonly DataOptions _reading = new();

    /// <summary>The verb.</summary>
    public static VerbCommand Create(CliContext context)
    {
        var verb = new FleetVerb();
        var command = new VerbCommand(
            "fleet",
            "Train one model for every series of a file, in parallel; goes on where it was stopped. Scores of each beside baselines.",
            "qseq fleet milan.csv --model qkan-lstm --epochs 10 --out milan-fleet",
            "qseq fleet raw/ --columns 4459,5060 --model lstm --out two --models   # raw Milan files",
            "qseq fleet sales.csv --window 24 --patience 5 --out sales --restart");
        command.Add(verb._data);
        command.Add(verb._columns);
        verb._model.AddTo(command);
        verb._train.AddTo(command);
        foreach (Option option in (Option[])[verb._out, verb._restart, verb._models, verb._json]) command.Add(option);
        verb._reading.AddTo(command);
        command.SetAction(parsed => verb.Run(context, parsed));
        return command;
    }

    private int Run(CliContext context, ParseResult parsed)
    {
        string folder = parsed.GetValue(_out)!;
        FleetOptions options = Options(parsed);
        foreach (string own in (string[])["fleet.csv", "fleet.json", FleetJournal.Name])
            OutputFile.CheckNotRead(Path.Combine(folder, own), $"{own} in --out", parsed.GetValue(_data));
        TrainOptions.Check(Recipe(parsed, options));
        OutputFile.CheckFolder(folder, "--out");
        SeriesTable table = Read(context, parsed);
        Check(table, options);
        OutputFile.MakeFolder(folder, "--out");
        int parameters = new SequenceModel(options.Model, 0).Table.TrainableCount;
        Dictionary<string, string> settings = FleetSettings.Of(Recipe(parsed, options), table);
        using FleetJournal journal = FleetJournal.Open(folder, settings, parsed.GetValue(_restart));
        FleetSummary summary = TrainAll(context, table, options, journal, folder, out FleetRecord[] records);
        var file = new FleetFile
        {
            Runtime = RuntimeInformation.FrameworkDescription,
            System = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores",
            Source = table.Source,
            Notes = table.Notes,
            Settings = settings,
            Model = options.Model.ToString(),
            Parameters = parameters,
            Threads = options.Threads,
            Summary = summary,
        };
        FleetFiles.WriteCsv(folder, records, parameters);
        FleetFiles.WriteJson(folder, file);
        if (parsed.GetValue(_models)) SaveModels(context, parsed, folder, table, options, records);
        if (summary.Failed == summary.Series) throw new WorkException($"none of the {summary.Series} series could be trained; the first, {records[0].Series}: {records[0].Failure!.TrimEnd('.')}");
        if (parsed.GetValue(_json)) context.Out.Write(FleetFiles.ToJson(file) + "\n");
        else FleetReport.Write(context, _model.NameOf(parsed), file, records, (options.Windows.Window + 1) * options.Model.Outputs);
        context.Note($"written to {folder}: fleet.csv, fleet.json{(parsed.GetValue(_models) ? ", models/" : "")}; {FleetJournal.Name} keeps the weights");
        return ExitCode.Ok;
    }

    private FleetOptions Options(ParseResult parsed)
    {
        WindowOptions windows = _train.Windows(parsed, [], "") with { Targets = [] };
        TrainingOptions training = _train.Training(parsed);
        return new FleetOptions
        {
            Model = _model.Config(parsed, 1, Math.Max(1, windows.Horizon), windows.Sequence),
            Windows = windows,
            Split = TrainOptions.ParseSplit(_train.SplitOf(parsed)),
            Scaler = _train.Scaler(parsed),
            Training = training,
            Threads = training.Threads,
        };
    }

    private SeriesTable Read(CliContext context, ParseResult parsed)
    {
        string path = parsed.GetValue(_data)!;
        string[]? columns = parsed.IsGiven(_columns) ? [.. parsed.GetValue(_columns)!.Distinct()] : null;
        if (path == "-") throw new UsageException("qseq fleet does not read standard input, because a run that goes on reads its data again; name a file");
        if (!Directory.Exists(path)) return _reading.Read(context, parsed, path, columns);
        SeriesTable table = DataMilanVerb.Read(context, path, new MilanReadOptions
        {
            Squares = columns is null ? null : [.. columns.Select(DataMilanVerb.SquareOf)],
            Gaps = _reading.RawGaps(parsed),
        }).Tables[MilanActivity.SmsIn];
        context.Note($"data: {table.Source}, {table.Length} rows");
        foreach (string note in table.Notes) context.Note("note: " + note);
        return table;
    }

    /// <summary>All series are equally long: one that is too short for its windows is found before anything is written.</summary>
    private static void Check(SeriesTable table, FleetOptions options)
    {
        try
        {
            DataSplit.Create(table.Select([table.Names[0]]), options.Windows, options.Split, options.Scaler);
        }
        catch (InvalidDataException)
        {
            // The values of this series alone.
        }
    }

    /// <summary>Trains the series that the journal does not hold yet.</summary>
    private static FleetSummary TrainAll(
        CliContext context, SeriesTable table, FleetOptions options, FleetJournal journal, string folder, out FleetRecord[] records)
    {
        string[] left = [.. table.Names.Where(name => !journal.Records.ContainsKey(name))];
        int all = table.Names.Count, before = all - left.Length, done = 0, failed = 0;
        if (before > 0) context.Note(Invariant($"note: {before} of {all} series are finished in {folder} already"));
        long start = Stopwatch.GetTimestamp();
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        try
        {
            Work.Run(context, "training", Math.Max(1, left.Length), work =>
            {
                FleetRun.Run(table, left, options, result => Finish(result, work), context.Token);
                return true;
            });
        }
        catch (OperationCanceledException)
        {
            throw new CancelledException(Invariant(
                $"cancelled; {before + done} of {all} series are finished and kept in {folder}; the same command goes on from there"));
        }
        finally
        {
            journal.ToDisk();
        }

        records = [.. table.Names.Select(name => journal.Records[name])];
        return FleetSummary.Of(records, left.Length, Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);

        void Finish(FleetResult result, Work work)
        {
            journal.Add(FleetRecord.Of(result));
            done++;
            if (result.Failure is not null) failed++;
            work.Advance(1, Invariant($"{done} of {left.Length} series{(failed == 0 ? "" : $", {failed} failed")}"));
        }
    }

    private void SaveModels(CliContext context, ParseResult parsed, string folder, SeriesTable table, FleetOptions options, FleetRecord[] records) =>
        Work.Run(context, "writing models", records.Length, work =>
        {
            ForecastRecipe fleet = Recipe(parsed, options);
            int? testRow = Split.Of(table.Length, options.Windows, options.Split).TestRow;
            string models = Path.Combine(folder, "models"), data = parsed.GetValue(_data)!;
            string? path = Directory.Exists(data) ? null : OutputFile.PathBeside(Path.Combine(models, "any"), data);
            FleetFiles.WriteModels(
                models,
                records,
                (record, weights) => TrainedForecaster.Of(
                    fleet with
                    {
                        Windows = fleet.Windows with { Inputs = [record.Series], Targets = [record.Series] },
                        Training = fleet.Training with { Seed = record.Seed },
                        Reading = path is null ? null : _reading.Reading(parsed, [record.Series]),
                    },
                    new SequenceModel(fleet.Network, weights),
                    FleetFiles.ScalerOf(record, options.Scaler),
                    SeriesOrigin.Of(table.Select([record.Series]), testRow) with { Path = path },
                    new TrainingOutcome(record.Epochs, record.BestEpoch, record.Epochs < options.Training.Epochs ? StopReason.EarlyStopping : StopReason.Completed),
                    record.Test?.ByName("test")),
                () =>
                {
                    context.Token.ThrowIfCancellationRequested();
                    work.Advance(1);
                });
            return true;
        });

    /// <summary>What the models have in common.</summary>
    private ForecastRecipe Recipe(ParseResult parsed, FleetOptions options) => new()
    {
        Model = _model.NameOf(parsed),
        Network = options.Model,
        Windows = options.Windows,
        Split = options.Split,
        Scaling = new ScalingOptions { Kind = options.Scaler },
        Training = options.Training,
        Reading = _reading.Reading(parsed, null) with { Gaps = Directory.Exists(parsed.GetValue(_data)) ? _reading.RawGaps(parsed) : _reading.Reading(parsed, null).Gaps },
    };
}
