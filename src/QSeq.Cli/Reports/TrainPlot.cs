namespace QSeq.Cli.Reports;

/// <summary>What <c>qseq train --plot</c> draws: the end of the test part with its forecasts, or of the history where there is none.</summary>
internal static class TrainPlot
{
    private const int Rows = 160; // about two dots each

    public static LineFigure Of(TrainFindings found)
    {
        TestForecasts? test = found.Own is null ? null : TestForecasts.Of(found.Model, found.Split.Test, found.Split.Table.Length);
        LineFigure whole = TrainPage.TestFigure(found, test, 0);
        return SeriesFigures.From(whole, Math.Max(0, whole.X.Length - Rows)) with
        {
            Title = found.Model.Recipe.Windows.Targets[0],
            Bands = [], // of three lines and two bands none could be told from the others in characters
        };
    }
}
