
namespace QSeq.Cli.Reports;

/// <summary>Prediction against truth on the test part of the run of seed 0, after some epochs: Fig. 3 of arXiv 2512.05049.</summary>
internal static class FitFigures
{
    private const ulong Seed = 0;
    private static readonly int[] Early = [1, 15]; // the epochs of the paper's figure before the last

    public static IEnumerable<Figure> Of(StudyResult result, CancellationToken cancellationToken)
    {
        StudyEntry[] shown = [.. LearningFigures.Shown(result.Study)];
        foreach ((StudyCase one, StudyRun run) in result.All.Where(pair => pair.Run.Seed == Seed && shown.Contains(pair.Case.Entry)))
        {
            if (one is not ForecastCase forecast || run.Weights is null) continue;
            ForecastTraining trained = forecast.Restore(run);
            (double[] last, double[] truth) = Predict(trained);
            int first = trained.Data.Test.TargetIndex(0);
            Line[] early =
            [
                .. from epoch in Early
                   where epoch < run.Epochs
                   select new Line(Name(epoch), After(forecast, epoch, cancellationToken).Predictions),
            ];
            yield return new LineFigure(
                $"{result.Study.Name}: {one.Entry.Label} and the truth",
                [.. Enumerable.Range(first, truth.Length).Select(row => (double)row)],
                [new Line("truth", truth, LineKind.Truth), .. early, new Line(Name(run.KeptEpoch), last, LineKind.Model)],
                "Test part, each value forecast from the true ones before it; the run of seed 0.")
            { XName = "row", YName = "value" };
        }
    }

    /// <summary>Trains a case again for so many epochs alone: the same seed gives the same bits, so it is the run's state then.</summary>
    public static (double[] Predictions, double[] Truth) After(ForecastCase one, int epochs, CancellationToken cancellationToken)
    {
        ForecastRecipe recipe = one.Recipe with { Training = one.Recipe.Training with { Seed = Seed, Epochs = epochs } };
        var training = new ForecastTraining(one.Table, recipe);
        using (TrainingSession session = training.Start()) session.Run(cancellationToken: cancellationToken);
        return Predict(training);
    }

    private static (double[] Predictions, double[] Truth) Predict(ForecastTraining trained)
    {
        var evaluator = new Evaluator(trained.Model, trained.Data.Test, trained.Recipe.Training.Objective);
        evaluator.Predict(trained.Data.Scaler, out double[] predictions, out double[] truth);
        return (predictions, truth);
    }

    private static string Name(int epoch) => Invariant($"epoch {epoch}");
}
