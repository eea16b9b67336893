namespace QSeq.Cli.Reports;

/// <summary>What a backtest comes to: a table of all candidates, the best of each column marked, errors by step ahead, and a sentence for each model.</summary>
internal static class BacktestReport
{
    private const double Sure = 0.05;

    private static readonly (string Name, Func<BacktestScores, double> Value)[] Measures =
        [("MAE", s => s.Mae), ("RMSE", s => s.Rmse), ("sMAPE", s => s.Smape), ("MASE", s => s.Mase), ("OWA", s => s.Owa)];

    // A line of the table: a candidate, or the least or largest of its seeds.
    private sealed record Row(string Name, int? Parameters, Func<Func<BacktestScores, double>, double> Value, TimeSpan? Time)
    {
        public static Row Of(BacktestEntry entry) => new(
            entry.Seeds.IsEmpty ? entry.Name : $"{entry.Name}, median of {NumberText.Count(entry.Seeds.Length, "seed")}",
            entry.Parameters,
            value => value(entry.Scores),
            entry.Time);
    }

    /// <summary>All of it, in the order in which it is printed.</summary>
    public static IEnumerable<ReportBlock> Blocks(BacktestFindings found)
    {
        BacktestResult result = found.Result;
        yield return Table(found);
        if (result.Horizon > 1) yield return Steps(result);
        foreach (ReportBlock block in BacktestIntervalReport.Blocks(found)) yield return block;
        foreach (string line in Readings(result)) yield return new Paragraph(line);
    }

    /// <summary>What was left out, and the verdicts.</summary>
    public static IEnumerable<string> Readings(BacktestResult result)
    {
        foreach (BacktestFailure failure in result.Failures) yield return $"{failure.Name} is left out: {Reason(failure)}.";
        if (result.LeftOut > 0) yield return $"{NumberText.Count(result.LeftOut, "origin")} without a measured value before or after {(result.LeftOut == 1 ? "is" : "are")} left out.";
        if (Undefined(result) is { } undefined) yield return undefined;
        foreach (BacktestVerdict verdict in result.Verdicts()) yield return Reading(verdict, result);
    }

    /// <summary>An error in units of another; - where that is 0.</summary>
    public static string Scaled(double value) => double.IsFinite(value) ? NumberText.Number(value) : "-";

    /// <summary>Whether errors can be measured in units of those of seasonal naive before the first origin.</summary>
    public static bool HasScale(BacktestResult result) => result.Scale > 0;

    // Why some scores are not there; null where all are.
    private static string? Undefined(BacktestResult result)
    {
        if (result.Entries.IsEmpty) return null;
        if (!HasScale(result)) return $"MASE, OWA and MSIS have no value here (-): {NoUnit}.";
        return Array.Exists([.. result.Entries], entry => double.IsFinite(entry.Scores.Owa)) ? null : "OWA has no value here (-): Naive2, in parts of whose errors it is, makes none.";
    }

    /// <summary>Why there is no unit of scaled errors.</summary>
    public const string NoUnit = "the values before the first origin repeat without a change, and their unit is the error of seasonal naive there, 0";

    public static string Reason(BacktestFailure failure) => failure.Reason.Say(AdviceWords.Say).TrimEnd('.');

    public static TextTable Table(BacktestFindings found)
    {
        BacktestResult result = found.Result;
        BacktestEntry[] candidates = [.. found.Ranked];
        string origins = $"{NumberText.Count(result.Origins.Length, "origin")}{(result.Stride > 1 ? $" every {result.Stride} rows" : "")}";
        return TextTable.Of<Row>(
            $"'{result.Column}', {NumberText.Count(result.Horizon, "step")} ahead from {origins}, original units; the least has a *",
            candidates.SelectMany(Rows),
            [
                ("", row => row.Name),
                (">parameters", row => row.Parameters is { } parameters ? Invariant($"{parameters}") : ""),
                .. Measures.Select(measure => ((TextColumn)$">{measure.Name}", (Func<Row, TextCell>)(row => Cell(row, measure.Value)))),
                (">time", row => row.Time is { } time ? Invariant($"{time.TotalSeconds:F1} s") : ""),
            ]);

        TextCell Cell(Row row, Func<BacktestScores, double> value)
        {
            double own = row.Value(value), least = candidates.Select(entry => value(entry.Scores)).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();
            bool best = row.Parameters is not null && candidates.Length > 1 && own == least;
            return new TextCell((best ? "*" : "") + Scaled(own), best ? Tone.Good : Tone.Plain);
        }
    }

    private static IEnumerable<Row> Rows(BacktestEntry entry)
    {
        yield return Row.Of(entry);
        if (entry.Seeds.IsEmpty) yield break;
        yield return new Row("  least of a seed", null, value => entry.Seeds.Min(seed => value(seed.Scores)), null);
        yield return new Row("  largest of a seed", null, value => entry.Seeds.Max(seed => value(seed.Scores)), null);
    }

    /// <summary>Steps ahead that are shown: the first, and each twice as far as the one before, to the last.</summary>
    public static int[] StepsShown(int horizon)
    {
        var steps = new List<int>();
        for (long step = 1; step < horizon; step *= 2) steps.Add((int)step);
        return [.. steps, horizon];
    }

    /// <summary>Those whose errors by step are shown: the models, the best method and seasonal naive or else persistence.</summary>
    public static BacktestEntry[] Shown(BacktestResult result)
    {
        BacktestEntry? naive = result.Entries.FirstOrDefault(entry => entry is { IsMethod: true, Name: "seasonal naive" }) ?? result.Entries.FirstOrDefault(entry => entry is { IsMethod: true, Name: "persistence" });
        return [.. result.Candidates.Where(entry => !entry.IsMethod).Concat(((BacktestEntry?[])[result.BestMethod, naive]).OfType<BacktestEntry>()).Distinct()];
    }

    private static TextTable Steps(BacktestResult result) => TextTable.Of<BacktestEntry>(
        "MAE by step ahead",
        Shown(result),
        [
            ("", entry => entry.Name),
            .. StepsShown(result.Horizon).Select(step => ((TextColumn)Invariant($">{step}"), (Func<BacktestEntry, TextCell>)(entry => NumberText.Number(entry.Steps[step - 1].Mae)))),
        ]);

    /// <summary>A verdict as a sentence.</summary>
    public static string Reading(BacktestVerdict verdict, BacktestResult result)
    {
        (BacktestEntry model, BacktestEntry method) = (verdict.Model, verdict.Method);
        int methods = result.Entries.Count(entry => entry.IsMethod), seeds = Math.Max(1, model.Seeds.Length), tests = methods * result.Candidates.Count(entry => !entry.IsMethod);
        string test = verdict.PValue is { } p ? $" ({Probability(p)}, Diebold-Mariano, Holm over {NumberText.Count(tests, "test")})" : "";
        string maes = $"MAE {NumberText.Number(model.Scores.Mae)} against {NumberText.Number(method.Scores.Mae)}";
        string below = $"{verdict.SeedsBelow} of {NumberText.Count(seeds, "seed")} {(verdict.SeedsBelow == 1 ? "is" : "are")} below every baseline";
        return verdict.Outcome switch
        {
            BacktestOutcome.Better => $"{model.Name} is better than every baseline here: {maes} of {method.Name}, the best of {methods}{test}; {below}.",
            BacktestOutcome.Worse => $"{method.Name} ({NumberText.Count(method.Parameters, "parameter")}) wins here: MAE {NumberText.Number(method.Scores.Mae)} against {NumberText.Number(model.Scores.Mae)} of {model.Name}{test}.",
            _ when verdict.PValue is null =>
                $"No difference is shown between {model.Name} and {method.Name}: {maes}, but {NumberText.Count(result.Origins.Length, "origin")} {(result.Origins.Length == 1 ? "is" : "are")} too few for a test; forecast more rows, or with a shorter horizon.",
            _ when verdict.PValue < Sure && seeds == 1 => $"{model.Name} has the least error here: {maes} of {method.Name}{test}, but one seed is too few to call it better; train it from more.",
            _ when verdict.PValue < Sure => $"The median of {model.Name} has the least error here: {maes} of {method.Name}{test}, but only {below}.",
            _ => $"No difference is shown between {model.Name} and {method.Name}, {(method == result.BestMethod ? "the best baseline" : "a baseline")}: {maes}{test}.",
        };
    }

    public static string Probability(double p) => p < 0.001 ? "p < 0.001" : Invariant($"p = {p:F3}");
}
