namespace QSeq.Cli.Reports;

/// <summary>The strongest edges of the QKAN models of a study, curve and spectrum, from the run of seed 0.</summary>
internal static class EdgeFigures
{
    private const ulong Seed = 0;
    private const int Most = 2; // edges of a model

    public static IEnumerable<ReportBlock> Of(StudyResult result)
    {
        StudyEntry[] shown = [.. LearningFigures.Shown(result.Study).Where(HasEdges)];
        foreach ((StudyCase one, StudyRun run) in result.All.Where(pair => pair.Run.Seed == Seed && shown.Contains(pair.Case.Entry)))
        {
            if (one is not ForecastCase forecast || run.Weights is null || !Array.TrueForAll(run.Weights, float.IsFinite)) continue;
            TrainedForecaster trained = forecast.Model(run);
            IReadOnlyList<EdgeSeries> after = EdgeSeries.Of(trained.Model), before = EdgeSeries.Of(forecast.Prepare(run.Seed).Model);
            EdgeDrawing[] edges = [.. after.Zip(before, (now, then) => new EdgeDrawing(now, then, EdgeRange.Of(trained, now)))];
            foreach (EdgeDrawing edge in edges.OrderByDescending(edge => edge.Power).Take(Most))
            {
                string name = $"{result.Study.Name}: {one.Entry.Label}, edge {EdgeNames.Of(edge.After, members: false)}";
                yield return new FigureRow([edge.Curve(name), edge.Spectrum($"{name}, spectrum"), edge.BlochPath($"{name}, Bloch path")]);
            }
        }
    }

    private static bool HasEdges(StudyEntry entry) => entry is ForecastEntry { Network.Gates: QkanGates or HqkanGates };
}
