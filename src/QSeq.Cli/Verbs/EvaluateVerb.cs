using System.CommandLine;
using System.Globalization;
using QSeq.Cli.Options;
using QSeq.Cli.Output;
using QSeq.Cli.Reports;
using QSeq.Cli.Terminal;
using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Persistence;

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
            ModelFile file = ModelFile.Load(parsed.GetValue(model)!);
            DataDescription known = TrainedModel.DataOf(file, parsed.GetValue(model)!);
            string? name = parsed.GetValue(column);
            IReadOnlyList<string> wanted = TrainedModel.Columns(known, name, withTargets: true);
            SeriesTable table = TrainedModel.Rename(reading.Read(context, parsed, parsed.GetValue(data)!, wanted), wanted, known, name);
            bool whole = parsed.GetValue(all);
            (WindowSet? train, WindowSet test, Scaler scaler) = Cut(context, table, known, whole);
            TrainedRows? rows = TrainedModel.RowsOf(known);
            bool other = name is not null && !known.Targets.Contains(name); // another series has rows of its own
            string[] warnings = rows is null || other ? [] : [.. new[] { rows.Overlap(table, test, table.Source == known.Source, whole) }.OfType<string>()];

            var own = new ScoreReport.Row(file.Manifest.Name, file.Model.Table.TrainableCount, Interruptible.Run(() => new Evaluator(file.Model, test).Evaluate(scaler), context.Token));
            List<ScoreReport.Row> baselines = ScoreReport.Baselines(train, test, scaler, out string? missing);
            if (ScoreReport.Overflow(own.Scores, table, TrainedModel.WindowsOf(known).Inputs.Union(known.Targets)) is { } hint) warnings = [.. warnings, hint];
            foreach (string warning in warnings) context.Note(warning);
            string title = string.Create(CultureInfo.InvariantCulture, $"'{name ?? string.Join(", ", known.Targets)}'{(known.Targets.Count > 1 ? " together" : "")}, {(whole ? "all" : "test part")}, {test.Count} windows, original units");
            if (parsed.GetValue(json)) WriteJson(context.Out, table.Source, title, known.Source, rows is null || other ? null : rows.SameExtent(table), warnings, [own, .. baselines]);
            else ScoreReport.Write(context, title, own, baselines, missing);
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>The windows to judge on, scaled as the model was trained, and those to fit baselines on.</summary>
    private static (WindowSet? Train, WindowSet Test, Scaler Scaler) Cut(CliContext context, SeriesTable table, DataDescription known, bool whole)
    {
        Scaler scaler = TrainedModel.ScalerOf(known);
        WindowOptions windows = TrainedModel.WindowsOf(known);
        WindowSet every = WindowSet.Create(table, scaler, windows);
        if (whole) return (null, every, scaler);
        if (TrainedModel.SplitOf(known) is not { } text)
            throw new UsageException("the model file does not say how its data was split; use --all");

        // The split's own scaling is not used: it only tells which windows belong to which part.
        DataSplit split = DataSplit.Create(table, windows, TrainOptions.ParseSplit(text), ScalerKind.MinMax);
        if (split.Test.Count == 0) throw new UsageException($"the model was trained with --split {text}, which leaves no test part; use --all");
        bool otherRows = TrainedModel.RowsOf(known)?.SameExtent(table) == false;
        if (table.Source != known.Source || otherRows)
            context.Note($"note: {(otherRows ? "this is not the data the model was trained on" : "the model was trained on")}{(otherRows ? $" ({known.Source}, {Rows(known)})" : " " + known.Source)}; the test part is that of the data given here, split {text}");
        int first = (split.Test.TargetIndex(0) - every.TargetIndex(0)) / windows.Stride;
        return (every.Slice(0, split.Train.Count), every.Slice(first, split.Test.Count), scaler);
    }

    private static string Rows(DataDescription known) => string.Join(", ", known.Notes!.Where(note => note.Key is "rows" or "times").OrderBy(note => note.Key, StringComparer.Ordinal)
        .Select(note => note.Key == "rows" ? note.Value + " rows" : note.Value));

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
