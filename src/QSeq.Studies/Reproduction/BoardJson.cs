using QSeq.Studies.Boards;
using static QSeq.Studies.FigureJson;

namespace QSeq.Studies.Reproduction;

/// <summary>A leaderboard in results.json.</summary>
internal static class BoardJson
{
    public static JsonObject Of(StudyResult result)
    {
        (var study, StudyTable table) = ((BoardStudy)result.Study, result.Table);
        BoardColumn[] columns = [.. study.Columns];
        return new JsonObject
        {
            ["name"] = study.Name,
            ["title"] = study.Title,
            ["source"] = study.Source,
            ["notes"] = Array(study.Notes, note => JsonValue.Create(note)),
            ["settings"] = study.Settings,
            ["seeds"] = study.Seeds,
            ["printed"] = Array(study.Printed, row => new JsonObject
            {
                ["label"] = row.Label,
                ["source"] = row.Source,
                ["figures"] = Array(row.Figures, figure => new JsonObject { ["metric"] = figure.Metric, ["condition"] = figure.Condition, ["value"] = figure.Value }),
            }),
            ["entries"] = Array(study.Entries, entry => new JsonObject
            {
                ["label"] = entry.Label,
                ["model"] = entry.Model,
                ["decoding"] = entry.Decoding,
                ["figures"] = Array(columns, column => Figures(entry, column.Metric, column.Condition)),
                ["costs"] = Array(
                    from condition in study.Cases.Where(one => one.Entry.Label == entry.Label).Select(one => one.Condition)
                    from metric in (string[])["validation", "parameters", "quantum_parameters", "bytes", "seconds"]
                    select (metric, condition),
                    pair => Figures(entry, pair.metric, pair.condition)),
            }),
            ["baselines"] = Array(study.BaselineLabels, label => new JsonObject
            {
                ["label"] = label,
                ["figures"] = Array(columns, column => new JsonObject
                {
                    ["metric"] = column.Metric,
                    ["condition"] = column.Condition,
                    ["value"] = Figure(table.Value(label, column.Metric, null, column.Condition)),
                }),
            }),
            ["reading"] = Array(study.Findings(table), sentence => JsonValue.Create(sentence)),
            ["seconds"] = result.Seconds,
        };

        JsonObject Figures(StudyEntry entry, string metric, string condition)
        {
            JsonObject figure = FigureJson.Spread(study.Figure(table, entry, metric, condition));
            figure.Insert(0, "metric", metric);
            figure.Insert(1, "condition", condition);
            return figure;
        }
    }
}
