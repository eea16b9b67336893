using System.Text.Json;

namespace QSeq.Studies.Reproduction;

/// <summary>A study of models on a device in results.json.</summary>
internal static class DeviceJson
{
    public static void Write(Utf8JsonWriter json, StudyResult result)
    {
        (var study, StudyTable table) = ((DeviceStudy)result.Study, result.Table);
        json.WriteStartObject();
        json.WriteString("settings", study.Settings);
        json.WriteNumber("epochs", study.Training.Epochs);
        json.WriteNumber("seeds", study.Seeds);
        json.WriteArray("cases", study.Cases, one =>
        {
            string label = one.Entry.Label;
            json.WriteStartObject();
            json.WriteString("data", one.Data);
            json.WriteString("source", one.Source);
            json.WriteString("label", label);
            json.WriteString("model", one.Entry.Model);
            json.WriteNumber("parameters", table.Value(label, "parameters", one.Data));
            json.WriteNumber("forecasts", table.Value(label, "test_windows", one.Data));
            json.WriteFigure("naiveR2", table.Value("naive", "r2", one.Data));
            json.WriteSpread("modelR2", table.Spread(label, "model_r2", one.Data));
            json.WriteArray("cells", DeviceStudy.Conditions, condition => WriteCell(json, table, one, condition));
            json.WriteArray("aware", DeviceStudy.Aware, condition => WriteCell(json, table, one, condition));
            json.WriteNumber("secondsPerRun", table.Spread(label, "seconds", one.Data).Median);
            json.WriteEndObject();
        });
        json.WriteString("rule", DeviceStudy.Rule);
        json.WriteArray("reading", study.Findings(table), json.WriteStringValue);
        json.WriteNumber("seconds", result.Seconds);
        json.WriteEndObject();
    }

    private static void WriteCell(Utf8JsonWriter json, StudyTable table, StudyCase one, DeviceCondition condition)
    {
        double forecasts = table.Value(one.Entry.Label, "test_windows", one.Data);
        double Cost(string metric) => DeviceStudy.Cost(table, one, metric, condition);
        double[] r2 = table.BySeed(one.Entry.Label, "r2", one.Data, condition.Name);
        json.WriteStartObject();
        json.WriteFigure("shots", condition.Shots);
        json.WriteNumber("depolarising", condition.Depolarising);
        json.WriteNumber("readout", condition.Readout);
        json.WriteBoolean("mitigated", condition.Mitigated);
        json.WriteSpread("r2", Spread.Of(r2));
        json.WriteArray("r2BySeed", r2, json.WriteFigure);
        json.WriteNumber("circuitsPerForecast", Cost("circuits") / forecasts);
        json.WriteNumber("shotsPerForecast", Cost("shots") / forecasts);
        json.WriteNumber("calibrationCircuits", Cost("calibration_circuits"));
        json.WriteNumber("calibrationShots", Cost("calibration_shots"));
        json.WriteEndObject();
    }
}
