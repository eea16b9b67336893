using System.Globalization;
using QSeq.Cli.Terminal;
using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Training;

namespace QSeq.Cli.Runs;

/// <summary>Training with its progress on the error stream.</summary>
internal static class TrainingWork
{
    /// <summary>Trains a forecasting model.</summary>
    /// <param name="context">The outside.</param>
    /// <param name="title">What is being done.</param>
    /// <param name="training">The training.</param>
    /// <param name="seen">Told after every epoch, or null.</param>
    /// <returns>How it went.</returns>
    public static TrainingResult Run(CliContext context, string title, ForecastTraining training, Action<EpochReport>? seen = null) =>
        Fit(context, title, training.Recipe.Training, seen, progress => training.Run(progress, context.Token));

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

    /// <summary>Trains a model again.</summary>
    /// <param name="context">The outside.</param>
    /// <param name="title">What is being done.</param>
    /// <param name="record">What it was made by.</param>
    /// <param name="table">The data.</param>
    /// <param name="threads">Threads.</param>
    /// <returns>The digest of the weights.</returns>
    public static string Replay(CliContext context, string title, ForecastRecord record, SeriesTable table, int threads) =>
        Fit(context, title, record.Recipe.Training, null, progress => record.Replay(table, threads, progress, context.Token));

    private static T Fit<T>(
        CliContext context, string title, TrainingOptions options, Action<EpochReport>? seen, Func<IProgress<EpochReport>, T> fit) =>
        Work.Run(context, title, options.Epochs, work => fit(new Reporter<EpochReport>(report =>
        {
            seen?.Invoke(report);
            string loss = Screen.Number(report.ValidationLoss ?? report.TrainLoss);
            work.Advance(1, string.Create(CultureInfo.InvariantCulture, $"epoch {report.Epoch}, {(report.ValidationLoss is null ? "loss" : "validation loss")} {loss}"));
        })));
}
