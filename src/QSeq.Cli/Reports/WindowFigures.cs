namespace QSeq.Cli.Reports;

/// <summary>Errors of forecasting models by the length of their window as lines.</summary>
internal static class WindowFigures
{
    private const string Prefix = "window ";

    public static IEnumerable<Figure> Of(WindowStudy study, StudyTable table)
    {
        string[] windows = [.. study.Cases.Select(one => one.Condition).Distinct()];
        double[] lengths = [.. windows.Select(Length)];
        if (windows.Length < 2 || !lengths.All(double.IsFinite)) yield break;
        string seeds = NumberText.Count(table.Seeds.Count, "seed");
        foreach ((string name, string metric) in ((string, string)[])[("MAE", "original_mae"), ("MSE", "original_mse")])
        {
            Line Of(string label, LineKind kind, Func<string, double> value) => new(label, [.. windows.Select(value)], kind);
            yield return new LineFigure(
                $"{study.Name}: {name} by window",
                lengths,
                [
                    .. study.Entries.Select(entry => Of(
                        entry.Label,
                        LearningFigures.KindOf(entry),
                        window => table.Spread(entry.Label, metric, null, window).Median)),
                    .. study.BaselineLabels.Select(label => Of(label, LineKind.Other, window => table.Value(label, metric, null, window))),
                ],
                $"{name} on the test part in original units, mean over series, median over {seeds}; lower is better.")
            { XName = "window, rows", YName = name, IsJoined = true };
        }
    }

    private static double Length(string condition) =>
        condition.StartsWith(Prefix, StringComparison.Ordinal)
        && double.TryParse(condition[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out double length)
            ? length
            : double.NaN;
}
