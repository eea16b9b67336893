using QSeq.Cli.Reports;
using QSeq.Forecasting;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq evaluate</c>: a saved model's scores on the test part of data, beside baselines.</summary>
internal static class EvaluateVerb
{
    /// <summary>The verb.</summary>
    public static VerbCommand Create(CliContext context)
    {
        var model = new Argument<string>("MODEL") { Description = "A model file of qseq train." };
        var data = new Argument<string>("DATA") { Description = "A CSV file; - reads standard input." };
        Option<string?> column = Opt.Text("--column", "NAME", "The series to forecast. [default: the one the model was trained on]");
        Option<bool> all = Opt.Flag("--all", "All of the data instead of its test part, for data the model has not seen. [default: the split it was trained with]");
        Option<bool> json = Opt.Flag("--json", "JSON instead of a table.");
        var reading = new DataOptions();
        var command = new VerbCommand(
            "evaluate",
            "Score a saved model on the test part of data, in original units, beside baselines.",
            "qseq evaluate total.qseq sales.csv",
            "qseq evaluate total.qseq next-year.csv --all --json") { model, data, column, all, json };
        reading.AddTo(command);
        command.SetAction(parsed =>
        {
            TrainedForecaster forecaster = ModelInput.Load(parsed.GetValue(model)!);
            WindowOptions windows = forecaster.Recipe.Windows;
            string? name = parsed.GetValue(column);
            IReadOnlyList<string> wanted = ModelInput.Columns(windows, name, withTargets: true);
            SeriesTable table = ModelInput.Rename(reading.Read(context, parsed, parsed.GetValue(data)!, wanted), wanted, windows, name);
            bool whole = parsed.GetValue(all);
            TrainedRows? rows = TrainedRows.Of(forecaster.Data);
            (WindowSet? train, WindowSet test) = Cut(context, table, forecaster, rows, whole);
            bool other = name is not null && !windows.Targets.Contains(name); // another series has rows of its own
            string[] warnings = rows is null || other ? [] : [.. new[] { rows.Overlap(table, test, table.Source == forecaster.Data.Source, whole) }.OfType<string>()];

            var own = new ScoreReport.Row(forecaster.Name, forecaster.Model.Table.TrainableCount, Interruptible.Run(() => forecaster.Evaluate(test), context.Token));
            List<ScoreReport.Row> baselines = ScoreReport.Baselines(train, test, forecaster.Scaler, out string? missing);
            if (ScoreReport.Overflow(own.Scores, table, forecaster.Recipe.Columns) is { } hint) warnings = [.. warnings, hint];
            foreach (string warning in warnings) context.Note(warning);
            string title = Invariant($"'{name ?? string.Join(", ", windows.Targets)}'{(windows.Targets.Count > 1 ? " together" : "")}, {(whole ? "all" : "test part")}, {test.Count} windows, original units");
            if (parsed.GetValue(json)) WriteJson(context.Out, table.Source, title, forecaster.Data.Source, rows is null || other ? null : rows.SameExtent(table), warnings, [own, .. baselines]);
            else ScoreReport.Write(context, title, own, baselines, missing);
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>The windows to judge on, scaled as the model was trained, and those to fit baselines on.</summary>
    private static (WindowSet? Train, WindowSet Test) Cut(CliContext context, SeriesTable table, TrainedForecaster forecaster, TrainedRows? rows, bool whole)
    {
        WindowSet every = forecaster.WindowsOf(table);
        if (whole) return (null, every);
        SplitFractions fractions = forecaster.Recipe.Split;
        var split = Split.Of(table.Length, forecaster.Recipe.Windows, fractions);
        string text = Invariant($"{fractions.Train},{fractions.Validation}");
        if (split.TestRow is null) throw new UsageException($"the model was trained with --split {text}, which leaves no test part; use --all");
        SeriesOrigin known = forecaster.Data;
        bool otherRows = rows?.SameExtent(table) == false;
        if (table.Source != known.Source || otherRows)
            context.Note($"note: {(otherRows ? "this is not the data the model was trained on" : "the model was trained on")}{(otherRows ? $" ({known.Source}, {Rows(rows!)})" : " " + known.Source)}; the test part is that of the data given here, split {text}");
        return (every.Slice(split.Train), every.Slice(split.Test));
    }

    private static string Rows(TrainedRows rows) => Invariant(
        $"{rows.Count} rows{(rows is { First: { } first, Last: { } last } ? $", {CsvText.Time(first)}..{CsvText.Time(last)}" : "")}");

    private static void WriteJson(TextWriter output, string source, string title, string trainedOn, bool? sameRows, string[] warnings, ScoreReport.Row[] rows) => JsonText.Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("source", source);
        writer.WriteString("title", title);
        writer.WriteString("trainedOn", trainedOn);
        if (sameRows is { } same) writer.WriteBoolean("sameRows", same);
        else writer.WriteNull("sameRows");
        writer.WriteStartArray("warnings");
        foreach (string warning in warnings) writer.WriteStringValue(warning);
        writer.WriteEndArray();
        writer.WriteStartArray("scores");
        foreach (ScoreReport.Row row in rows)
        {
            writer.WriteStartObject();
            writer.WriteString("name", row.Name);
            writer.WriteNumber("parameters", row.Parameters);
            writer.WriteNumber("count", row.Scores.Count);
            writer.WriteFinite("mae", row.Scores.Mae);
            writer.WriteFinite("mse", row.Scores.Mse);
            writer.WriteFinite("rmse", row.Scores.Rmse);
            writer.WriteFinite("r2", row.Scores.R2);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
