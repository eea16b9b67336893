namespace QSeq.Cli.Reports;

/// <summary>A backtest as JSON.</summary>
internal static class BacktestJson
{
    public static JsonObject Of(
        string source, IReadOnlyList<BacktestFindings> found, IReadOnlyList<(string Series, string Reason)> failures, IEnumerable<string> warnings)
    {
        var json = new JsonObject
        {
            ["source"] = source,
            ["warnings"] = JsonText.Array(warnings),
            ["adaptive"] = found[0].IsAdaptive,
            ["series"] = JsonText.Array(found, Series),
        };
        if (found.Count == 1 && failures.Count == 0) return json;
        json["notForecast"] = JsonText.Array(failures, failure => new JsonObject { ["series"] = failure.Series, ["reason"] = failure.Reason });
        json["all"] = BacktestPanelReport.ToJson(found);
        return json;
    }

    private static JsonObject Series(BacktestFindings found)
    {
        BacktestResult result = found.Result;
        return new JsonObject
        {
            ["name"] = result.Column,
            ["horizon"] = result.Horizon,
            ["season"] = result.Season,
            ["origins"] = new JsonObject
            {
                ["count"] = result.Origins.Length,
                ["first"] = result.Origins[0] + 1,
                ["last"] = result.Origins[^1] + 1,
                ["stride"] = result.Stride,
                ["leftOut"] = result.LeftOut,
            },
            ["scale"] = JsonText.Finite(result.Scale),
            ["candidates"] = JsonText.Array(result.Candidates, entry => Candidate(found, entry)),
            ["failures"] = JsonText.Array(result.Failures, failure => new JsonObject { ["name"] = failure.Name, ["reason"] = BacktestReport.Reason(failure) }),
            ["verdicts"] = JsonText.Array(result.Verdicts(), verdict => new JsonObject
            {
                ["model"] = verdict.Model.Name,
                ["outcome"] = Outcome(verdict.Outcome),
                ["method"] = verdict.Method.Name,
                ["p"] = verdict.PValue is { } p ? JsonText.Finite(p) : null,
                ["seedsBelow"] = verdict.SeedsBelow,
                ["text"] = BacktestReport.Reading(verdict, result),
            }),
        };
    }

    public static string Outcome(BacktestOutcome outcome) => outcome switch { BacktestOutcome.Better => "better", BacktestOutcome.Worse => "worse", _ => "open" };

    private static JsonObject Candidate(BacktestFindings found, BacktestEntry entry)
    {
        JsonObject json = Numbers(entry.Scores);
        json.Insert(0, "name", entry.Name);
        json.Insert(1, "kind", entry.IsMethod ? "method" : "model");
        json.Insert(2, "parameters", entry.Parameters);
        json.Insert(3, "seconds", Math.Round(entry.Time.TotalSeconds, 3));
        if (found.Levels.Count > 0) json["intervals"] = BacktestIntervalReport.ToJson(found, entry);
        json["steps"] = JsonText.Array(entry.Steps, Numbers);
        if (entry.Seeds.IsEmpty) return json;
        json["seeds"] = JsonText.Array(entry.Seeds, seed =>
        {
            JsonObject one = Numbers(seed.Scores);
            one.Insert(0, "seed", seed.Seed);
            return one;
        });
        return json;
    }

    private static JsonObject Numbers(BacktestScores scores) => new()
    {
        ["count"] = scores.Count,
        ["mae"] = JsonText.Finite(scores.Mae),
        ["rmse"] = JsonText.Finite(scores.Rmse),
        ["smape"] = JsonText.Finite(scores.Smape),
        ["mase"] = JsonText.Finite(scores.Mase),
        ["owa"] = JsonText.Finite(scores.Owa),
    };
}
