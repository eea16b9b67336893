using System.Globalization;
using QSeq.Cli.Options;
using QSeq.Cli.Output;
using QSeq.Evaluation;
using QSeq.Persistence;
using QSeq.Tagging;

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
                Trained(plan, plan.Contenders[n], run).Save(Path.Combine(models, name));
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

    private static TrainedTagger Trained(PosPlan plan, TagContender contender, TagRun run) => TrainedTagger.Of(
        new TaggingRecipe
        {
            Model = contender.Model,
            Tagger = contender.Options,
            Split = plan.Fractions is { } fractions ? TrainOptions.ParseSplit(fractions) : null,
            Training = plan.Training with { Seed = run.Seed },
        },
        run.Tagger,
        SentenceOrigin.Of(plan.Treebank ? plan.Split : plan.Split with { Test = [] }, plan.Source), // the paper's sentences are learnt and judged by
        TrainingOutcome.Of(run.Training),
        new Dictionary<string, double> { [plan.Treebank ? "test.accuracy" : "train.accuracy"] = run.Scores.Accuracy });
}
