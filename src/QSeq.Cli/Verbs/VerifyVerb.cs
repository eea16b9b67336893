using System.CommandLine;
using QSeq.Cli.Options;
using QSeq.Cli.Runs;
using QSeq.Data;
using QSeq.Models;
using QSeq.Persistence;
using QSeq.Training;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq verify</c>: does again what a run record says, and compares the weights bit for bit.</summary>
internal static class VerifyVerb
{
    /// <summary>The verb.</summary>
    public static VerbCommand Create(CliContext context)
    {
        var run = new Argument<string>("RUN") { Description = "A run record, the FILE.run.json that qseq train wrote beside FILE." };
        Option<string?> data = Opt.Text("--data", "FILE", "The data, where it has moved; - reads standard input. [default: as in the record]");
        Option<int> threads = Opt.Threads();
        var command = new VerbCommand(
            "verify",
            "Train again as a run record says and compare data, configuration and weights, bit for bit.",
            "qseq verify total.qseq.run.json",
            "qseq verify total.qseq.run.json --data elsewhere/sales.csv --threads 1") { run, data, threads };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(run)!;
            RunRecord record = RunJson.Load(path);
            SeriesTable table = ReadData(context, path, record, parsed.GetValue(data));
            List<string> differences = Compare(context, path, record, table, parsed.GetValue(threads));
            context.Out.WriteLine(differences.Count == 0 ? "verified" : $"not verified: {string.Join(", ", differences)}");
            return differences.Count == 0 ? ExitCode.Ok : ExitCode.Failure;
        });
        return command;
    }

    private static SeriesTable ReadData(CliContext context, string path, RunRecord record, string? given)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string? file = given ?? (record.Data.Path is { } recorded ? Path.Combine(folder, recorded) : null);
        if (file is null) throw new UsageException("the run read its data from standard input; give the same data with --data FILE, or --data - to read it again");
        try
        {
            return DataOptions.Read(context, file, record.Data.Reading).Select(record.Recipe.Columns());
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
    private static List<string> Compare(CliContext context, string path, RunRecord record, SeriesTable table, int threads)
    {
        var differences = new List<string>();
        bool Same(string what, string recorded, string here, string ifNot)
        {
            context.Out.WriteLine(recorded == here ? $"{what}: same ({here})" : $"{what}: differs, recorded {recorded}, here {here}; {ifNot}");
            if (recorded != here) differences.Add($"{what} differs");
            return recorded == here;
        }

        string newer = record.QSeqVersion == QseqApp.Version ? "" : $"recorded by QSeq {record.QSeqVersion}, this is {QseqApp.Version}";
        if (newer.Length > 0) context.Out.WriteLine($"version: {newer}");
        bool known = Same("data", record.Digests.Data, Digest.Of(table), "the values have changed since the run")
            & Same("configuration", record.Digests.Configuration, Digest.Of(record.Recipe), newer.Length > 0 ? newer : "the record has been edited");
        if (!known) return differences;

        string digest = Train(context, record.Recipe, table, threads);
        Same("digest", record.Digests.Weights, digest, newer.Length > 0 ? newer : "the same data and configuration gave other weights");
        CompareModel(context, path, record, differences);
        return differences;
    }

    private static string Train(CliContext context, Recipe recipe, SeriesTable table, int threads)
    {
        try
        {
            (SequenceModel model, DataSplit split) = recipe.Prepare(table);
            TrainingResult result = TrainingWork.Fit(context, "training again", model, split, recipe.Training with { Threads = threads });
            return result.Stop == StopReason.NonFiniteLoss ? throw new WorkException(result.Message!) : ModelFile.DigestOf(model);
        }
        catch (ArgumentException e)
        {
            throw Unusable(e);
        }
    }

    private static InvalidDataException Unusable(ArgumentException e) => new($"the record cannot be replayed on this data: {e.Message}", e);

    /// <summary>The model file may have been replaced since; without it there is nothing to compare.</summary>
    private static void CompareModel(CliContext context, string path, RunRecord record, List<string> differences)
    {
        string file = Path.Combine(Path.GetDirectoryName(path)!, Path.GetFileName(record.ModelFile));
        if (!File.Exists(file))
        {
            context.Note($"note: {file} is not there, so it was not compared");
            return;
        }

        string digest = ModelFile.Load(file).Digest;
        if (digest == record.Digests.Weights) return;
        context.Out.WriteLine($"model file: {file} holds other weights, {digest}; it has been replaced since the run");
        differences.Add("model file differs");
    }
}
