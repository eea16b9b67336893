using QSeq.Studies.Ablation;
using QSeq.Studies.Sizes;
using static QSeq.Studies.FigureJson;

namespace QSeq.Studies.Reproduction;

/// <summary>Error against size, and what in a gate matters, in results.json.</summary>
internal static class SizeJson
{
    public static JsonObject Of(StudyResult result)
    {
        JsonObject json = Common(result);
        json["comparisons"] = Array(SizeComparison.Of((SizeStudy)result.Study, result.Table), one => one.ToJson());
        return json;
    }

    public static JsonObject OfAblation(StudyResult result)
    {
        JsonObject json = Common(result);
        json["groups"] = Array(AblationStudy.Groups, group => new JsonObject
        {
            ["preset"] = group.Label,
            ["variants"] = Array(AblationLine.Of(group, ((AblationStudy)result.Study).Data, result.Table), line => new JsonObject
            {
                ["label"] = line.Label,
                ["effects"] = Array(line.Effects, effect => new JsonObject
                {
                    ["data"] = effect.Data,
                    ["errorRatio"] = Figure(effect.Ratio),
                    ["higher"] = effect.Test.Positive,
                    ["lower"] = effect.Test.Negative,
                    ["p"] = effect.Test.PValue,
                    ["holm"] = effect.PValue,
                }),
            }),
        });
        return json;
    }

    private static JsonObject Common(StudyResult result)
    {
        (Study study, StudyTable table) = (result.Study, result.Table);
        return new JsonObject
        {
            ["title"] = study.Title,
            ["source"] = study.Source,
            ["settings"] = study.Settings,
            ["seeds"] = study.Seeds,
            ["models"] = Array(study.Cases, one => new JsonObject
            {
                ["data"] = one.Data,
                ["label"] = one.Entry.Label,
                ["parameters"] = one.Fact("parameters"),
                ["nrmse"] = Spread(table.Spread(one.Entry.Label, "nrmse", one.Data, one.Condition), table.Interval(one.Entry.Label, "nrmse", one.Data, one.Condition)),
            }),
            ["baselines"] = Array(study.Cases.DistinctBy(one => one.Data).SelectMany(one => one.Baselines.Select(baseline => (one.Data, baseline.Label, one.Condition))), one => new JsonObject
            {
                ["data"] = one.Data,
                ["label"] = one.Label,
                ["nrmse"] = Figure(table.Value(one.Label, "nrmse", one.Data, one.Condition)),
            }),
            ["reading"] = string.Join(' ', study.Findings(table)),
            ["seconds"] = result.Seconds,
        };
    }
}
