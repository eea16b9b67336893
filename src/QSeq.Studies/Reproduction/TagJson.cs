using System.Text.Json;

namespace QSeq.Studies.Reproduction;

/// <summary>A study of taggers in results.json.</summary>
internal static class TagJson
{
    public static void Write(Utf8JsonWriter json, StudyResult result)
    {
        (var study, StudyTable table) = ((TagStudy)result.Study, result.Table);
        json.WriteStartObject();
        json.WriteString("title", study.Title);
        json.WriteString("source", study.Source);
        json.WriteString("settings", study.Settings);
        json.WriteBoolean("testPart", study.TestPart);
        json.WriteNumber("epochs", study.Training.Epochs);
        json.WriteNumber("seeds", study.Seeds);
        json.WriteArray("models", study.Entries, entry =>
        {
            json.WriteStartObject();
            json.WriteString("label", entry.Label);
            json.WriteString("model", entry.Model);
            json.WriteNumber("parameters", table.Value(entry.Label, "parameters"));
            json.WriteNumber("gateParameters", table.Value(entry.Label, "gate_parameters"));
            json.WriteFigure("published", entry.PrintedValue("parameters"));
            json.WriteString("decoding", entry.Decoding);
            json.WriteSpread("accuracy", table.Spread(entry.Label, "accuracy"));
            json.WriteSpread("unknownAccuracy", table.Spread(entry.Label, "unknown_accuracy"));
            json.WriteSpread("macroF1", table.Spread(entry.Label, "macro_f1"));
            json.WriteArray("settledEpochs", TagStudy.Settled(table, entry.Label), json.WriteNumberValue);
            json.WriteArray("loss", TagStudy.Curve(table, entry.Label, "train_loss"), json.WriteFigure);
            json.WriteArray("accuracyByEpoch", TagStudy.Curve(table, entry.Label, "watched_accuracy"), json.WriteFigure);
            json.WriteNumber("secondsPerRun", table.Spread(entry.Label, "seconds").Median);
            json.WriteArray("runs", result.All.Where(pair => pair.Case.Entry == entry), pair => WriteRun(json, pair.Run));
            json.WriteEndObject();
        });
        json.WriteArray("baselines", study.BaselineLabels, label =>
        {
            json.WriteStartObject();
            json.WriteString("label", label);
            json.WriteNumber("parameters", table.Value(label, "parameters"));
            json.WriteFigure("accuracy", table.Value(label, "accuracy"));
            json.WriteFigure("unknownAccuracy", table.Value(label, "unknown_accuracy"));
            json.WriteFigure("macroF1", table.Value(label, "macro_f1"));
            json.WriteEndObject();
        });
        json.WriteString("reading", string.Join(' ', study.Findings(table)));
        json.WriteNumber("seconds", result.Seconds);
        json.WriteEndObject();
    }

    private static void WriteRun(Utf8JsonWriter json, StudyRun run)
    {
        json.WriteStartObject();
        json.WriteNumber("seed", run.Seed);
        json.WriteString("stop", run.Message ?? run.Stop.ToString());
        json.WriteNumber("keptEpoch", run.KeptEpoch);
        json.WriteFigure("settledEpoch", run.Value("settled_epoch") is var settled && double.IsNaN(settled) ? null : settled);
        json.WriteFigure("accuracy", run.Value("accuracy"));
        json.WriteFigure("unknownAccuracy", run.Value("unknown_accuracy"));
        json.WriteFigure("macroF1", run.Value("macro_f1"));
        json.WriteNumber("seconds", run.Seconds);
        var (loss, accuracy) = (run.Curve("train_loss"), run.Curve("watched_accuracy"));
        json.WriteArray("curve", Enumerable.Range(0, loss.Length), n =>
        {
            json.WriteStartObject();
            json.WriteNumber("epoch", n + 1);
            json.WriteFigure("trainLoss", loss[n]);
            json.WriteFigure("accuracy", accuracy[n]);
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }
}
