using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using QSeq.Studies.Ablation;
using QSeq.Studies.Boards;
using QSeq.Studies.Sizes;
using QSeq.Studies.Systems;

namespace QSeq.Studies.Reproduction;

/// <summary>
/// What a reproduction of papers writes into a folder: results.md to read, results.json, table.csv (every figure, one a row), losses.csv and
/// predictions.csv of forecasting studies, tagging.csv, hardware.csv, and models. Every file is written whole or not at all, after
/// every study, so that one that is stopped keeps what it has finished.
/// </summary>
/// <param name="folder">The folder, which exists.</param>
/// <param name="studies">The studies asked for, at least one.</param>
/// <param name="threads">Threads that share the runs; nothing but times depends on them.</param>
/// <param name="version">The version of QSeq.</param>
public sealed class ReproductionFiles(string folder, IReadOnlyList<Study> studies, int threads, string version)
{
    private const int MaxPredictions = 200_000;

    private readonly List<StudyResult> _results = [];
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>The names of the files, models aside.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["results.md", "results.json", "table.csv", "losses.csv", "predictions.csv", "tagging.csv", "hardware.csv"];

    /// <summary>What results.md says it was made by, such as a command.</summary>
    public string Command { get; init; } = "QSeq";

    /// <summary>Wall time in seconds, up to the last study written.</summary>
    public double Seconds { get; private set; }

    private IEnumerable<StudyResult> Series => _results.Where(result => result.Study is CurveStudy or WindowStudy);

    private IEnumerable<(StudyResult Result, ForecastCase Case, StudyRun Run)> SeriesRuns =>
        Series.SelectMany(result => result.All.Where(pair => IsShown(pair.Case)).Select(pair => (result, (ForecastCase)pair.Case, pair.Run)));

    /// <summary>The paper's Table I: parameters, ours beside the printed ones, and how they were decoded; null without forecasts.</summary>
    /// <param name="studies">The studies asked for, of which those that forecast are counted.</param>
    public static TextTable? CountTable(IEnumerable<Study> studies)
    {
        static string Sum(double all, double quantum) => quantum == 0 ? Invariant($"{all}") : Invariant($"{all - quantum} + {quantum} = {all}");
        static string Printed(StudyEntry entry) =>
            entry.PrintedValue("parameters") is { } all ? Sum(all, entry.PrintedValue("quantum_parameters") ?? 0) : "-";
        (Study Study, StudyCase Case)[] counted = [.. Counted(studies)];
        return counted.Length == 0 ? null : TextTable.Of(
            "Table I, parameters: classical + quantum = total",
            counted,
            ("data", count => count.Case.Entry == count.Study.Cases[0].Entry ? count.Study.Name : ""),
            ("model", count => count.Case.Entry.Label),
            (">ours", count => Sum(count.Case.Fact("parameters"), count.Case.Fact("quantum_parameters"))),
            (">printed", count => Printed(count.Case.Entry)),
            (new TextColumn("decoded as", Wraps: true), count => count.Case.Entry.Decoding));
    }

    /// <summary>As results.md begins: where quantum gates win, tie and lose, and every printed cell.</summary>
    /// <param name="results">The studies.</param>
    /// <returns>Paragraphs and tables, each part below a heading; none where no study has any.</returns>
    public static IEnumerable<ReportBlock> Verdicts(IReadOnlyCollection<StudyResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return ResultsText.Verdicts(results);
    }

    /// <summary>Adds a study and writes what belongs to it.</summary>
    /// <param name="result">What its runs gave.</param>
    /// <exception cref="IOException">A file cannot be written; what was there is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public void Write(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        _results.Add(result);
        Seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        Write("table.csv", new StudyTable(_results.SelectMany(one => one.Table.Rows)).WriteCsv); // one header, then the rows of all studies
        switch (result.Study)
        {
            case CurveStudy or WindowStudy:
                Write("losses.csv", WriteLosses);
                Write("predictions.csv", WritePredictions);
                break;
            case TagStudy:
                Write("tagging.csv", writer => WriteTagging(writer, result));
                break;
            case DeviceStudy:
                Write("hardware.csv", writer => WriteHardware(writer, result));
                break;
        }

        SaveModels(result);
        Write("results.md", WriteText);
        Write("results.json", writer => writer.Write(ToJson() + "\n"));
    }

    /// <summary>All that was found by now, as indented JSON.</summary>
    public string ToJson()
    {
        string system = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores";
        JsonObject? Of<T>(Func<StudyResult, JsonObject> show) => _results.Where(result => result.Study is T).Select(show).FirstOrDefault();
        var root = new JsonObject
        {
            ["version"] = version,
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["system"] = system,
            ["complete"] = _results.Count == studies.Count,
            ["threads"] = threads,
            ["seeds"] = FigureJson.Array(Enumerable.Range(0, studies[0].Seeds), seed => JsonValue.Create(seed)),
            ["seconds"] = Seconds,
            ["tableI"] = FigureJson.Array(Counted(studies), count => ResultsJson.OfCount(count.Study, count.Case)),
            ["verdictRule"] = Verdict.Rule,
            ["experiments"] = FigureJson.Array(Series, ResultsJson.OfSeries),
            ["tagging"] = Of<TagStudy>(ResultsJson.OfTagging),
            ["hardware"] = Of<DeviceStudy>(ResultsJson.OfDevice),
            ["hardwareShots"] = Of<ShotStudy>(ShotJson.Of),
            ["board"] = Of<BoardStudy>(BoardJson.Of),
            ["sizes"] = Of<SizeStudy>(SizeJson.Of),
            ["ablation"] = Of<AblationStudy>(SizeJson.OfAblation),
            ["systems"] = Of<SystemStudy>(SystemJson.Of),
        };
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" })) root.WriteTo(json);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static IEnumerable<(Study Study, StudyCase Case)> Counted(IEnumerable<Study> studies) =>
        from study in studies
        where study is CurveStudy or WindowStudy
        from one in study.Cases.DistinctBy(one => one.Entry.Label)
        where IsShown(one)
        select (study, one);

    // What others are only held against has its figures in table.csv and results.json alone.
    private static bool IsShown(StudyCase one) => one.Entry is not ForecastEntry { IsComparison: true };

    private void Write(string name, Action<TextWriter> write) => AtomicFile.Write(Path.Combine(folder, name), stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        write(writer);
    });

    private void WriteText(TextWriter writer)
    {
        writer.WriteLine("# Results");
        writer.WriteLine();
        MarkdownText.Write(writer, [new Paragraph(Invariant($"Made by {Command}, version {version}.")), .. ResultsText.Of(_results)]);
    }

    // Which data the rows are from: one line, or one for each study.
    private void WriteSources(TextWriter writer)
    {
        StudyResult[] series = [.. Series];
        foreach (StudyResult result in series)
            writer.WriteLine(CsvText.Source(result.Study.Source, series.Length == 1 ? null : result.Study.Name));
    }

    private void WriteLosses(TextWriter writer)
    {
        WriteSources(writer);
        writer.WriteLine("experiment,model,seed,epoch,train_loss,test_mse,test_r2,series,window");
        foreach ((StudyResult result, ForecastCase one, StudyRun run) in SeriesRuns)
        {
            var (loss, mse, r2) = (run.Curve("train_loss"), run.Curve("test_mse"), run.Curve("test_r2"));
            string model = Invariant($"{result.Study.Name},{one.Entry.Label},{run.Seed}"), data = Data(one);
            for (int n = 0; n < loss.Length; n++)
                writer.WriteLine(Invariant($"{model},{n + 1},{loss[n]:R},{mse[n]:R},{r2[n]:R},{data}"));
        }
    }

    private void WritePredictions(TextWriter writer)
    {
        bool all = SeriesRuns.Sum(r => (long)r.Case.Split.Test.Count) <= MaxPredictions;
        WriteSources(writer);
        writer.WriteLine("experiment,model,seed,index,truth,prediction,series,window");
        foreach ((StudyResult result, ForecastCase one, StudyRun run) in SeriesRuns.Where(r => all || r.Run.Seed == 0))
        {
            ForecastTraining trained = one.Restore(run);
            var evaluator = new Evaluator(trained.Model, trained.Data.Test, trained.Recipe.Training.Objective);
            evaluator.Predict(trained.Data.Scaler, out double[] predictions, out double[] truth);
            int first = trained.Data.Test.TargetIndex(0);
            string model = Invariant($"{result.Study.Name},{one.Entry.Label},{run.Seed}"), data = Data(one);
            for (int n = 0; n < truth.Length; n++)
                writer.WriteLine(Invariant($"{model},{first + n},{truth[n]:R},{predictions[n]:R},{data}"));
        }
    }

    private static string Data(ForecastCase one) => Invariant($"{CsvText.Quote(one.Data)},{one.Recipe.Windows.Window}");

    private static void WriteTagging(TextWriter writer, StudyResult result)
    {
        writer.WriteLine(CsvText.Source(result.Study.Source));
        writer.WriteLine("model,seed,epoch,train_loss,accuracy");
        foreach ((StudyCase one, StudyRun run) in result.All)
        {
            var (loss, accuracy) = (run.Curve("train_loss"), run.Curve("watched_accuracy"));
            for (int n = 0; n < loss.Length; n++)
                writer.WriteLine(Invariant($"{one.Entry.Label},{run.Seed},{n + 1},{loss[n]:R},{accuracy[n]:R}"));
        }
    }

    private static void WriteHardware(TextWriter writer, StudyResult result)
    {
        foreach (StudyCase one in result.Study.Cases.DistinctBy(one => one.Data)) writer.WriteLine(CsvText.Source(one.Source, one.Data));
        writer.WriteLine(
            "data,model,seed,trained_under,depolarising,readout,shots,mitigated,"
            + "r2,forecasts,circuits,shots_run,calibration_circuits,calibration_shots");
        foreach ((StudyCase one, StudyRun run) in result.All)
        {
            double forecasts = result.Table.Value(one.Entry.Label, "test_windows", one.Data);
            foreach (DeviceCondition c in DeviceStudy.Conditions.Concat(DeviceStudy.Aware))
            {
                double Value(string metric) => run.Value(metric, c.Name);
                string shots = c.Shots?.ToString(CultureInfo.InvariantCulture) ?? "exact";
                double trainedUnder = c.TrainedUnder ? c.Depolarising : 0;
                writer.Write(Invariant($"{one.Data},{one.Entry.Label},{run.Seed},{trainedUnder:R},{c.Depolarising:R},{c.Readout:R},"));
                writer.Write(Invariant($"{shots},{(c.Mitigated ? 1 : 0)},{Value("r2"):R},{forecasts},{Value("circuits")},{Value("shots")},"));
                writer.WriteLine(Invariant($"{Value("calibration_circuits")},{Value("calibration_shots")}"));
            }
        }
    }

    private void SaveModels(StudyResult result)
    {
        if (result.Study is DeviceStudy) return;
        string models = Path.Combine(folder, "models");
        if (Directory.Exists(models)) AtomicFile.ClearLeftovers(models);
        foreach ((StudyCase one, StudyRun run) in result.All)
        {
            // By window there are hundreds of runs: one seed's models are enough.
            if ((result.Study is WindowStudy && run.Seed != 0) || !IsShown(one)) continue;
            if (one.Model(run) is not { } model) continue;
            string part = result.Study is WindowStudy && one is ForecastCase { Recipe.Windows.Window: var window }
                ? Invariant($"-{Slug(one.Data)}-w{window}")
                : result.Study is BoardStudy && one.Condition.Length > 0 ? "-" + Slug(one.Condition) : "";
            string path = Path.Combine(models, Invariant($"{result.Study.Name}-{Slug(one.Entry.Label)}{part}-seed{run.Seed}.qseq"));
            Directory.CreateDirectory(models);
            model.Save(path);
        }
    }

    // A name as part of a file's name.
    private static string Slug(string name)
    {
        string slug = string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : ' '));
        return string.Join('-', slug.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
