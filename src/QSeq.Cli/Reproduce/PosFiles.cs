using System.Globalization;
using QSeq.Cli.Output;
using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Persistence;

namespace QSeq.Cli.Reproduce;

/// <summary>What the tagging experiment writes under --out beside results.json: tagging.csv and models, each whole or not at all.</summary>
internal static class PosFiles
{
    /// <summary>Writes them.</summary>
    /// <param name="folder">The folder, which exists.</param>
    /// <param name="plan">The experiment.</param>
    /// <param name="runs">[contender][seed]</param>
    public static void Write(string folder, PosPlan plan, TagRun[][] runs)
    {
        OutputFile.Write(Path.Combine(folder, "tagging.csv"), writer => WriteCurves(writer, plan, runs));
        string models = Path.Combine(folder, "models");
        Directory.CreateDirectory(models);
        for (int n = 0; n < runs.Length; n++)
        {
            foreach (TagRun run in runs[n])
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"pos-{ResultFiles.Slug(plan.Contenders[n].Label)}-seed{run.Seed}.qseq");
                ModelFile.Save(Path.Combine(models, name), run.Tagger.Model, Manifest(plan, plan.Contenders[n], run));
            }
        }
    }

    private static void WriteCurves(TextWriter writer, PosPlan plan, TagRun[][] runs)
    {
        writer.WriteLine(CsvText.Source(plan.Source));
        writer.WriteLine("model,seed,epoch,train_loss,accuracy");
        for (int n = 0; n < runs.Length; n++)
        {
            foreach (TagRun run in runs[n])
            {
                foreach (TagPoint point in run.Curve)
                    writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{plan.Contenders[n].Label},{run.Seed},{point.Epoch},{point.TrainLoss:R},{point.Accuracy:R}"));
            }
        }
    }

    private static ModelManifest Manifest(PosPlan plan, TagContender contender, TagRun run) => new()
    {
        Name = contender.Model,
        Tagging = TrainedTagger.Describe(run.Tagger, new TaggedData(
            plan.Source, TagColumn.Upos, plan.Treebank ? plan.Split : plan.Split with { Test = [] }, plan.Fractions)), // the paper's sentences are learnt and judged by
        Training = ModelWords.Describe(plan.Training with { Seed = run.Seed }, run.Training.History.Count, run.Training.BestEpoch, run.Training.Message is null ? null : "non-finite loss"),
        Metrics = new Dictionary<string, double> { [plan.Treebank ? "test.accuracy" : "train.accuracy"] = run.Scores.Accuracy },
    };
}
