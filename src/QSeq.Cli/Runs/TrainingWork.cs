namespace QSeq.Cli.Runs;

/// <summary>Training with its progress on the error stream.</summary>
internal static class TrainingWork
{
    public static TrainingResult Run(
        CliContext context, string title, TrainingOptions options, TrainingSession session, Action<TrainingSession>? afterBatch = null) =>
        Fit(context, title, options, session.History.Count, progress => session.Run(progress, afterBatch, context.Token));

    /// <summary>Trains a model again; the weights do not depend on the threads.</summary>
    public static SequenceModel Replay(CliContext context, string title, ForecastRecipe recipe, SeriesTable table, int threads) =>
        Fit(context, title, recipe.Training, 0, progress =>
            TrainedForecaster.Fit(table, recipe with { Training = recipe.Training with { Threads = threads } }, progress, context.Token).Model);

    private static T Fit<T>(
        CliContext context, string title, TrainingOptions options, int done, Func<IProgress<EpochReport>, T> fit) =>
        Work.Run(context, title, options.Epochs, work =>
        {
            work.Advance(done);
            return fit(new Reporter<EpochReport>(report =>
            {
                string what = report.ValidationLoss is null ? "loss" : "validation loss";
                string loss = NumberText.Number(report.ValidationLoss ?? report.TrainLoss);
                work.Advance(1, $"epoch {report.Epoch}, {what} {loss}");
            }));
        });
}
