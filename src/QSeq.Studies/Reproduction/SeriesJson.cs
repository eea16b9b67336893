using System.Text.Json;

namespace QSeq.Studies.Reproduction;

/// <summary>A study of curves or of windows in results.json.</summary>
internal static class SeriesJson
{
    public static void Write(Utf8JsonWriter json, StudyResult result)
    {
        (Study study, StudyTable table) = (result.Study, result.Table);
        json.WriteStartObject();
        json.WriteString("name", study.Name);
        json.WriteString("title", study.Title);
        json.WriteString("source", study.Source);
        json.WriteArray("notes", study.Notes, json.WriteStringValue);
        json.WriteString("settings", study.Settings);
        json.WriteNumber("epochs", study.Training.Epochs);
        json.WriteNumber("batch", study.Training.BatchSize);
        json.WriteArray("models", study.Entries, entry => WriteModel(json, result, (ForecastEntry)entry));
        json.WriteArray("baselines", study.BaselineLabels, label =>
        {
            string[] windows = WindowsOf(study);
            json.WriteStartObject();
            json.WriteString("label", label);
            json.WriteArray("parameters", table.Rows.Where(row => row.Model == label && row.Metric == "parameters").Select(row => row.Value).Distinct(), json.WriteNumberValue);
            json.WriteFigure("r2", study is CurveStudy ? table.Value(label, "r2") : null);
            json.WriteFigure("loss", study is CurveStudy ? table.Value(label, "mse") : null);
            json.WriteArray("windows", windows, window =>
            {
                json.WriteStartObject();
                json.WriteNumber("window", Number(window));
                json.WriteFigure("mae", table.Value(label, "original_mae", null, window));
                json.WriteFigure("mse", table.Value(label, "original_mse", null, window));
                json.WriteEndObject();
            });
            json.WriteEndObject();
        });
        json.WriteString("reading", string.Join(' ', study.Findings(table)));
        json.WriteNumber("seconds", result.Seconds);
        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, StudyResult result, ForecastEntry entry)
    {
        (Study study, StudyTable table) = (result.Study, result.Table);
        Verdict verdict = study is CurveStudy curves ? curves.VerdictOf(entry, table) : WindowStudy.VerdictOf(entry);
        json.WriteStartObject();
        json.WriteString("label", entry.Label);
        json.WriteString("model", entry.Model);
        json.WriteNumber("parameters", result.All.First(pair => pair.Case.Entry == entry).Case.Facts[0].Values[0]);
        json.WriteNumber("learningRate", entry.LearningRate);
        json.WriteString("verdict", verdict.Word);
        json.WriteString("why", verdict.Why);
        json.WriteNumber("secondsPerRun", Spread.Of(result.All.Where(pair => pair.Case.Entry == entry).Select(pair => pair.Run.Seconds)).Median);
        json.WriteArray("marks", study is CurveStudy shown ? shown.Marks : [], epoch =>
        {
            json.WriteStartObject();
            json.WriteNumber("epoch", epoch);
            json.WriteSpread("r2", table.Spread(entry.Label, "test_r2", epoch: epoch));
            json.WriteSpread("loss", table.Spread(entry.Label, "test_mse", epoch: epoch));
            json.WriteFigure("publishedR2", entry.PrintedValue("test_r2", epoch));
            json.WriteFigure("publishedLoss", entry.PrintedValue("test_mse", epoch));
            json.WriteEndObject();
        });
        json.WriteArray("windows", WindowsOf(study), window =>
        {
            json.WriteStartObject();
            json.WriteNumber("window", Number(window));
            json.WriteSpread("mae", table.Spread(entry.Label, "original_mae", null, window));
            json.WriteSpread("mse", table.Spread(entry.Label, "original_mse", null, window));
            json.WriteFigure("publishedMae", entry.PrintedValue("mae", 0, window));
            json.WriteFigure("publishedMse", entry.PrintedValue("mse", 0, window));
            json.WriteEndObject();
        });
        json.WriteArray("runs", result.All.Where(pair => pair.Case.Entry == entry), pair => WriteRun(json, (ForecastCase)pair.Case, pair.Run));
        json.WriteEndObject();
    }

    private static void WriteRun(Utf8JsonWriter json, ForecastCase one, StudyRun run)
    {
        json.WriteStartObject();
        json.WriteNumber("seed", run.Seed);
        json.WriteString("series", one.Recipe.Windows.Targets.FirstOrDefault() ?? one.Data);
        json.WriteNumber("window", one.Recipe.Windows.Window);
        json.WriteString("stop", run.Message ?? run.Stop.ToString());
        json.WriteNumber("keptEpoch", run.KeptEpoch);
        json.WriteNumber("seconds", run.Seconds);
        foreach ((string name, string prefix) in (ReadOnlySpan<(string, string)>)[("scaled", ""), ("original", "original_")])
        {
            json.WriteStartObject(name);
            json.WriteNumber("count", one.Split.Test.Count);
            foreach (string metric in (string[])["r2", "mse", "mae"]) json.WriteFigure(metric, run.Value(prefix + metric));
            json.WriteFigure("rmse", Math.Sqrt(run.Value(prefix + "mse")));
            json.WriteEndObject();
        }

        var (loss, mse, r2) = (run.Curve("train_loss"), run.Curve("test_mse"), run.Curve("test_r2"));
        json.WriteArray("curve", Enumerable.Range(0, loss.Length), n =>
        {
            json.WriteStartObject();
            json.WriteNumber("epoch", n + 1);
            json.WriteFigure("trainLoss", loss[n]);
            json.WriteFigure("testMse", mse[n]);
            json.WriteFigure("testR2", r2[n]);
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static string[] WindowsOf(Study study) => study is WindowStudy windows ? [.. windows.Windows] : [];

    private static int Number(string window) => int.Parse(window["window ".Length..], System.Globalization.CultureInfo.InvariantCulture);
}
