using static QSeq.Studies.FigureJson;

namespace QSeq.Studies.Reproduction;

/// <summary>What finite shots cost, in results.json.</summary>
internal static class ShotJson
{
    public static JsonObject Of(StudyResult result)
    {
        (var study, StudyTable table) = ((ShotStudy)result.Study, result.Table);
        return new JsonObject
        {
            ["title"] = study.Title,
            ["settings"] = study.Settings,
            ["epochs"] = study.Training.Epochs,
            ["seeds"] = study.Seeds,
            ["claimedChange"] = ShotStudy.Claimed,
            ["models"] = Array(study.Cases.Cast<ShotCase>(), one => new JsonObject
            {
                ["data"] = one.Data,
                ["label"] = one.Entry.Label,
                ["parameters"] = one.Fact("parameters"),
                ["circuits"] = one.Circuits,
                ["conditions"] = Array(one.Conditions, condition => new JsonObject
                {
                    ["shots"] = condition.Shots,
                    ["noisy"] = condition.Noisy,
                    ["lastStep"] = condition.LastStep,
                    ["mse"] = Over("mse", one, condition),
                    ["r2"] = Over("r2", one, condition),
                    ["mseChange"] = Over("mse_change", one, condition),
                }),
            }),
            ["reading"] = Array(study.Findings(table), sentence => JsonValue.Create(sentence)),
            ["seconds"] = result.Seconds,
        };

        JsonObject Over(string metric, ShotCase one, ShotCondition condition)
        {
            double[] values = table.BySeed(one.Entry.Label, metric, one.Data, condition.Name);
            JsonObject figures = Spread(Studies.Spread.Of(values));
            figures["bySeed"] = Array(values, value => Figure(value));
            return figures;
        }
    }
}
