using QSeq.Studies.Systems;
using static QSeq.Studies.FigureJson;

namespace QSeq.Studies.Reproduction;

/// <summary>Models on systems in results.json.</summary>
internal static class SystemJson
{
    private static readonly string[] Metrics = ["r2", "nrmse", "valid_time", "held"];

    public static JsonObject Of(StudyResult result)
    {
        (var study, StudyTable table) = ((SystemStudy)result.Study, result.Table);
        var findings = new SystemFindings(study, table);
        return new JsonObject
        {
            ["title"] = study.Title,
            ["settings"] = study.Settings,
            ["epochs"] = study.Training.Epochs,
            ["seeds"] = study.Seeds,
            ["validLimit"] = ValidTime.Limit,
            ["systems"] = Array(study.Systems, system => new JsonObject
            {
                ["name"] = system.System.Name,
                ["source"] = system.System.Table.Source,
                ["target"] = system.System.Target,
                ["clock"] = system.System.Clock,
                ["step"] = system.System.IsAutonomous ? system.System.Step : null,
                ["models"] = Array(study.Cases.Where(one => one.Data == system.System.Name), one => Model(one)),
                ["baselines"] = Array(system.Baselines, one => Baseline(one.Label, system)),
            }),
            ["errorComparisons"] = Array(findings.ErrorComparisons(), one => one.ToJson()),
            ["timeComparisons"] = Array(findings.TimeComparisons(), one => one.ToJson()),
            ["singleComparisons"] = Array(findings.SingleComparisons(), one =>
            {
                JsonObject json = one.Comparison.ToJson();
                json.Insert(0, "system", one.System.System.Name);
                return json;
            }),
            ["reading"] = Array(study.Findings(table), sentence => JsonValue.Create(sentence)),
            ["seconds"] = result.Seconds,
        };

        JsonObject Model(StudyCase one)
        {
            var json = new JsonObject
            {
                ["label"] = one.Entry.Label,
                ["model"] = one.Entry.Model,
                ["parameters"] = one.Fact("parameters"),
                ["quantumParameters"] = one.Fact("quantum_parameters"),
                ["secondsPerRun"] = table.Spread(one.Entry.Label, "seconds", one.Data).Median,
            };
            foreach (string metric in Metrics)
                json[metric] = Spread(table.Spread(one.Entry.Label, metric, one.Data), table.Interval(one.Entry.Label, metric, one.Data));
            return json;
        }

        JsonObject Baseline(string label, SystemData system)
        {
            var json = new JsonObject { ["label"] = label, ["parameters"] = table.Value(label, "parameters", system.System.Name) };
            foreach (string metric in Metrics) json[metric] = Figure(table.Value(label, metric, system.System.Name));
            return json;
        }
    }
}
