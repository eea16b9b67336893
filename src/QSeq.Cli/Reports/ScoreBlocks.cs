namespace QSeq.Cli.Reports;

/// <summary>Scores beside those of the baselines as blocks of a page: what <see cref="ScoreReport"/> prints, and drawn.</summary>
internal static class ScoreBlocks
{
    public static IEnumerable<ReportBlock> Of(WindowOptions windows, int target, ScoreReport.Row model, IReadOnlyList<ScoreReport.Row> baselines)
    {
        int targets = windows.Targets.Count;
        ScoreReport.Row[] all = [model, .. baselines];
        ScoreReport.Row[] own = targets == 1 ? all : [.. all.Select(row => row with { Scores = ScoreReport.Target(row.Scores, target, targets) })];
        yield return Table(windows.Targets[target], own);
        yield return new Paragraph(baselines.Count > 0 ? ScoreReport.Reading(own[0], own[1..]) : "");
        if (windows.Horizon > 1 && !windows.Sequence && model.Scores.Each.Length == windows.Horizon * targets) yield return Steps(windows, target, all);
        yield return new BarFigure(
            "Test MAE by method",
            [.. own.Select((row, n) => new Bar(row.Name, row.Scores.Mae, n == 0 ? LineKind.Model : LineKind.Other))],
            "MAE",
            "Shorter is better; in the units of the data.");
    }

    private static TextTable Table(string target, ScoreReport.Row[] rows)
    {
        (string Name, Func<Scores, double> Value, bool Large)[] measures =
            [("MAE", s => s.Mae, false), ("RMSE", s => s.Rmse, false), ("MSE", s => s.Mse, false), ("R2", s => s.R2, true)];
        return TextTable.Of<ScoreReport.Row>(
            $"'{target}', test part, in the units of the data; the best of each column is bold",
            rows,
            [
                ("", row => row.Name),
                (">parameters", row => Invariant($"{row.Parameters}")),
                .. measures.Select(measure => ((TextColumn)(">" + measure.Name), (Func<ScoreReport.Row, TextCell>)(row => Cell(row, measure.Value, measure.Large)))),
            ]);

        TextCell Cell(ScoreReport.Row row, Func<Scores, double> value, bool large)
        {
            double own = value(row.Scores);
            double[] others = [.. rows.Select(other => value(other.Scores)).Where(double.IsFinite)];
            bool best = others.Length > 1 && own == (large ? others.Max() : others.Min());
            return new TextCell(large && Math.Abs(own) <= 1000 ? NumberText.Fixed(own) : NumberText.Number(own), best ? Tone.Good : Tone.Plain);
        }
    }

    private static LineFigure Steps(WindowOptions windows, int target, ScoreReport.Row[] rows) => new(
        "MAE by step ahead",
        [.. Enumerable.Range(1, windows.Horizon).Select(step => (double)step)],
        [
            .. rows.Where(row => row.Scores.Each.Length == windows.Horizon * windows.Targets.Count).Select((row, n) => new Line(
                row.Name,
                [.. Enumerable.Range(0, windows.Horizon).Select(step => row.Scores.Each[(step * windows.Targets.Count) + target].Mae)],
                n == 0 ? LineKind.Model : LineKind.Other)),
        ],
        "Lower is better.")
    { XName = "steps ahead" };
}
