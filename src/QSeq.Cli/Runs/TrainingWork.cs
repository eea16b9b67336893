using System.Globalization;
using QSeq.Cli.Terminal;
using QSeq.Data;
using QSeq.Models;
using QSeq.Training;

namespace QSeq.Cli.Runs;

/// <summary>Training with its progress on the error stream.</summary>
internal static class TrainingWork
{
    /// <summary>Trains a model.</summary>
    /// <param name="context">The outside.</param>
    /// <param name="title">What is being done.</param>
    /// <param name="model">The model; its weights change.</param>
    /// <param name="split">The data.</param>
    /// <param name="options">How to train.</param>
    /// <param name="seen">Told after every epoch, or null.</param>
    /// <returns>How it went.</returns>
    public static TrainingResult Fit(
        CliContext context, string title, SequenceModel model, DataSplit split, TrainingOptions options, Action<EpochReport>? seen = null) =>
        Fit(context, title, options, seen, progress => Trainer.Fit(model, split.Train, split.Validation, options, progress, context.Token));

    /// <summary>Trains a tagger.</summary>
    /// <param name="context">The outside.</param>
    /// <param name="title">What is being done.</param>
    /// <param name="tagger">The tagger; its model's weights change.</param>
    /// <param name="parts">The sentences.</param>
    /// <param name="options">How to train.</param>
    /// <param name="seen">Told after every epoch, or null.</param>
    /// <returns>How it went.</returns>
    public static TrainingResult Fit(
        CliContext context, string title, SequenceTagger tagger, SentenceSplit parts, TrainingOptions options, Action<EpochReport>? seen = null) =>
        Fit(context, title, options, seen, progress => TaggerTrainer.Fit(tagger, parts.Train, parts.Validation, options, progress, context.Token));

    private static TrainingResult Fit(
        CliContext context, string title, TrainingOptions options, Action<EpochReport>? seen, Func<IProgress<EpochReport>, TrainingResult> fit) =>
        Work.Run(context, title, options.Epochs, work => fit(new Reporter<EpochReport>(report =>
        {
            seen?.Invoke(report);
            string loss = Screen.Number(report.ValidationLoss ?? report.TrainLoss);
            work.Advance(1, string.Create(CultureInfo.InvariantCulture, $"epoch {report.Epoch}, {(report.ValidationLoss is null ? "loss" : "validation loss")} {loss}"));
        })));
}
