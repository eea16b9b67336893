using System.CommandLine;
using QSeq.Cli.Options;
using QSeq.Cli.Runs;
using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Persistence;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq verify</c>: does again what a model file says of its training, and compares the weights bit for bit.</summary>
internal static class VerifyVerb
{
    /// <summary>The verb.</summary>
    public static VerbCommand Create(CliContext context)
    {
        var model = new Argument<string>("MODEL") { Description = "A model file of qseq train, or the FILE.run.json that earlier versions wrote beside one." };
        Option<string?> data = Opt.Text("--data", "FILE", "The data, where it has moved; - reads standard input. [default: as the model says]");
        Option<int> threads = Opt.Threads();
        var command = new VerbCommand(
            "verify",
            "Train a model again from what its file says and compare data and weights, bit for bit.",
            "qseq verify total.qseq",
            "qseq verify total.qseq --data elsewhere/sales.csv --threads 1") { model, data, threads };
        command.SetAction(parsed =>
        {
            ForecastRecord record = Load(parsed.GetValue(model)!);
            SeriesTable table = ReadData(context, record, parsed.GetValue(data));
            List<string> differences = Compare(context, record, table, parsed.GetValue(threads));
            context.Out.WriteLine(differences.Count == 0 ? "verified" : $"not verified: {string.Join(", ", differences)}");
            return differences.Count == 0 ? ExitCode.Ok : ExitCode.Failure;
        });
        return command;
    }

    private static ForecastRecord Load(string path)
    {
        try
        {
            return ForecastRecord.Load(path);
        }
        catch (WrongModelKindException e)
        {
            throw new InvalidDataException($"{path}: a {e.Found}; qseq verify takes models of qseq train");
        }
    }

    private static SeriesTable ReadData(CliContext context, ForecastRecord record, string? given)
    {
        string? file = given ?? record.DataPath;
        if (file is null) throw new UsageException("the run read its data from standard input; give the same data with --data FILE, or --data - to read it again");
        try
        {
            return DataOptions.Read(context, file, record.Recipe.Reading ?? new CsvReadOptions()).Select(record.Recipe.Columns);
        }
        catch (ArgumentException e)
        {
            throw Unusable(e);
        }
        catch (FileNotFoundException e) when (given is null)
        {
            throw new FileNotFoundException($"{e.Message}; if it has moved, name it with --data", file, e);
        }
    }

    /// <summary>Writes a line for each thing compared, and names those that differ.</summary>
    private static List<string> Compare(CliContext context, ForecastRecord record, SeriesTable table, int threads)
    {
        var differences = new List<string>();
        void Same(string what, string? recorded, string here, string ifNot)
        {
            context.Out.WriteLine(recorded == here ? $"{what}: same ({here})" : $"{what}: differs, recorded {recorded ?? "none"}, here {here}; {ifNot}");
            if (recorded != here) differences.Add($"{what} differs");
        }

        string newer = record.QSeqVersion == QseqApp.Version ? "" : $"recorded by QSeq {record.QSeqVersion}, this is {QseqApp.Version}";
        if (newer.Length > 0) context.Out.WriteLine($"version: {newer}");
        Same("data", record.DataDigest, table.Digest(), "the values have changed since the run");
        if (!record.IsIntact)
        {
            context.Out.WriteLine("configuration: differs; the record has been edited");
            differences.Add("configuration differs");
        }

        if (differences.Count > 0) return differences;
        Same("digest", record.WeightsDigest, Replay(context, record, table, threads), newer.Length > 0 ? newer : "the same data and configuration gave other weights");
        if (record.IsApart) CompareModel(context, record, differences);
        return differences;
    }

    private static string Replay(CliContext context, ForecastRecord record, SeriesTable table, int threads)
    {
        try
        {
            return TrainingWork.Replay(context, "training again", record, table, threads);
        }
        catch (ArgumentException e)
        {
            throw Unusable(e);
        }
    }

    private static InvalidDataException Unusable(ArgumentException e) => new($"the training cannot be done again on this data: {e.Message}", e);

    /// <summary>The model file may have been replaced since; without it there is nothing to compare.</summary>
    private static void CompareModel(CliContext context, ForecastRecord record, List<string> differences)
    {
        if (!File.Exists(record.ModelPath))
        {
            context.Note($"note: {record.ModelPath} is not there, so it was not compared");
            return;
        }

        string digest = TrainedForecaster.Load(record.ModelPath).Digest;
        if (digest == record.WeightsDigest) return;
        context.Out.WriteLine($"model file: {record.ModelPath} holds other weights, {digest}; it has been replaced since the run");
        differences.Add("model file differs");
    }
}
