namespace QSeq.Cli.Reports;

/// <summary>Learning curves of a study by epoch: medians of all models, and each model of the paper with its quartiles.</summary>
internal static class LearningFigures
{
    private const string Loss = "test_mse", Name = "log10 of the test loss", LinearAr = "linear AR";

    public static IEnumerable<Figure> Of(StudyResult result)
    {
        StudyTable table = result.Table;
        double[] epochs = [.. Enumerable.Range(1, result.Study.Training.Epochs).Select(epoch => (double)epoch)];
        string study = result.Study.Name, seeds = NumberText.Count(table.Seeds.Count, "seed");
        string linear = $"{LinearAr}, by least squares, reaches {NumberText.Number(Math.Log10(table.Value(LinearAr, "mse")))}.";
        StudyEntry[] shown = [.. Shown(result.Study)];
        yield return new LineFigure(
            $"{study}: test loss by epoch",
            epochs,
            [.. shown.Select(entry => new Line(entry.Label, Median(entry), KindOf(entry)))],
            $"{Name} (MSE, scaled units), median over {seeds}; lower is better. {linear}")
        { XName = "epochs", YName = Name };
        foreach (StudyEntry entry in shown.Where(entry => !entry.Printed.IsEmpty))
        {
            yield return new LineFigure(
                $"{study}: test loss of {entry.Label}",
                epochs,
                [new Line("median", Median(entry), LineKind.Model)],
                $"{Name}, median and quartiles over {seeds}.")
            {
                XName = "epochs",
                YName = Name,
                Bands = [new Band("quartiles", Over(entry, spread => spread.LowerQuartile), Over(entry, spread => spread.UpperQuartile))],
            };
        }

        double[] Median(StudyEntry entry) => Over(entry, spread => spread.Median);

        double[] Over(StudyEntry entry, Func<Spread, double> part) =>
            [.. epochs.Select(epoch => Math.Log10(part(table.Spread(entry.Label, Loss, epoch: (int)epoch))))];
    }

    /// <summary>The models that are not there only to be held against others.</summary>
    public static IEnumerable<StudyEntry> Shown(Study study) =>
        study.Entries.Where(entry => entry is not ForecastEntry { IsComparison: true });

    /// <summary>The two models that this is about stand out.</summary>
    public static LineKind KindOf(StudyEntry entry) => entry.Label is "QKAN-LSTM" or "HQKAN-LSTM" ? LineKind.Model : LineKind.Other;
}
