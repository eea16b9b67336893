namespace QSeq.Cli.Reports;

/// <summary>What the backtests of several series come to together.</summary>
internal static class BacktestPanelReport
{
    private const int FailuresShown = 3;
    private const int LevelsBeside = 3; // in 100 columns

    public static IEnumerable<ReportBlock> Blocks(IReadOnlyList<BacktestFindings> found, IReadOnlyList<(string Series, string Reason)> failures)
    {
        BacktestPanel panel = Panel(found);
        ImmutableArray<BacktestMean> means = panel.Means();
        yield return Table(found, means);
        foreach (TextTable table in Intervals(found, panel, means)) yield return table;
        foreach (string line in Readings(found, panel, failures)) yield return new Paragraph(line);
    }

    public static TextTable Table(IReadOnlyList<BacktestFindings> found, ImmutableArray<BacktestMean> means)
    {
        bool some = means.Any(mean => mean.Series < found.Count);
        (string Name, Func<BacktestMean, double> Value)[] measures = [("sMAPE", mean => mean.Smape), ("MASE", mean => mean.Mase), ("OWA", mean => mean.Owa)];
        return TextTable.Of<BacktestMean>(
            $"{found.Count} series, {NumberText.Count(found[0].Result.Horizon, "step")} ahead: means over series; the least has a *",
            means,
            [
                ("", mean => mean.Name),
                .. some ? [(">series", mean => Invariant($"{mean.Series}"))] : Array.Empty<(TextColumn, Func<BacktestMean, TextCell>)>(),
                .. measures.Select(measure => ((TextColumn)$">{measure.Name}", (Func<BacktestMean, TextCell>)(mean => Cell(mean, measure.Value)))),
                (">best on", mean => Invariant($"{mean.Wins}")),
                (">time", mean => Invariant($"{mean.Time.TotalSeconds:F1} s")),
            ]);

        TextCell Cell(BacktestMean mean, Func<BacktestMean, double> value)
        {
            // Those that leave series out are not compared with those that do not.
            int most = means.Max(other => other.Series);
            double own = value(mean), least = means.Where(other => other.Series == most).Select(value).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();
            bool best = mean.Series == most && own == least;
            return new TextCell((best ? "*" : "") + BacktestReport.Scaled(own), best ? Tone.Good : Tone.Plain);
        }
    }

    private static IEnumerable<TextTable> Intervals(IReadOnlyList<BacktestFindings> found, BacktestPanel panel, ImmutableArray<BacktestMean> means)
    {
        bool adaptive = found[0].IsAdaptive;
        foreach (double[] levels in found[0].Levels.Chunk(LevelsBeside))
        {
            (string Name, BacktestCoverage[] Each)[] rows = [.. means.Select(mean => (mean.Name, levels.Select(level => panel.Coverage(mean.Name, level, adaptive)).ToArray()))];
            if (rows.All(row => Array.TrueForAll(row.Each, own => own.Count == 0))) continue;
            yield return TextTable.Of<(string Name, BacktestCoverage[] Each)>(
                $"{BacktestIntervalReport.Title(adaptive)}; coverage of all values, MSIS the mean over series",
                rows,
                [
                    ("", row => row.Name),
                    .. levels.SelectMany((level, n) => ((TextColumn, Func<(string Name, BacktestCoverage[] Each), TextCell>)[])
                    [
                        (new TextColumn($"{ForecastCalibration.Percent(level)} %\ncoverage", Right: true), row => BacktestIntervalReport.Percent(row.Each[n].Coverage)),
                        (new TextColumn($"{ForecastCalibration.Percent(level)} %\nMSIS", Right: true), row => BacktestReport.Scaled(row.Each[n].Msis)),
                    ]),
                ]);
        }
    }

    /// <summary>What was left out, and the verdicts.</summary>
    public static IEnumerable<string> Readings(IReadOnlyList<BacktestFindings> found, BacktestPanel panel, IReadOnlyList<(string Series, string Reason)> failures)
    {
        foreach ((string series, string reason) in failures.Take(FailuresShown)) yield return $"{series} is left out: {reason}.";
        if (failures.Count > FailuresShown) yield return $"And {failures.Count - FailuresShown} more series are left out.";
        (string Series, BacktestFailure Failure)[] some = [.. found.SelectMany(one => one.Result.Failures, (one, failure) => (one.Result.Column, failure))];
        foreach ((string series, BacktestFailure failure) in some.Take(FailuresShown)) yield return $"{failure.Name} is left out of {series}: {BacktestReport.Reason(failure)}.";
        if (some.Length > FailuresShown) yield return $"And {some.Length - FailuresShown} more times a candidate is left out of a series.";
        string[] unscaled = [.. panel.Results.Where(result => !BacktestReport.HasScale(result)).Select(result => result.Column)];
        if (unscaled.Length > 0)
        {
            string names = unscaled.Length <= FailuresShown ? string.Join(", ", unscaled) : $"{string.Join(", ", unscaled.Take(FailuresShown))} and {unscaled.Length - FailuresShown} more";
            yield return $"{names} {(unscaled.Length == 1 ? "is" : "are")} in none of the means of sMAPE, MASE, OWA and MSIS, and not in the verdicts, but in coverage and in the numbers of series that one is best on: {BacktestReport.NoUnit}.";
        }

        foreach (BacktestPanelVerdict verdict in panel.Verdicts()) yield return Reading(verdict, panel);
    }

    /// <summary>A verdict as a sentence.</summary>
    public static string Reading(BacktestPanelVerdict verdict, BacktestPanel panel)
    {
        ImmutableArray<BacktestMean> means = panel.Means();
        int methods = means.Count(mean => mean.IsMethod), tests = methods * means.Count(mean => !mean.IsMethod);
        string test = verdict.PValue is { } p ? $" ({BacktestReport.Probability(p)}, paired t-test over series, Holm over {NumberText.Count(tests, "test")})" : "";
        string lower = $"{verdict.Model} has the lower MASE on {verdict.Lower} of {verdict.Series} series";
        return verdict.Outcome switch
        {
            BacktestOutcome.Better => $"{verdict.Model} is better than every baseline over these series, {verdict.Method} the hardest of {methods}{test}; {lower}, and {verdict.SeedsBelow} of {verdict.Seeds} seeds are below every baseline.",
            BacktestOutcome.Worse => $"{verdict.Method} wins over these series{test}: {lower}.",
            _ when verdict.PValue is null => $"No difference is shown between {verdict.Model} and {verdict.Method}: one series is too few for a test over series.",
            _ => $"Over these series no difference is shown between {verdict.Model} and {verdict.Method}{test}: {lower}.",
        };
    }

    public static JsonObject ToJson(IReadOnlyList<BacktestFindings> found)
    {
        BacktestPanel panel = Panel(found);
        BacktestFindings one = found[0];
        return new JsonObject
        {
            ["candidates"] = JsonText.Array(panel.Means(), mean => new JsonObject
            {
                ["name"] = mean.Name,
                ["kind"] = mean.IsMethod ? "method" : "model",
                ["series"] = mean.Series,
                ["smape"] = JsonText.Finite(mean.Smape),
                ["mase"] = JsonText.Finite(mean.Mase),
                ["owa"] = JsonText.Finite(mean.Owa),
                ["wins"] = mean.Wins,
                ["seconds"] = Math.Round(mean.Time.TotalSeconds, 3),
                ["intervals"] = JsonText.Array(one.Levels.Select(level => panel.Coverage(mean.Name, level, one.IsAdaptive)), own => new JsonObject
                {
                    ["level"] = own.Level,
                    ["count"] = own.Count,
                    ["coverage"] = JsonText.Finite(own.Coverage),
                    ["msis"] = JsonText.Finite(own.Msis),
                }),
            }),
            ["verdicts"] = JsonText.Array(panel.Verdicts(), verdict => new JsonObject
            {
                ["model"] = verdict.Model,
                ["outcome"] = BacktestJson.Outcome(verdict.Outcome),
                ["method"] = verdict.Method,
                ["p"] = verdict.PValue is { } p ? JsonText.Finite(p) : null,
                ["lower"] = verdict.Lower,
                ["series"] = verdict.Series,
                ["seedsBelow"] = verdict.SeedsBelow,
                ["text"] = Reading(verdict, panel),
            }),
        };
    }

    public static BacktestPanel Panel(IReadOnlyList<BacktestFindings> found) => new([.. found.Select(one => one.Result)]);
}
