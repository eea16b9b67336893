using QSeq.Cli.Fleet;

namespace QSeq.Cli.Reports;

/// <summary>A model of many series on the test part of each, beside the classical methods fitted to each.</summary>
internal sealed class PanelReport(CliContext context)
{
    /// <summary>Scores the model and the methods, some series at a time, and prints the table.</summary>
    /// <returns>The comparisons that it shows.</returns>
    public MethodRatio[] Write(GlobalForecaster model, IReadOnlyList<GlobalSeries> series, string part)
    {
        (double Model, MethodMae[] Methods, FleetInterval[] Intervals)[] scores = Score(model, series);
        MethodRatio[] rows = MethodRatio.Of(scores.Select(one => ((double?)one.Model, (IEnumerable<MethodMae>)one.Methods)));
        if (rows.Length == 0)
        {
            context.Paragraph("There is no baseline to hold the model against: it takes windows with one answer each.");
        }
        else
        {
            WriteRatios(context, $"{model.Name}, {model.Model.Table.TrainableCount} parameters: MAE of the {part} over that of the baseline, {series.Count} series", rows);
            context.Paragraph("Reading: " + Reading(rows));
        }

        context.Show(CoverageBlocks.Of(FleetCoverage.Of(model.Name, scores.Select(one => one.Intervals))));
        return rows;
    }

    /// <summary>A table of ratios to baselines.</summary>
    public static void WriteRatios(CliContext context, string title, IEnumerable<MethodRatio> rows) => context.Show([Ratios(title, rows)]);

    /// <summary>The same as a block.</summary>
    public static TextTable Ratios(string title, IEnumerable<MethodRatio> rows) => TextTable.Of<MethodRatio>(
        title,
        rows,
        ("baseline", row => row.Method),
        (">10 % below", row => Text(row.Ratio.Low)),
        (">median", row => Text(row.Ratio.Median)),
        (">90 % below", row => Text(row.Ratio.High)),
        (">model better", row => $"{row.Ratio.Better} of {row.Ratio.Count}"));

    /// <summary>What the hardest of the baselines says of a model.</summary>
    public static string Reading(IReadOnlyList<MethodRatio> rows)
    {
        (string hardest, FleetRatio ratio) = rows[0];
        string by = ratio.Median is < 0.1 or > 10 ? $"{NumberText.Number(ratio.Median)} times that of {hardest}"
            : Invariant($"{100 * Math.Abs(ratio.Median - 1):F1} % {(ratio.Median <= 1 ? "below" : "above")} that of {hardest}");
        return $"on the median series the model's MAE is {by}, the hardest baseline to beat here; it is lower on {ratio.Better} of {ratio.Count} series.";
    }

    private (double Model, MethodMae[] Methods, FleetInterval[] Intervals)[] Score(GlobalForecaster model, IReadOnlyList<GlobalSeries> series)
    {
        var scores = new (double, MethodMae[], FleetInterval[])[series.Count];
        Work.Run(context, "scoring", series.Count, work =>
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = model.Recipe.Training.Threads, CancellationToken = context.Token };
            Parallel.For(0, series.Count, options, n =>
            {
                DataSplit split = series[n].Data;
                double own = split.Test.Count == 0 ? double.NaN : new Evaluator(model.Model, split.Test, model.Recipe.Training.Objective).Evaluate(split.Scaler).Mae;
                scores[n] = (own, MethodMae.Of(MethodScores.Of(split, validation: false, levels: null, context.Token)), FleetInterval.Of(model, split));
                work.Advance(1);
            });
        });
        return scores;
    }

    private static string Text(double value) => value < 1000 ? NumberText.Fixed(value) : NumberText.Number(value);
}
