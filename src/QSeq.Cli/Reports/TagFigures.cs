namespace QSeq.Cli.Reports;

/// <summary>Learning curves of taggers: Fig. 3 of arXiv 2411.13225 where sentences are learnt.</summary>
internal static class TagFigures
{
    private static readonly (string Metric, string Name, string Better)[] Curves =
    [
        ("watched_accuracy", "accuracy", "higher"),
        ("train_loss", "training loss", "lower"),
    ];

    public static IEnumerable<Figure> Of(TagStudy study, StudyTable table)
    {
        string seeds = NumberText.Count(table.Seeds.Count, "seed");
        foreach ((string metric, string name, string better) in Curves)
        {
            int last = table.Rows.Where(row => row.Metric == metric).Select(row => row.Epoch).DefaultIfEmpty(0).Max();
            if (last < 2) continue;
            int[] epochs = [.. Enumerable.Range(1, last)];
            yield return new LineFigure(
                $"{study.Name}: {name} by epoch",
                [.. epochs.Select(epoch => (double)epoch)],
                [
                    .. study.Entries.Select(entry => new Line(
                        entry.Label,
                        [.. epochs.Select(epoch => table.Spread(entry.Label, metric, epoch: epoch).Median)],
                        entry.Label.StartsWith("QK-", StringComparison.Ordinal) ? LineKind.Model : LineKind.Other)),
                ],
                $"Median over {seeds}; {better} is better. A line ends where a run of some seed had stopped.")
            { XName = "epochs", YName = name };
        }
    }
}
