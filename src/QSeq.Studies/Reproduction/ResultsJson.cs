using static QSeq.Studies.FigureJson;

namespace QSeq.Studies.Reproduction;

/// <summary>Studies in results.json.</summary>
internal static class ResultsJson
{
    public static JsonObject OfCount(Study study, StudyCase one) => new()
    {
        ["experiment"] = study.Name,
        ["label"] = one.Entry.Label,
        ["classical"] = one.Fact("parameters") - one.Fact("quantum_parameters"),
        ["quantum"] = one.Fact("quantum_parameters"),
        ["printedClassical"] = Figure(one.Entry.PrintedValue("parameters") - one.Entry.PrintedValue("quantum_parameters")),
        ["printedQuantum"] = Figure(one.Entry.PrintedValue("quantum_parameters")),
        ["decoding"] = one.Entry.Decoding,
    };

    public static JsonObject OfSeries(StudyResult result)
    {
        (Study study, StudyTable table) = (result.Study, result.Table);
        string[] windows = study is WindowStudy byWindow ? [.. byWindow.Windows] : [];
        int[] marks = study is CurveStudy curves ? [.. curves.Marks] : [];
        return new JsonObject
        {
            ["name"] = study.Name,
            ["title"] = study.Title,
            ["source"] = study.Source,
            ["notes"] = Array(study.Notes, note => JsonValue.Create(note)),
            ["settings"] = study.Settings,
            ["epochs"] = study.Training.Epochs,
            ["batch"] = study.Training.BatchSize,
            ["models"] = Array(study.Entries.Cast<ForecastEntry>().Where(entry => !entry.IsComparison), Model),
            ["baselines"] = Array(study.BaselineLabels, label => new JsonObject
            {
                ["label"] = label,
                ["parameters"] = Array(table.Rows.Where(row => row.Model == label && row.Metric == "parameters").Select(row => row.Value).Distinct(), value => Figure(value)),
                ["r2"] = Figure(windows.Length > 0 ? null : table.Value(label, "r2")),
                ["loss"] = Figure(windows.Length > 0 ? null : table.Value(label, "mse")),
                ["windows"] = Array(windows, window => new JsonObject
                {
                    ["window"] = Length(window),
                    ["mae"] = Figure(table.Value(label, "original_mae", null, window)),
                    ["mse"] = Figure(table.Value(label, "original_mse", null, window)),
                }),
            }),
            ["comparisons"] = Array(study is CurveStudy compared ? compared.Comparisons(table) : [], one => one.ToJson()),
            ["reading"] = string.Join(' ', study.Findings(table)),
            ["seconds"] = result.Seconds,
        };

        JsonObject Model(ForecastEntry entry)
        {
            Verdict verdict = study is CurveStudy curves ? curves.VerdictOf(entry, table) : WindowStudy.VerdictOf(entry);
            (StudyCase Case, StudyRun Run)[] runs = [.. result.All.Where(pair => pair.Case.Entry == entry)];
            return new JsonObject
            {
                ["label"] = entry.Label,
                ["model"] = entry.Model,
                ["parameters"] = runs[0].Case.Fact("parameters"),
                ["learningRate"] = entry.LearningRate,
                ["verdict"] = verdict.Word,
                ["why"] = verdict.Why,
                ["secondsPerRun"] = result.SecondsPerRun(entry),
                ["marks"] = Array(marks, epoch => new JsonObject
                {
                    ["epoch"] = epoch,
                    ["r2"] = Over(table, entry, "test_r2", "", epoch),
                    ["loss"] = Over(table, entry, "test_mse", "", epoch),
                    ["publishedR2"] = Figure(entry.PrintedValue("test_r2", epoch)),
                    ["publishedLoss"] = Figure(entry.PrintedValue("test_mse", epoch)),
                    ["atOrBelowPublishedR2"] = CurveStudy.ShareOf(table, entry, "test_r2", epoch)?.ToJson(),
                    ["atOrBelowPublishedLoss"] = CurveStudy.ShareOf(table, entry, "test_mse", epoch)?.ToJson(),
                }),
                ["windows"] = Array(windows, window => new JsonObject
                {
                    ["window"] = Length(window),
                    ["mae"] = Over(table, entry, "original_mae", window),
                    ["mse"] = Over(table, entry, "original_mse", window),
                    ["publishedMae"] = Figure(entry.PrintedValue("mae", 0, window)),
                    ["publishedMse"] = Figure(entry.PrintedValue("mse", 0, window)),
                }),
                ["runs"] = Array(runs, pair => Run((ForecastCase)pair.Case, pair.Run)),
            };
        }
    }

    public static JsonObject OfTagging(StudyResult result)
    {
        (var study, StudyTable table) = ((TagStudy)result.Study, result.Table);
        return new JsonObject
        {
            ["title"] = study.Title,
            ["source"] = study.Source,
            ["settings"] = study.Settings,
            ["testPart"] = study.TestPart,
            ["epochs"] = study.Training.Epochs,
            ["seeds"] = study.Seeds,
            ["models"] = Array(study.Entries, entry => new JsonObject
            {
                ["label"] = entry.Label,
                ["model"] = entry.Model,
                ["parameters"] = table.Value(entry.Label, "parameters"),
                ["gateParameters"] = table.Value(entry.Label, "gate_parameters"),
                ["published"] = Figure(entry.PrintedValue("parameters")),
                ["decoding"] = entry.Decoding,
                ["accuracy"] = Spread(table.Spread(entry.Label, "accuracy")),
                ["unknownAccuracy"] = Spread(table.Spread(entry.Label, "unknown_accuracy")),
                ["macroF1"] = Spread(table.Spread(entry.Label, "macro_f1")),
                ["settledEpochs"] = Array(TagStudy.Settled(table, entry.Label), epoch => Figure(epoch)),
                ["loss"] = Array(TagStudy.Curve(table, entry.Label, "train_loss"), value => Figure(value)),
                ["accuracyByEpoch"] = Array(TagStudy.Curve(table, entry.Label, "watched_accuracy"), value => Figure(value)),
                ["secondsPerRun"] = result.SecondsPerRun(entry),
                ["runs"] = Array(result.All.Where(pair => pair.Case.Entry == entry), pair => Run(pair.Run)),
            }),
            ["baselines"] = Array(study.BaselineLabels, label => new JsonObject
            {
                ["label"] = label,
                ["parameters"] = table.Value(label, "parameters"),
                ["accuracy"] = Figure(table.Value(label, "accuracy")),
                ["unknownAccuracy"] = Figure(table.Value(label, "unknown_accuracy")),
                ["macroF1"] = Figure(table.Value(label, "macro_f1")),
            }),
            ["reading"] = string.Join(' ', study.Findings(table)),
            ["seconds"] = result.Seconds,
        };
    }

    public static JsonObject OfDevice(StudyResult result)
    {
        (var study, StudyTable table) = ((DeviceStudy)result.Study, result.Table);
        return new JsonObject
        {
            ["settings"] = study.Settings,
            ["epochs"] = study.Training.Epochs,
            ["seeds"] = study.Seeds,
            ["cases"] = Array(study.Cases, one => new JsonObject
            {
                ["data"] = one.Data,
                ["source"] = one.Source,
                ["label"] = one.Entry.Label,
                ["model"] = one.Entry.Model,
                ["parameters"] = one.Fact("parameters"),
                ["forecasts"] = one.Fact("test_windows"),
                ["naiveR2"] = Figure(table.Value("naive", "r2", one.Data)),
                ["modelR2"] = Spread(table.Spread(one.Entry.Label, "model_r2", one.Data)),
                ["cells"] = Array(DeviceStudy.Conditions, condition => Cell(one, condition)),
                ["aware"] = Array(DeviceStudy.Aware, condition => Cell(one, condition)),
                ["secondsPerRun"] = table.Spread(one.Entry.Label, "seconds", one.Data).Median,
            }),
            ["rule"] = DeviceStudy.Rule,
            ["reading"] = Array(study.Findings(table), sentence => JsonValue.Create(sentence)),
            ["seconds"] = result.Seconds,
        };

        JsonObject Cell(StudyCase one, DeviceCondition condition)
        {
            double Cost(string metric) => DeviceStudy.Cost(table, one, metric, condition);
            double[] r2 = table.BySeed(one.Entry.Label, "r2", one.Data, condition.Name);
            return new JsonObject
            {
                ["shots"] = condition.Shots,
                ["depolarising"] = condition.Depolarising,
                ["readout"] = condition.Readout,
                ["mitigated"] = condition.Mitigated,
                ["r2"] = Spread(QSeq.Studies.Spread.Of(r2)),
                ["r2BySeed"] = Array(r2, value => Figure(value)),
                ["circuitsPerForecast"] = Cost("circuits") / one.Fact("test_windows"),
                ["shotsPerForecast"] = Cost("shots") / one.Fact("test_windows"),
                ["calibrationCircuits"] = Cost("calibration_circuits"),
                ["calibrationShots"] = Cost("calibration_shots"),
            };
        }
    }

    private static JsonObject Over(StudyTable table, StudyEntry entry, string metric, string condition, int epoch = 0) => Spread(
        table.Spread(entry.Label, metric, null, condition, epoch), table.Interval(entry.Label, metric, null, condition, epoch));

    private static JsonObject Run(ForecastCase one, StudyRun run)
    {
        var (loss, mse, r2) = (run.Curve("train_loss"), run.Curve("test_mse"), run.Curve("test_r2"));
        JsonObject Scores(string prefix) => new()
        {
            ["count"] = one.Split.Test.Count,
            ["r2"] = Figure(run.Value(prefix + "r2")),
            ["mse"] = Figure(run.Value(prefix + "mse")),
            ["mae"] = Figure(run.Value(prefix + "mae")),
            ["rmse"] = Figure(Math.Sqrt(run.Value(prefix + "mse"))),
        };
        return new JsonObject
        {
            ["seed"] = run.Seed,
            ["series"] = one.Data,
            ["window"] = one.Recipe.Windows.Window,
            ["stop"] = run.Message ?? run.Stop.ToString(),
            ["keptEpoch"] = run.KeptEpoch,
            ["seconds"] = run.Seconds,
            ["scaled"] = Scores(""),
            ["original"] = Scores("original_"),
            ["curve"] = Array(Enumerable.Range(0, loss.Length), n =>
                new JsonObject { ["epoch"] = n + 1, ["trainLoss"] = Figure(loss[n]), ["testMse"] = Figure(mse[n]), ["testR2"] = Figure(r2[n]) }),
        };
    }

    private static JsonObject Run(StudyRun run)
    {
        var (loss, accuracy) = (run.Curve("train_loss"), run.Curve("watched_accuracy"));
        return new JsonObject
        {
            ["seed"] = run.Seed,
            ["stop"] = run.Message ?? run.Stop.ToString(),
            ["keptEpoch"] = run.KeptEpoch,
            ["settledEpoch"] = Figure(run.Value("settled_epoch") is var epoch && double.IsNaN(epoch) ? null : epoch),
            ["accuracy"] = Figure(run.Value("accuracy")),
            ["unknownAccuracy"] = Figure(run.Value("unknown_accuracy")),
            ["macroF1"] = Figure(run.Value("macro_f1")),
            ["seconds"] = run.Seconds,
            ["curve"] = Array(Enumerable.Range(0, loss.Length), n =>
                new JsonObject { ["epoch"] = n + 1, ["trainLoss"] = Figure(loss[n]), ["accuracy"] = Figure(accuracy[n]) }),
        };
    }

    private static int Length(string window) => int.Parse(window["window ".Length..], System.Globalization.CultureInfo.InvariantCulture);
}
