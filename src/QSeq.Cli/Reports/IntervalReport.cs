namespace QSeq.Cli.Reports;

/// <summary>How many values lay inside a model's intervals, beside how many should have.</summary>
internal static class IntervalReport
{
    private const double Far = 0.05 + 1e-9; // of coverage from its level

    /// <summary>One level of one target.</summary>
    /// <param name="Target">Which of the targets.</param>
    /// <param name="Scores">How its intervals did.</param>
    /// <param name="Msis">The interval score in units of the error of seasonal naive on what comes before; null where nothing does, not finite where that error is 0.</param>
    internal sealed record Row(int Target, IntervalScores Scores, double? Msis);

    /// <summary>The rows of a model on windows, target by target; <paramref name="known"/> rows of the table come before them, 0 where none do.</summary>
    public static Row[] Of(TrainedForecaster model, WindowSet windows, SeriesTable table, int known)
    {
        ImmutableArray<IntervalScores> scores = model.EvaluateIntervals(windows);
        IReadOnlyList<string> targets = windows.Options.Targets;
        return
        [
            .. from target in Enumerable.Range(0, scores.IsEmpty ? 0 : targets.Count)
               let scale = Scale(table, targets[target], known)
               from level in Enumerable.Range(0, model.Calibration!.Levels.Length)
               let own = scores[(level * targets.Count) + target]
               select new Row(target, own, scale is { } unit ? own.Msis(unit) : null),
        ];
    }

    private static double? Scale(SeriesTable table, string target, int known)
    {
        if (known < 2) return null;
        ReadOnlySpan<double> before = table.Column(target)[..known];
        return IntervalScores.ScaleOf(before, SeasonFinder.Find(before, table.Step));
    }

    /// <summary>The table and the sentences of some rows.</summary>
    public static IEnumerable<ReportBlock> Blocks(TrainedForecaster model, IReadOnlyList<Row> rows)
    {
        if (rows.Count == 0 || model.Calibration is not { } calibration) yield break;
        IReadOnlyList<string> targets = model.Recipe.Windows.Targets;
        bool several = targets.Count > 1;
        yield return TextTable.Of<Row>(
            "Intervals, from errors of the validation part",
            rows,
            [
                .. several ? [("", row => targets[row.Target])] : Array.Empty<(TextColumn, Func<Row, TextCell>)>(),
                (">level", row => $"{ForecastCalibration.Percent(row.Scores.Level)} %"),
                (">coverage", row => new TextCell(Percent(row.Scores.Coverage), IsFar(row) ? Tone.Bad : Tone.Plain)),
                (">mean width", row => NumberText.Number(row.Scores.MeanWidth)),
                (">MSIS", row => row.Msis is { } msis ? BacktestReport.Scaled(msis) : ""),
                (">values", row => Invariant($"{row.Scores.Count}")),
            ]);
        if (rows.Any(row => row.Msis is { } msis && !double.IsFinite(msis)))
            yield return new Paragraph("MSIS has no value here (-): the values before repeat without a change, and its unit is the error of seasonal naive there, 0.");
        if (Reading(rows) is { } reading) yield return new Paragraph(reading);
        double[] few = [.. calibration.Levels.Where(level => !calibration.IsEnough(level))];
        if (few.Length > 0)
        {
            string levels = string.Join(" and ", few.Select(ForecastCalibration.Percent));
            yield return new Paragraph($"The validation part has {NumberText.Count(calibration.Count, "error")} of each step ahead, and {levels} % needs {SplitConformal.Needed(few[^1])}: its intervals reach as far as the largest and may be too narrow.");
        }
    }

    /// <summary>What coverage that is off says; null where none is.</summary>
    public static string? Reading(IReadOnlyList<Row> rows)
    {
        if (rows.Count == 0 || rows.Max(row => row.Scores.Count) * Far < 1) return null; // one value is more than that
        Row[] less = [.. rows.Where(row => IsFar(row) && row.Scores.Coverage < row.Scores.Level)], more = [.. rows.Where(row => IsFar(row) && row.Scores.Coverage > row.Scores.Level)];
        if (less.Length > 0)
        {
            Row worst = less.MaxBy(row => row.Scores.Level - row.Scores.Coverage)!;
            return $"{Held(worst)}: the errors here are larger than those of the validation part, which the intervals are made of. Take them as too narrow.";
        }

        return more.Length == 0 ? null
            : $"{Held(more.MaxBy(row => row.Scores.Coverage - row.Scores.Level)!)}: the errors here are smaller than those of the validation part, which the intervals are made of. Take them as wider than they need be.";

        static string Held(Row row) => $"Intervals of {ForecastCalibration.Percent(row.Scores.Level)} % hold {Percent(row.Scores.Coverage)} of the values";
    }

    /// <summary>The rows as JSON.</summary>
    public static JsonArray ToJson(IReadOnlyList<Row> rows, WindowOptions windows) => JsonText.Array(rows, row => new JsonObject
    {
        ["target"] = windows.Targets[row.Target],
        ["level"] = row.Scores.Level,
        ["coverage"] = JsonText.Finite(row.Scores.Coverage),
        ["meanWidth"] = JsonText.Finite(row.Scores.MeanWidth),
        ["score"] = JsonText.Finite(row.Scores.Score),
        ["msis"] = row.Msis is { } msis ? JsonText.Finite(msis) : null,
        ["count"] = row.Scores.Count,
    });

    private static bool IsFar(Row row) => IsFar(row.Scores.Coverage, row.Scores.Level);

    /// <summary>Whether coverage is off its level by more than chance makes of it.</summary>
    public static bool IsFar(double coverage, double level) => Math.Abs(coverage - level) > Far;

    /// <summary>A share in percent; empty where there is none.</summary>
    public static string Percent(double share) => double.IsNaN(share) ? "" : Invariant($"{100 * share:F1} %");
}
